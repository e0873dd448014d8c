// SPDX-License-Identifier: MIT
#include "guide.h"

#include <QByteArray>

#include <algorithm>
#include <array>
#include <cstdint>

extern "C" {
#include <libavutil/crc.h>
}

namespace kanal::panel
{
namespace
{

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr std::array kNews{"Morning Briefing", "World Report",       "Markets Today", "The Interview", "Evening News",
                           "Weather & Tides",  "Midnight Headlines", "Press Review",  "Local Hour"};
constexpr std::array kSports{"Match of the Day", "Cycling: Coast Stage", "Tennis: Quarter-Final",
                             "Studio Half-Time", "Regatta Live",         "Classic Finals",
                             "Training Ground",  "Motor Night",          "Handball: North v South"};
constexpr std::array kKids{"Pebble & Friends", "The Paper Zoo", "Count the Stars", "Captain Puddle",
                           "Song Garden",      "Robot School",  "Bedtime Harbour"};
constexpr std::array kMusic{"Breakfast Beats",  "Vinyl Hour",  "Live at the Pier", "New Releases",
                            "Piano After Dark", "Dance Floor", "Request Show"};
constexpr std::array kCinema{"Northern Lights", "The Long Harbour",   "Polyglot",     "Second Summer",
                             "Midnight Signal", "Making of Polyglot", "Paper Planets"};
constexpr std::array kNature{"Field Notes",    "Under the Ice", "A Short History of Birds",
                             "River Journeys", "Night Garden",  "Islands",
                             "Tiny Machines"};
constexpr std::array kLengths{15, 30, 30, 45, 60, 60, 90, 120};

std::uint64_t scrambled(std::uint64_t x)
{
    x += 0x9e3779b97f4a7c15ull;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
}

template<std::size_t N>
std::string pick(const std::array<const char *, N> &titles, std::uint64_t chance)
{
    return titles[chance % N];
}

std::string titleFor(Topic topic, std::uint64_t chance)
{
    switch (topic) {
    case Topic::News:
        return pick(kNews, chance);
    case Topic::Sports:
        return pick(kSports, chance);
    case Topic::Kids:
        return pick(kKids, chance);
    case Topic::Music:
        return pick(kMusic, chance);
    case Topic::Cinema:
        return pick(kCinema, chance);
    case Topic::Nature:
        break;
    }
    return pick(kNature, chance);
}

} // namespace

std::vector<Programme> programmesOfDay(int channelId, Topic topic, sys_days day)
{
    std::vector<Programme> list;
    const sys_seconds midnight = day, end = day + days(1);
    std::uint64_t chance =
        scrambled(std::uint64_t(channelId) * 1'000'003u + std::uint64_t(day.time_since_epoch().count()));
    for (sys_seconds start = midnight; start < end;) {
        chance = scrambled(chance);
        const sys_seconds stop = std::min(end, start + minutes(kLengths[chance % kLengths.size()]));
        const std::string title = titleFor(topic, chance >> 8);
        const std::string part = std::to_string((chance >> 16) % 40 + 1);
        list.push_back({start, stop, title,
                        "Part " + part + ". " + title + ", made for Kanal's demo: this programme is invented."});
        start = stop;
    }
    return list;
}

std::vector<Programme> programmesBetween(int channelId, Topic topic, sys_seconds from, sys_seconds to)
{
    std::vector<Programme> list;
    for (sys_days day = std::chrono::floor<days>(from); sys_seconds(day) < to; day += days(1)) {
        for (Programme &programme : programmesOfDay(channelId, topic, day)) {
            if (programme.stop > from && programme.start < to)
                list.push_back(std::move(programme));
        }
    }
    return list;
}

XmltvSource::XmltvSource(const PanelClock &clock, int count, std::function<GuideChannel(int)> channelAt)
    : m_clock(clock)
    , m_count(count)
    , m_channelAt(std::move(channelAt))
{
}

BodySource::State XmltvSource::read(std::string &out, std::size_t max)
{
    while (m_rest.size() < max && m_next <= 2 * m_count) {
        if (m_next < 0) {
            m_rest += "<?xml version=\"1.0\" encoding=\"utf-8\" ?><!DOCTYPE tv SYSTEM \"xmltv.dtd\">"
                      "<tv generator-info-name=\"Kanal demo panel\">";
        } else if (m_next < m_count) {
            const GuideChannel channel = m_channelAt(m_next);
            if (!channel.guideId.empty())
                m_rest += "<channel id=\"" + xmlEscaped(channel.guideId) + "\"><display-name>" +
                          xmlEscaped(channel.name) + "</display-name><icon src=\"" + xmlEscaped(channel.logo) +
                          "\" /></channel>\n";
        } else if (m_next < 2 * m_count) {
            appendProgrammes(m_channelAt(m_next - m_count), m_rest);
        } else {
            m_rest += "</tv>\n";
        }
        ++m_next;
    }
    if (m_rest.empty())
        return State::End;
    const std::size_t count = std::min(max, m_rest.size());
    out.append(m_rest, 0, count);
    m_rest.erase(0, count);
    return State::More;
}

void XmltvSource::appendProgrammes(const GuideChannel &channel, std::string &out) const
{
    if (channel.guideId.empty())
        return;
    const sys_days today = std::chrono::floor<days>(m_clock.now());
    const std::string id = xmlEscaped(channel.guideId);
    for (int day = -kGuideDaysBack; day < kGuideDaysAhead; ++day) {
        for (const Programme &programme : programmesOfDay(channel.channelId, channel.topic, today + days(day)))
            out += "<programme start=\"" + stampOf(programme.start) + "\" stop=\"" + stampOf(programme.stop) +
                   "\" channel=\"" + id + "\" ><title>" + xmlEscaped(programme.title) + "</title><desc>" +
                   xmlEscaped(programme.description) + "</desc></programme>\n";
    }
}

std::string XmltvSource::stampOf(sys_seconds time) const
{
    std::string digits;
    for (const char c : m_clock.local(time)) {
        if (c >= '0' && c <= '9')
            digits += c;
    }
    return digits + " " + m_clock.offsetText(time);
}

BodySource::State GzipSource::read(std::string &out, std::size_t)
{
    constexpr std::size_t kMember = 8 << 20;
    std::string text;
    while (text.size() < kMember && m_plain->read(text, 1 << 18) == State::More) {
    }
    if (text.empty())
        return State::End;
    out += gzipped(text);
    return State::More;
}

std::string gzipped(const std::string &text)
{
    // qCompress gives a four-byte length and a zlib stream; gzip wants the deflate data inside it between its own head
    // and tail.
    const QByteArray zlib = qCompress(reinterpret_cast<const uchar *>(text.data()), qsizetype(text.size()), 6);
    constexpr int kZlibHead = 4 + 2, kZlibTail = 4;
    std::string out("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10);
    out.append(zlib.constData() + kZlibHead, std::size_t(zlib.size()) - kZlibHead - kZlibTail);
    const std::uint32_t crc = av_crc(av_crc_get_table(AV_CRC_32_IEEE_LE), 0xffffffffu,
                                     reinterpret_cast<const std::uint8_t *>(text.data()), text.size()) ^
                              0xffffffffu;
    for (const std::uint32_t word : {crc, std::uint32_t(text.size())}) {
        for (int byte = 0; byte < 4; ++byte)
            out += char(word >> (8 * byte) & 0xff);
    }
    return out;
}

std::string xmlEscaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

} // namespace kanal::panel
