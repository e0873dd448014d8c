// SPDX-License-Identifier: MIT
#include "hls_playlist.h"

#include "hls_attributes.h"

#include <kanal/core/limits.h>
#include <kanal/core/text.h>

#include <algorithm>

namespace kanal::playback
{

using namespace std::chrono_literals;
using std::chrono::microseconds;

namespace
{

constexpr microseconds kShortestTarget = 200ms, kLongestTarget = 2min;
constexpr microseconds kUsualTarget = 6s;
constexpr microseconds kLongestSegment = 1h;
constexpr std::size_t kMostAddressBytes = 16 << 20; ///< a long base times many names

std::optional<HlsBlock> readVector(std::string_view text)
{
    if (!text.starts_with("0x") && !text.starts_with("0X"))
        return std::nullopt;
    text.remove_prefix(2);
    if (text.empty() || text.size() > 32)
        return std::nullopt;
    HlsBlock block{};
    std::size_t nibble = 32 - text.size(); // leading zeros may be left out
    for (const char c : text) {
        const int value = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (value < 0)
            return std::nullopt;
        block[nibble / 2] |= std::uint8_t(nibble % 2 ? value : value << 4);
        ++nibble;
    }
    return block;
}

class Reader
{
public:
    Reader(const Url &base, const UrlPolicy &policy)
        : m_base(base)
        , m_policy(policy)
    {
    }

    Result<HlsMediaPlaylist> read(std::string_view text);

private:
    void readTag(std::string_view line);
    void readRange(std::string_view text);
    void readKey(std::string_view list);
    void readMap(std::string_view list);
    void addSegment(std::string_view reference);
    std::string allowed(std::string_view reference);
    HlsSpan span(std::string_view text, const std::string &url) const;
    void finish();

    const Url &m_base;
    const UrlPolicy &m_policy;
    HlsMediaPlaylist m_list;
    std::size_t m_addressBytes = 0;

    // For the next segment.
    std::optional<microseconds> m_duration;
    std::string m_range;
    bool m_gap = false, m_discontinuity = false;
    std::shared_ptr<const HlsKey> m_key;
    std::shared_ptr<const HlsMap> m_map;
    std::optional<std::chrono::milliseconds> m_date;
};

/// The absolute address; empty where it may not be opened.
std::string Reader::allowed(std::string_view reference)
{
    const auto url = resolveUrl(m_base, reference);
    const bool web = url && (url->scheme == "http" || url->scheme == "https");
    if (!web || !m_policy.check(*url))
        return {};
    std::string text = url->str();
    m_addressBytes += text.size();
    return text;
}

/// "length" or "length@offset"; without an offset it goes on behind the last piece of the same file.
HlsSpan Reader::span(std::string_view text, const std::string &url) const
{
    const auto at = std::min(text.find('@'), text.size());
    const auto length = hlsNumber(text.substr(0, at));
    if (!length || *length < 0)
        return {};
    std::int64_t from = 0;
    if (at < text.size())
        from = hlsNumber(text.substr(at + 1)).value_or(0);
    else if (!m_list.segments.empty() && m_list.segments.back().url == url && !m_list.segments.back().span.whole())
        from = m_list.segments.back().span.from + m_list.segments.back().span.length;
    constexpr std::int64_t kMost = std::int64_t(1) << 50;
    if (from < 0 || from > kMost || *length > kMost)
        return {};
    return {from, *length};
}

void Reader::readKey(std::string_view list)
{
    const std::string_view method = hlsAttribute(list, "METHOD");
    if (method == "NONE") {
        m_key.reset();
        return;
    }
    const std::string_view format = hlsAttribute(list, "KEYFORMAT");
    const bool identity = format.empty() || format == "identity";
    if (method != "AES-128" || !identity) {
        m_list.foreignKeys |= identity || !m_key; // beside a key we can use it is only another offer
        return;
    }
    HlsKey key;
    key.url = allowed(hlsAttribute(list, "URI"));
    key.iv = readVector(hlsAttribute(list, "IV"));
    m_key = std::make_shared<const HlsKey>(std::move(key));
}

void Reader::readMap(std::string_view list)
{
    HlsMap map;
    map.url = allowed(hlsAttribute(list, "URI"));
    if (const std::string_view range = hlsAttribute(list, "BYTERANGE"); !range.empty())
        map.span = span(range, {});
    map.key = m_key;
    m_map = std::make_shared<const HlsMap>(std::move(map));
}

void Reader::addSegment(std::string_view reference)
{
    HlsSegment segment;
    segment.url = allowed(reference);
    if (!m_range.empty())
        segment.span = span(m_range, segment.url);
    segment.duration = std::clamp<microseconds>(*m_duration, 0s, kLongestSegment);
    segment.start = m_list.duration();
    segment.gap = m_gap;
    segment.discontinuity = m_discontinuity;
    segment.key = m_key;
    segment.map = m_map;
    segment.date = m_date;
    if ((m_key && m_key->url.empty()) || (m_map && m_map->url.empty()))
        segment.url.clear();
    m_list.segments.push_back(std::move(segment));
    m_duration.reset();
    m_range.clear();
    m_gap = m_discontinuity = false;
    m_date.reset();
}

void Reader::readTag(std::string_view line)
{
    if (const auto text = hlsTag(line, "#EXTINF:"))
        m_duration = hlsSeconds(*text).value_or(0s);
    else if (const auto range = hlsTag(line, "#EXT-X-BYTERANGE:"))
        m_range = *range;
    else if (hlsTag(line, "#EXT-X-DISCONTINUITY-SEQUENCE"))
        return; // the marks themselves are enough for us
    else if (hlsTag(line, "#EXT-X-DISCONTINUITY"))
        m_discontinuity = true;
    else if (hlsTag(line, "#EXT-X-GAP"))
        m_gap = true;
    else if (const auto key = hlsTag(line, "#EXT-X-KEY:"))
        readKey(*key);
    else if (const auto map = hlsTag(line, "#EXT-X-MAP:"))
        readMap(*map);
    else if (const auto date = hlsTag(line, "#EXT-X-PROGRAM-DATE-TIME:"))
        m_date = hlsDate(*date);
    else if (const auto target = hlsTag(line, "#EXT-X-TARGETDURATION:"))
        m_list.target = hlsSeconds(*target).value_or(0s);
    else if (const auto sequence = hlsTag(line, "#EXT-X-MEDIA-SEQUENCE:"))
        m_list.sequence = std::clamp<std::int64_t>(hlsNumber(*sequence).value_or(0), 0, std::int64_t(1) << 53);
    else if (hlsTag(line, "#EXT-X-ENDLIST"))
        m_list.ended = true;
    else if (const auto start = hlsTag(line, "#EXT-X-START:"))
        m_list.startOffset = hlsSeconds(hlsAttribute(*start, "TIME-OFFSET"));
    else if (const auto control = hlsTag(line, "#EXT-X-SERVER-CONTROL:"))
        m_list.holdBack = hlsSeconds(hlsAttribute(*control, "HOLD-BACK"));
}

void Reader::finish()
{
    if (m_list.target <= 0s) {
        for (const HlsSegment &segment : m_list.segments)
            m_list.target = std::max(m_list.target, segment.duration);
        if (m_list.target <= 0s)
            m_list.target = kUsualTarget;
    }
    m_list.target = std::clamp(m_list.target, kShortestTarget, kLongestTarget);
    // A server that asks to keep an hour away from the end would be waited for in vain.
    if (m_list.holdBack && (*m_list.holdBack <= 0s || *m_list.holdBack > 10 * m_list.target))
        m_list.holdBack.reset();
}

Result<HlsMediaPlaylist> Reader::read(std::string_view text)
{
    if (text.size() > limits::kPlaylistBytes)
        return fail(ErrorKind::BadAnswer, "the playlist is too long", m_base.host);
    HlsLines lines(text);
    std::string_view line;
    while (lines.next(line) && line.empty()) {
    }
    if (!line.starts_with("#EXTM3U"))
        return fail(ErrorKind::BadAnswer, "no playlist", m_base.host);
    while (lines.next(line)) {
        if (lines.count() > limits::kPlaylistLines || m_addressBytes > kMostAddressBytes)
            return fail(ErrorKind::BadAnswer, "the playlist is too long", m_base.host);
        if (line.starts_with('#'))
            readTag(line);
        else if (!line.empty() && m_duration)
            addSegment(line);
    }
    finish();
    const auto forbidden = [](const HlsSegment &segment) { return segment.url.empty(); };
    if (!m_list.segments.empty() && std::all_of(m_list.segments.begin(), m_list.segments.end(), forbidden))
        return fail(ErrorKind::Address, "the playlist leads to places that may not be opened", m_base.host);
    return std::move(m_list);
}

} // namespace

Result<HlsMediaPlaylist> parseHlsMedia(std::string_view text, const Url &base, const UrlPolicy &policy)
{
    return Reader(base, policy).read(text);
}

} // namespace kanal::playback
