// SPDX-License-Identifier: MIT
#include "state_table.h"

#include <algorithm>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using testing::ElementsAre;
using testing::IsEmpty;
using enum PlayState;

struct Row {
    const char *name;
    TableState from;
    Happening happening;
    TableContext context;
    TableState to;
    std::vector<Effect> effects;
};

constexpr TableContext kLive{true, false, false};
constexpr TableContext kLiveDry{true, true, false};
constexpr TableContext kLiveLongPause{true, false, true};
constexpr TableContext kFile{false, false, true};
constexpr TableContext kZap{.standing = Standing::LastChannel};
constexpr TableContext kOtherFilm{.live = false, .standing = Standing::Foreign};

const Row kRows[] = {
    {"open from nothing", {Idle}, Happening::Open, kLive, {Opening}, {Effect::OpenSession}},
    {"open closes first",
     {Playing, true, true},
     Happening::Open,
     kLive,
     {Opening},
     {Effect::CloseSession, Effect::OpenSession}},
    {"open while opening: the last wins",
     {Opening},
     Happening::Open,
     kLive,
     {Opening},
     {Effect::CloseSession, Effect::OpenSession}},
    {"a zap keeps the picture until the next one",
     {Playing, true, true},
     Happening::Open,
     kZap,
     {Opening},
     {Effect::CloseSession, Effect::OpenSession}},
    {"a film does not begin with a channel's picture",
     {Playing, true, true},
     Happening::Open,
     kOtherFilm,
     {Opening},
     {Effect::CloseSession, Effect::ClearPicture, Effect::OpenSession}},
    {"open after a failure", {Failed}, Happening::Open, kLive, {Opening}, {Effect::OpenSession}},
    {"open plays even if the last was paused",
     {Paused, false, true},
     Happening::Open,
     kLive,
     {Opening, true},
     {Effect::CloseSession, Effect::OpenSession}},
    {"stop", {Playing, true, true}, Happening::Stop, kLive, {Idle}, {Effect::CloseSession, Effect::ClearPicture}},
    {"stop after a failure", {Failed}, Happening::Stop, kLive, {Idle}, {Effect::CloseSession, Effect::ClearPicture}},
    {"stop when idle", {Idle}, Happening::Stop, kLive, {Idle}, {}},
    {"tracks", {Opening}, Happening::TracksKnown, kLive, {Buffering, true, false, true}, {}},
    {"tracks after a reconnect",
     {Reconnecting, true, true},
     Happening::TracksKnown,
     kLive,
     {Buffering, true, true, true},
     {}},
    {"tracks while playing change nothing",
     {Playing, true, true, true},
     Happening::TracksKnown,
     kLive,
     {Playing, true, true, true},
     {}},
    {"ready and wanted", {Buffering}, Happening::StartReady, kLive, {Playing, true, true}, {Effect::StartOutput}},
    {"ready but paused", {Buffering, false}, Happening::StartReady, kLive, {Paused, false}, {}},
    {"ready again goes on",
     {Buffering, true, true},
     Happening::StartReady,
     kLive,
     {Playing, true, true},
     {Effect::ResumeOutput}},
    {"pause", {Playing, true, true}, Happening::WishPause, kLive, {Paused, false, true}, {Effect::FreezeOutput}},
    {"pause while buffering is a wish", {Buffering}, Happening::WishPause, kLive, {Buffering, false}, {}},
    {"play", {Paused, false, true}, Happening::WishPlay, kLive, {Playing, true, true}, {Effect::ResumeOutput}},
    {"play what got ready in the pause",
     {Paused, false},
     Happening::WishPlay,
     kFile,
     {Playing, true, true},
     {Effect::StartOutput}},
    {"play a file after long",
     {Paused, false, true},
     Happening::WishPlay,
     kFile,
     {Playing, true, true},
     {Effect::ResumeOutput}},
    {"play live after long goes to the edge",
     {Paused, false, true},
     Happening::WishPlay,
     kLiveLongPause,
     {Opening, true},
     {Effect::CloseSession, Effect::OpenSession}},
    {"underrun",
     {Playing, true, true},
     Happening::Underrun,
     kLiveDry,
     {Buffering, true, true},
     {Effect::FreezeOutput, Effect::CountRebuffer}},
    {"underrun while buffering", {Buffering, true, true}, Happening::Underrun, kLiveDry, {Buffering, true, true}, {}},
    {"lost while playing from the buffer",
     {Playing, true, true},
     Happening::SourceLost,
     kLive,
     {Playing, true, true},
     {}},
    {"lost and dry",
     {Playing, true, true},
     Happening::SourceLost,
     kLiveDry,
     {Reconnecting, true, true},
     {Effect::FreezeOutput, Effect::CountRebuffer}},
    {"lost while opening", {Opening}, Happening::SourceLost, kLive, {Reconnecting}, {}},
    {"lost while buffering, dry",
     {Buffering, true, true},
     Happening::SourceLost,
     kLiveDry,
     {Reconnecting, true, true},
     {}},
    {"lost while buffering with something queued",
     {Buffering, true, true},
     Happening::SourceLost,
     kLive,
     {Buffering, true, true},
     {}},
    {"back before the start, container read",
     {Reconnecting, true, false, true},
     Happening::SourceBack,
     kLive,
     {Buffering, true, false, true},
     {}},
    {"lost while paused", {Paused, false, true}, Happening::SourceLost, kLive, {Paused, false, true}, {}},
    {"back after the start",
     {Reconnecting, true, true, true},
     Happening::SourceBack,
     kLive,
     {Buffering, true, true, true},
     {}},
    {"back before the start", {Reconnecting}, Happening::SourceBack, kLive, {Opening}, {}},
    {"seek", {Playing, true, true}, Happening::Seek, kFile, {Buffering}, {Effect::FlushForSeek}},
    {"seek after the end", {Ended, true, true}, Happening::Seek, kFile, {Buffering}, {Effect::FlushForSeek}},
    {"seek while paused stays paused",
     {Paused, false, true},
     Happening::Seek,
     kFile,
     {Buffering, false},
     {Effect::FlushForSeek}},
    {"seek when idle", {Idle}, Happening::Seek, kFile, {Idle}, {}},
    {"drained", {Playing, true, true}, Happening::Drained, kFile, {Ended, true, true}, {Effect::FreezeOutput}},
    {"failed", {Playing, true, true}, Happening::Failed, kLive, {Failed}, {Effect::CloseSession}},
    {"failed before its first picture: another channel's does not stay",
     {Opening},
     Happening::Failed,
     kZap,
     {Failed},
     {Effect::CloseSession, Effect::ClearPicture}},
    {"failed twice", {Failed}, Happening::Failed, kLive, {Failed}, {}},
    {"failed when idle", {Idle}, Happening::Failed, kLive, {Idle}, {}},
    {"wish to pause what is not open", {Idle}, Happening::WishPause, kLive, {Idle, false}, {}},
    {"wish to pause while opening", {Opening}, Happening::WishPause, kLive, {Opening, false}, {}},
    {"pause twice", {Paused, false, true}, Happening::WishPause, kLive, {Paused, false, true}, {}},
    {"wish to pause while reconnecting",
     {Reconnecting, true, true},
     Happening::WishPause,
     kLive,
     {Reconnecting, false, true},
     {}},
    {"wish to pause what has ended", {Ended, true, true}, Happening::WishPause, kFile, {Ended, false, true}, {}},
    {"wish to pause what failed", {Failed}, Happening::WishPause, kLive, {Failed, false}, {}},
    {"wish to play what is not open", {Idle, false}, Happening::WishPlay, kLive, {Idle, true}, {}},
    {"wish to play while opening", {Opening, false}, Happening::WishPlay, kLive, {Opening, true}, {}},
    {"wish to play while buffering", {Buffering, false, true}, Happening::WishPlay, kLive, {Buffering, true, true}, {}},
    {"wish to play what plays", {Playing, true, true}, Happening::WishPlay, kLive, {Playing, true, true}, {}},
    {"wish to play while reconnecting",
     {Reconnecting, false, true},
     Happening::WishPlay,
     kLive,
     {Reconnecting, true, true},
     {}},
    {"wish to play what has ended", {Ended, false, true}, Happening::WishPlay, kFile, {Ended, true, true}, {}},
    {"wish to play what failed", {Failed, false}, Happening::WishPlay, kLive, {Failed, true}, {}},
    {"tracks while buffering", {Buffering}, Happening::TracksKnown, kLive, {Buffering, true, false, true}, {}},
    {"tracks while paused", {Paused, false, true}, Happening::TracksKnown, kLive, {Paused, false, true, true}, {}},
    {"tracks after the end", {Ended, true, true}, Happening::TracksKnown, kFile, {Ended, true, true, true}, {}},
    {"ready at once", {Opening}, Happening::StartReady, kLive, {Playing, true, true}, {Effect::StartOutput}},
    {"ready while opening, paused", {Opening, false}, Happening::StartReady, kLive, {Paused, false}, {}},
    {"ready after an outage",
     {Reconnecting, true, true, true},
     Happening::StartReady,
     kLive,
     {Playing, true, true, true},
     {Effect::ResumeOutput}},
    {"ready for the first time after an outage",
     {Reconnecting, true, false, true},
     Happening::StartReady,
     kLive,
     {Playing, true, true, true},
     {Effect::StartOutput}},
    {"ready after an outage, paused",
     {Reconnecting, false, true, true},
     Happening::StartReady,
     kLive,
     {Paused, false, true, true},
     {}},
    {"drained before it was full",
     {Buffering, true, true},
     Happening::Drained,
     kFile,
     {Ended, true, true},
     {Effect::FreezeOutput}},
    {"seek while opening waits for the tracks", {Opening}, Happening::Seek, kFile, {Opening}, {}},
    {"seek while buffering", {Buffering, true, true}, Happening::Seek, kFile, {Buffering}, {Effect::FlushForSeek}},
    {"seek while reconnecting",
     {Reconnecting, true, true},
     Happening::Seek,
     kFile,
     {Buffering},
     {Effect::FlushForSeek}},
    {"stop while paused",
     {Paused, false, true},
     Happening::Stop,
     kLive,
     {Idle},
     {Effect::CloseSession, Effect::ClearPicture}},
};

constexpr PlayState kStates[] = {Idle, Opening, Buffering, Playing, Paused, Reconnecting, Ended, Failed};
constexpr Happening kHappenings[] = {Happening::Open,       Happening::Stop,     Happening::WishPause,
                                     Happening::WishPlay,   Happening::Seek,     Happening::TracksKnown,
                                     Happening::StartReady, Happening::Underrun, Happening::SourceLost,
                                     Happening::SourceBack, Happening::Drained,  Happening::Failed};

/// The rows for one state each, and those that the table has for any.
std::vector<Row> allRows()
{
    std::vector<Row> rows(std::begin(kRows), std::end(kRows));
    for (const PlayState state : kStates) {
        const bool session = state != Idle && state != Failed;
        const auto row = [&](const char *name, Happening happening, Standing standing, TableState to,
                             std::vector<Effect> effects) {
            const TableState from{state, true, true, true};
            rows.push_back({name, from, happening, {.standing = standing}, to, std::move(effects)});
        };
        std::vector<Effect> open{Effect::OpenSession}, openCleared{Effect::ClearPicture, Effect::OpenSession};
        if (session) {
            open.insert(open.begin(), Effect::CloseSession);
            openCleared.insert(openCleared.begin(), Effect::CloseSession);
            row("any fails", Happening::Failed, Standing::OwnOrNone, {Failed}, {Effect::CloseSession});
            row("any fails under a picture not its own", Happening::Failed, Standing::LastChannel, {Failed},
                {Effect::CloseSession, Effect::ClearPicture});
        }
        row("open from any", Happening::Open, Standing::OwnOrNone, {Opening}, open);
        row("open from any under a foreign picture", Happening::Open, Standing::Foreign, {Opening}, openCleared);
        if (state != Idle)
            row("stop from any", Happening::Stop, Standing::OwnOrNone, {Idle},
                {Effect::CloseSession, Effect::ClearPicture});
    }
    return rows;
}

class StateTable : public testing::TestWithParam<Row>
{
};

TEST_P(StateTable, Row)
{
    const Row &row = GetParam();
    const Transition change = transition(row.from, row.happening, row.context);
    EXPECT_EQ(change.next.state, row.to.state) << row.name;
    EXPECT_EQ(change.next.wantPlay, row.to.wantPlay) << row.name;
    EXPECT_EQ(change.next.started, row.to.started) << row.name;
    EXPECT_EQ(change.next.tracks, row.to.tracks) << row.name;
    EXPECT_EQ(change.effects, row.effects) << row.name;
}

INSTANTIATE_TEST_SUITE_P(Every, StateTable, testing::ValuesIn(allRows()));

/// Calls with every state the table may be in, and everything it may be told about it.
template<class Visit>
void eachSituation(PlayState state, Visit visit)
{
    for (int bits = 0; bits < 64; ++bits) {
        const auto bit = [bits](int n) { return (bits >> n & 1) != 0; };
        if (bit(1) && state == Opening)
            continue; // whatever opens has not started
        for (const Standing standing : {Standing::OwnOrNone, Standing::LastChannel, Standing::Foreign})
            visit(TableState{state, bit(0), bit(1), bit(2)}, TableContext{bit(3), bit(4), bit(5), standing});
    }
}

TEST(StateTableRules, WhateverChangesHasItsRow)
{
    const std::vector<Row> rows = allRows();
    std::set<std::string> missing;
    for (const PlayState state : kStates)
        for (const Happening happening : kHappenings)
            eachSituation(state, [&](const TableState &from, const TableContext &context) {
                const Transition change = transition(from, happening, context);
                const bool named = std::any_of(rows.begin(), rows.end(), [&](const Row &row) {
                    return row.from.state == state && row.happening == happening && row.to.state == change.next.state &&
                           row.effects == change.effects;
                });
                if (!named && !(change.next == from && change.effects.empty()))
                    missing.insert(std::string(playStateName(state)) + " by happening " +
                                   std::to_string(int(happening)) + " to " +
                                   std::string(playStateName(change.next.state)) + " with " +
                                   std::to_string(change.effects.size()) + " effects");
            });
    EXPECT_THAT(missing, IsEmpty());
}

TEST(StateTableRules, AClosedSessionIsAlwaysClosedBeforeTheNextOpens)
{
    for (const PlayState state : {Opening, Buffering, Playing, Paused, Reconnecting, Ended}) {
        const auto effects = transition({state, true, true}, Happening::Open, kLive).effects;
        EXPECT_THAT(effects, ElementsAre(Effect::CloseSession, Effect::OpenSession));
    }
}

TEST(StateTableRules, NothingHappensToAStoppedPlayer)
{
    for (const Happening happening :
         {Happening::WishPause, Happening::TracksKnown, Happening::StartReady, Happening::Underrun,
          Happening::SourceLost, Happening::SourceBack, Happening::Drained, Happening::Failed}) {
        const Transition change = transition({Idle}, happening, kLive);
        EXPECT_EQ(change.next.state, Idle);
        EXPECT_THAT(change.effects, IsEmpty());
    }
}

} // namespace
} // namespace kanal::playback
