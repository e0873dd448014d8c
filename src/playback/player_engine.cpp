// SPDX-License-Identifier: MIT
#include "player_engine.h"

#include "trace.h"

#include <kanal/core/log.h>
#include <kanal/core/redact.h>

#include <algorithm>
#include <utility>

namespace kanal::playback
{

namespace
{

using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr Nanos kStartTick = milliseconds(20);
constexpr Nanos kPlayTick = milliseconds(50);
constexpr Nanos kLongPause = std::chrono::seconds(5);
constexpr MediaTime kJoinGap = milliseconds(150);

} // namespace

PlayerEngine::PlayerEngine(Clock &clock, VideoSink &video, std::unique_ptr<AudioSink> audio, Player::Listener listener,
                           std::atomic<std::uint64_t> &numbers, BufferLimits limits,
                           std::unique_ptr<HardwareDecoder> hardware)
    : m_clock(clock)
    , m_listener(std::move(listener))
    , m_playbackClock(clock)
    , m_audio(clock, std::move(audio), [this] { post([this] { onSoundLost(); }); })
    , m_presenter(clock, m_playbackClock, m_audio, video)
    , m_net(clock)
    , m_hardware(std::move(hardware))
    , m_slot(m_net.newSlot())
    , m_limits(limits)
    , m_numbers(numbers)
    , m_reaper([this](std::stop_token stop) { runReaper(stop); })
    , m_thread([this](std::stop_token stop) { run(stop); })
{
}

PlayerEngine::~PlayerEngine()
{
    m_thread = {}; // no more state changes
    m_audio.close();
    if (m_running)
        m_running->cancel();
    m_presenter.detach();
    m_audio.detach();
    m_running.reset();
    m_reaper = {};
    m_done.clear();
}

void PlayerEngine::post(std::function<void()> task)
{
    {
        std::lock_guard lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    m_wake.notify_one();
}

void PlayerEngine::run(std::stop_token stop)
{
    trace::nameThread("engine");
    std::unique_lock lock(m_mutex);
    while (!stop.stop_requested()) {
        if (m_tasks.empty()) {
            const auto deadline = nextTick();
            if (!deadline)
                m_wake.wait(lock, stop, [this] { return !m_tasks.empty(); });
            else if (m_clock.now() < *deadline)
                m_clock.wait(m_wake, lock, stop, *deadline);
        }
        if (stop.stop_requested())
            return;
        std::deque<std::function<void()>> tasks;
        tasks.swap(m_tasks);
        lock.unlock();
        for (const auto &task : tasks)
            task();
        tick();
        lock.lock();
    }
}

void PlayerEngine::runReaper(std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    while (m_reap.wait(lock, stop, [this] { return !m_done.empty(); })) {
        auto session = std::move(m_done.front());
        m_done.pop_front();
        lock.unlock();
        session.reset();
        lock.lock();
    }
}

/// The wait of run() holds the queue's lock; the table belongs to the engine thread alone.
std::optional<Nanos> PlayerEngine::nextTick() const
{
    if (m_returnTo)
        return m_clock.now() + kStartTick;
    switch (m_table.state) {
    case PlayState::Opening:
    case PlayState::Buffering:
    case PlayState::Reconnecting:
        return m_clock.now() + kStartTick;
    case PlayState::Playing:
        return m_clock.now() + kPlayTick;
    default:
        return std::nullopt;
    }
}

Standing PlayerEngine::standing() const
{
    if (!m_onSurface || *m_onSurface == Shown{m_request.kind, m_request.title})
        return Standing::OwnOrNone;
    const bool zap = m_request.kind == MediaKind::Live && m_onSurface->kind == MediaKind::Live;
    return zap ? Standing::LastChannel : Standing::Foreign;
}

TableContext PlayerEngine::context() const
{
    const bool live = m_request.kind == MediaKind::Live;
    return {.live = live,
            .dry = dry(),
            .longPause = m_pausedAt && m_clock.now() - *m_pausedAt > kLongPause,
            .standing = standing()};
}

void PlayerEngine::happen(Happening happening)
{
    const PlayState before = m_table.state;
    const Transition change = transition(m_table, happening, context());
    m_table = change.next;
    if (happening != Happening::Failed && m_table.state != PlayState::Failed)
        m_error.reset();
    for (const Effect effect : change.effects)
        perform(effect);
    m_presenter.setHeld(!m_table.wantPlay);
    if (m_table.state == PlayState::Paused && before != PlayState::Paused)
        m_pausedAt = m_clock.now();
    else if (m_table.state != PlayState::Paused)
        m_pausedAt.reset();
    publish(happening == Happening::Open ? PlayState::Idle : before);
}

void PlayerEngine::perform(Effect effect)
{
    switch (effect) {
    case Effect::CloseSession:
        closeSession();
        break;
    case Effect::OpenSession:
        openSession();
        break;
    case Effect::ClearPicture:
        m_presenter.clear();
        m_onSurface.reset();
        break;
    case Effect::StartOutput:
        startOutput(m_startFrom);
        break;
    case Effect::ResumeOutput:
        resumeOutput();
        break;
    case Effect::FreezeOutput:
        freezeOutput();
        break;
    case Effect::FlushForSeek:
        freezeOutput();
        m_playbackClock.reset();
        m_audio.seek();
        m_presenter.flush();
        m_pictureAt.reset();
        m_videoDrained = m_audioDrained = false;
        if (m_shared)
            m_shared->waiting = true;
        break;
    case Effect::CountRebuffer: {
        m_interruptions.push_back(m_clock.now());
        std::lock_guard lock(m_statsMutex);
        ++m_stats.rebuffers;
        break;
    }
    }
}

void PlayerEngine::closeSession()
{
    if (!m_running)
        return;
    m_running->cancel(); // its socket goes first
    m_presenter.detach();
    m_audio.detach();
    m_playbackClock.reset();
    {
        std::lock_guard lock(m_mutex);
        m_done.push_back(std::move(m_running));
    }
    m_reap.notify_one();
}

void PlayerEngine::openSession()
{
    // A table row may reopen the same request (live edge after a pause, reload): that is a new session, too.
    m_session = m_latestWish > m_session ? m_latestWish : (m_latestWish = ++m_numbers);
    m_lost.reset();
    m_tracksAt.reset();
    m_pictureAt.reset();
    m_frozenAt.reset();
    m_nothingSince.reset();
    m_waitsSince.reset();
    m_saidTooSlow = false;
    m_seeks = m_sought = 0;
    m_nextSeek.reset();
    m_returnTo.reset();
    m_broken.reset();
    m_leftAt = m_request.startAt;
    m_duration = {};
    m_seekTarget = m_request.startAt;
    m_seekable = m_videoDrained = m_audioDrained = false;
    m_interruptions.clear();
    m_playbackClock.reset();
    m_clockSpeed = 1.0; // follows what is heard
    m_playbackClock.setRate(m_appliedRate = 1.0);
    m_audio.attach(m_session);
    m_running =
        std::make_unique<MediaSession>(EngineParts{m_clock, m_net, m_slot, m_audio, m_presenter, m_decoders, m_pictures,
                                                   m_options, m_playbackClock, *m_hardware, m_limits},
                                       m_request, m_session, [this, session = m_session](SessionNews news) {
                                           post([this, session, news = std::move(news)] { onNews(session, news); });
                                       });
    m_presenter.attach(m_session, m_running->shared()->subtitles.screen());
    {
        std::lock_guard lock(m_statsMutex);
        m_shared = m_running->shared();
        m_stats = {};
        m_stats.session = m_session;
    }
    m_rateSince = m_clock.now();
    m_rateBytes = 0;
    m_rateEndUs.reset();
    if (m_options.hardware == HardwareDecoding::Auto)
        m_hardware->prepare(); // beside the first bytes
    log::info("kanal.playback", "open session=" + std::to_string(m_session) + " url=" + redact(m_request.url));
    m_running->start();
}

void PlayerEngine::startOutput(MediaTime from)
{
    m_shared->waiting = false;
    m_audio.start(from);
    m_playbackClock.start(from - std::chrono::duration_cast<MediaTime>(m_audio.latency() * m_clockSpeed));
    m_shared->marks.mark(&StartPhases::playing, m_clock.now());
    m_rate.reset();
    m_presenter.poke();
}

void PlayerEngine::resumeOutput()
{
    if (m_frozenAt) {
        std::lock_guard lock(m_statsMutex);
        if (m_stats.rebuffers > 0 && !m_pausedAt)
            m_stats.rebufferMs += std::chrono::duration<double, std::milli>(m_clock.now() - *m_frozenAt).count();
    }
    m_frozenAt.reset();
    if (const auto stepped = m_presenter.steppedTo()) { // sound goes on with the picture one stopped at
        startOutput(*stepped);
        return;
    }
    const AudioRenderer::Queue sound = m_audio.queued();
    const auto stood = m_playbackClock.now();
    if (!sound.empty && stood && sound.first - *stood > kJoinGap) { // what was lost is not waited for
        startOutput(sound.first);
        return;
    }
    m_shared->waiting = false;
    m_audio.resume();
    m_playbackClock.resume();
    m_rate.reset();
    m_presenter.poke();
}

void PlayerEngine::freezeOutput()
{
    m_frozenAt = m_clock.now();
    m_playbackClock.freeze();
    m_audio.pause();
}

void PlayerEngine::onNews(std::uint64_t session, const SessionNews &news)
{
    if (session != m_session || !m_running)
        return;
    if (const auto *opened = std::get_if<SessionOpened>(&news)) {
        m_tracksAt = m_clock.now();
        m_duration = opened->duration;
        m_seekable = opened->seekable;
        emitEvent(TracksChanged{opened->tracks});
        happen(Happening::TracksKnown);
    } else if (const auto *length = std::get_if<SessionLength>(&news)) {
        m_duration = length->duration;
    } else if (const auto *tracks = std::get_if<SessionTracks>(&news)) {
        emitEvent(TracksChanged{tracks->tracks});
    } else if (const auto *picture = std::get_if<SessionPicture>(&news)) {
        if (picture->first) {
            m_pictureAt = m_clock.now();
            m_onSurface = Shown{m_request.kind, m_request.title};
            emitEvent(FirstPicture{m_shared->marks.phases().firstPicture.value_or(0)});
        }
        emitEvent(VideoSizeChanged{picture->width, picture->height, picture->displayAspect});
    } else if (const auto *sought = std::get_if<SessionSought>(&news)) {
        m_sought = sought->number;
        m_videoDrained = m_audioDrained = false; // the old place's
    } else if (const auto *place = std::get_if<SessionSeekRefused>(&news)) {
        m_nextSeek.reset();
        m_seekTarget = m_leftAt;
        if (std::exchange(m_seekable, place->seekable) && !m_seekable)
            emitEvent(SeekRefused{});
    } else if (std::holds_alternative<SessionWithoutDevice>(news)) {
        onSoundLost();
    } else if (const auto *drained = std::get_if<SessionDrained>(&news)) {
        (drained->kind == TrackKind::Video ? m_videoDrained : m_audioDrained) = true;
    } else if (const auto *refused = std::get_if<SubtitlesRefused>(&news)) {
        emitEvent(*refused);
    } else if (const auto *failed = std::get_if<SessionFailed>(&news)) {
        fail(failed->error);
    } else if (const auto *source = std::get_if<SourceEvent>(&news)) {
        onSource(*source);
    }
}

void PlayerEngine::noteStalled(bool stalled)
{
    {
        std::lock_guard lock(m_statsMutex);
        if (std::exchange(m_stats.stalled, stalled) == stalled)
            return;
    }
    emitEvent(StreamStalled{stalled});
}

void PlayerEngine::onSource(const SourceEvent &event)
{
    noteStalled(std::holds_alternative<SourceStalled>(event));
    if (const auto *connected = std::get_if<SourceConnected>(&event)) {
        m_shared->marks.markMs(&StartPhases::connect, connected->connectMs);
        m_shared->marks.markMs(&StartPhases::firstByte, connected->firstByteMs);
        log::debug("kanal.playback",
                   "connected host=" + connected->finalHost + " status=" + std::to_string(connected->httpStatus));
        sourceIsBack(); // from refusals before the first byte
    } else if (const auto *lost = std::get_if<SourceReconnecting>(&event)) {
        m_lost = *lost;
        {
            std::lock_guard lock(m_statsMutex);
            ++m_stats.reconnects;
        }
        const PlayState before = m_table.state;
        happen(Happening::SourceLost);
        if (before == PlayState::Reconnecting)
            publish(PlayState::Idle); // the next attempt is news, too
    } else if (std::holds_alternative<SourceReconnected>(event)) {
        sourceIsBack();
    } else if (const auto *failed = std::get_if<SourceFailed>(&event)) {
        fail(failed->error);
    }
}

void PlayerEngine::sourceIsBack()
{
    if (std::exchange(m_lost, std::nullopt))
        happen(Happening::SourceBack);
}

void PlayerEngine::fail(Error error)
{
    if (error.kind == ErrorKind::Cancelled || m_broken || m_returnTo)
        return;
    if (mayReturn(error)) {
        m_broken = std::move(error);
        return; // what is there plays on
    }
    giveUp(std::move(error));
}

void PlayerEngine::giveUp(Error error)
{
    log::warning("kanal.playback", "failed kind=" + std::string(errorKindName(error.kind)) + " " + error.detail);
    m_error = std::move(error);
    happen(Happening::Failed);
}

void PlayerEngine::publish(PlayState before)
{
    if (m_table.state == before)
        return;
    m_publicState = m_table.state;
    trace::moment(playStateName(m_table.state).data(), m_session);
    StateChanged change{m_table.state, 0, {}, m_error};
    if (m_table.state == PlayState::Reconnecting && m_lost) {
        change.attempt = m_lost->attempt;
        change.retryIn = m_lost->in;
        change.error = m_lost->why;
    }
    emitEvent(std::move(change));
}

void PlayerEngine::emitEvent(decltype(PlayerEvent::what) what)
{
    if (m_listener)
        m_listener(PlayerEvent{m_session, std::move(what)});
}

PlayerStats PlayerEngine::stats() const
{
    std::shared_ptr<SessionShared> shared;
    PlayerStats stats;
    {
        std::lock_guard lock(m_statsMutex);
        shared = m_shared;
        stats = m_stats;
    }
    stats.state = m_publicState;
    stats.audioOutput = m_audio.deviceName();
    if (!shared)
        return stats;
    stats.phases = shared->marks.phases();
    stats.bytes = shared->bytes;
    stats.keySentMs = shared->keySentMs;
    stats.framesDecoded = shared->framesDecoded;
    const PresenterCounters pictures = m_presenter.counters();
    stats.framesShown = pictures.shown;
    stats.framesDropped = pictures.dropped;
    stats.framesRepeated = pictures.repeated;
    stats.skewMeanMs = pictures.skewMeanMs;
    stats.skewMinMs = pictures.skewMinMs;
    stats.skewMaxMs = pictures.skewMaxMs;
    stats.skewSamples = pictures.skewSamples;
    const auto now = m_playbackClock.now();
    const auto end = shared->audio.lastEndUs() ? shared->audio.lastEndUs() : shared->video.lastEndUs();
    if (now && end)
        stats.bufferedSeconds = std::max(0.0, std::chrono::duration<double>(MediaTime(*end) - *now).count());
    std::lock_guard lock(shared->namesMutex);
    stats.videoDecoder = shared->videoDecoder;
    stats.container = shared->container;
    return stats;
}

} // namespace kanal::playback
