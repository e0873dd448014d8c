// SPDX-License-Identifier: MIT
// The sliders of the player: they go where one clicks, and the one of the place shows how much is there already.
#pragma once

#include <QSlider>

namespace kanal::ui
{

class JumpSlider : public QSlider
{
    Q_OBJECT

public:
    explicit JumpSlider(const QString &name, QWidget *parent = nullptr);

protected:
    void mousePressEvent(QMouseEvent *event) override;
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
