// SPDX-License-Identifier: MIT
// Whether OpenGL is worth using here.
#pragma once

#include <QByteArray>

class QOpenGLContext;
class QSurfaceFormat;

namespace kanal::ui
{

/// Hardware, and able to hold our textures. The first question (is there a GPU at all?) costs nothing; only where there
/// is one, an offscreen context is made once to ask its name.
bool hasHardwareGl();
/// GL_RENDERER strings of the software rasterisers.
bool isSoftwareRenderer(const QByteArray &renderer);
/// What we ask of a context.
QSurfaceFormat videoSurfaceFormat();

} // namespace kanal::ui
