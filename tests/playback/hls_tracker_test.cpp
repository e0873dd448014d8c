// SPDX-License-Identifier: MIT
#include "hls_tracker.h"
#include "support/fake_clock.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;
using News = HlsTracker::News;

/// `count` segments of four seconds, the first one with this number.
HlsMediaPlaylist list(std::int64_t sequence, int count, bool ended = false)
{
    HlsMediaPlaylist made;
    made.target = 4s;
    made.sequence = sequence;
    made.ended = ended;
    for (int i = 0; i < count; ++i) {
        HlsSegment segment;
        segment.url = "http://example.org/" + std::to_string(sequence + i);
        segment.duration = 4s;
        segment.start = i * 4s;
        made.segments.push_back(segment);
    }
    return made;
}

class HlsTrackerTest : public testing::Test
{
protected:
    News update(HlsMediaPlaylist playlist) { return tracker.update(std::move(playlist), clock.now()); }
    void takeAll()
    {
        while (tracker.next())
            tracker.advance();
    }

    FakeClock clock;
    HlsTracker tracker{HlsTracker::Begin::NearTheEnd};
};

TEST_F(HlsTrackerTest, LiveBeginsThreeTargetsFromTheEnd)
{
    EXPECT_FALSE(tracker.next());
    EXPECT_EQ(update(list(10, 6)), News::More);
    EXPECT_EQ(tracker.nextNumber(), 13);
    EXPECT_EQ(tracker.next()->url, "http://example.org/13");
}

TEST_F(HlsTrackerTest, AShortListBeginsWithItsFirst)
{
    update(list(10, 2));
    EXPECT_EQ(tracker.nextNumber(), 10);
}

TEST_F(HlsTrackerTest, ASoundBeginsASegmentBeforeItsPictureAndFurtherWhereItPlays)
{
    HlsTracker beside(HlsTracker::Begin::NearTheEnd, 0s);
    beside.update(list(10, 8), clock.now());
    EXPECT_EQ(beside.nextNumber(), 14) << "three targets and one";
    HlsTracker joining(HlsTracker::Begin::NearTheEnd, 7s);
    joining.update(list(10, 8), clock.now());
    EXPECT_EQ(joining.nextNumber(), 12);
    HlsTracker early(HlsTracker::Begin::NearTheEnd, 60s);
    early.update(list(10, 8), clock.now());
    EXPECT_EQ(early.nextNumber(), 10);
}

TEST_F(HlsTrackerTest, TheServersHoldBackCounts)
{
    auto playlist = list(10, 6);
    playlist.holdBack = 17s;
    update(playlist);
    EXPECT_EQ(tracker.nextNumber(), 11);
}

TEST_F(HlsTrackerTest, AStartOffsetCountsButNotNearerToTheEndThanHoldBack)
{
    auto playlist = list(10, 8);
    playlist.startOffset = -25s;
    update(playlist);
    EXPECT_EQ(tracker.nextNumber(), 11);
    HlsTracker near(HlsTracker::Begin::NearTheEnd);
    playlist.startOffset = -1s;
    near.update(playlist, clock.now());
    EXPECT_EQ(near.nextNumber(), 15);
}

TEST_F(HlsTrackerTest, AFilmBeginsAtItsStart)
{
    HlsTracker film(HlsTracker::Begin::AtTheStart);
    film.update(list(0, 6), clock.now());
    EXPECT_EQ(film.nextNumber(), 0);
    update(list(0, 6, true)); // a live stream whose list has ended: a clip
    EXPECT_EQ(tracker.nextNumber(), 0);
}

TEST_F(HlsTrackerTest, LooksAgainAfterATargetOrHalfOfOne)
{
    update(list(10, 6));
    EXPECT_EQ(tracker.reloadAt(), clock.now() + 4s);
    clock.advance(4s);
    EXPECT_EQ(update(list(10, 6)), News::Same);
    EXPECT_EQ(tracker.reloadAt(), clock.now() + 2s);
    clock.advance(2s);
    EXPECT_EQ(update(list(11, 6)), News::More);
    EXPECT_EQ(tracker.reloadAt(), clock.now() + 4s);
    update(list(11, 6, true));
    EXPECT_FALSE(tracker.reloadAt());
}

TEST_F(HlsTrackerTest, LosesPatienceAfterThreeAndAHalfTargets)
{
    update(list(10, 6));
    clock.advance(15s);
    EXPECT_FALSE(tracker.stuck(clock.now())); // there is still something to fetch
    takeAll();
    EXPECT_TRUE(tracker.stuck(clock.now()));
    tracker.forgive(clock.now());
    EXPECT_FALSE(tracker.stuck(clock.now()));
    clock.advance(14s);
    EXPECT_FALSE(tracker.stuck(clock.now()));
    clock.advance(1ms);
    EXPECT_TRUE(tracker.stuck(clock.now()));
}

TEST_F(HlsTrackerTest, AFrozenListNeverPlaysAgain)
{
    update(list(10, 6));
    takeAll();
    for (int i = 0; i < 5; ++i) {
        clock.advance(10s);
        EXPECT_EQ(update(list(10, 6)), News::Same);
        EXPECT_FALSE(tracker.next());
    }
}

TEST_F(HlsTrackerTest, WhoFellBehindTheWindowJumpsToTheHoldBackPoint)
{
    update(list(10, 6));
    tracker.advance();
    EXPECT_EQ(update(list(40, 6)), News::Jumped);
    EXPECT_EQ(tracker.nextNumber(), 43);
}

TEST_F(HlsTrackerTest, NumbersThatBeginAnewAreFollowed)
{
    update(list(1000, 6));
    takeAll();
    EXPECT_EQ(update(list(0, 3)), News::Jumped);
    EXPECT_EQ(tracker.nextNumber(), 0);
}

TEST_F(HlsTrackerTest, AServerThatIsALittleBehindIsWaitedFor)
{
    update(list(10, 6));
    takeAll();
    EXPECT_EQ(update(list(8, 6)), News::Same);
    EXPECT_FALSE(tracker.next());
    EXPECT_EQ(update(list(11, 6)), News::More);
    EXPECT_EQ(tracker.next()->url, "http://example.org/16");
}

TEST_F(HlsTrackerTest, AnEmptyListIsNoNewBeginning)
{
    update(list(10, 6));
    takeAll();
    EXPECT_EQ(update(list(0, 0)), News::Same);
}

TEST_F(HlsTrackerTest, AnotherVariantGoesOnAtTheSameNumber)
{
    update(list(10, 6));
    tracker.advance();
    EXPECT_EQ(tracker.change(list(11, 6), clock.now()), News::More);
    EXPECT_EQ(tracker.nextNumber(), 14);
    EXPECT_EQ(tracker.change(list(500, 6), clock.now()), News::Jumped);
    EXPECT_EQ(tracker.nextNumber(), 503);
}

TEST_F(HlsTrackerTest, AnotherVariantIsJoinedByDateWhereThereAreDates)
{
    auto ours = list(10, 6), other = list(700, 6);
    for (int i = 0; i < 6; ++i) {
        ours.segments[std::size_t(i)].date = 1000s + i * 4s;
        other.segments[std::size_t(i)].date = 1004s + i * 4s; // one segment further
    }
    update(ours);
    ASSERT_EQ(tracker.nextNumber(), 13);
    EXPECT_EQ(tracker.change(other, clock.now()), News::More);
    EXPECT_EQ(tracker.nextNumber(), 702);
}

TEST_F(HlsTrackerTest, AnotherVariantOfAFilmIsJoinedByTime)
{
    HlsTracker film(HlsTracker::Begin::AtTheStart);
    film.update(list(0, 6, true), clock.now());
    film.advance();
    film.advance(); // at 8 s
    auto halves = list(0, 12, true);
    for (int i = 0; i < 12; ++i) {
        halves.segments[std::size_t(i)].start = i * 2s;
        halves.segments[std::size_t(i)].duration = 2s;
    }
    film.change(halves, clock.now());
    EXPECT_EQ(film.next()->start, 8s);
}

TEST_F(HlsTrackerTest, SeeksToTheSegmentThatHoldsATime)
{
    HlsTracker film(HlsTracker::Begin::AtTheStart);
    film.update(list(5, 6, true), clock.now());
    EXPECT_EQ(film.duration(), 24s);
    film.seek(9s);
    EXPECT_EQ(film.next()->start, 8s);
    film.seek(8s);
    EXPECT_EQ(film.next()->start, 8s);
    film.seek(-1s);
    EXPECT_EQ(film.next()->start, 0s);
    film.seek(99s);
    EXPECT_EQ(film.next()->start, 20s);
    film.advance();
    EXPECT_TRUE(film.atEnd());
}

} // namespace
} // namespace kanal::playback
