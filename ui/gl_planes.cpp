// SPDX-License-Identifier: MIT
#include "gl_planes.h"

#include <cstring>
#include <vector>

namespace kanal::ui
{

namespace
{

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
constexpr GLenum kUnpackBuffer = 0x88EC;
constexpr GLenum kStreamDraw = 0x88E0;
constexpr GLbitfield kWriteAnew = 0x0002 | 0x0008; ///< GL_MAP_WRITE_BIT, GL_MAP_INVALIDATE_BUFFER_BIT

void copyRows(std::uint8_t *to, const std::uint8_t *rows, std::ptrdiff_t stride, std::size_t rowBytes, int count)
{
    if (stride == std::ptrdiff_t(rowBytes)) {
        std::memcpy(to, rows, rowBytes * std::size_t(count));
        return;
    }
    for (int row = 0; row < count; ++row)
        std::memcpy(to + std::size_t(row) * rowBytes, rows + row * stride, rowBytes);
}

} // namespace

void GlPlanes::create()
{
    initializeOpenGLFunctions();
    for (auto &set : m_buffers)
        glGenBuffers(GLsizei(set.size()), set.data());
    m_texturesMade = 0;
}

void GlPlanes::release()
{
    for (Plane &plane : m_planes) {
        if (plane.texture != 0)
            glDeleteTextures(1, &plane.texture);
        plane = {};
    }
    for (auto &set : m_buffers) {
        glDeleteBuffers(GLsizei(set.size()), set.data());
        set = {};
    }
}

void GlPlanes::upload(const VideoFrame &frame)
{
    const QSize full(frame.width, frame.height);
    const QSize half((frame.width + 1) / 2, (frame.height + 1) / 2);
    m_set = (m_set + 1) % kSets;
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    switch (frame.layout) {
    case PixelLayout::Bgra32:
        uploadPlane(0, full, 4, frame);
        break;
    case PixelLayout::Nv12:
        uploadPlane(0, full, 1, frame);
        uploadPlane(1, half, 2, frame);
        break;
    case PixelLayout::Yuv420:
    case PixelLayout::Yuv422:
    case PixelLayout::Yuv444: {
        const QSize chroma = frame.layout == PixelLayout::Yuv444   ? full
                             : frame.layout == PixelLayout::Yuv422 ? QSize(half.width(), full.height())
                                                                   : half;
        uploadPlane(0, full, 1, frame);
        uploadPlane(1, chroma, 1, frame);
        uploadPlane(2, chroma, 1, frame);
        break;
    }
    }
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glActiveTexture(GL_TEXTURE0);
}

void GlPlanes::uploadPlane(std::size_t index, QSize size, int components, const VideoFrame &frame)
{
    const bool deep = frame.depth.bits > 8 && components != 4;
    const GLenum internal = components == 4 ? kRgba8 : components == 2 ? (deep ? kRg16 : kRg8) : (deep ? kR16 : kR8);
    const GLenum format = components == 4 ? kRgba : components == 2 ? kRg : kRed;
    const GLenum type = deep ? GL_UNSIGNED_SHORT : GL_UNSIGNED_BYTE;
    const std::size_t rowBytes = std::size_t(size.width()) * std::size_t(components) * (deep ? 2 : 1);

    Plane &plane = m_planes[index];
    if (plane.texture == 0)
        glGenTextures(1, &plane.texture);
    glActiveTexture(GL_TEXTURE0 + GLenum(index));
    glBindTexture(GL_TEXTURE_2D, plane.texture);
    if (plane.size != size || plane.format != internal) {
        for (const auto filter : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER})
            glTexParameteri(GL_TEXTURE_2D, filter, GL_LINEAR);
        for (const auto wrap : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T})
            glTexParameteri(GL_TEXTURE_2D, wrap, GL_CLAMP_TO_EDGE);
        glTexImage2D(GL_TEXTURE_2D, 0, GLint(internal), size.width(), size.height(), 0, format, type, nullptr);
        plane.size = size;
        plane.format = internal;
        ++m_texturesMade;
    }
    const std::uint8_t *rows = frame.planes[index];
    std::vector<std::uint8_t> copy;
    const void *from = nullptr; // the beginning of the buffer
    if (!fillBuffer(m_buffers[m_set][index], rows, frame.strides[index], rowBytes, size.height())) {
        copy.resize(rowBytes * std::size_t(size.height()));
        copyRows(copy.data(), rows, frame.strides[index], rowBytes, size.height());
        from = copy.data();
    }
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, size.width(), size.height(), format, type, from);
    glBindBuffer(kUnpackBuffer, 0);
    glBindTexture(GL_TEXTURE_2D, 0);
}

/// Leaves it bound. False: the card has no room for it, and none is bound.
bool GlPlanes::fillBuffer(GLuint buffer, const std::uint8_t *rows, std::ptrdiff_t stride, std::size_t rowBytes,
                          int count)
{
    const std::size_t bytes = rowBytes * std::size_t(count);
    glBindBuffer(kUnpackBuffer, buffer);
    glBufferData(kUnpackBuffer, GLsizeiptr(bytes), nullptr,
                 kStreamDraw); // another one: the card may still read the old
    void *mapped = glMapBufferRange(kUnpackBuffer, 0, GLsizeiptr(bytes), kWriteAnew);
    if (mapped)
        copyRows(static_cast<std::uint8_t *>(mapped), rows, stride, rowBytes, count);
    if (mapped && glUnmapBuffer(kUnpackBuffer))
        return true;
    glBindBuffer(kUnpackBuffer, 0);
    return false;
}

void GlPlanes::bind()
{
    for (std::size_t index = 0; index < m_planes.size(); ++index) {
        glActiveTexture(GL_TEXTURE0 + GLenum(index));
        glBindTexture(GL_TEXTURE_2D, m_planes[index].texture);
    }
}

void GlPlanes::unbind()
{
    for (std::size_t index = m_planes.size(); index-- > 0;) {
        glActiveTexture(GL_TEXTURE0 + GLenum(index));
        glBindTexture(GL_TEXTURE_2D, 0);
    }
}

} // namespace kanal::ui
