// SPDX-License-Identifier: MIT
#include <kanal/core/account.h>
#include <kanal/core/error.h>
#include <kanal/core/log.h>
#include <kanal/core/redact.h>

#include <unordered_set>
#include <vector>

#include <gtest/gtest.h>

namespace kanal
{
namespace
{

TEST(Log, RedactsWhoeverWrote)
{
    std::vector<std::string> lines;
    log::setSink([&](log::Level, std::string_view category, std::string_view message) {
        lines.push_back(std::string(category) + " " + std::string(message));
    });
    registerSecret("hunter2");
    log::info("kanal.core.test", "http://h/live/bob/pw/1.ts hunter2");
    log::setSink({});
    clearSecrets();
    EXPECT_EQ(lines, std::vector<std::string>{"kanal.core.test http://h/live/***/***/1.ts ***"});
}

TEST(Log, WritesWarningsToStderrWithoutASink)
{
    testing::internal::CaptureStderr();
    log::warning("kanal.core.test", "password=pw");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "warning kanal.core.test: password=***\n");
}

TEST(Names, EveryKindHasItsOwnWord)
{
    std::unordered_set<std::string_view> words;
    for (int kind = int(ErrorKind::Address); kind <= int(ErrorKind::Cancelled); ++kind)
        words.insert(errorKindName(ErrorKind(kind)));
    EXPECT_EQ(words.size(), std::size_t(ErrorKind::Cancelled) + 1);
    EXPECT_EQ(errorKindName(ErrorKind::NameNotFound), "name_not_found");
    EXPECT_EQ(entryKindName(EntryKind::Episode), "episode");
    EXPECT_EQ(accountStatusName(AccountStatus::Trial), "trial");
}

TEST(Names, KeysOfDifferentKindsDiffer)
{
    const EntryKey live{AccountId{1}, EntryKind::Live, "7"};
    const EntryKey movie{AccountId{1}, EntryKind::Movie, "7"};
    EXPECT_NE(live, movie);
    EXPECT_NE(std::hash<EntryKey>{}(live), std::hash<EntryKey>{}(movie));
}

} // namespace
} // namespace kanal
