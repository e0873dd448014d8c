// SPDX-License-Identifier: MIT
// Draws frames as they come from the decoder: planes into textures, colour by shader (range, matrix, 10 bit, PQ and HLG
// tone mapping).
#pragma once

#include "video_surface.h"

#include <QOpenGLBuffer>
#include <QOpenGLExtraFunctions>
#include <QOpenGLVertexArrayObject>
#include <QOpenGLWidget>

#include <array>
#include <memory>

class QOpenGLShaderProgram;

namespace kanal::ui
{

class GlSurface final : public QOpenGLWidget, public VideoSurface, protected QOpenGLExtraFunctions
{
    Q_OBJECT

public:
    GlSurface(Painted painted, QWidget *parent);
    ~GlSurface() override;

    QWidget *widget() override { return this; }
    void show(playback::FrameRef frame) override;
    void setAspect(Aspect aspect) override;
    bool paintsRgbOnly() const override { return false; }

protected:
    void initializeGL() override;
    void paintGL() override;

private:
    enum Kind { Planar, SemiPlanar, Rgb, KindCount };
    struct Plane {
        GLuint texture = 0;
        QSize size;
        GLenum format = 0;
    };
    static Kind kindOf(const playback::VideoFrame &frame);
    void releaseGl();
    QOpenGLShaderProgram *ensureProgram(Kind kind);
    void upload(const playback::VideoFrame &frame);
    void uploadPlane(std::size_t index, QSize size, int components, const playback::VideoFrame &frame);
    void draw(const playback::VideoFrame &frame);

    const Painted m_painted;
    playback::FrameRef m_frame;
    Aspect m_aspect = Aspect::Fit;
    playback::FrameRef m_uploaded; ///< what the textures hold
    std::array<std::unique_ptr<QOpenGLShaderProgram>, KindCount> m_programs;
    std::array<Plane, 3> m_planes;
    QOpenGLVertexArrayObject m_vertices;
};

} // namespace kanal::ui
