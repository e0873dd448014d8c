// SPDX-License-Identifier: MIT
// What the window remembers, over the profile's settings: theme, habits, sizes. Says when something changes. GUI
// thread.
#pragma once

#include "aspect.h"
#include "theme.h"

#include <kanal/core/ids.h>
#include <kanal/presenters/playback_settings.h>

#include <QByteArray>
#include <QObject>
#include <QTimer>
#include <QVariantMap>

#include <memory>

class QSettings;

namespace kanal::presenters
{
class LivePresenter;
class Settings;
} // namespace kanal::presenters

namespace kanal::ui
{

class ViewSettings : public QObject
{
    Q_OBJECT

public:
    /// `file` empty: the window's own part lasts as long as the window.
    ViewSettings(const QString &file, presenters::LivePresenter &live, QObject *parent = nullptr);
    ~ViewSettings() override;

    enum class PlayOn { OneClick, DoubleClick };
    PlayOn playOn() const;
    void setPlayOn(PlayOn playOn);

    ThemeChoice theme() const;
    void setTheme(ThemeChoice theme);

    enum class Motion { AsSystem, Reduced };
    Motion motion() const;
    void setMotion(Motion motion);

    enum class AtStart { LastChannel, Nothing };
    AtStart atStart() const;
    void setAtStart(AtStart atStart);

    enum class Ends { Wrap, Stop };
    Ends ends() const; ///< of the list, while zapping
    void setEnds(Ends ends);

    int refreshHours() const; ///< 0: never by itself; -1: at every start
    void setRefreshHours(int hours);

    enum class Adult { Shown, Hidden };
    Adult adult() const; ///< of all lists
    void setAdult(Adult adult);

    playback::SoundOptions sound() const;
    void setSound(const playback::SoundOptions &sound);
    playback::PictureOptions picture() const;
    void setPicture(const playback::PictureOptions &picture);
    double subtitleScale() const;
    void setSubtitleScale(double scale);
    QString soundLanguage() const; ///< ISO 639-1; empty: as the stream is
    void setSoundLanguage(const QString &language);
    QString subtitleLanguage() const; ///< empty: no subtitles by themselves
    void setSubtitleLanguage(const QString &language);
    Aspect aspect() const;
    void setAspect(Aspect aspect);

    QByteArray geometry() const;
    void setGeometry(const QByteArray &geometry);
    QByteArray liveSizes() const;
    void setLiveSizes(const QByteArray &sizes);
    QByteArray titleSizes(EntryKind kind) const; ///< of the page of all films, or series
    void setTitleSizes(EntryKind kind, const QByteArray &sizes);

    void reset(); ///< everything but sizes as at first

Q_SIGNALS:
    void changed();

private:
    QVariant value(const QString &key) const;
    void setValue(const QString &key, const QVariant &value);
    void store();

    std::unique_ptr<QSettings> m_file; ///< null: m_values
    QVariantMap m_values;
    QTimer m_storing; ///< what is set together is stored together
    presenters::LivePresenter &m_live;
    presenters::Settings &m_profile;
};

} // namespace kanal::ui
