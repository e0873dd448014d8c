// SPDX-License-Identifier: MIT
// Joins the connections of one live stream into one stream: gets onto the packet grid, skips garbage, and takes out
// what a server replays after a reconnect. What is no TS passes untouched. Pure; on the net thread.
//
// A replay is told by its clock: the new connection begins at most a minute before where the old one stopped. Where the
// bytes are the same, the join is exact to the packet; else it is at the first clock reference past the old one.
#pragma once

#include "ts_scanner.h"

#include <functional>

namespace kanal::playback
{

class TsSplicer
{
public:
    using Sink = std::function<void(Bytes)>;

    enum class Join {
        None,     ///< not yet, or the first connection
        Exact,    ///< a replay, cut out to the packet
        Replay,   ///< a replay, cut out at a clock reference
        Forward,  ///< the stream goes on later: what lies between is lost
        Unrelated ///< another clock
    };

    /// What follows comes from a new connection. `Form` is what its first bytes are.
    enum class Form { Ts, Other };
    void beginConnection(Form form);

    /// Calls sink with what is to be passed on, in order.
    void feed(Bytes in, Nanos arrival, const Sink &sink);
    /// Passes on what comes from now on: a replay that takes too long is no replay.
    void stopSkipping(Nanos arrival, const Sink &sink);

    bool skipping() const { return m_mode == Mode::Holding || m_mode == Mode::Skipping; }
    Join lastJoin() const { return m_join; }
    const TsScanner &scanner() const { return m_scanner; }
    const TsFramer &framer() const { return m_framer; }

private:
    enum class Mode {
        Raw, ///< no TS
        Passing,
        Holding,  ///< a new connection whose clock is not known yet
        Skipping, ///< a replay
        Joining,  ///< past the replay: each PID begins with its next unit
    };

    void take(Bytes packet, Nanos arrival, const Sink &sink);
    void passRun(Bytes packets, Nanos arrival, const Sink &sink);
    void hold(Bytes packet, const TsPacket &header, Nanos arrival, const Sink &sink);
    void skip(Bytes packet, const TsPacket &header, Nanos arrival, const Sink &sink);
    void join(Bytes packet, const TsPacket &header, Nanos arrival, const Sink &sink);
    void pass(Bytes packet, Nanos arrival, const Sink &sink);
    void decide(std::int64_t pcr, Nanos arrival, const Sink &sink);
    void replayHeld(Nanos arrival, const Sink &sink);
    void count(const TsPacket &header);
    void keepTables(Bytes packet, const TsPacket &header);
    void passNewTables(const Sink &sink);
    bool isClock(const TsPacket &header) const;
    void startJoining(Join join, const Sink &sink);

    TsFramer m_framer;
    TsScanner m_scanner; ///< sees what is passed on
    Mode m_mode = Mode::Passing;
    Join m_join = Join::None;
    bool m_anyConnection = false;
    bool m_cameClose = false;    ///< the replay of this connection reached the place where the last one stopped
    bool m_passedAny = false;    ///< of this connection
    bool m_replayFailed = false; ///< a connection never came past its replay: a clip in a loop, not to be skipped again

    // Where the stream stands: the last clock reference passed on, and what came after it.
    std::int64_t m_packetsSincePcr = 0;
    std::uint64_t m_lastPacketHash = 0;

    std::vector<std::byte> m_held;
    std::vector<std::byte> m_tables; ///< PAT and PMT of the replay, for the case that they are new
    std::vector<TsProgram> m_programsBefore;
    std::int64_t m_resumeIn =
        -1;                    ///< packets of the replay until the one passed on last; −1: not at its clock reference
    std::vector<bool> m_begun; ///< Joining: PIDs whose unit has begun
    std::int64_t m_joined = 0;
};

} // namespace kanal::playback
