// SPDX-License-Identifier: MIT
// One film or series: at once what its list knows, then what the panel tells. What the panel does not tell, or cannot,
// leaves what was known.
#pragma once

#include <kanal/core/ids.h>
#include <kanal/presenters/error_text.h>

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace kanal::presenters
{

class EpisodeListModel;
class VodPlayer;
struct VodContext;

struct SeasonView {
    int number = 0;
    QString name; ///< "Season 2", "Specials", or as the panel calls it
    int episodes = 0;
};

struct TitleState {
    EntryKey key; ///< account 0: nothing is open
    bool loading = false;
    std::optional<ErrorText> error; ///< the panel's answer; the rest is what the list knew
    bool needsSignIn = false;
    QString name, plot, genre, cast, director, country;
    QString posterUrl, backdropUrl, initials;
    int year = 0;
    int durationSeconds = 0;
    double rating = 0;
    bool favourite = false;
    bool watched = false; ///< a film seen to the end
    QString facts;        ///< "1999 · 1 h 42 min · ★ 7.4"
    QString playText;     ///< of the main button: "Play", "Resume at 12:34", "Play S1 E1"; empty: nothing to play
    QString playEpisode;  ///< of a series: the id the main button plays
    qint64 resumeMs = 0;  ///< between 2 % and 95 %: the main button goes on here, and "From the beginning" is offered
    double progress = 0;  ///< of the same, 0…1
    std::vector<SeasonView> seasons;
    int season = 0; ///< index in `seasons`
};

enum class PlayFrom { WhereLeft, Beginning };

class TitlePresenter : public QObject
{
    Q_OBJECT

public:
    TitlePresenter(VodContext &context, VodPlayer &player, QObject *parent = nullptr);
    ~TitlePresenter() override;

    const TitleState &state() const;
    EpisodeListModel &episodes();

    void open(const EntryKey &key);
    void close(); ///< takes the question to the panel back
    void retry();
    void setSeason(int index);
    void play(PlayFrom from); ///< the film, or the episode of the main button
    void playEpisode(const QString &id, PlayFrom from);
    void toggleFavourite();

Q_SIGNALS:
    void stateChanged();

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::presenters
