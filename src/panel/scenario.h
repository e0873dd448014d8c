// SPDX-License-Identifier: MIT
// The moods of the panel: which face it shows at sign-in and which quirks its answers have.
#pragma once

#include "http_message.h"

#include <kanal/core/error.h>

#include <filesystem>
#include <optional>
#include <string>

namespace kanal::panel
{

struct Scenario {
    enum class SignIn {
        Fine,
        Auth0,
        Nginx404,
        Json401,
        Empty,
        NullEnvelope,
        Expired,
        Disabled,
        Banned,
        RateLimited,
        Html,
        Garbage,
        BlockedText,
        ServerError,
    };
    enum class Lists { Normal, Mixed, Huge, Empty, Shrinking };

    SignIn signIn = SignIn::Fine;
    Lists lists = Lists::Normal;
    int connections = 2;         ///< how many streams at once
    bool streamsRefused = false; ///< always "too many connections"
    bool first503 = false;
    bool tsForbidden = false;
    int apiDelayMs = 0;
    std::filesystem::path replayFolder; ///< captured answers to serve

    /// Fails with ErrorKind::NotFound for a name that knownScenarios() does not list.
    static Result<Scenario> named(const std::string &name);

    bool accountUsable() const;
    /// What Xtream calls it: "Active", "Expired" …
    std::string status() const;
};

/// Names and one-line descriptions of all there are.
std::vector<std::pair<std::string, std::string>> knownScenarios();

/// The answer to every API call where sign-in fails; none where the usual answers (or the account object) are due.
std::optional<HttpResponse> signInFace(Scenario::SignIn face);

} // namespace kanal::panel
