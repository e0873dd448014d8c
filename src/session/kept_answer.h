// SPDX-License-Identifier: MIT
// "Keep the list": what the user said to a list of so many rows, remembered over restarts, so that a refresh nobody
// asked for does not ask the same again. Any thread; not on the GUI thread.
#pragma once

#include <kanal/core/error.h>
#include <kanal/core/ids.h>
#include <kanal/library/user_store.h>

#include <cstdint>
#include <string>

namespace kanal::session
{

Result<> noteKept(library::UserStore &user, AccountId account, const std::string &kind, std::uint32_t rows);
bool wasKept(const library::UserStore &user, AccountId account, const std::string &kind, std::uint32_t rows);
/// The panel's list was taken meanwhile: the next question is another one.
Result<> forgetKept(library::UserStore &user, AccountId account, const std::string &kind);

} // namespace kanal::session
