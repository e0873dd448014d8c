// SPDX-License-Identifier: MIT
// The sliders of the player: they go where one clicks, and the one of the place shows how much is there already.
#pragma once

#include <QSlider>

namespace kanal::ui
{

/// Goes where one clicks, and from there with the mouse: the handle of a short film would not be under it.
class JumpSlider : public QSlider
{
    Q_OBJECT

public:
    explicit JumpSlider(const QString &name, QWidget *parent = nullptr);

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

    QRect handle() const;

private:
    void follow(const QMouseEvent &event);

    double m_grabbedAt = 0; ///< from the handle's left edge
};

class SeekSlider final : public JumpSlider
{
    Q_OBJECT

public:
    using JumpSlider::JumpSlider;

    /// Up to this value it is there.
    void setBuffered(int value);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_buffered = 0;
};

} // namespace kanal::ui
