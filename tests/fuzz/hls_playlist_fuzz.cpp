// SPDX-License-Identifier: MIT
// rooms: playback core
// Playlists of strangers: what is read must stay inside the limits and lead nowhere but to the web, and a tracker fed
// with two of them must always know where it is.
#include "fuzz_input.h"
#include "hls_master.h"
#include "hls_playlist.h"
#include "hls_tracker.h"

namespace
{

using namespace kanal;
using namespace kanal::playback;

void checkAddress(const std::string &text, const UrlPolicy &policy)
{
    if (text.empty())
        return;
    const auto url = Url::parse(text);
    require(url && (url->scheme == "http" || url->scheme == "https") && policy.check(*url).has_value());
}

void check(const HlsMediaPlaylist &list, const UrlPolicy &policy)
{
    std::chrono::microseconds at{0};
    for (const HlsSegment &segment : list.segments) {
        require(segment.start == at && segment.duration.count() >= 0);
        at += segment.duration;
        checkAddress(segment.url, policy);
        require(segment.span.from >= 0);
        if (segment.key)
            checkAddress(segment.key->url, policy);
        if (segment.map)
            checkAddress(segment.map->url, policy);
    }
}

void follow(HlsTracker tracker, HlsMediaPlaylist first, HlsMediaPlaylist second)
{
    Nanos now{1};
    tracker.update(std::move(first), now);
    for (int i = 0; i < 3 && tracker.next(); ++i)
        tracker.advance();
    now += std::chrono::seconds(4);
    tracker.update(second, now);
    if (tracker.next())
        tracker.advance();
    tracker.change(std::move(second), now);
    tracker.seek(std::chrono::seconds(5));
    require(tracker.next() || tracker.duration().count() == 0);
    static_cast<void>(tracker.stuck(now) || tracker.atEnd() || tracker.reloadAt());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const Url base = *Url::parse("http://tv.example.org/live/a/b/7.m3u8?token=1");
    static const UrlPolicy policy(base);
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    for (const HlsVariant &variant : parseHls(text, base, policy).variants)
        checkAddress(variant.url, policy);
    const std::size_t middle = std::min(text.find('\0'), text.size());
    const auto first = parseHlsMedia(text.substr(0, middle), base, policy);
    const auto second = parseHlsMedia(text.substr(std::min(middle + 1, text.size())), base, policy);
    if (first)
        check(*first, policy);
    if (first && second) {
        follow(HlsTracker(HlsTracker::Begin::NearTheEnd), *first, *second);
        follow(HlsTracker(HlsTracker::Begin::AtTheStart), *first, *second);
    }
    return 0;
}
