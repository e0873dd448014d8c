// SPDX-License-Identifier: MIT
// What the player does when something happens: a pure table, one row a test line (docs/playback.md). Pause is a wish
// beside the state of the data: a paused stream still opens and buffers.
#pragma once

#include <kanal/playback/player.h>

#include <vector>

namespace kanal::playback
{

enum class Happening {
    Open, ///< a request
    Stop,
    WishPause,
    WishPlay,
    Seek,
    TracksKnown, ///< the container is read
    StartReady,  ///< enough is decoded to start (or start again)
    Underrun,    ///< sound or picture ran dry and nothing is queued
    SourceLost,  ///< the connection is gone; the source tries again
    SourceBack,  ///< bytes again
    Drained,     ///< everything of a stream with an end was played
    Failed,
};

enum class Effect {
    CloseSession, ///< the old one: its socket first
    OpenSession,
    ClearPicture,
    StartOutput,  ///< clock and sound run, from where the data says
    FreezeOutput, ///< clock and sound stand
    ResumeOutput, ///< from where they stood
    FlushForSeek,
    CountRebuffer,
};

struct TableState {
    PlayState state = PlayState::Idle;
    bool wantPlay = true;
    bool started = false; ///< output ran since open or seek: it stands at a place
    bool tracks = false;  ///< the container is read

    friend bool operator==(const TableState &, const TableState &) = default;
};

/// Whose picture stands on the surface, seen from what is open or to be opened.
enum class Standing {
    OwnOrNone,
    LastChannel, ///< from a channel to a channel it may stay until the new one's comes
    Foreign,     ///< of a channel before a film, or the other way round
};

struct TableContext {
    bool live = true;
    bool dry = false;       ///< nothing decoded or queued is left to play
    bool longPause = false; ///< live, paused longer than what the server keeps for us
    Standing standing = Standing::OwnOrNone;
};

struct Transition {
    TableState next;
    std::vector<Effect> effects;
};

Transition transition(const TableState &now, Happening happening, const TableContext &context);

} // namespace kanal::playback
