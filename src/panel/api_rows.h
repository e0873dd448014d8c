// SPDX-License-Identifier: MIT
// The JSON of each list and detail action, typed the way Xtream panels type it: numbers that PHP computed are numbers,
// numbers that came out of the database are text.
#pragma once

#include "site.h"

#include <nlohmann/json.hpp>

namespace kanal::panel
{

using Json = nlohmann::ordered_json;

Json categoryRows(const std::vector<Category> &categories);
Json channelRows(const Site &site, const std::string &categoryId);
Json filmRows(const Site &site, const std::string &categoryId);
Json seriesRows(const Site &site, const std::string &categoryId);
Json seriesInfo(const Site &site, const Series *series);
Json filmInfo(const Site &site, const Film *film);
/// `whole`: the stored schedule with the past (get_simple_data_table); else what is on now and next.
enum class Schedule { NowAndNext, Whole };
Json listings(const Site &site, const Channel *channel, Schedule which, int limit);

/// The same rows as careless panels send them: types swapped, lists as objects, broken and repeated rows.
Json mixedUp(const std::string &action, Json rows);

} // namespace kanal::panel
