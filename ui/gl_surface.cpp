// SPDX-License-Identifier: MIT
#include "gl_surface.h"

#include "assets.h"
#include "gl_probe.h"

#include <kanal/playback/video_colour.h>

#include <QMatrix4x4>
#include <QOpenGLContext>
#include <QOpenGLShaderProgram>
#include <QPainter>

namespace kanal::ui
{

namespace
{

using playback::ColourInfo;
using playback::PixelLayout;
using playback::VideoFrame;

QByteArray shaderSource(const QString &name, const QByteArray &defines)
{
    const QByteArray header = QOpenGLContext::currentContext()->isOpenGLES()
                                  ? QByteArrayLiteral("#version 300 es\nprecision highp float;\n")
                                  : QByteArrayLiteral("#version 150\n");
    return header + defines + asset(QStringLiteral("shaders/") + name);
}

/// Corners of the unit square turned clockwise, as a matrix for texture coordinates.
QMatrix4x4 textureTurn(int rotation)
{
    QMatrix4x4 matrix;
    matrix.translate(0.5F, 0.5F);
    matrix.rotate(float(-rotation), 0, 0, 1);
    matrix.translate(-0.5F, -0.5F);
    return matrix;
}

} // namespace

GlSurface::GlSurface(Painted painted, QWidget *parent)
    : QOpenGLWidget(parent)
    , m_painted(std::move(painted))
{
    setFormat(videoSurfaceFormat());
    setMouseTracking(true);
}

GlSurface::~GlSurface()
{
    disconnect(m_contextGoes);
    if (!context())
        return;
    makeCurrent();
    releaseGl();
    doneCurrent();
}

void GlSurface::show(playback::FrameRef frame)
{
    m_frame = std::move(frame);
    update();
}

void GlSurface::setCovered(int height)
{
    m_covered = height;
    if (m_frame && m_frame->overlays)
        update();
}

void GlSurface::setAspect(Aspect aspect)
{
    m_aspect = aspect;
    update();
}

void GlSurface::initializeGL()
{
    initializeOpenGLFunctions();
    // Comes again when the window gets another context: what belonged to the old one is let go with it.
    disconnect(m_contextGoes);
    m_contextGoes = connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, [this] {
        makeCurrent();
        releaseGl();
        doneCurrent();
    });
    m_planes.create();
    m_vertices.create();
}

void GlSurface::releaseGl()
{
    for (auto &program : m_programs)
        program.reset();
    m_planes.release();
    m_vertices.destroy();
    m_uploaded = nullptr;
}

GlSurface::Kind GlSurface::kindOf(const VideoFrame &frame)
{
    switch (frame.layout) {
    case PixelLayout::Bgra32:
        return Rgb;
    case PixelLayout::Nv12:
        return SemiPlanar;
    case PixelLayout::Yuv420:
    case PixelLayout::Yuv422:
    case PixelLayout::Yuv444:
        break;
    }
    return Planar;
}

QOpenGLShaderProgram *GlSurface::ensureProgram(Kind kind)
{
    auto &program = m_programs[kind];
    if (program)
        return program.get();
    static constexpr std::array<const char *, KindCount> kDefines = {"#define PLANAR\n", "#define SEMI_PLANAR\n",
                                                                     "#define RGB\n"};
    program = std::make_unique<QOpenGLShaderProgram>();
    program->addShaderFromSourceCode(QOpenGLShader::Vertex, shaderSource(QStringLiteral("video.vert"), {}));
    program->addShaderFromSourceCode(QOpenGLShader::Fragment,
                                     shaderSource(QStringLiteral("video.frag"), kDefines[kind]));
    if (!program->link()) {
        qWarning("the video shader does not link: %s", qPrintable(program->log()));
        Q_EMIT failed();
    }
    return program.get();
}

void GlSurface::paintGL()
{
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    if (!m_frame || m_frame->width <= 0 || m_frame->height <= 0)
        return;
    if (m_uploaded != m_frame) {
        m_planes.upload(*m_frame);
        m_uploaded = m_frame;
    }
    draw(*m_frame);
    if (m_frame->overlays) {
        QPainter painter(this); // QOpenGLWidget's own: only while there is a subtitle
        const double ratio = devicePixelRatioF();
        painter.scale(1 / ratio, 1 / ratio);
        const QSize surface = deviceSize(*this);
        paintOverlays(painter, m_frame->overlays, subtitleRect(fittedRect(*m_frame, surface, m_aspect), surface),
                      surface.height() - m_covered * ratio);
    }
    m_painted(*m_frame);
}

void GlSurface::setColours(QOpenGLShaderProgram &program, const VideoFrame &frame)
{
    const ColourInfo &info = frame.colour;
    const playback::ColourMatrix matrix = playback::colourMatrix(info, frame.depth);
    QMatrix4x4 colour;
    for (std::size_t row = 0; row < 3; ++row)
        colour.setRow(int(row), QVector4D(float(matrix[row][0]), float(matrix[row][1]), float(matrix[row][2]),
                                          float(matrix[row][3])));
    // Chroma of limited-range 4:2:0/4:2:2 sits left of its pixel pair: a quarter of a chroma texel.
    const bool left = frame.layout != PixelLayout::Yuv444 && !info.fullRange && m_planes.chromaWidth() > 0;
    const bool fine = frame.depth.bits > 8 || playback::needsMapping(info);
    program.setUniformValue("colour", colour);
    program.setUniformValue("chromaShift", left ? 0.25F / float(m_planes.chromaWidth()) : 0.0F);
    program.setUniformValue("transfer", int(info.transfer));
    program.setUniformValue("wide", int(info.primaries == ColourInfo::Primaries::Bt2020));
    program.setUniformValue("peak", info.transfer == ColourInfo::Transfer::Pq ? float(info.peakNits) : 1000.0F);
    program.setUniformValue("dither", fine ? 1.0F / 255 : 0.0F);
}

void GlSurface::draw(const VideoFrame &frame)
{
    const QSize surface = deviceSize(*this);
    const QRect target = fittedRect(frame, surface, m_aspect);
    QOpenGLShaderProgram *program = ensureProgram(kindOf(frame));
    if (!program->bind())
        return;
    setColours(*program, frame);
    program->setUniformValue("turn", textureTurn(frame.rotation));
    program->setUniformValue("plane0", 0);
    program->setUniformValue("plane1", 1);
    program->setUniformValue("plane2", 2);
    m_planes.bind();
    glDisable(GL_BLEND);
    glViewport(target.x(), surface.height() - target.y() - target.height(), target.width(), target.height());
    m_vertices.bind();
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4); // the vertex shader makes the corners
    m_vertices.release();
    program->release();
    m_planes.unbind();
    glViewport(0, 0, surface.width(), surface.height());
}

} // namespace kanal::ui
