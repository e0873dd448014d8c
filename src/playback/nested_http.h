// SPDX-License-Identifier: MIT
// What libavformat's HLS demuxer opens (playlists, keys, segments), over our own HTTP: each address and each redirect
// passes the gate, with the cookies, certificates and proxies of the session. Demux thread; cancel() from any.
#pragma once

#include "av_handles.h"
#include "net_thread.h"

#include <kanal/core/media_request.h>
#include <kanal/core/url.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace kanal::playback
{

class NestedHttp
{
public:
    /// `net` and `clock` must outlive it.
    NestedHttp(const MediaRequest &request, NetThread &net, const Clock &clock, SlotId slot,
               std::shared_ptr<CookieJar> cookies);
    ~NestedHttp();
    NestedHttp(const NestedHttp &) = delete;
    NestedHttp &operator=(const NestedHttp &) = delete;

    /// Blocks until the answer has a head that is no refusal. `options` as libavformat gives them: the range, and with
    /// crypto+http the key. What is given is closed by close(), and by nothing of libavformat's.
    Result<AVIOContext *> open(const std::string &url, const AVDictionary *options);
    static void close(AVIOContext *io);
    /// Why the last read() failed; nullopt: it did not. Demux thread.
    const std::optional<Error> &readError() const { return m_readError; }

    /// Ends every wait, now and later, and closes the sockets. Any thread.
    void cancel();

private:
    class Answer;
    struct Stream;
    Result<std::shared_ptr<Answer>> add();
    bool isSlotFree();
    NetRequest requestFor(const std::string &url, const AVDictionary *options) const;

    const MediaRequest m_request;
    NetThread &m_net;
    const Clock &m_clock;
    const SlotId m_slot; ///< of what is fetched one after the other, as all is while only one playlist is followed
    const std::shared_ptr<CookieJar> m_cookies;
    std::string m_host;
    bool m_publicNet = false;
    std::optional<Error> m_readError;

    std::mutex m_mutex; ///< the next two
    bool m_cancelled = false;
    std::vector<std::weak_ptr<Answer>> m_answers;
};

} // namespace kanal::playback
