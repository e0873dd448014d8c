// SPDX-License-Identifier: MIT
#include "state_table.h"

namespace kanal::playback
{

namespace
{

bool hasSession(PlayState state)
{
    return state != PlayState::Idle && state != PlayState::Failed;
}

Transition stay(const TableState &now)
{
    return {now, {}};
}

Transition onPlayWish(TableState now, const TableContext &context)
{
    now.wantPlay = true;
    if (now.state != PlayState::Paused)
        return stay(now);
    if (context.live && context.longPause) { // what was kept is old: go to the live edge
        now.state = PlayState::Opening;
        now.started = now.tracks = false;
        return {now, {Effect::CloseSession, Effect::OpenSession}};
    }
    const Effect effect = now.started ? Effect::ResumeOutput : Effect::StartOutput; // it got ready in the pause
    now.state = PlayState::Playing;
    now.started = true;
    return {now, {effect}};
}

Transition onPauseWish(TableState now)
{
    now.wantPlay = false;
    if (now.state != PlayState::Playing)
        return stay(now);
    now.state = PlayState::Paused;
    return {now, {Effect::FreezeOutput}};
}

Transition onStartReady(TableState now)
{
    if (now.state != PlayState::Buffering && now.state != PlayState::Reconnecting && now.state != PlayState::Opening)
        return stay(now);
    if (!now.wantPlay) {
        now.state = PlayState::Paused;
        return {now, {}};
    }
    const bool again = now.started;
    now.state = PlayState::Playing;
    now.started = true;
    return {now, {again ? Effect::ResumeOutput : Effect::StartOutput}};
}

Transition onSourceLost(TableState now, const TableContext &context)
{
    switch (now.state) {
    case PlayState::Opening:
        now.state = PlayState::Reconnecting;
        return {now, {}};
    case PlayState::Buffering:
        if (context.dry)
            now.state = PlayState::Reconnecting;
        return {now, {}};
    case PlayState::Playing:
        if (!context.dry)
            return stay(now); // what is buffered plays on; the source heals in silence
        now.state = PlayState::Reconnecting;
        return {now, {Effect::FreezeOutput, Effect::CountRebuffer}};
    default:
        return stay(now);
    }
}

std::vector<Effect> onOpen(const TableState &now, const TableContext &context)
{
    std::vector<Effect> effects;
    if (hasSession(now.state))
        effects.push_back(Effect::CloseSession);
    if (context.standing == Standing::Foreign)
        effects.push_back(Effect::ClearPicture);
    effects.push_back(Effect::OpenSession);
    return effects;
}

} // namespace

Transition transition(const TableState &now, Happening happening, const TableContext &context)
{
    TableState next = now;
    switch (happening) {
    case Happening::Open:
        next.state = PlayState::Opening;
        next.wantPlay = true;
        next.started = next.tracks = false;
        return {next, onOpen(now, context)};
    case Happening::Stop:
        next = {};
        if (now.state == PlayState::Idle)
            return stay(next);
        return {next, {Effect::CloseSession, Effect::ClearPicture}};
    case Happening::WishPause:
        return onPauseWish(now);
    case Happening::WishPlay:
        return onPlayWish(now, context);
    case Happening::Seek:
        if (!hasSession(now.state) || now.state == PlayState::Opening)
            return stay(now);
        next.state = PlayState::Buffering;
        next.started = false;
        return {next, {Effect::FlushForSeek}};
    case Happening::TracksKnown:
        if (!hasSession(now.state))
            return stay(now);
        next.tracks = true;
        if (now.state == PlayState::Opening || now.state == PlayState::Reconnecting)
            next.state = PlayState::Buffering;
        return {next, {}};
    case Happening::StartReady:
        return onStartReady(now);
    case Happening::Underrun:
        if (now.state != PlayState::Playing)
            return stay(now);
        next.state = PlayState::Buffering;
        return {next, {Effect::FreezeOutput, Effect::CountRebuffer}};
    case Happening::SourceLost:
        return onSourceLost(now, context);
    case Happening::SourceBack:
        if (now.state != PlayState::Reconnecting)
            return stay(now);
        next.state = now.tracks ? PlayState::Buffering : PlayState::Opening;
        return {next, {}};
    case Happening::Drained:
        if (now.state != PlayState::Playing && now.state != PlayState::Buffering)
            return stay(now);
        next.state = PlayState::Ended;
        return {next, {Effect::FreezeOutput}};
    case Happening::Failed:
        if (!hasSession(now.state))
            return stay(now);
        next.state = PlayState::Failed;
        next.started = next.tracks = false;
        if (context.standing != Standing::OwnOrNone) // it would look as if that were what failed
            return {next, {Effect::CloseSession, Effect::ClearPicture}};
        return {next, {Effect::CloseSession}};
    }
    return stay(now);
}

} // namespace kanal::playback
