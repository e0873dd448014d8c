// SPDX-License-Identifier: MIT
// rooms: playback core
// A film's times, whatever its clock does, with seeks in between: a stream that leads stays near where it or another
// one was expected, and a joint is found again.
#include "file_timeline.h"
#include "fuzz_input.h"

#include <cstdlib>
#include <map>

using namespace kanal::playback;

namespace
{

constexpr std::int64_t kBackUs = 1'000'000, kForwardUs = 3'000'000;

bool isNear(std::int64_t at, std::int64_t expected, std::int64_t back = kBackUs)
{
    return at - expected >= -back && at - expected <= kForwardUs;
}

class Film
{
public:
    explicit Film(std::optional<std::int64_t> startUs)
        : m_file(startUs)
        , m_startUs(startUs)
    {
    }

    void map(int stream, std::optional<std::int64_t> pts, std::optional<std::int64_t> dts, std::int64_t durationUs,
             Timeline::Role role)
    {
        const Timeline::Stamp stamp = m_file.map(stream, pts, dts, durationUs, role);
        require(std::llabs(stamp.dtsUs) < kYears && std::llabs(stamp.ptsUs) < 2 * kYears);
        const auto ticks = dts ? dts : pts;
        if (ticks && !m_startUs)
            m_startUs = *ticks * 100 / 9;
        if (ticks && role == Timeline::Role::Leads && m_expected.contains(stream)) {
            bool near = isNear(stamp.dtsUs, m_expected[stream]);
            for (const auto &[other, expected] : m_expected)
                near = near || (other != stream && isNear(stamp.dtsUs, expected, kForwardUs));
            require(near);
        }
        if (stamp.jumped)
            require(m_file.placeOf(stamp.dtsUs) == *ticks * 100 / 9 - *m_startUs);
        if (ticks || m_expected.contains(stream))
            m_expected[stream] = stamp.dtsUs + durationUs;
    }

    void seek(std::int64_t toUs)
    {
        static_cast<void>(m_file.placeOf(toUs));
        m_file.sought(toUs);
        m_expected.clear();
    }

    void measure(std::int64_t stampedUs) const { require(std::llabs(m_file.lengthOf(stampedUs)) < kYears); }

private:
    static constexpr std::int64_t kYears = std::int64_t(1) << 50;

    FileTimeline m_file;
    std::optional<std::int64_t> m_startUs;
    std::map<int, std::int64_t> m_expected; ///< where each stream's next packet should start
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    FuzzInput input(data, size);
    const auto ticks = [&] { return input.number() >> 30; }; // 33 bits, and one turn more or less
    Film film((input.byte() & 1) != 0 ? std::optional(ticks() * 100 / 9) : std::nullopt);
    while (!input.empty()) {
        const std::uint8_t what = input.byte();
        if (what >= 254) {
            const std::int64_t timeUs = input.number() >> 24; // six days
            what == 255 ? film.seek(timeUs) : film.measure(timeUs);
            continue;
        }
        const auto time = [&](int bit) { return (what & bit) != 0 ? std::optional(ticks()) : std::nullopt; };
        const auto pts = time(1), dts = time(2);
        const auto role = (what & 4) != 0 ? Timeline::Role::Follows : Timeline::Role::Leads;
        film.map(what >> 5, pts, dts, std::int64_t(input.byte()) * 10'000, role);
    }
    return 0;
}
