// SPDX-License-Identifier: MIT
// The planes of a picture in textures. They get there through a ring of buffers, so that the GUI thread copies them
// once and never waits for the card. Everything with the context of the surface current.
#pragma once

#include <kanal/playback/video_frame.h>

#include <QOpenGLExtraFunctions>
#include <QSize>

#include <array>

namespace kanal::ui
{

class GlPlanes : protected QOpenGLExtraFunctions
{
public:
    /// With another context, again.
    void create();
    void release();

    void upload(const playback::VideoFrame &frame);
    /// To texture units 0, 1, 2.
    void bind();
    void unbind();

    int chromaWidth() const { return m_planes[1].size.width(); }
    int texturesMade() const { return m_texturesMade; } ///< since create(): one a plane while shape and format stay

private:
    static constexpr std::size_t kPlanes = 3;
    static constexpr std::size_t kSets = 3; ///< one being filled, one on its way, one being drawn
    struct Plane {
        GLuint texture = 0;
        QSize size;
        GLenum format = 0;
    };
    void uploadPlane(std::size_t index, QSize size, int components, const playback::VideoFrame &frame);
    bool fillBuffer(GLuint buffer, const std::uint8_t *rows, std::ptrdiff_t stride, std::size_t rowBytes, int count);

    std::array<Plane, kPlanes> m_planes;
    std::array<std::array<GLuint, kPlanes>, kSets> m_buffers{};
    std::size_t m_set = 0;
    int m_texturesMade = 0;
};

} // namespace kanal::ui
