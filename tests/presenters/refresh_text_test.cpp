// SPDX-License-Identifier: MIT
#include "refresh_text.h"

#include <gtest/gtest.h>

namespace kanal::presenters
{
namespace
{

TEST(RefreshText, CountsWhatChangedByKindAndLeavesOutWhatDidNot)
{
    session::SyncReport report;
    report.kinds["live"] = {.before = 400, .added = 31, .gone = 12, .renamed = 3};
    report.kinds["movies"] = {.before = 10, .added = 4};
    report.kinds["series"] = {.before = 10};
    EXPECT_EQ(refreshText(report), QStringLiteral("Channels: 31 new, 12 gone, 3 renamed · Films: 4 new"));
}

TEST(RefreshText, AFirstListAFailedOneAndAHeldBackOneAreNoNews)
{
    session::SyncReport report;
    report.kinds["live"] = {.before = 0, .added = 400};
    report.kinds["movies"] = {.before = 10, .gone = 9, .heldBack = true};
    report.kinds["series"] = {.before = 10, .added = 1, .error = Error{.kind = ErrorKind::BadAnswer}};
    EXPECT_EQ(refreshText(report), QString());
}

} // namespace
} // namespace kanal::presenters
