// SPDX-License-Identifier: MIT
#include "gl_probe.h"

#include <kanal/core/graphics_card.h>

#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QSurfaceFormat>

namespace kanal::ui
{

namespace
{

bool mayHaveHardware()
{
#ifdef Q_OS_LINUX
    const QByteArray software = qgetenv("LIBGL_ALWAYS_SOFTWARE");
    if (!software.isEmpty() && software != "0" && software != "false")
        return false;
#endif
    return graphicsCardExists();
}

bool canHoldPictures(const QOpenGLContext &context)
{
    const QSurfaceFormat format = context.format();
    return format.majorVersion() >= 3 && (!context.isOpenGLES() || context.hasExtension("GL_EXT_texture_norm16"));
}

} // namespace

QSurfaceFormat videoSurfaceFormat()
{
    QSurfaceFormat format;
    if (QOpenGLContext::openGLModuleType() == QOpenGLContext::LibGL) {
        format.setVersion(3, 2);
        format.setProfile(QSurfaceFormat::CoreProfile);
    } else {
        format.setVersion(3, 0);
    }
    format.setSwapInterval(1);
    return format;
}

bool isSoftwareRenderer(const QByteArray &renderer)
{
    const QByteArray name = renderer.toLower();
    for (const char *software :
         {"llvmpipe", "softpipe", "swrast", "swiftshader", "gdi generic", "basic render", "software"})
        if (name.contains(software))
            return true;
    return name.isEmpty();
}

bool hasHardwareGl()
{
    if (!mayHaveHardware())
        return false;
    QOffscreenSurface surface;
    surface.setFormat(videoSurfaceFormat());
    surface.create();
    QOpenGLContext context;
    context.setFormat(videoSurfaceFormat());
    if (!surface.isValid() || !context.create() || !context.makeCurrent(&surface))
        return false;
    const auto *renderer = reinterpret_cast<const char *>(context.functions()->glGetString(GL_RENDERER));
    const bool hardware = !isSoftwareRenderer(QByteArray(renderer)) && canHoldPictures(context);
    context.doneCurrent();
    return hardware;
}

} // namespace kanal::ui
