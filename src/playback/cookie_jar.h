// SPDX-License-Identifier: MIT
// The cookies of one session: tokens of delivery networks, and of servers that look whether a player keeps any. Bound
// to hosts and paths by curl's rules, never on disk, gone with the session. Net thread.
#pragma once

#include <map>
#include <set>
#include <string>

#include <curl/curl.h>

namespace kanal::playback
{

class CookieJar
{
public:
    using Names = std::set<std::string>; ///< domain, path and name

    /// For the next request of this handle; returns what it was given.
    Names giveTo(CURL *easy) const;
    /// After an answer: what it set, and of what was `given` before, what it took away. True: something changed.
    bool takeFrom(CURL *easy, const Names &given);

private:
    std::map<std::string, std::string> m_lines; ///< by name, as curl writes them
};

} // namespace kanal::playback
