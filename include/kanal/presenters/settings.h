// SPDX-License-Identifier: MIT
// Settings and view states of the profile, typed. Reading is a short look into the user store; writing happens behind
// the GUI thread, in order, and is on disk before this object is gone. What the disk does not take (ProfileNews tells)
// is in effect all the same, and is tried again with the next change and at the end. On the thread that made it: the
// GUI thread, but for a look before there is a window.
//
//     if (settings.get(settings::kWrap)) …
//     settings.set(settings::kVolume, 80.0);
#pragma once

#include <kanal/core/ids.h>

#include <QString>

#include <memory>

namespace kanal::library
{
class UserStore;
}

namespace kanal::presenters
{

template<class T>
struct SettingKey {
    const char *name;
    T fallback;
};

namespace settings
{
/// Zapping goes round at the ends of the list.
inline constexpr SettingKey<bool> kWrap{"live.wrap", true};
/// The last channel plays at start.
inline constexpr SettingKey<bool> kPlayAtStart{"live.playAtStart", true};
/// After a change of account its last channel plays, when something played before.
inline constexpr SettingKey<bool> kPlayOnSwitch{"live.playOnSwitch", true};
/// Older lists are refreshed; 0: never by itself; kRefreshAtStart: once, at every start.
inline constexpr int kRefreshAtStart = -1;
inline constexpr SettingKey<int> kRefreshHours{"live.refreshHours", 12};
/// After so much play a channel counts as watched.
inline constexpr SettingKey<int> kWatchedAfterMs{"live.watchedAfterMs", 5000};
inline constexpr SettingKey<double> kVolume{"player.volume", 100.0};
inline constexpr SettingKey<bool> kMuted{"player.muted", false};
// playback_settings.h knows what the numbers mean.
inline constexpr SettingKey<int> kLevelling{"sound.levelling", 0};
inline constexpr SettingKey<int> kSoundOutput{"sound.output", 2};
inline constexpr SettingKey<int> kSoundDelayMs{"sound.delayMs", 0};
/// ISO 639-1; empty: as the stream is, and no subtitles.
inline constexpr SettingKey<const char *> kSoundLanguage{"sound.language", ""};
inline constexpr SettingKey<const char *> kSubtitleLanguage{"subtitles.language", ""};
inline constexpr SettingKey<double> kSubtitleScale{"subtitles.scale", 1.0};
inline constexpr SettingKey<int> kDeinterlace{"picture.deinterlace", 0};
inline constexpr SettingKey<int> kQuality{"picture.quality", 0};
inline constexpr SettingKey<bool> kHardwareDecoding{"picture.hardwareDecoding", true};
/// How the picture fills its place; the window knows the numbers.
inline constexpr SettingKey<int> kAspect{"picture.aspect", 0};
/// Of an account.
inline constexpr SettingKey<const char *> kCategory{"live.category", "all"};
inline constexpr SettingKey<const char *> kFilter{"live.filter", ""};
inline constexpr SettingKey<const char *> kLiveSort{"live.sort", "listed"};
inline constexpr SettingKey<const char *> kFavouritesSort{"live.sort.favourites", "listed"};
inline constexpr SettingKey<const char *> kRecentSort{"live.sort.recent", "listed"};
inline constexpr SettingKey<const char *> kLiveChips{"live.chips", ""};
inline constexpr SettingKey<const char *> kLivePlace{"live.place", ""};
inline constexpr SettingKey<const char *> kLiveTop{"live.top", ""}; ///< ListStand::top
/// When its panel refused it last, in seconds since 1970; empty: it answered since.
inline constexpr SettingKey<const char *> kRefusedAt{"live.refusedAt", ""};
/// What a list of films or series keeps for an account.
struct TitleListKeys {
    SettingKey<const char *> category, filter, sort, chips;
    SettingKey<const char *> place; ///< the id that was current
    SettingKey<const char *> top;   ///< ListStand::top
};
inline constexpr TitleListKeys kMovies{{"movies.category", "all"}, {"movies.filter", ""}, {"movies.sort", "listed"},
                                       {"movies.chips", ""},       {"movies.place", ""},  {"movies.top", ""}};
inline constexpr TitleListKeys kSeries{{"series.category", "all"}, {"series.filter", ""}, {"series.sort", "listed"},
                                       {"series.chips", ""},       {"series.place", ""},  {"series.top", ""}};
} // namespace settings

class Settings
{
public:
    explicit Settings(library::UserStore &store);
    ~Settings(); ///< waits for the writes

    bool get(const SettingKey<bool> &key, AccountId account = {}) const;
    int get(const SettingKey<int> &key, AccountId account = {}) const;
    double get(const SettingKey<double> &key, AccountId account = {}) const;
    QString get(const SettingKey<const char *> &key, AccountId account = {}) const;

    void set(const SettingKey<bool> &key, bool value, AccountId account = {});
    void set(const SettingKey<int> &key, int value, AccountId account = {});
    void set(const SettingKey<double> &key, double value, AccountId account = {});
    void set(const SettingKey<const char *> &key, const QString &value, AccountId account = {});

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::presenters
