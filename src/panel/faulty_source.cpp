// SPDX-License-Identifier: MIT
#include "faulty_source.h"

#include <algorithm>
#include <cmath>

namespace kanal::panel
{
namespace
{

using Action = FaultStep::Action;

/// The first clock in whole packets.
std::optional<Ticks> firstClock(const std::string &bytes)
{
    for (std::size_t at = 0; at + kTsPacket <= bytes.size(); at += kTsPacket) {
        const auto *p = reinterpret_cast<const std::uint8_t *>(bytes.data() + at);
        if (p[3] & 0x20 && p[4] >= 7 && p[5] & 0x10)
            return Ticks(p[6]) << 25 | Ticks(p[7]) << 17 | Ticks(p[8]) << 9 | Ticks(p[9]) << 1 | p[10] >> 7;
    }
    return std::nullopt;
}

} // namespace

FaultySource::FaultySource(std::shared_ptr<BodySource> body, std::vector<FaultStep> steps, unsigned seed,
                           std::shared_ptr<ScriptRun> run, bool startsTime)
    : m_body(std::move(body))
    , m_steps(std::move(steps))
    , m_random(seed)
    , m_run(std::move(run))
    , m_startsTime(startsTime)
{
}

/// What was promised, kept or not; but nobody knows what is left where packets are lost.
std::optional<std::int64_t> FaultySource::size() const
{
    const bool loses = std::any_of(m_steps.begin(), m_steps.end(),
                                   [](const FaultStep &step) { return step.action == Action::DropTs; });
    return loses ? std::nullopt : m_body->size();
}

double FaultySource::seconds() const
{
    return m_sinceFirstByte.isValid() ? double(m_sinceFirstByte.elapsed()) / 1000 : 0;
}

bool FaultySource::isDue(const FaultStep &step) const
{
    const double now = step.countsFromScript() ? m_run->seconds() : seconds();
    return m_sent >= step.afterBytes && now >= step.atSeconds && now < step.untilSeconds;
}

/// A cut after n bytes comes after exactly n bytes.
std::int64_t FaultySource::untilNextCut() const
{
    std::int64_t left = std::numeric_limits<std::int64_t>::max();
    for (const FaultStep &step : m_steps) {
        if (step.afterBytes > m_sent)
            left = std::min(left, step.afterBytes - m_sent);
        if (step.action == Action::Truncate)
            left = std::min(left, std::max<std::int64_t>(0, std::int64_t(step.value) - m_sent));
    }
    return left;
}

/// What may be sent now; never less than a packet at a time, so that slow streams are not cut into crumbs.
std::int64_t FaultySource::rateBudget(const FaultStep &step)
{
    if (!m_rateStart)
        m_rateStart = RateStart{seconds(), m_sent};
    const double earned = (seconds() - m_rateStart->seconds) * step.value - double(m_sent - m_rateStart->sent);
    if (!m_sinceFirstByte.isValid())
        return kTsPacket;
    return earned < kTsPacket ? 0 : std::int64_t(std::min(earned, 1e12));
}

BodySource::State FaultySource::read(std::string &out, std::size_t max)
{
    std::int64_t allowed = std::min<std::int64_t>(std::int64_t(max), untilNextCut());
    for (const FaultStep &step : m_steps) {
        if (!isDue(step))
            continue;
        if (const auto end = interruption(step)) {
            m_run->note(step);
            return *end;
        }
        if (step.action == Action::Rate) {
            m_run->note(step);
            allowed = std::min(allowed, rateBudget(step));
        }
    }
    if (allowed <= 0)
        return State::Later;
    std::string bytes = std::exchange(m_rest, {});
    State state = State::More;
    if (bytes.empty())
        state = m_body->read(bytes, std::size_t(allowed));
    if (bytes.empty())
        return state;
    if (!m_sinceFirstByte.isValid())
        m_sinceFirstByte.start();
    if (m_startsTime && !m_run->sinceFirstByte.isValid())
        m_run->sinceFirstByte.start();
    if (std::int64_t(bytes.size()) > allowed) { // a source of packets gives whole ones: the cut comes inside
        m_rest = bytes.substr(std::size_t(allowed));
        bytes.resize(std::size_t(allowed));
    }
    m_sent += std::int64_t(bytes.size());
    for (const FaultStep &step : m_steps) {
        if (isDue(step) && damage(step, bytes))
            m_run->note(step);
    }
    out += bytes;
    return state;
}

std::optional<BodySource::State> FaultySource::interruption(const FaultStep &step)
{
    switch (step.action) {
    case Action::Rst:
        return State::Reset;
    case Action::Fin:
        return State::Close;
    case Action::Stall:
        return State::Later;
    case Action::Hiccup:
        return hiccups(step) ? std::optional(State::Later) : std::nullopt;
    case Action::Truncate:
        return m_sent >= std::int64_t(step.value) ? std::optional(State::Close) : std::nullopt;
    default:
        return std::nullopt;
    }
}

/// A lost packet comes again after a fifth of a second or more; what is behind it waits.
bool FaultySource::hiccups(const FaultStep &step)
{
    if (!m_hiccup.hasExpired())
        return true;
    if (!std::bernoulli_distribution(std::clamp(step.value, 0.0, 1.0))(m_random))
        return false;
    m_hiccup.setRemainingTime(std::uniform_int_distribution<int>(200, 600)(m_random)); // also before the first byte
    return true;
}

/// False: this step does nothing to bytes.
bool FaultySource::damage(const FaultStep &step, std::string &bytes)
{
    switch (step.action) {
    case Action::Corrupt: {
        std::geometric_distribution<std::int64_t> gap(std::clamp(step.value, 1e-9, 1.0)); // bytes between two hits
        for (std::int64_t at = gap(m_random); at < std::int64_t(bytes.size()); at += 1 + gap(m_random))
            bytes[std::size_t(at)] = char(m_random() & 0xff);
        return true;
    }
    case Action::DropTs:
        dropPackets(step.value, bytes);
        return true;
    case Action::Restamp:
        restamp(step, bytes);
        return true;
    case Action::Retype:
        retypePictures(bytes, int(step.value), m_programme);
        return true;
    case Action::Without:
        leaveOut(bytes, step.text, m_programme);
        return true;
    case Action::MovePids:
        movePids(bytes, int(step.value), m_programme);
        return true;
    default:
        return false;
    }
}

void FaultySource::dropPackets(double ratio, std::string &bytes)
{
    std::bernoulli_distribution lost(std::clamp(ratio, 0.0, 1.0));
    std::string kept;
    for (std::size_t at = 0; at < bytes.size(); at += kTsPacket) {
        if (!lost(m_random))
            kept.append(bytes, at, kTsPacket);
    }
    bytes = std::move(kept);
}

/// "offset": all times so many seconds later from now on; "wrap": the 33-bit clock runs over so many seconds after the
/// start.
void FaultySource::restamp(const FaultStep &step, std::string &bytes)
{
    Ticks offset = Ticks(std::llround(step.value * double(kTicksPerSecond)));
    if (step.text == "wrap") {
        if (!m_run->wrapBy) {
            if (const auto clock = firstClock(bytes))
                m_run->wrapBy = (Ticks(1) << 33) - offset - *clock;
        }
        offset = m_run->wrapBy.value_or(0);
    }
    for (std::size_t at = 0; at + kTsPacket <= bytes.size(); at += kTsPacket) {
        auto *packet = reinterpret_cast<std::uint8_t *>(bytes.data() + at);
        restampPacket(std::span<std::uint8_t, kTsPacket>(packet, kTsPacket), offset, 0);
    }
}

} // namespace kanal::panel
