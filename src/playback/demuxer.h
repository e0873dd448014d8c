// SPDX-License-Identifier: MIT
// Packets out of bytes: an AVFormatContext over our own ByteSource, over libavformat's own I/O for rtsp/udp/srt, or
// over our HTTP for what of HLS our own client leaves to libavformat. Never waits for stream information on MPEG-TS:
// decoders start from codec ids (docs/playback.md). Used on one thread; interrupt() from any.
#pragma once

#include "av_handles.h"
#include "byte_source.h"
#include "key_picture.h"
#include "nested_http.h"
#include "playlist_fetch.h"
#include "programme_watch.h"
#include "scramble_watch.h"
#include "sniff.h"

#include <kanal/core/media_request.h>
#include <kanal/core/url.h>

#include <atomic>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace kanal::playback
{

class Demuxer
{
public:
    /// `source` is null for addresses libavformat opens itself; it must outlive the demuxer. Playlists are looked at
    /// over `net` first. `cookies`: of the session; null: none are kept.
    Demuxer(const MediaRequest &request, ByteSource *source, const Clock &clock, NetThread &net, SlotId slot,
            std::shared_ptr<CookieJar> cookies = nullptr);
    ~Demuxer();

    /// Before open(): what is told of the first key picture of a live transport stream, in the middle of a read(), as
    /// soon as it has come in whole. One that open() came across waits in takeKeyPicture().
    using OnKeyPicture = std::function<void(KeyPicture)>;
    void onKeyPicture(OnKeyPicture told) { m_onKeyPicture = std::move(told); }
    std::optional<KeyPicture> takeKeyPicture() { return std::exchange(m_keyFound, std::nullopt); }

    /// Reads until the streams are known (TS: the first program map). Fails with what the source said, WebPage,
    /// Unsupported …
    Result<> open();

    enum class Outcome { Packet, End, Woken };
    Result<Outcome> read(AVPacket &packet);
    /// To the last key picture at or before `position`.
    Result<> seek(std::chrono::microseconds position);

    /// Ends every wait inside libavformat. Any thread.
    void interrupt();

    const AVFormatContext &context() const { return *m_context; }
    /// Counts how often the streams were found anew, by open() or because the programme gave a PID another codec.
    int generation() const { return m_generation; }
    StreamForm form() const { return m_form; }
    std::string containerName() const;
    std::chrono::microseconds duration() const; ///< zero: unknown
    bool seekable() const;
    /// Sound without a container, out of a playlist: when it begins, on the clock of transport streams.
    std::int64_t bareStartTicks() const { return m_bareStartTicks; }
    /// Of a live transport stream: nothing of this stream can be read without a card.
    bool isScrambled(const AVStream &stream) const { return m_scrambled.isScrambled(stream.id); }
    /// Likewise: the programme has it no more.
    bool isGone(const AVStream &stream) const { return m_watch.isGone(std::uint16_t(stream.id)); }
    /// What answered is a playlist: another source is needed.
    bool foundPlaylist() const { return m_foundPlaylist; }
    /// read() failed because the source did.
    bool sourceFailed() const { return m_sourceError.has_value(); }

private:
    static constexpr std::chrono::seconds kOpenDeadline{10};

    Result<std::size_t> readSource(std::span<std::byte> into);
    Result<> sniffSource();
    Result<> openSource();
    Result<> openContext();
    Result<> openNewProgramme();
    int readWatched(std::uint8_t *into, std::size_t size);
    void look();
    bool isEncrypted();
    int tap(AVFormatContext &context, const std::string &address, AvOptions &options);
    Result<> openAddress();
    Result<> openPlaylist();
    Result<> openStream(const Url &url);
    Result<std::string> choosePlaylist();
    void setCommonOptions(AvOptions &options) const;
    Result<> readStreamInfo();
    Error failure(int code, const char *doing) const;
    std::optional<Error> sourceError() const;
    Nanos readDeadline() const;

    static int onInterrupt(void *self);
    static int onRead(void *self, std::uint8_t *into, int size);
    static int onTap(void *self, std::uint8_t *into, int size);
    static std::int64_t onSeek(void *self, std::int64_t offset, int whence);
    static int onOpen(AVFormatContext *context, AVIOContext **io, const char *url, int flags, AVDictionary **options);
    static int onClose(AVFormatContext *context, AVIOContext *io);
    int openNested(AVIOContext **io, const char *url, const AVDictionary *options);

    const MediaRequest m_request;
    ByteSource *const m_source;
    const Clock &m_clock;
    StreamForm m_form = StreamForm::Unknown;
    bool m_foundPlaylist = false;
    std::int64_t m_bareStartTicks = 0;
    const SlotId m_slot;
    const std::shared_ptr<CookieJar> m_cookies;
    PlaylistFetch m_playlist;
    std::unique_ptr<NestedHttp> m_nested; ///< without a source
    std::atomic<bool> m_interrupted{false};
    std::atomic<std::int64_t> m_deadline{0}; ///< ns of the clock; 0: none

    std::vector<std::byte> m_head;     ///< what sniffing read, handed on first
    std::int64_t m_position = 0;       ///< of the reader
    std::int64_t m_sourcePosition = 0; ///< of the source
    std::optional<Error> m_sourceError;
    bool m_mayWake = false; ///< in the middle of anything else nobody could go on
    bool m_woken = false;
    int m_generation = 0;

    // Live transport streams pass through here in whole packets.
    bool m_watching = false;
    bool m_programmeChanged = false; ///< m_passing begins with the new tables
    ProgrammeWatch m_watch;
    ScrambleWatch m_scrambled;
    KeyPictureReader m_key;
    std::optional<KeyPicture> m_keyFound; ///< while the streams are not known
    OnKeyPicture m_onKeyPicture;
    std::optional<Nanos> m_allScrambledSince;
    std::vector<std::byte> m_passing; ///< read, not yet handed on
    std::size_t m_looked = 0;         ///< so much of it is whole packets without a change
    std::optional<UrlPolicy> m_policy;
    int (*m_defaultOpen)(AVFormatContext *, AVIOContext **, const char *, int, AVDictionary **) = nullptr;

    // A playlist that libavformat reads.
    struct CloseNested {
        void operator()(AVIOContext *io) const { NestedHttp::close(io); }
    };
    std::unique_ptr<AVIOContext, CloseNested> m_list;

    // A transport stream that libavformat receives passes through here, too.
    struct CloseIo {
        void operator()(AVIOContext *io) const { avio_close(io); }
    };
    std::unique_ptr<AVIOContext, CloseIo> m_tapped;
    TsFramer m_framer;

    AvioPtr m_io;
    FormatPtr m_context; ///< destroyed before its I/O
};

} // namespace kanal::playback
