// SPDX-License-Identifier: MIT
// Logos, posters and backdrops, painted when they are first asked for. Server thread.
#pragma once

#include "site.h"

#include <map>
#include <string>

namespace kanal::panel
{

class Images
{
public:
    explicit Images(const Site &site)
        : m_site(site)
    {
    }

    /// /logos/ID.png, /posters/ID.png, /backdrops/ID.png
    HttpResponse answer(const HttpRequest &request);

private:
    std::string paint(const std::string &kind, const std::string &id) const;

    const Site &m_site;
    std::map<std::string, std::string> m_painted; // PNG by kind and id
};

/// As PNG, in RGB.
std::string encodePng(const AVFrame &picture);

} // namespace kanal::panel
