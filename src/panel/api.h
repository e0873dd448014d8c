// SPDX-License-Identifier: MIT
// player_api.php and get.php. Server thread.
#pragma once

#include "site.h"

#include <map>
#include <string>

namespace kanal::panel
{

class Api
{
public:
    explicit Api(Site &site)
        : m_site(site)
    {
    }

    HttpResponse playerApi(const HttpRequest &request);
    HttpResponse playlist(const HttpRequest &request) const; ///< get.php
    HttpResponse xmltv(const HttpRequest &request) const;

private:
    std::string account() const;
    HttpResponse act(const std::string &action, const HttpRequest &request);
    std::string replayed(const std::string &action) const;

    Site &m_site;
    std::map<std::string, int> m_asked; // how often each list was asked for
};

} // namespace kanal::panel
