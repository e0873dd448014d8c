// SPDX-License-Identifier: MIT
// Finds the address that answers: the candidates of what was pasted, one after another.
#pragma once

#include <kanal/core/account.h>
#include <kanal/core/error.h>

#include <QFuture>

#include <string>
#include <vector>

class QObject;

namespace kanal::xtream
{
class Client;
}

namespace kanal::session
{

struct SignedIn {
    ServerLogin login; ///< with the server that answered
    AccountInfo info;
};

/// Asks each server until one takes the login or gives an answer that is about the account (wrong password, expired …).
/// An address nobody answers at, a web page or an untrusted certificate goes on to the next. Ends with the most telling
/// error.
QFuture<Result<SignedIn>> signInAt(const std::vector<std::string> &servers, const ServerLogin &login,
                                   xtream::Client &client, QObject *owner);

} // namespace kanal::session
