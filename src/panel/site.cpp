// SPDX-License-Identifier: MIT
#include "site.h"

#include "huge_catalogue.h"

#include <charconv>
#include <optional>

namespace kanal::panel
{
namespace
{

std::optional<long long> number(const std::string &text)
{
    long long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value >= kHugeId ? value - kHugeId : value;
}

} // namespace

int channelIdOf(const Site &site, const std::string &text)
{
    const auto id = number(text);
    if (!id)
        return 0;
    if (site.scenario.lists == Scenario::Lists::Huge && *id >= huge::kFirstChannel) {
        std::size_t index = std::size_t(*id) % site.content.channels.size();
        while (site.content.channels[index].isHeading())
            index = (index + 1) % site.content.channels.size();
        return site.content.channels[index].id;
    }
    return site.content.channel(int(*id)) ? int(*id) : 0;
}

int filmIdOf(const Site &site, const std::string &text)
{
    const auto id = number(text);
    if (!id)
        return 0;
    if (site.scenario.lists == Scenario::Lists::Huge && *id >= huge::kFirstFilm)
        return site.content.films[std::size_t(*id) % site.content.films.size()].id;
    return site.content.film(int(*id)) ? int(*id) : 0;
}

int seriesIdOf(const Site &site, const std::string &text)
{
    const auto id = number(text);
    if (!id)
        return 0;
    if (site.scenario.lists == Scenario::Lists::Huge && *id >= huge::kFirstSeries)
        return site.content.series[std::size_t(*id) % site.content.series.size()].id;
    return int(*id);
}

int episodeIdOf(const Site &site, const std::string &text)
{
    const auto id = number(text);
    return id && site.content.episode(int(*id)) ? int(*id) : 0;
}

} // namespace kanal::panel
