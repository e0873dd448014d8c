// SPDX-License-Identifier: MIT
#include "scalar.h"

#include <gtest/gtest.h>

namespace kanal::xtream
{
namespace
{

const Scalar kAbsent{};
const Scalar kNull{Scalar::Kind::Null, {}};
const Scalar kTrue{Scalar::Kind::True, {}};
const Scalar kFalse{Scalar::Kind::False, {}};
const Scalar kList{Scalar::Kind::Compound, {}};
Scalar text(std::string_view t)
{
    return Scalar::of(t);
}
Scalar number(std::string_view t)
{
    return Scalar::number(t);
}

TEST(Coercers, IdsAreOpaqueText)
{
    EXPECT_EQ(toId(number("12")), "12");
    EXPECT_EQ(toId(text(" 12 ")), "12");
    EXPECT_EQ(toId(number("4.0")), "4");
    EXPECT_EQ(toId(number("2356443347")), "2356443347");
    EXPECT_EQ(toId(number("99999999999999999999")), "99999999999999999999");
    EXPECT_EQ(toId(text("abc-1.5")), "abc-1.5");
    EXPECT_EQ(toId(number("4.5")), "4.5");
    for (Scalar none : {kAbsent, kNull, kTrue, kFalse, kList, text("  ")})
        EXPECT_EQ(toId(none), "");
}

TEST(Coercers, TextIsEmptyForWhatIsNone)
{
    EXPECT_EQ(toText(text(" a ")), "a");
    EXPECT_EQ(toText(number("7.5")), "7.5");
    for (Scalar none : {kAbsent, kNull, kTrue, kFalse, kList})
        EXPECT_EQ(toText(none), "");
}

TEST(Coercers, IntegersAreFoundInText)
{
    EXPECT_EQ(toInt64(number("42")), 42);
    EXPECT_EQ(toInt64(text("42")), 42);
    EXPECT_EQ(toInt64(text("45 min")), 45);
    EXPECT_EQ(toInt64(text("about -3")), -3);
    EXPECT_EQ(toInt64(number("4.0")), 4);
    EXPECT_EQ(toInt64(number("1.7e9")), 1'700'000'000);
    EXPECT_EQ(toInt64(text("3,5")), 3);
    EXPECT_EQ(toInt64(kTrue), 1);
    EXPECT_EQ(toInt64(kFalse), 0);
    for (Scalar none :
         {kAbsent, kNull, kList, text(""), text("N/A"), text("None"), number("1e300"), text("99999999999999999999999")})
        EXPECT_EQ(toInt64(none), std::nullopt);
}

TEST(Coercers, FractionsTakeCommasAndNeverBecomeNonsense)
{
    EXPECT_EQ(toDouble(text("7,5")), 7.5);
    EXPECT_EQ(toDouble(text("7.5/10")), 7.5);
    EXPECT_EQ(toDouble(number("6")), 6);
    EXPECT_EQ(toDouble(text(".5")), 0.5);
    for (Scalar none : {kAbsent, kNull, kList, text("n/A"), text("nan"), text("inf"), number("1e999")})
        EXPECT_EQ(toDouble(none), std::nullopt);
}

TEST(Coercers, BooleansHaveManySpellings)
{
    for (Scalar yes : {kTrue, number("1"), text("1"), text("true"), text("YES"), number("2")})
        EXPECT_EQ(toBool(yes), true);
    for (Scalar no : {kFalse, number("0"), text("0"), text("False"), text("no"), text("")})
        EXPECT_EQ(toBool(no), false);
    for (Scalar neither : {kAbsent, kNull, kList, text("None"), text("maybe")})
        EXPECT_EQ(toBool(neither), std::nullopt);
}

TEST(Coercers, TimesHaveManySpellings)
{
    constexpr std::int64_t kTime = 1795550400;
    for (Scalar time : {number("1795550400"), text("1795550400"), number("1795550400000"), text("2026-11-24 20:00:00"),
                        text("24/11/2026 20:00:00"), text("2026-11-24T20:00:00Z"), text("2026-11-24T21:00:00+01:00"),
                        number("1795550400.0")})
        EXPECT_EQ(toTime(time), kTime) << time.text;
    for (Scalar none :
         {kAbsent, kNull, kFalse, kList, text(""), text("0"), number("0"), number("-5"), text("0000-00-00 00:00:00"),
          text("0000-00-00"), text("N/A"), text("99/99/2026 20:00:00"), number("9e17")})
        EXPECT_EQ(toTime(none), std::nullopt) << none.text;
}

TEST(Coercers, YearsAreFoundInDates)
{
    EXPECT_EQ(toYear(text("2019-05-01")), 2019);
    EXPECT_EQ(toYear(text("1 May 2019")), 2019);
    EXPECT_EQ(toYear(number("2019")), 2019);
    EXPECT_EQ(toYear(text("0000-00-00")), 0);
    EXPECT_EQ(toYear(text("12345")), 0);
    EXPECT_EQ(toYear(text("N/A")), 0);
}

TEST(Coercers, DurationsAreClockTimesOrNumbers)
{
    EXPECT_EQ(toDuration(text("02:19:00")), 8340);
    EXPECT_EQ(toDuration(text("42:10")), 2530);
    EXPECT_EQ(toDuration(text("8643")), 8643);
    EXPECT_EQ(toDuration(number("8643")), 8643);
    EXPECT_EQ(toDuration(text("45 min")), 45);
    for (Scalar none : {kAbsent, kNull, text(""), text("0"), text("a:b"), text("99999999:00:00"), number("-5")})
        EXPECT_EQ(toDuration(none), 0);
}

} // namespace
} // namespace kanal::xtream
