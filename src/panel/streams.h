// SPDX-License-Identifier: MIT
// Everything under /live, /movie, /series, /timeshift and /hls: who may watch what, tokens, slots, and the body to
// send. Server thread.
#pragma once

#include "clip_store.h"
#include "faults.h"
#include "http_connection.h"
#include "site.h"
#include "sources.h"

#include <QObject>

#include <map>
#include <memory>
#include <string>

namespace kanal::panel
{

class Streams final : public QObject
{
    Q_OBJECT

public:
    using Reply = HttpConnection::Reply;

    Streams(Site &site, ClipStore &clips, FaultScript &faults, QObject *parent);

    void live(const HttpRequest &request, const std::string &user, const std::string &password, const std::string &file,
              Reply reply);
    void movie(const HttpRequest &request, Reply reply);   ///< /movie/U/P/ID.ext, and /movie/U/P/ID/SEQ.ts of its HLS
    void episode(const HttpRequest &request, Reply reply); ///< /series/U/P/ID.ext
    void timeshift(const HttpRequest &request,
                   Reply reply); ///< /timeshift/U/P/MIN/START/ID.ext and /streaming/timeshift.php
    void hlsSegment(const HttpRequest &request, Reply reply); ///< /hls/U/P/ID/TOKEN/SEQ.ts

    /// HLS viewers that have not asked for a while are gone: their slots become free. Called every second.
    void sweep();

private:
    struct HlsSession {
        StreamLedger::SlotPtr slot;
        Ticks lastUse = 0;
        int channel = 0;
    };
    using ClipPtr = std::shared_ptr<const TsClip>;

    /// The refusal that user, scenario or id deserve; none when the request is fine.
    std::optional<HttpResponse> refusal(const std::string &user, const std::string &password, int id) const;
    HttpResponse tooMany();
    std::string newToken();
    bool tokenIsFresh(const std::string &token) const;
    /// Calls back with a slot as soon as one is free, or with null after a short while: the client's last stream may
    /// just be closing.
    void takeSlot(const std::string &name, std::function<void(StreamLedger::SlotPtr)> ready, int patienceMs = 250);
    void withClip(const ClipSpec &spec, Reply reply, std::function<void(ClipPtr)> ready);
    void withFile(const ClipSpec &spec, Reply reply, std::function<void(const std::filesystem::path &)> ready);

    void liveTs(const HttpRequest &request, const Channel &channel, const FaultScript::Encounter &encounter,
                Reply reply);
    void changeLater(const FaultScript::Encounter &encounter, HttpResponse response, Reply reply,
                     StreamLedger::SlotPtr slot);
    void livePlaylist(const HttpRequest &request, const Channel &channel, const FaultScript::Encounter &encounter,
                      Reply reply);
    void hlsMovie(const HttpRequest &request, ClipSpec spec, Reply reply);
    void file(const HttpRequest &request, RequestKind kind, const ClipSpec *clip, Reply reply);
    HttpResponse archivePlaylist(const Channel &channel, std::chrono::sys_seconds start, int minutes) const;

    Site &m_site;
    ClipStore &m_clips;
    FaultScript &m_faults;
    std::map<std::string, Ticks> m_tokens;           // when each was given
    std::map<std::string, HlsSession> m_hlsSessions; // by token
    std::map<std::string, ClipPtr> m_open;           // by the clip's name
    unsigned m_tokenCount = 0;
};

} // namespace kanal::panel
