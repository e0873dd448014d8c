// SPDX-License-Identifier: MIT
#include "aspect.h"

#include <QCoreApplication>

namespace kanal::ui
{

namespace
{

constexpr double kZoom = 4.0 / 3; ///< 16:9 inside a 4:3 picture inside 16:9 fills the screen

QString say(const char *text)
{
    return QCoreApplication::translate("kanal::ui::Aspect", text);
}

} // namespace

Aspect nextAspect(Aspect aspect)
{
    return Aspect((int(aspect) + 1) % kAspects);
}

QString aspectText(Aspect aspect)
{
    switch (aspect) {
    case Aspect::Fill:
        return say(QT_TRANSLATE_NOOP("kanal::ui::Aspect", "Picture fills, edges cut"));
    case Aspect::Stretch:
        return say(QT_TRANSLATE_NOOP("kanal::ui::Aspect", "Picture stretched"));
    case Aspect::Wide:
        return say(QT_TRANSLATE_NOOP("kanal::ui::Aspect", "Picture 16:9"));
    case Aspect::Classic:
        return say(QT_TRANSLATE_NOOP("kanal::ui::Aspect", "Picture 4:3"));
    case Aspect::Zoom:
        return say(QT_TRANSLATE_NOOP("kanal::ui::Aspect", "Picture enlarged"));
    case Aspect::Fit:
        break;
    }
    return say(QT_TRANSLATE_NOOP("kanal::ui::Aspect", "Whole picture"));
}

playback::SurfaceWish shapedWish(Aspect aspect)
{
    using Fit = playback::SurfaceWish::Fit;
    playback::SurfaceWish wish;
    switch (aspect) {
    case Aspect::Fill:
        wish.fit = Fit::Cover;
        break;
    case Aspect::Stretch:
        wish.fit = Fit::Stretch;
        break;
    case Aspect::Wide:
        wish.aspect = 16.0 / 9;
        break;
    case Aspect::Classic:
        wish.aspect = 4.0 / 3;
        break;
    case Aspect::Zoom:
        wish.zoom = kZoom;
        break;
    case Aspect::Fit:
        break;
    }
    return wish;
}

} // namespace kanal::ui
