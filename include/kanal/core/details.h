// SPDX-License-Identifier: MIT
// What a panel tells about one film, one series or one channel when asked: owned values, fetched on demand.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace kanal
{

struct MovieDetails {
    std::string id, name, container, plot, genre, cast, director, posterUrl, backdropUrl, trailer, country;
    int year = 0;
    int durationSeconds = 0;
    double rating = 0;
    std::string tmdbId;
};

struct Episode {
    std::string id;    ///< of the episode: /series/U/P/ID.EXT
    std::string title; ///< without the show's name and SxxEyy where the panel repeats them
    std::string container;
    std::string plot;
    std::string imageUrl;
    std::string airDate;
    int season = 0; ///< 0: specials
    int number = 0; ///< may repeat (languages, qualities): not an identity
    int durationSeconds = 0;
    double rating = 0;
};

struct Season {
    int number = 0;
    std::string name, overview, coverUrl;
    std::vector<Episode> episodes;
};

struct SeriesDetails {
    std::string name, plot, genre, cast, director, posterUrl, backdropUrl, trailer;
    int year = 0;
    double rating = 0;
    std::vector<Season> seasons; ///< by number; only seasons that have episodes
};

struct Programme {
    std::string channelId; ///< guide id of its channel, or the stream id where asked by stream
    std::chrono::sys_seconds start{};
    std::chrono::sys_seconds stop{};
    std::string title;
    std::string description;
    std::string panelStart; ///< "YYYY-MM-DD HH:MM:SS" in the panel's local time where it was given: right for catch-up
                            ///< addresses
    bool hasArchive = false;
};

} // namespace kanal
