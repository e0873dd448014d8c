// SPDX-License-Identifier: MIT
// The lists of the huge scenario: written row by row while they are sent, the same every time, never held in memory.
#pragma once

#include "guide.h"
#include "http_message.h"

#include <functional>
#include <memory>
#include <string>

namespace kanal::panel::huge
{

inline constexpr int kChannels = 20'000, kFilms = 150'000, kSeries = 40'000;
inline constexpr int kChannelCategories = 60, kFilmCategories = 364, kSeriesCategories = 87;
inline constexpr int kFirstChannel = 100'000, kFirstFilm = 1'000'000, kFirstSeries = 500'000;
inline constexpr int kGuideChannels = 5'000;

/// A JSON list of `count` rows; rows that are empty text are left out.
class RowsSource final : public BodySource
{
public:
    RowsSource(int count, std::function<std::string(int)> row)
        : m_count(count)
        , m_row(std::move(row))
    {
    }
    State read(std::string &out, std::size_t max) override;

private:
    int m_count, m_next = -1; // -1: the opening bracket; m_count: the closing one
    bool m_first = true;
    std::function<std::string(int)> m_row;
};

/// The answer's body for one of the list actions; null for other actions. `categoryId` empty: all.
std::shared_ptr<BodySource> list(const std::string &action, const std::string &categoryId, const std::string &url);
std::string filmName(int index);
std::string seriesName(int index);
GuideChannel guideChannel(int index, const std::string &url);

} // namespace kanal::panel::huge
