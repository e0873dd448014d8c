// SPDX-License-Identifier: MIT
// Draws frames as they come from the decoder: planes into textures, colour by shader (range, matrix, 10 bit, PQ and HLG
// tone mapping, wide gamut).
#pragma once

#include "gl_planes.h"
#include "video_surface.h"

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
    void setCovered(int height) override;
    bool paintsRgbOnly() const override { return false; }
    int texturesMade() const { return m_planes.texturesMade(); }

Q_SIGNALS:
    /// The driver cannot do what it said it could: nothing will ever be seen here.
    void failed();

protected:
    void initializeGL() override;
    void paintGL() override;

private:
    enum Kind { Planar, SemiPlanar, Rgb, KindCount };
    static Kind kindOf(const playback::VideoFrame &frame);
    void releaseGl();
    QOpenGLShaderProgram *ensureProgram(Kind kind);
    void setColours(QOpenGLShaderProgram &program, const playback::VideoFrame &frame);
    void draw(const playback::VideoFrame &frame);

    const Painted m_painted;
    playback::FrameRef m_frame;
    Aspect m_aspect = Aspect::Fit;
    int m_covered = 0;
    playback::FrameRef m_uploaded; ///< what the textures hold
    std::array<std::unique_ptr<QOpenGLShaderProgram>, KindCount> m_programs;
    GlPlanes m_planes;
    QOpenGLVertexArrayObject m_vertices;
    QMetaObject::Connection m_contextGoes; ///< the context outlives what is here: QOpenGLWidget has it
};

} // namespace kanal::ui
