// SPDX-License-Identifier: MIT
// What the demo panel has on: channels, films and series, all invented, each with the clip that plays.
#pragma once

#include "clip_spec.h"

#include <string>
#include <vector>

namespace kanal::panel
{

struct Category {
    std::string id, name;
};

enum class Topic { News, Sports, Kids, Music, Cinema, Nature };

struct Channel {
    int id = 0;
    std::string name;
    std::string categoryId;
    std::string guideId; ///< empty: not in the guide
    int archiveDays = 0;
    Topic topic = Topic::News;
    ClipSpec clip; ///< without a name: only a heading in the list, nothing plays
    bool isHeading() const { return clip.name.empty(); }
};

struct Facts {
    std::string plot, cast, director, genre, year;
    double rating = 0; ///< of 10
};

struct Film {
    int id = 0;
    std::string name;
    std::string categoryId;
    std::string extension; ///< as the panel lists it, upper case included
    Facts facts;
    ClipSpec clip;
};

struct Episode {
    int id = 0;
    int season = 1, number = 1;
    std::string title;
    ClipSpec clip;
};

struct Series {
    int id = 0;
    std::string name;
    std::string categoryId;
    Facts facts;
    Theme theme;
    std::vector<Episode> episodes; ///< by season, then number
};

struct Content {
    std::vector<Category> liveCategories, filmCategories, seriesCategories;
    std::vector<Channel> channels;
    std::vector<Film> films;
    std::vector<Series> series;

    const Channel *channel(int id) const;
    const Film *film(int id) const;
    const Series *seriesOf(int id) const;
    const Episode *episode(int id) const;
    /// Every clip, in the order in which people are likely to want them.
    std::vector<ClipSpec> clips() const;
};

/// 7 → "07"
std::string twoDigits(int value);

enum class ClipSize { Full, Small };

Content demoContent(ClipSize size);
/// Pairs of channels of one kind, told apart by their colours, for measuring players against each other.
Content benchContent();

} // namespace kanal::panel
