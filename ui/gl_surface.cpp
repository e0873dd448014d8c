// SPDX-License-Identifier: MIT
#include "gl_surface.h"

#include "assets.h"
#include "colour_matrix.h"
#include "gl_probe.h"

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

// Values GLES headers may lack.
constexpr GLenum kR8 = 0x8229;
constexpr GLenum kRg8 = 0x822B;
constexpr GLenum kRgba8 = 0x8058;
constexpr GLenum kR16 = 0x822A;
constexpr GLenum kRg16 = 0x822C;
constexpr GLenum kRed = 0x1903;
constexpr GLenum kRg = 0x8227;
constexpr GLenum kRgba = 0x1908;

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

void GlSurface::setAspect(Aspect aspect)
{
    m_aspect = aspect;
    update();
}

void GlSurface::initializeGL()
{
    initializeOpenGLFunctions();
    // Comes again when the window gets another context: what belonged to the old one is let go with it.
    connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, [this] {
        makeCurrent();
        releaseGl();
        doneCurrent();
    });
    m_vertices.create();
}

void GlSurface::releaseGl()
{
    for (auto &program : m_programs)
        program.reset();
    for (Plane &plane : m_planes) {
        if (plane.texture != 0)
            glDeleteTextures(1, &plane.texture);
        plane = {};
    }
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
    if (!program->link())
        qWarning("the video shader does not link: %s", qPrintable(program->log()));
    return program.get();
}

void GlSurface::paintGL()
{
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    if (!m_frame || m_frame->width <= 0 || m_frame->height <= 0)
        return;
    if (m_uploaded != m_frame) {
        upload(*m_frame);
        m_uploaded = m_frame;
    }
    draw(*m_frame);
    if (m_frame->overlays) {
        QPainter painter(this); // QOpenGLWidget's own: only while there is a subtitle
        const double ratio = devicePixelRatioF();
        painter.scale(1 / ratio, 1 / ratio);
        paintOverlays(painter, m_frame->overlays, fittedRect(*m_frame, deviceSize(*this)));
    }
    m_painted(*m_frame);
}

void GlSurface::upload(const VideoFrame &frame)
{
    const QSize full(frame.width, frame.height);
    const QSize half((frame.width + 1) / 2, (frame.height + 1) / 2);
    switch (frame.layout) {
    case PixelLayout::Bgra32:
        uploadPlane(0, full, 4, frame);
        return;
    case PixelLayout::Nv12:
        uploadPlane(0, full, 1, frame);
        uploadPlane(1, half, 2, frame);
        return;
    case PixelLayout::Yuv420:
    case PixelLayout::Yuv422:
    case PixelLayout::Yuv444:
        break;
    }
    const QSize chroma = frame.layout == PixelLayout::Yuv444   ? full
                         : frame.layout == PixelLayout::Yuv422 ? QSize(half.width(), full.height())
                                                               : half;
    uploadPlane(0, full, 1, frame);
    uploadPlane(1, chroma, 1, frame);
    uploadPlane(2, chroma, 1, frame);
}

void GlSurface::uploadPlane(std::size_t index, QSize size, int components, const VideoFrame &frame)
{
    const bool deep = frame.bitDepth > 8 && components != 4;
    const GLenum internal = components == 4 ? kRgba8 : components == 2 ? (deep ? kRg16 : kRg8) : (deep ? kR16 : kR8);
    const GLenum format = components == 4 ? kRgba : components == 2 ? kRg : kRed;
    const GLenum type = deep ? GL_UNSIGNED_SHORT : GL_UNSIGNED_BYTE;
    const int pixelBytes = components * (deep ? 2 : 1);

    Plane &plane = m_planes[index];
    if (plane.texture == 0)
        glGenTextures(1, &plane.texture);
    glActiveTexture(GL_TEXTURE0 + GLenum(index));
    glBindTexture(GL_TEXTURE_2D, plane.texture);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, frame.strides[index] / pixelBytes);
    if (plane.size != size || plane.format != internal) {
        for (const auto filter : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER})
            glTexParameteri(GL_TEXTURE_2D, filter, GL_LINEAR);
        for (const auto wrap : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T})
            glTexParameteri(GL_TEXTURE_2D, wrap, GL_CLAMP_TO_EDGE);
        glTexImage2D(GL_TEXTURE_2D, 0, GLint(internal), size.width(), size.height(), 0, format, type,
                     frame.planes[index]);
        plane.size = size;
        plane.format = internal;
    } else {
        glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, size.width(), size.height(), format, type, frame.planes[index]);
    }
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glActiveTexture(GL_TEXTURE0);
}

void GlSurface::draw(const VideoFrame &frame)
{
    const QSize surface = deviceSize(*this);
    const QRect target = fittedRect(frame, surface, m_aspect);
    QOpenGLShaderProgram *program = ensureProgram(kindOf(frame));
    if (!program->bind())
        return;
    const ColourMatrix matrix = colourMatrix(frame.colour, frame.bitDepth);
    QMatrix4x4 colour;
    for (std::size_t row = 0; row < 3; ++row)
        colour.setRow(int(row), QVector4D(float(matrix[row][0]), float(matrix[row][1]), float(matrix[row][2]),
                                          float(matrix[row][3])));
    // Chroma of limited-range 4:2:0/4:2:2 sits left of its pixel pair: a quarter of a chroma texel.
    const bool left = frame.layout != PixelLayout::Yuv444 && !frame.colour.fullRange && m_planes[1].size.width() > 0;
    const float shift = left ? 0.25F / float(m_planes[1].size.width()) : 0.0F;
    program->setUniformValue("turn", textureTurn(frame.rotation));
    program->setUniformValue("colour", colour);
    program->setUniformValue("chromaShift", shift);
    program->setUniformValue("transfer", int(frame.colour.transfer));
    program->setUniformValue("plane0", 0);
    program->setUniformValue("plane1", 1);
    program->setUniformValue("plane2", 2);
    for (std::size_t index = 0; index < m_planes.size(); ++index) {
        glActiveTexture(GL_TEXTURE0 + GLenum(index));
        glBindTexture(GL_TEXTURE_2D, m_planes[index].texture);
    }
    glDisable(GL_BLEND);
    glViewport(target.x(), surface.height() - target.y() - target.height(), target.width(), target.height());
    m_vertices.bind();
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4); // the vertex shader makes the corners
    m_vertices.release();
    program->release();
    for (std::size_t index = m_planes.size(); index-- > 0;) {
        glActiveTexture(GL_TEXTURE0 + GLenum(index));
        glBindTexture(GL_TEXTURE_2D, 0);
    }
    glViewport(0, 0, surface.width(), surface.height());
}

} // namespace kanal::ui
