// SPDX-License-Identifier: MIT
// What is on: a schedule without gaps for any channel and any day, invented the same way every time.
#pragma once

#include "content.h"
#include "http_message.h"
#include "panel_clock.h"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace kanal::panel
{

inline constexpr int kGuideDaysBack = 3;
inline constexpr int kGuideDaysAhead = 7;

struct Programme {
    std::chrono::sys_seconds start, stop;
    std::string title, description;
};

/// The programmes of one day (UTC), from midnight to midnight.
std::vector<Programme> programmesOfDay(int channelId, Topic topic, std::chrono::sys_days day);
/// Those that run at some time in [from, to).
std::vector<Programme> programmesBetween(int channelId, Topic topic, std::chrono::sys_seconds from,
                                         std::chrono::sys_seconds to);

/// A channel of the XMLTV file.
struct GuideChannel {
    std::string guideId, name, logo;
    int channelId = 0;
    Topic topic = Topic::News;
};

/// xmltv.php, written channel by channel as it is sent.
class XmltvSource final : public BodySource
{
public:
    /// `channelAt` gives the i-th of `count` channels.
    XmltvSource(const PanelClock &clock, int count, std::function<GuideChannel(int)> channelAt);

    State read(std::string &out, std::size_t max) override;

private:
    void appendProgrammes(const GuideChannel &channel, std::string &out) const;
    std::string stampOf(std::chrono::sys_seconds time) const;

    const PanelClock &m_clock;
    int m_count;
    std::function<GuideChannel(int)> m_channelAt;
    int m_next = -1; // -1: the header; then channels; then programmes of a channel each
    std::string m_rest;
};

/// Another body as a .gz file: what panels send for xmltv.php?gzip=1. One gzip member for a usual guide, several for a
/// huge one.
class GzipSource final : public BodySource
{
public:
    explicit GzipSource(std::shared_ptr<BodySource> plain)
        : m_plain(std::move(plain))
    {
    }
    State read(std::string &out, std::size_t max) override;

private:
    std::shared_ptr<BodySource> m_plain;
};
/// `text` as one gzip member.
std::string gzipped(const std::string &text);

std::string xmlEscaped(std::string_view text);

} // namespace kanal::panel
