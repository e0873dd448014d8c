// SPDX-License-Identifier: MIT
#include "refresh_summary.h"

#include <kanal/presenters/error_text.h>

#include <QLocale>

#include <gtest/gtest.h>

namespace kanal::presenters
{
namespace
{

using library::AdultEntries;

session::KindReport changed(std::uint32_t added, std::uint32_t gone, std::uint32_t renamed)
{
    session::KindReport report;
    report.before = 1000;
    report.added = added;
    report.gone = gone;
    report.renamed = renamed;
    return report;
}

TEST(RefreshSummary, AddsTheKindsUp)
{
    session::SyncReport report;
    report.kinds = {{"live", changed(30, 12, 0)}, {"movies", changed(1, 0, 3)}};
    EXPECT_EQ(refreshSummary(report, AdultEntries::Shown),
              QStringLiteral("The lists were refreshed: 31 new, 12 gone, 3 renamed."));
}

TEST(RefreshSummary, LeavesOutWhatIsHiddenForAdults)
{
    session::SyncReport report;
    report.kinds = {{"live", changed(30, 12, 1)}, {"movies", changed(5, 0, 3)}};
    report.kinds["live"].adultAdded = 4;
    report.kinds["live"].adultGone = 12;
    report.kinds["movies"].adultRenamed = 2;
    EXPECT_EQ(refreshSummary(report, AdultEntries::Shown),
              QStringLiteral("The lists were refreshed: 35 new, 12 gone, 4 renamed."));
    EXPECT_EQ(refreshSummary(report, AdultEntries::Hidden),
              QStringLiteral("The lists were refreshed: 31 new, 2 renamed."));
}

TEST(RefreshSummary, SeveralRefreshesAreSaidAsOne)
{
    session::SyncReport sum, second, third;
    sum.kinds = {{"live", changed(30, 12, 0)}};
    second.kinds = {{"live", changed(2, 1, 0)}, {"movies", changed(7, 0, 0)}};
    third.kinds = {{"series", changed(90, 0, 0)}};
    third.kinds["series"].before = 0;
    for (const session::SyncReport &next : {second, third})
        addUp(sum, next);
    EXPECT_EQ(refreshSummary(sum, AdultEntries::Shown), QStringLiteral("The lists were refreshed: 39 new, 13 gone."))
        << "the first series are no news";
    session::SyncReport failed;
    failed.kinds["movies"].error = Error{ErrorKind::Timeout, "", ""};
    addUp(sum, failed);
    EXPECT_TRUE(sum.kinds["movies"].error.has_value());
    EXPECT_EQ(sum.kinds["live"].added, 32u);
}

TEST(RefreshSummary, SaysNothingWhenNothingChangedOrAllOfItIsNew)
{
    session::SyncReport report;
    EXPECT_EQ(refreshSummary(report, AdultEntries::Shown), QString());
    report.kinds = {{"live", changed(0, 0, 0)}, {"movies", changed(1000, 0, 0)}};
    report.kinds["movies"].before = 0;
    EXPECT_EQ(refreshSummary(report, AdultEntries::Shown), QString());
}

TEST(RefreshSummary, AListThatWasHeldBackChangedNothing)
{
    session::SyncReport report;
    report.kinds = {{"live", changed(0, 900, 0)}};
    report.kinds["live"].heldBack = true;
    EXPECT_EQ(refreshSummary(report, AdultEntries::Shown), QString());
}

TEST(RefreshSummary, SaysOfEachHeldBackListHowManyThereAreAndWere)
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    session::KindReport films;
    films.before = 52'310;
    EXPECT_EQ(heldBackText({{"movies", films}}),
              QStringLiteral("The panel now lists 0 films; it had 52,310. Nothing was removed yet."));
    EXPECT_EQ(heldBackText({}), QString());
    session::KindReport strangers;
    strangers.before = strangers.after = 1'200;
    strangers.gone = 1'199;
    EXPECT_EQ(
        heldBackText({{"live", strangers}}),
        QStringLiteral("The panel now lists 1,200 other channels: of the 1,200 it had, 1,199 are gone. Nothing was "
                       "removed yet."));
}

TEST(RefreshSummary, SaysWhichOfFilmsAndSeriesFailedAndWhy)
{
    const Error late{ErrorKind::Timeout}, away{ErrorKind::Refused};
    EXPECT_EQ(failureText({}), QString());
    EXPECT_EQ(failureText({{"live", late}}), QString());
    EXPECT_EQ(failureText({{"movies", late}}),
              QStringLiteral("Films could not be refreshed: %1").arg(errorText(late).title));
    EXPECT_EQ(failureText({{"movies", late}, {"series", late}}),
              QStringLiteral("Films and series could not be refreshed: %1").arg(errorText(late).title));
    EXPECT_TRUE(failureText({{"movies", late}, {"series", away}})
                    .contains(QStringLiteral("Series could not be refreshed: %1").arg(errorText(away).title)));
}

TEST(RefreshSummary, SaysWhatCameSoFar)
{
    EXPECT_EQ(progressText(QStringLiteral("series"), 12), QStringLiteral("12 series"));
    EXPECT_EQ(progressText(QStringLiteral("live"), 0), QString());
}

} // namespace
} // namespace kanal::presenters
