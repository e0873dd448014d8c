// SPDX-License-Identifier: MIT
// One pass over the text. At each position at most one shape is recognised; what it covers is copied or masked, and the
// pass goes on behind it.
#include "secret_shapes.h"

#include <kanal/core/text.h>

#include <algorithm>
#include <array>

namespace kanal
{

namespace
{

constexpr std::string_view kValueEnd = "& \t\r\n\"'<>#);,";
constexpr std::string_view kSegmentEnd = "/ \t\r\n\"'<>?#)&;";

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/// Names whose values are secret, wherever they stand.
constexpr std::array<std::string_view, 16> kNames = {
    "username", "password", "passwd", "pass",   "pwd",     "user", "token",      "access_token",
    "api_key",  "apikey",   "mac",    "secret", "session", "sid",  "session_id", "device_id"};
/// The first segment of paths that go on with user and password.
constexpr std::array<std::string_view, 10> kRoots = {"live", "movie", "series", "timeshift", "timeshifts",
                                                     "hls",  "hlsr",  "xmltv",  "playlist",  "player_api"};

class Masker
{
public:
    Masker(std::string_view text, std::string_view mask)
        : m_text(text)
        , m_mask(mask)
    {
        m_out.reserve(text.size());
    }

    std::string run()
    {
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == ':' && rest().starts_with("://"))
                authority();
            else if (c == '/' && knownPath())
                continue;
            else if (c == '%' && isEscape())
                copy(3); // an escape is one character: "%3Fusername" holds the word "username"
            else if (isWord(c) && startsWord())
                word();
            else
                copy(1);
        }
        return std::move(m_out);
    }

private:
    std::string_view rest() const { return m_text.substr(m_at); }

    void copy(std::size_t count)
    {
        m_out += m_text.substr(m_at, count);
        m_at += count;
    }

    void mask(std::size_t count)
    {
        if (count > 0)
            m_out += m_mask;
        m_at += count;
    }

    std::size_t lengthUntil(std::string_view ends) const
    {
        return std::min(rest().find_first_of(ends), m_text.size() - m_at);
    }

    bool isEscape() const
    {
        const auto isHex = [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        };
        return m_at + 2 < m_text.size() && isHex(m_text[m_at + 1]) && isHex(m_text[m_at + 2]);
    }

    /// A word begins here, also right behind an escaped character.
    bool startsWord() const
    {
        if (m_at == 0 || !isWord(m_text[m_at - 1]))
            return true;
        return m_at >= 3 && m_text[m_at - 3] == '%';
    }

    /// scheme://user:pass@host, then perhaps the bare /U/P/ID that panels know.
    void authority()
    {
        copy(3);
        const std::string_view host =
            rest().substr(0, std::min(rest().find_first_of("/?# \t\r\n\"'<>"), rest().size()));
        if (const auto at = host.rfind('@'); at != std::string_view::npos)
            mask(at);
        copy(lengthUntil("/?# \t\r\n\"'<>"));
        barePath();
    }

    void barePath()
    {
        const std::string_view path = rest().substr(0, std::min(rest().find_first_of("?# \t\r\n\"'<>"), rest().size()));
        const auto parts = split(path, '/');
        if (parts.size() != 4 || !parts[0].empty() || parts[1].empty() || parts[2].empty() || !isMediaId(parts[3]))
            return;
        copy(1);
        mask(parts[1].size());
        copy(1);
        mask(parts[2].size());
    }

    /// "123", "123.ts", "123.m3u8" …
    static bool isMediaId(std::string_view name)
    {
        const auto dot = std::min(name.find('.'), name.size());
        const std::string_view number = name.substr(0, dot);
        return !number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos &&
               name.size() - dot <= 6;
    }

    /// /live/U/P/…: true when it was one and is done.
    bool knownPath()
    {
        const std::string_view after = rest().substr(1);
        const std::string_view root = after.substr(0, std::min(after.find('/'), after.size()));
        if (root.size() == after.size() || std::find(kRoots.begin(), kRoots.end(), root) == kRoots.end())
            return false;
        copy(1 + root.size());
        // /hlsr/TOKEN/U/P/ID and /hls/U/P/ID/TOKEN: everything but the last segment is somebody's secret.
        const int segments = root.starts_with("hls") ? 5 : 2;
        for (int i = 0; i < segments && m_at < m_text.size() && m_text[m_at] == '/'; ++i) {
            copy(1);
            mask(lengthUntil(kSegmentEnd));
        }
        return true;
    }

    void word()
    {
        std::size_t length = 1;
        while (m_at + length < m_text.size() && isWord(m_text[m_at + length]))
            ++length;
        const std::string_view name = rest().substr(0, length);
        const bool inQuery = m_at > 0 && (m_text[m_at - 1] == '?' || m_text[m_at - 1] == '&');
        const bool header = equalsIgnoringCase(name, "authorization") || equalsIgnoringCase(name, "cookie") ||
                            equalsIgnoringCase(name, "set-cookie");
        const bool secret = std::any_of(kNames.begin(), kNames.end(),
                                        [name](std::string_view known) { return equalsIgnoringCase(known, name); }) ||
                            (inQuery && (name == "u" || name == "p"));
        copy(length);
        if (header && rest().starts_with(":")) {
            copy(rest().starts_with(": ") ? 2 : 1);
            mask(lengthUntil("\r\n"));
        } else if (secret) {
            value();
        }
    }

    /// =value, %3Dvalue, "…": "value", : value.
    void value()
    {
        const std::string_view tail = rest();
        if (tail.starts_with("%3D") || tail.starts_with("%3d")) {
            copy(3);
            const auto ends = std::min({rest().find("%26"), rest().find_first_of(kValueEnd), rest().size()});
            mask(ends);
            return;
        }
        std::size_t skip = 0;
        if (tail.starts_with("\"") || tail.starts_with("'"))
            ++skip;
        while (skip < tail.size() && tail[skip] == ' ')
            ++skip;
        if (skip == tail.size() || (tail[skip] != '=' && tail[skip] != ':') ||
            (tail[skip] == '=' && skip > 0 && tail[0] == '"'))
            return;
        ++skip;
        while (skip < tail.size() && tail[skip] == ' ')
            ++skip;
        copy(skip);
        if (rest().starts_with("\"") || rest().starts_with("'")) {
            const char quote = rest().front();
            copy(1);
            mask(quotedLength(quote));
        } else {
            mask(lengthUntil(kValueEnd));
        }
    }

    std::size_t quotedLength(char quote) const
    {
        const std::string_view tail = rest();
        std::size_t length = 0;
        while (length < tail.size() && tail[length] != quote)
            length += tail[length] == '\\' ? 2 : 1;
        return std::min(length, tail.size());
    }

    std::string_view m_text;
    std::string_view m_mask;
    std::size_t m_at = 0;
    std::string m_out;
};

} // namespace

std::string maskSecretShapes(std::string_view text, std::string_view mask)
{
    return Masker(text, mask).run();
}

} // namespace kanal
