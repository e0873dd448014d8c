// SPDX-License-Identifier: MIT
// Whose lists are refreshed by themselves, and when: how those of each account stand, what became of every attempt,
// whichever page asked, and which account is next behind the one in view. GUI thread.
#pragma once

#include "refresh_schedule.h"

#include <kanal/core/ids.h>

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace kanal::session
{
class Services;
struct SyncAttempt;
} // namespace kanal::session

namespace kanal::presenters
{

class Settings;

class RefreshRound
{
public:
    /// Both outlive it.
    RefreshRound(session::Services &services, Settings &settings);

    RefreshSchedule &scheduleOf(AccountId account) { return m_schedules[account]; }
    bool isOld(AccountId account, const std::string &kind);
    std::vector<std::string> due(AccountId account, RefreshSchedule::Pause pause);

    struct Turn {
        AccountId account;
        std::vector<std::string> kinds;
    };
    /// The first of the other accounts with something to fetch now; none while anything is refreshed, so that they come
    /// one after another. An account that was refused (expired, a wrong password) has a day of rest, also from one
    /// start to the next, and where nothing is to be refreshed by itself, nothing is.
    std::optional<Turn> nextBehind(AccountId inView);

    void noteAttempt(const session::SyncAttempt &attempt);
    /// What is held back of the account is another now: a list the user left is as good as a new one.
    void noteHeldBack(AccountId account);

private:
    RefreshSchedule::Lists listsOf(AccountId account) const;
    std::vector<std::string> heldBackOf(AccountId account) const;
    void noteFailure(AccountId account, const std::string &kind, const Error &error);
    void noteAnswer(AccountId account, const std::string &kind);
    bool wasRefused(AccountId account) const;

    session::Services &m_services;
    Settings &m_settings;
    std::map<AccountId, RefreshSchedule> m_schedules;
    std::map<AccountId, std::vector<std::string>> m_held; ///< as it was told last
    const std::uint64_t m_jitterSeed = std::random_device{}();
};

} // namespace kanal::presenters
