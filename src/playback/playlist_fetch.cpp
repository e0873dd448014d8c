// SPDX-License-Identifier: MIT
#include "playlist_fetch.h"

#include "status_policy.h"

#include <kanal/core/limits.h>

#include <condition_variable>
#include <mutex>

namespace kanal::playback
{

namespace
{

constexpr std::chrono::seconds kDeadline{8};

} // namespace

class PlaylistFetch::Handler final : public NetHandler
{
public:
    HeadVerdict onHead(const NetHead &head) override
    {
        const std::lock_guard lock(m_mutex);
        m_fetched.url = head.url;
        if (const auto kind = refusalOf(head.status, {})) {
            m_error = Error{*kind, "HTTP " + std::to_string(head.status), head.host, head.status};
            return HeadVerdict::Refuse;
        }
        return HeadVerdict::Accept;
    }

    BodyVerdict onBody(std::span<const std::byte> bytes) override
    {
        const std::lock_guard lock(m_mutex);
        m_fetched.text.append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
        if (m_fetched.text.size() <= limits::kPlaylistBytes)
            return BodyVerdict::Taken;
        m_error = Error{ErrorKind::BadAnswer, "the playlist is too long"};
        return BodyVerdict::Stop;
    }

    void onDone(const NetDone &done) override
    {
        if (done.how == NetDone::How::Failed)
            end(done.error);
        else
            end(std::nullopt);
    }

    void end(std::optional<Error> error)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_error)
            m_error = std::move(error);
        m_done = true;
        m_changed.notify_all();
    }

    Result<FetchedText> await()
    {
        std::unique_lock lock(m_mutex);
        if (!m_changed.wait_for(lock, kDeadline, [this] { return m_done; }))
            return fail(ErrorKind::Timeout, "no playlist in time");
        if (m_error)
            return tl::unexpected(*m_error);
        return std::move(m_fetched);
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    FetchedText m_fetched;
    std::optional<Error> m_error;
    bool m_done = false;
};

PlaylistFetch::PlaylistFetch(NetThread &net)
    : m_net(net)
    , m_handler(std::make_shared<Handler>())
{
}

PlaylistFetch::~PlaylistFetch() = default;

Result<FetchedText> PlaylistFetch::fetch(const MediaRequest &request, SlotId slot, std::shared_ptr<CookieJar> cookies)
{
    NetRequest ask;
    ask.url = request.url;
    ask.userAgent = request.userAgent;
    ask.headers = request.headers;
    ask.certificates = request.certificates;
    ask.slot = slot;
    ask.cookies = std::move(cookies);
    ask.unpack = true;
    const TransferId id = m_net.begin(std::move(ask), m_handler);
    Result<FetchedText> fetched = m_handler->await();
    m_net.cancel(id);
    return fetched;
}

void PlaylistFetch::cancel()
{
    m_handler->end(Error{ErrorKind::Cancelled, "playlist"});
}

} // namespace kanal::playback
