// SPDX-License-Identifier: MIT
// Where a demuxer's bytes come from. read() runs on the session's demux thread; cancel() on any thread and wakes it at
// once.
#pragma once

#include <kanal/core/clock.h>
#include <kanal/core/error.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace kanal::playback
{

/// News of a source, on the net thread or the reading thread; the receiver only posts them on.
struct SourceConnected {
    double connectMs;
    double firstByteMs;
    int httpStatus;
    std::string contentType;
    std::string finalHost;
};
struct SourceStalled {
}; ///< 4 s without a byte
struct SourceResumed {
}; ///< bytes again after a stall
struct SourceReconnecting {
    int attempt;
    std::chrono::milliseconds in;
    Error why;
};
struct SourceReconnected {
}; ///< first byte of a new connection; the stream was spliced
struct SourceFailed {
    Error error;
}; ///< final: no more tries
using SourceEvent =
    std::variant<SourceConnected, SourceStalled, SourceResumed, SourceReconnecting, SourceReconnected, SourceFailed>;
using SourceListener = std::function<void(const SourceEvent &)>;

/// Nothing is wrong: somebody wants something of the reader.
inline Error wokenError()
{
    return {ErrorKind::Cancelled, "woken"};
}
inline bool isWoken(const Error &error)
{
    return error.kind == ErrorKind::Cancelled && error.detail == wokenError().detail;
}

class PartedSource;

class ByteSource
{
public:
    virtual ~ByteSource() =
        default; ///< cancels; the connection is closed when it returns or shortly after, never waits for the network

    /// Starts connecting; returns at once.
    virtual void start() = 0;
    /// Blocks until at least one byte, end (0) or failure. Live sources heal themselves: an error here is final.
    virtual Result<std::size_t> read(std::span<std::byte> into) = 0;
    /// Vod: absolute offset; fails with Unsupported where the server cannot.
    virtual Result<> seek(std::int64_t offset) = 0;
    /// A read() that waits ends with an error that isWoken(), once; so does the next that would wait, unless that is
    /// taken back. Sources that never wait for long need not. Any thread.
    virtual void wake() {}
    virtual void forgetWake() {}
    virtual std::int64_t size() const = 0; ///< -1: unknown
    virtual bool seekable() const = 0;
    virtual std::int64_t bytesReceived() const = 0; ///< any thread
    /// Bytes waiting in the ring. Any thread.
    virtual std::size_t buffered() const = 0;
    /// When the last byte of the first whole key picture arrived, in ms since start(); negative: not yet, or not known.
    /// Any thread.
    virtual double keySentMs() const { return -1; }
    /// Ends every wait with ErrorKind::Cancelled and closes the socket hard. Any thread, returns at once.
    virtual void cancel() = 0;
    /// Null for one stream of bytes, which most are.
    virtual PartedSource *parted() { return nullptr; }
};

/// How a part begins.
struct PartStart {
    /// Its media time, where that is not simply what comes after the part before: at the beginning, after a seek.
    std::optional<std::chrono::microseconds> at;
};

/// A sound that can be chosen beside the parts.
struct SoundOffer {
    std::string name, language;
    bool apart = true; ///< a stream of its own; false: it is in the parts
};
struct SoundOffers {
    std::vector<SoundOffer> list; ///< empty: what is in the parts is all there is
    std::size_t chosen = 0;       ///< to begin with
};
/// Subtitles that can be chosen beside the parts: streams of WebVTT, a part a piece.
struct SubtitleOffer {
    std::string name, language;
    bool forHardOfHearing = false;
};
/// Where such a stream begins: at a time (film), or so much further back than it would by itself (live).
struct SoundBegin {
    std::optional<std::chrono::microseconds> at;
    std::chrono::microseconds furtherBack{0};
};

/// A source whose bytes come in parts, each for a demuxer of its own: read() returning 0 is the end of a part. Times,
/// not offsets, are where it seeks.
class PartedSource : public ByteSource
{
public:
    PartedSource *parted() override { return this; }

    /// To the next part; waits for it. nullopt: there is none. Demux thread.
    virtual Result<std::optional<PartStart>> nextPart() = 0;
    /// To the part that begins at or before `position`; nextPart() says where exactly. Demux thread.
    virtual Result<> seekTime(std::chrono::microseconds position) = 0;
    virtual std::chrono::microseconds duration() const = 0; ///< zero: not known. Any thread.
    /// In what lumps it comes; zero: not known. Any thread.
    virtual std::chrono::microseconds pieceLength() const = 0;
    /// How much of what was read still waits to be played. Any thread.
    virtual void noteQueued(std::chrono::microseconds queued) = 0;
    /// Known once the first part is there. Any thread.
    virtual SoundOffers sounds() const = 0;
    /// A stream of its own for one that is apart; its times are those of the parts.
    virtual std::unique_ptr<ByteSource> openSound(std::size_t number, SoundBegin begin) = 0;
    /// Likewise.
    virtual std::vector<SubtitleOffer> subtitles() const = 0;
    virtual std::unique_ptr<PartedSource> openSubtitles(std::size_t number, SoundBegin begin) = 0;
    /// It met what only libavformat's own client can play. Any thread.
    virtual bool needsLavf() const = 0;
};

} // namespace kanal::playback
