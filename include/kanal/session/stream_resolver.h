// SPDX-License-Identifier: MIT
// From an entry to what the engine plays. Entries are addressed as text too: live:ID, movie:ID, episode:ID,
// catchup:ID@START/MINUTES (START ISO 8601), or a plain address.
#pragma once

#include <kanal/core/account.h>
#include <kanal/core/error.h>
#include <kanal/core/media_request.h>

#include <QFuture>

#include <chrono>
#include <string>
#include <variant>

namespace kanal::session
{

class Services;

struct LiveEntry {
    std::string id;
};
struct MovieEntry {
    std::string id;
    std::string container = {}; ///< where the catalogue does not say
};
struct EpisodeEntry {
    std::string id;
    std::string container;
};
struct CatchupEntry {
    std::string id;
    std::chrono::sys_seconds start;
    int minutes;
};
struct AddressEntry {
    std::string url;
};
using PlayableEntry = std::variant<LiveEntry, MovieEntry, EpisodeEntry, CatchupEntry, AddressEntry>;

/// Address when the text is none of these.
Result<PlayableEntry> parseEntry(const std::string &text);

/// "YYYY-MM-DD:HH-MM" in the panel's local time: its zone where Qt knows the name, else its offset at sign-in, else
/// UTC.
std::string panelLocalStart(std::chrono::sys_seconds start, const AccountInfo &panel);

/// Pure: builds the request from what is known. `container` matters for films and episodes.
MediaRequest makeRequest(const PlayableEntry &entry, const Account &account, const ServerLogin &login,
                         const std::string &title, const std::string &container);

class StreamResolver
{
public:
    explicit StreamResolver(Services &services);

    /// Looks the entry up (its title, its container) and adds the credentials. NotFound for an entry the catalogue does
    /// not have.
    QFuture<Result<MediaRequest>> resolve(AccountId account, const PlayableEntry &entry);

private:
    Services &m_services;
};

} // namespace kanal::session
