// SPDX-License-Identifier: MIT
#include "headless_player.h"

#include "context.h"

#include <algorithm>
#include <type_traits>

namespace kanal::cli
{

using namespace playback;

namespace
{

/// A transport stream tells codecs long before sizes.
void setSize(std::vector<Track> &tracks, const VideoSizeChanged &size)
{
    for (Track &track : tracks) {
        if (track.kind == TrackKind::Video && track.selected) {
            track.width = size.width;
            track.height = size.height;
        }
    }
}

} // namespace

bool Seen::has(TrackKind kind) const
{
    return std::any_of(tracks.begin(), tracks.end(), [kind](const Track &track) { return track.kind == kind; });
}

bool Seen::over() const
{
    return state == PlayState::Ended || state == PlayState::Failed;
}

HeadlessPlayer::HeadlessPlayer(const ProxyRule &proxy)
    : m_sink(SurfaceWish{true, 1280, 720})
    , m_player(m_clock, m_sink, makeAudioSink(AudioBackend::Null, m_clock), [this](const PlayerEvent &event) {
        QMetaObject::invokeMethod(
            this, [this, event] { take(event); }, Qt::QueuedConnection);
    })
{
    m_player.setProxy(proxy);
}

void HeadlessPlayer::open(const MediaRequest &request)
{
    m_seen = {};
    m_asked = m_clock.now();
    m_session = m_player.open(request);
}

bool HeadlessPlayer::waitUntil(Context &context, std::chrono::milliseconds limit,
                               const std::function<bool(const Seen &)> &done)
{
    if (done(m_seen))
        return true;
    QEventLoop loop;
    bool reached = false;
    m_onEvent = [&] {
        reached = done(m_seen);
        if (reached)
            loop.quit();
    };
    QTimer::singleShot(limit, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    QObject::connect(&context.interrupt(), &Interrupt::raised, &loop, &QEventLoop::quit);
    if (!Interrupt::happened())
        loop.exec();
    m_onEvent = {};
    return reached;
}

void HeadlessPlayer::take(const PlayerEvent &event)
{
    if (event.session < m_session)
        return;
    std::visit(
        [this](const auto &what) {
            using What = std::decay_t<decltype(what)>;
            if constexpr (std::is_same_v<What, StateChanged>) {
                m_seen.state = what.state;
                if (what.error)
                    m_seen.error = what.error;
            } else if constexpr (std::is_same_v<What, TracksChanged>) {
                m_seen.tracks = what.tracks;
            } else if constexpr (std::is_same_v<What, VideoSizeChanged>) {
                setSize(m_seen.tracks, what);
            } else if constexpr (std::is_same_v<What, FirstPicture>) {
                m_seen.pictureMs = what.ms;
                m_seen.heardOfMs = std::chrono::duration<double, std::milli>(m_clock.now() - m_asked).count();
            } else if constexpr (std::is_same_v<What, FirstSound>) {
                m_seen.soundMs = what.ms;
            }
        },
        event.what);
    if (m_onEvent)
        m_onEvent();
}

} // namespace kanal::cli
