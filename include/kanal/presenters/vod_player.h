// SPDX-License-Identifier: MIT
// Plays films and episodes through the one player, and keeps how far they were watched: every few seconds, and when
// they end, are stopped or give way to something else.
#pragma once

#include <kanal/core/ids.h>

#include <QObject>
#include <QString>

#include <chrono>
#include <memory>
#include <vector>

namespace kanal::presenters
{

class PlayerPresenter;
struct VodContext;

/// A film, or one episode of a series.
struct VodItem {
    EntryKey key;
    QString title;
    QString posterUrl;
    std::string container;
    std::string seriesId;    ///< of an episode
    std::string episodeName; ///< how it is remembered: session::episodeName()
    QString seriesName;
};

class VodPlayer : public QObject
{
    Q_OBJECT

public:
    VodPlayer(VodContext &context, PlayerPresenter &player, QObject *parent = nullptr);
    ~VodPlayer() override;

    void playMovie(const VodItem &movie, std::chrono::milliseconds from);
    /// `episodes`: all of the series in order; the one at `index` plays.
    void playEpisode(std::vector<VodItem> episodes, std::size_t index, std::chrono::milliseconds from);
    /// The episode so many further on, where it was left; false: there is none.
    bool step(int episodes);
    bool isPlaying() const; ///< a film or episode is what the player has
    EntryKey playing() const;
    /// Of the film or series that is on.
    void toggleFavourite();

Q_SIGNALS:
    void started();
    void stopped(); ///< nothing of ours is on any more
    void ended();   ///< played to its end, nothing follows

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::presenters
