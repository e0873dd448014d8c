// SPDX-License-Identifier: MIT
#include "state_table.h"

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
};

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

INSTANTIATE_TEST_SUITE_P(Every, StateTable, testing::ValuesIn(kRows));

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
