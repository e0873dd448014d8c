// SPDX-License-Identifier: MIT
#include "view_settings.h"

#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/settings.h>

#include <QSettings>

#include <chrono>

namespace kanal::ui
{

namespace keys = presenters::settings;

namespace
{

const QString kTheme = QStringLiteral("view/theme");
const QString kMotion = QStringLiteral("view/motion");
const QString kPlayOn = QStringLiteral("live/playOn");
const QString kGeometry = QStringLiteral("window/geometry");
const QString kLiveSizes = QStringLiteral("window/liveSizes");

const QString kReduced = QStringLiteral("reduced");
const QString kDoubleClick = QStringLiteral("doubleClick");

constexpr std::chrono::milliseconds kStoreAfter{500};

QString sizesKey(EntryKind kind)
{
    return kind == EntryKind::Movie ? QStringLiteral("window/movieSizes") : QStringLiteral("window/seriesSizes");
}

} // namespace

ViewSettings::ViewSettings(const QString &file, presenters::LivePresenter &live, QObject *parent)
    : QObject(parent)
    , m_live(live)
    , m_profile(live.settings())
{
    if (!file.isEmpty())
        m_file = std::make_unique<QSettings>(file, QSettings::IniFormat);
    m_storing.setSingleShot(true);
    m_storing.setInterval(kStoreAfter);
    connect(&m_storing, &QTimer::timeout, this, [this] { store(); });
}

ViewSettings::~ViewSettings() = default;

QVariant ViewSettings::value(const QString &key) const
{
    return m_file ? m_file->value(key) : m_values.value(key);
}

void ViewSettings::setValue(const QString &key, const QVariant &value)
{
    if (m_file) {
        m_file->setValue(key, value);
        m_storing.start();
    } else {
        m_values.insert(key, value);
    }
}

/// Qt would do so by itself, and tell nobody what came of it.
void ViewSettings::store()
{
    m_file->sync();
    if (m_file->status() != QSettings::NoError)
        m_live.saySettingRefused();
}

ViewSettings::PlayOn ViewSettings::playOn() const
{
    return value(kPlayOn).toString() == kDoubleClick ? PlayOn::DoubleClick : PlayOn::OneClick;
}

void ViewSettings::setPlayOn(PlayOn playOn)
{
    setValue(kPlayOn, playOn == PlayOn::DoubleClick ? kDoubleClick : QStringLiteral("oneClick"));
    Q_EMIT changed();
}

ThemeChoice ViewSettings::theme() const
{
    return themeNamed(value(kTheme).toString());
}

void ViewSettings::setTheme(ThemeChoice theme)
{
    setValue(kTheme, themeName(theme));
    Q_EMIT changed();
}

ViewSettings::Motion ViewSettings::motion() const
{
    return value(kMotion).toString() == kReduced ? Motion::Reduced : Motion::AsSystem;
}

void ViewSettings::setMotion(Motion motion)
{
    setValue(kMotion, motion == Motion::Reduced ? kReduced : QStringLiteral("system"));
    Q_EMIT changed();
}

ViewSettings::AtStart ViewSettings::atStart() const
{
    return m_profile.get(keys::kPlayAtStart) ? AtStart::LastChannel : AtStart::Nothing;
}

void ViewSettings::setAtStart(AtStart atStart)
{
    m_profile.set(keys::kPlayAtStart, atStart == AtStart::LastChannel);
    Q_EMIT changed();
}

ViewSettings::Ends ViewSettings::ends() const
{
    return m_profile.get(keys::kWrap) ? Ends::Wrap : Ends::Stop;
}

void ViewSettings::setEnds(Ends ends)
{
    m_profile.set(keys::kWrap, ends == Ends::Wrap);
    Q_EMIT changed();
}

int ViewSettings::refreshHours() const
{
    return m_profile.get(keys::kRefreshHours);
}

void ViewSettings::setRefreshHours(int hours)
{
    m_profile.set(keys::kRefreshHours, hours);
    Q_EMIT changed();
}

ViewSettings::Adult ViewSettings::adult() const
{
    return m_live.hidesAdult() ? Adult::Hidden : Adult::Shown;
}

void ViewSettings::setAdult(Adult adult)
{
    m_live.setHidesAdult(adult == Adult::Hidden);
    Q_EMIT changed();
}

playback::SoundOptions ViewSettings::sound() const
{
    return presenters::soundOptions(m_profile);
}

void ViewSettings::setSound(const playback::SoundOptions &sound)
{
    presenters::storeSoundOptions(m_profile, sound);
    Q_EMIT changed();
}

playback::PictureOptions ViewSettings::picture() const
{
    return presenters::pictureOptions(m_profile);
}

void ViewSettings::setPicture(const playback::PictureOptions &picture)
{
    presenters::storePictureOptions(m_profile, picture);
    Q_EMIT changed();
}

double ViewSettings::subtitleScale() const
{
    return presenters::subtitleScale(m_profile);
}

void ViewSettings::setSubtitleScale(double scale)
{
    m_profile.set(keys::kSubtitleScale, scale);
    Q_EMIT changed();
}

QString ViewSettings::soundLanguage() const
{
    return m_profile.get(keys::kSoundLanguage);
}

void ViewSettings::setSoundLanguage(const QString &language)
{
    m_profile.set(keys::kSoundLanguage, language);
    Q_EMIT changed();
}

QString ViewSettings::subtitleLanguage() const
{
    return m_profile.get(keys::kSubtitleLanguage);
}

void ViewSettings::setSubtitleLanguage(const QString &language)
{
    m_profile.set(keys::kSubtitleLanguage, language);
    Q_EMIT changed();
}

Aspect ViewSettings::aspect() const
{
    const int value = m_profile.get(keys::kAspect);
    return value >= 0 && value < kAspects ? Aspect(value) : Aspect::Fit;
}

void ViewSettings::setAspect(Aspect aspect)
{
    m_profile.set(keys::kAspect, int(aspect));
    Q_EMIT changed();
}

QByteArray ViewSettings::geometry() const
{
    return value(kGeometry).toByteArray();
}

void ViewSettings::setGeometry(const QByteArray &geometry)
{
    setValue(kGeometry, geometry);
}

QByteArray ViewSettings::liveSizes() const
{
    return value(kLiveSizes).toByteArray();
}

void ViewSettings::setLiveSizes(const QByteArray &sizes)
{
    setValue(kLiveSizes, sizes);
}

QByteArray ViewSettings::titleSizes(EntryKind kind) const
{
    return value(sizesKey(kind)).toByteArray();
}

void ViewSettings::setTitleSizes(EntryKind kind, const QByteArray &sizes)
{
    setValue(sizesKey(kind), sizes);
}

void ViewSettings::reset()
{
    setPlayOn(PlayOn::OneClick);
    setMotion(Motion::AsSystem);
    setAtStart(AtStart::LastChannel);
    setEnds(Ends::Wrap);
    setRefreshHours(keys::kRefreshHours.fallback);
    setAdult(Adult::Shown);
    setSound({});
    setPicture({});
    setAspect(Aspect::Fit);
    setSubtitleScale(1);
    setSoundLanguage({});
    setSubtitleLanguage({});
    setTheme(ThemeChoice::System);
}

} // namespace kanal::ui
