// SPDX-License-Identifier: MIT
// What an answer to a sign-in means. Pure; the table is tests/xtream/login_classifier_test.cpp, the facts
// docs/xtream-api.md §1.
#pragma once

#include <kanal/core/account.h>
#include <kanal/core/error.h>

#include <string>
#include <string_view>

namespace kanal::xtream
{

struct HttpAnswer {
    int status = 0;
    std::string_view body;
    std::string_view contentType;
    std::string_view retryAfter; ///< header text
};

/// Panels fail in three faces (200 auth:0, 404 with a fake nginx page, 401 JSON); a dead account is `auth:1` with its
/// status. A past expiry date counts as expired even when the status says Active; `now` is the panel's clock where it
/// gave one.
Result<AccountInfo> classifyLogin(const HttpAnswer &answer, std::chrono::sys_seconds now);

/// For answers to any other action: an account object or an error page where a list was asked for.
Error classifyRefusal(const HttpAnswer &answer, std::chrono::sys_seconds now);

} // namespace kanal::xtream
