// SPDX-License-Identifier: MIT
#include "kept_answer.h"

namespace kanal::session
{

namespace
{

std::string settingOf(const std::string &kind)
{
    return "lists.kept." + kind;
}

std::string answerOf(const library::UserStore &user, AccountId account, const std::string &kind)
{
    const auto stored = user.setting(account, settingOf(kind));
    return stored ? stored->value_or("") : std::string();
}

} // namespace

Result<> noteKept(library::UserStore &user, AccountId account, const std::string &kind, std::uint32_t rows)
{
    return user.setSetting(account, settingOf(kind), std::to_string(rows));
}

bool wasKept(const library::UserStore &user, AccountId account, const std::string &kind, std::uint32_t rows)
{
    return answerOf(user, account, kind) == std::to_string(rows);
}

Result<> forgetKept(library::UserStore &user, AccountId account, const std::string &kind)
{
    if (answerOf(user, account, kind).empty())
        return {};
    return user.setSetting(account, settingOf(kind), {});
}

} // namespace kanal::session
