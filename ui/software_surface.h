// SPDX-License-Identifier: MIT
// Paints pictures that the engine has already converted and scaled: one blit a frame, no copy before it.
#pragma once

#include "video_surface.h"

#include <QWidget>

namespace kanal::ui
{

class SoftwareSurface final : public QWidget, public VideoSurface
{
    Q_OBJECT

public:
    SoftwareSurface(Painted painted, QWidget *parent);

    QWidget *widget() override { return this; }
    void show(playback::FrameRef frame) override;
    void setAspect(Aspect aspect) override;
    void setCovered(int height) override;
    bool paintsRgbOnly() const override { return true; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QRect pictureOnWidget() const;

    const Painted m_painted;
    playback::FrameRef m_frame;
    Aspect m_aspect = Aspect::Fit;
    int m_covered = 0;
    QRect m_shown; ///< where the last picture was painted, logical pixels
};

} // namespace kanal::ui
