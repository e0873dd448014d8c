// SPDX-License-Identifier: MIT
// What a session reads from: its byte source and the demuxer over it. Finds out what the address really is (a stream, a
// playlist of ours, one that libavformat must open) and goes from part to part of a playlist. Demux thread, but for
// cancel() and wake().
#pragma once

#include "demuxer.h"
#include "session_shared.h"

#include <functional>
#include <memory>
#include <mutex>

namespace kanal::playback
{

class StreamOpener
{
public:
    using MakeSource = std::function<std::unique_ptr<ByteSource>()>;
    /// `source` is null for addresses libavformat opens itself. `playlistSource` makes the one for a playlist that was
    /// found behind a plain address; null: nothing but `source` is tried.
    StreamOpener(const SessionShared &shared, std::unique_ptr<ByteSource> source, MakeSource playlistSource);

    void onKeyPicture(Demuxer::OnKeyPicture told) { m_onKeyPicture = std::move(told); } ///< before open()

    /// Ends every wait. Any thread.
    void cancel();

    /// Of the source, if there is one. Any thread.
    void wake();
    void forgetWake();

    void start(); ///< connects
    Result<> open();
    /// The demuxer has read its part to the end: one for the next part. False: there is none.
    Result<bool> nextPart();
    /// Where the playlist says the part now open begins; only once after open() or nextPart().
    std::optional<std::chrono::microseconds> takePartStart();

    ByteSource *source() const { return m_source.get(); } ///< null: libavformat's own I/O
    PartedSource *parted() const { return m_source ? m_source->parted() : nullptr; }
    Demuxer &demuxer() const { return *m_demuxer; } ///< after open() or nextPart()

private:
    Result<> openOnce();
    Result<> openDemuxer();
    void replaceSource(std::unique_ptr<ByteSource> source);

    const SessionShared &m_shared;
    const MakeSource m_playlistSource;
    PartStart m_partStart;
    Demuxer::OnKeyPicture m_onKeyPicture;

    std::mutex m_mutex; ///< the pointers, for cancel() and wake()
    bool m_cancelled = false;
    std::unique_ptr<ByteSource> m_source;
    std::unique_ptr<Demuxer> m_demuxer;
};

} // namespace kanal::playback
