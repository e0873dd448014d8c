// SPDX-License-Identifier: MIT
// What the engine is asked to play. Immutable; made by session::StreamResolver or from an address the user gave.
#pragma once

#include <kanal/core/account.h>
#include <kanal/core/ids.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kanal
{

enum class MediaKind {
    Live,    ///< endless; an end is a fault and is healed
    Vod,     ///< a file with an end; seekable
    Catchup, ///< a past programme: has an end, often without length
};

enum class MediaFormat { Auto, Ts, Hls, File };

/// A wish for no subtitles, where a language or title would stand.
inline constexpr const char *kNoSubtitles = "none";

/// A past programme can be entered at any of its minutes, by an address of its own: that is how it is sought in.
struct CatchupWindow {
    std::chrono::minutes length{0};
    /// The address that begins that far into the programme; holds the credentials, as MediaRequest::url does.
    std::function<std::string(std::chrono::minutes)> urlAt;
};

struct MediaRequest {
    std::string url; ///< holds the credentials: only redact(url) may be shown or logged
    MediaKind kind = MediaKind::Live;
    MediaFormat format = MediaFormat::Auto;
    std::string title; ///< for notes and errors
    std::string
        channelKey; ///< stable key for what the engine remembers of a channel (container, PIDs, codecs); empty: nothing
    std::string userAgent;             ///< empty: default
    AcceptedCertificates certificates; ///< for hosts that are not here a certificate must be valid
    std::vector<std::pair<std::string, std::string>> headers;
    std::chrono::milliseconds startAt{0}; ///< where it is resumed; not Live
    std::optional<CatchupWindow> catchup; ///< Catchup; nullopt: it cannot be sought in
    /// ISO 639 codes, or titles of tracks; best first.
    std::vector<std::string> preferredAudio;
    std::vector<std::string> preferredSubtitles; ///< empty, or kNoSubtitles: none by themselves
    int connectionLimit = 0;                     ///< of the account; 0: unknown or none
};

} // namespace kanal
