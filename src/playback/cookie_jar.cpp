// SPDX-License-Identifier: MIT
#include "cookie_jar.h"

#include <kanal/core/text.h>

namespace kanal::playback
{

namespace
{

constexpr std::size_t kMost = 200;

/// Of a line "domain, for subdomains, path, for TLS, expiry, name, value".
std::string nameOf(std::string_view line)
{
    const auto fields = split(line, '\t');
    if (fields.size() < 7)
        return {};
    return std::string(fields[0]) + '\t' + std::string(fields[2]) + '\t' + std::string(fields[5]);
}

} // namespace

CookieJar::Names CookieJar::giveTo(CURL *easy) const
{
    curl_easy_setopt(easy, CURLOPT_COOKIEFILE, ""); // the engine, without a file
    curl_easy_setopt(easy, CURLOPT_COOKIELIST, "ALL");
    Names given;
    for (const auto &[name, line] : m_lines) {
        curl_easy_setopt(easy, CURLOPT_COOKIELIST, line.c_str());
        given.insert(name);
    }
    return given;
}

bool CookieJar::takeFrom(CURL *easy, const Names &given)
{
    curl_slist *list = nullptr;
    if (curl_easy_getinfo(easy, CURLINFO_COOKIELIST, &list) != CURLE_OK)
        return false;
    bool changed = false;
    Names left = given;
    for (const curl_slist *line = list; line; line = line->next) {
        const std::string name = nameOf(line->data);
        left.erase(name);
        if (name.empty() || (m_lines.size() >= kMost && !m_lines.contains(name)))
            continue;
        std::string &known = m_lines[name];
        changed |= known != line->data;
        known = line->data;
    }
    curl_slist_free_all(list);
    for (const std::string &name : left)
        changed |= m_lines.erase(name) > 0;
    return changed;
}

} // namespace kanal::playback
