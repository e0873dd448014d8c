// SPDX-License-Identifier: MIT
// Three readings, most certain first: a link that holds the credentials, labels ("Server: …"), and at last whatever
// looks like a host.
#include "login_labels.h"

#include <kanal/core/text.h>
#include <kanal/core/url.h>
#include <kanal/xtream/pasted_login.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <optional>

namespace kanal::xtream
{

namespace
{

constexpr std::string_view kBlanks = " \t\r\n\f\v";
constexpr std::size_t kPastedBytes = 16 * 1024; // a long mail; what stands behind is no login

/// What is known so far; the first to tell wins.
struct Findings {
    std::string server; ///< an address or host as written
    std::string port;
    std::string user;
    std::string password;

    void offer(LoginLabel label, std::string_view value)
    {
        std::string &place = label == LoginLabel::Server ? server
                             : label == LoginLabel::Port ? port
                             : label == LoginLabel::User ? user
                                                         : password;
        if (place.empty())
            place = value;
    }
};

/// Blanks of all scripts become plain ones, invisible characters go, mail clients' entities are undone.
std::string plainText(std::string_view pasted)
{
    std::string text = decodeHtmlEntities(pasted.substr(0, kPastedBytes));
    static constexpr std::string_view kInvisible[] = {"\u200B", "\u200C", "\u200D", "\u2060",
                                                      "\uFEFF", "\u00AD", "\u200E", "\u200F"};
    for (std::string_view gone : kInvisible)
        for (std::size_t at = 0; (at = text.find(gone, at)) != std::string::npos;)
            text.erase(at, gone.size());
    for (std::string_view blank : {std::string_view("\u00A0"), std::string_view("\u202F"), std::string_view("\u3000")})
        for (std::size_t at = 0; (at = text.find(blank, at)) != std::string::npos;)
            text.replace(at, blank.size(), 1, ' ');
    return text;
}

/// Without the quotes, brackets and full stops that prose puts around an address.
std::string_view unwrapped(std::string_view text)
{
    constexpr std::string_view kBefore = "<\"'`([{*_";
    constexpr std::string_view kAfter = ">\"'`)]}*_,;.!";
    const auto bracket = text.find(']');
    if (text.starts_with("[") && bracket != std::string_view::npos && text.substr(0, bracket).find(':') < bracket)
        return text; // an IPv6 address wears its own
    while (!text.empty() && kBefore.find(text.front()) != std::string_view::npos)
        text.remove_prefix(1);
    while (!text.empty() && kAfter.find(text.back()) != std::string_view::npos)
        text.remove_suffix(1);
    return text;
}

/// `text` in lower case.
std::size_t findScheme(std::string_view text, std::size_t from)
{
    return std::min(text.find("http://", from), text.find("https://", from));
}

bool beginsWithScheme(std::string_view text)
{
    return findScheme(lowered(text.substr(0, 8)), 0) == 0;
}

/// Every http(s) address in the text, with where it stands.
std::map<std::size_t, std::string_view> addressesIn(std::string_view text)
{
    std::map<std::size_t, std::string_view> found;
    const std::string low = lowered(text);
    for (std::size_t at = findScheme(low, 0); at != std::string_view::npos; at = findScheme(low, at)) {
        const std::size_t end = std::min(text.find_first_of(" \t\r\n\f\v<>\"'`", at), text.size());
        found.emplace(at, text.substr(at, end - at));
        at = end;
    }
    return found;
}

/// Credentials that stand in the address itself: in the query, in front of the host, or in the path of a stream.
bool readCredentials(const Url &url, Findings &findings)
{
    const std::string user = url.queryValue("username");
    const std::string password = url.queryValue("password");
    if (!user.empty()) {
        findings.offer(LoginLabel::User, trimmed(user));
        findings.offer(LoginLabel::Password, trimmed(password));
        return true;
    }
    if (const auto colon = url.userInfo.find(':'); colon != std::string::npos && colon > 0) {
        findings.offer(LoginLabel::User, percentDecode(url.userInfo.substr(0, colon)));
        findings.offer(LoginLabel::Password, percentDecode(url.userInfo.substr(colon + 1)));
        return true;
    }
    const auto parts = split(url.path, '/');
    static constexpr std::string_view kRoots[] = {"live",       "movie",    "series", "timeshift",
                                                  "player_api", "playlist", "epg",    "xmltv"};
    for (std::size_t i = 1; i + 2 < parts.size(); ++i)
        if (std::find(std::begin(kRoots), std::end(kRoots), parts[i]) != std::end(kRoots)) {
            findings.offer(LoginLabel::User, percentDecode(parts[i + 1]));
            findings.offer(LoginLabel::Password, percentDecode(parts[i + 2]));
            return true;
        }
    return false;
}

/// The panel's own folder: without its scripts, its stream paths and the page set-top boxes are sent to.
std::string basePath(const std::string &path)
{
    static constexpr std::string_view kEnds[] = {
        "player_api.php", "get.php",   "xmltv.php",  "panel_api.php", "enigma2.php",
        "portal.php",     "index.php", "index.html", "live",          "movie",
        "series",         "timeshift", "player_api", "playlist",      "epg",
        "xmltv",          "c"};
    std::string base;
    const auto parts = split(path, '/');
    for (std::size_t i = 1; i < parts.size(); ++i) {
        if (std::find(std::begin(kEnds), std::end(kEnds), lowered(parts[i])) != std::end(kEnds))
            break;
        if (!parts[i].empty())
            base.append("/").append(parts[i]);
    }
    return base;
}

std::string baseOf(const Url &url)
{
    return url.origin() + basePath(url.path);
}

/// "Label: value", "Label = value", "Label ➤ value"; the value may stand on the next line.
class LabelReader
{
public:
    LabelReader(std::string_view text, const std::map<std::size_t, std::string_view> &addresses)
        : m_text(text)
        , m_addresses(addresses)
    {
    }

    void read(Findings &findings)
    {
        std::size_t lineStart = 0;
        while (lineStart < m_text.size()) {
            const std::size_t lineEnd = std::min(m_text.find_first_of("\r\n", lineStart), m_text.size());
            readLine(lineStart, lineEnd, findings);
            lineStart = lineEnd + 1;
        }
    }

private:
    void readLine(std::size_t begin, std::size_t end, Findings &findings)
    {
        if (const auto label = loginLabel(m_text.substr(begin, end - begin))) { // the label has its line to itself
            takeValue(*label, end, false, findings);
            return;
        }
        for (std::size_t at = begin; at < end;) {
            if (const auto address = m_addresses.find(at); address != m_addresses.end()) {
                at += address->second.size();
                begin = at;
                continue;
            }
            const std::size_t width = separatorAt(at, end);
            const auto label = width > 0 ? labelBefore(begin, at) : std::nullopt;
            if (!label) {
                ++at;
                continue;
            }
            at = begin = takeValue(*label, at + width, m_text[at] == '=', findings);
        }
    }

    std::size_t separatorAt(std::size_t at, std::size_t end) const
    {
        static constexpr std::string_view kSeparators[] = {":", "=", "|", "\uFF1A", "➤", "➜",
                                                           "→", "»", "➡", ">",      "-", "–"};
        const std::string_view rest = m_text.substr(at, end - at);
        for (std::string_view separator : kSeparators) {
            const bool inWords = separator == "-" || separator == "–"; // "User-Name"
            if (rest.starts_with(separator) && (!inWords || at == 0 || m_text[at - 1] == ' '))
                return separator.size();
        }
        return 0;
    }

    /// The longest run of up to three words in front that is a label.
    std::optional<LoginLabel> labelBefore(std::size_t begin, std::size_t end) const
    {
        constexpr std::size_t kLongest = 80;
        if (end - begin > kLongest)
            begin = end - kLongest;
        std::string_view text = trimmed(m_text.substr(begin, end - begin));
        if (const auto whole = loginLabel(text))
            return whole;
        while (!text.empty()) {
            const auto blank = text.find_first_of(" \t,;&?/");
            if (blank == std::string_view::npos)
                return {};
            text = trimmed(text.substr(blank + 1));
            if (const auto label = loginLabel(text))
                return label;
        }
        return {};
    }

    /// Takes the word behind a separator; returns where it ends.
    std::size_t takeValue(LoginLabel label, std::size_t at, bool inQuery, Findings &findings)
    {
        while (at < m_text.size() && (kBlanks.find(m_text[at]) != std::string_view::npos || m_text[at] == ':' ||
                                      m_text[at] == '=' || m_text[at] == '>' || m_text[at] == '*'))
            ++at;
        const std::size_t end = std::min(m_text.find_first_of(inQuery ? " \t\r\n\f\v&" : kBlanks, at), m_text.size());
        std::string_view value = m_text.substr(at, end - at);
        if (isLabelAgain(value, end))
            return at; // "Server:" was left empty
        // A password may end in a full stop or a bracket; only quotes and Markdown's marks around all of it are no part
        // of it.
        if (label == LoginLabel::User || label == LoginLabel::Password) {
            for (std::string_view pair : {"\"\"", "''", "``", "<>", "[]"})
                if (value.size() > 2 && value.front() == pair[0] && value.back() == pair[1])
                    value = value.substr(1, value.size() - 2);
            while (value.ends_with("**"))
                value.remove_suffix(2);
        } else {
            value = unwrapped(value);
        }
        // "host:port" describes the form of an address and is none.
        if (!value.empty() && !(label == LoginLabel::Server && loginLabel(value)))
            findings.offer(label, value);
        return end;
    }

    bool isLabelAgain(std::string_view value, std::size_t end) const
    {
        const auto next = m_text.find_first_not_of(" \t", end);
        const bool separated =
            value.ends_with(":") || (next != std::string_view::npos && (m_text[next] == ':' || m_text[next] == '='));
        return separated && loginLabel(value).has_value();
    }

    std::string_view m_text;
    const std::map<std::size_t, std::string_view> &m_addresses;
};

/// host, host:port or host:port/path, with nothing in it that a host cannot have.
std::optional<Url> bareHost(std::string_view text)
{
    const auto url = Url::parse("http://" + std::string(text));
    if (!url || url->host.empty() || url->host.front() == '.' || url->host.front() == '-')
        return {};
    const bool plain = std::all_of(url->host.begin(), url->host.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == ':' ||
               static_cast<unsigned char>(c) >= 0x80;
    });
    return plain && url->host.find("..") == std::string::npos ? std::optional(*url) : std::nullopt;
}

/// In the middle of prose only what has a dot and a port, or ends like a domain, is taken for a host.
bool looksLikeHost(std::string_view word)
{
    if (word.find('@') != std::string_view::npos)
        return false;
    const auto url = bareHost(word);
    if (!url || url->host.find('.') == std::string::npos)
        return false;
    const std::string_view tail = std::string_view(url->host).substr(url->host.rfind('.') + 1);
    const bool letters =
        tail.size() >= 2 && std::all_of(tail.begin(), tail.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    const auto digits = std::count(url->host.begin(), url->host.end(), '.') == 3 &&
                        url->host.find_first_not_of("0123456789.") == std::string::npos;
    return letters || digits;
}

std::vector<std::string_view> wordsOf(std::string_view text)
{
    std::vector<std::string_view> words;
    while (!(text = trimmed(text)).empty()) {
        const std::size_t end = std::min(text.find_first_of(kBlanks), text.size());
        words.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return words;
}

bool prefersTls(int port)
{
    static constexpr std::array kTlsPorts = {443, 8443, 2053, 2083, 2087, 2096};
    return std::find(kTlsPorts.begin(), kTlsPorts.end(), port) != kTlsPorts.end();
}

Result<std::vector<std::string>> serversOf(const Findings &findings)
{
    std::string text(unwrapped(trimmed(findings.server)));
    const bool hasScheme = beginsWithScheme(text);
    const auto url = hasScheme ? Url::parse(text) : [&]() -> Result<Url> {
        if (const auto host = bareHost(text.starts_with("//") ? text.substr(2) : text))
            return *host;
        return fail(ErrorKind::Address, "no server address in the text");
    }();
    if (!url)
        return tl::unexpected(url.error());
    Url base = *url;
    if (base.port == 0 && !findings.port.empty())
        base.port = int(std::strtol(findings.port.c_str(), nullptr, 10));
    if (base.port < 0 || base.port > 65535)
        return fail(ErrorKind::Address, "the port is no port");
    if (hasScheme)
        return std::vector{baseOf(base)};
    Url secure = base;
    secure.scheme = "https";
    const bool tlsFirst = prefersTls(base.port);
    return tlsFirst ? std::vector{baseOf(secure), baseOf(base)} : std::vector{baseOf(base), baseOf(secure)};
}

/// Three words and nothing else: an address, a user name and a password.
void readThreeWords(std::string_view text, Findings &findings)
{
    const auto words = wordsOf(text);
    if (words.size() != 3 || !findings.user.empty() || !findings.password.empty())
        return;
    if (!beginsWithScheme(words[0]) && !looksLikeHost(words[0]))
        return;
    findings.offer(LoginLabel::Server, words[0]);
    findings.offer(LoginLabel::User, words[1]);
    findings.offer(LoginLabel::Password, words[2]);
}

void readHost(std::string_view text, const std::map<std::size_t, std::string_view> &addresses, Findings &findings)
{
    if (!findings.server.empty())
        return;
    for (const auto &[at, address] :
         addresses) // a port is a better sign than the order: mails begin with the provider's shop
        if (const auto url = Url::parse(unwrapped(address)); url && url->port != 0)
            findings.offer(LoginLabel::Server, unwrapped(address));
    if (findings.server.empty() && !addresses.empty())
        findings.server = unwrapped(addresses.begin()->second);
    const auto words = wordsOf(text);
    if (words.size() == 1)
        findings.offer(LoginLabel::Server, words.front());
    for (std::string_view word : words)
        if (looksLikeHost(unwrapped(word)))
            findings.offer(LoginLabel::Server, unwrapped(word));
}

} // namespace

Result<PastedLogin> parsePastedLogin(std::string_view pasted)
{
    const std::string text = plainText(pasted);
    const auto addresses = addressesIn(text);
    Findings findings;
    for (const auto &[at, address] : addresses) {
        // A link that was pasted alone ends where it ends; in prose its full stop belongs to the sentence.
        const std::string_view link = trimmed(text) == address ? address : unwrapped(address);
        const auto url = Url::parse(link);
        if (url && readCredentials(*url, findings)) {
            findings.server = link;
            break;
        }
    }
    if (addresses.empty()) // "host:8080/get.php?username=…" without its scheme
        for (std::string_view word : wordsOf(text))
            if (const auto url = bareHost(word); url && findings.server.empty() && readCredentials(*url, findings))
                findings.server = word;
    if (findings.server.empty()) {
        readThreeWords(text, findings);
        LabelReader(text, addresses).read(findings);
        readHost(text, addresses, findings);
    }
    const auto servers = serversOf(findings);
    if (!servers)
        return tl::unexpected(servers.error());
    return PastedLogin{*servers, std::string(trimmed(findings.user)), std::string(trimmed(findings.password))};
}

} // namespace kanal::xtream
