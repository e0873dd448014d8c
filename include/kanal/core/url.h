// SPDX-License-Identifier: MIT
// Addresses: taking them apart, putting them together, and deciding which may be opened at all.
#pragma once

#include <kanal/core/error.h>

#include <string>
#include <string_view>
#include <vector>

namespace kanal
{

/// The parts of scheme://user:pass@host:port/path?query#fragment. Text is kept as written; only scheme and host are
/// lower-cased.
struct Url {
    std::string scheme;
    std::string userInfo; ///< dropped by str() unless kept on purpose
    std::string host;     ///< without brackets for IPv6
    int port = 0;         ///< 0: the scheme's default
    std::string path;     ///< with leading slash, or empty
    std::string query;    ///< without '?'

    /// Fails with ErrorKind::Address on control characters, blanks, no host, bad port, or more than limits::kUrlBytes.
    static Result<Url> parse(std::string_view text);

    std::string str() const;    ///< without userInfo and fragment
    std::string origin() const; ///< scheme://host[:port], default ports left out
    /// host[:port]/path without a last slash: the same server, whether it is asked by http or by https.
    std::string server() const;
    int effectivePort() const; ///< 80, 443, 554, 1935 … where port is 0
    /// The decoded value of a query parameter; '+' is a blank. Empty when absent.
    std::string queryValue(std::string_view name) const;
};

/// Everything but A-Z a-z 0-9 - . _ ~ becomes %XX ('+' too: PHP reads a bare one as a blank).
std::string percentEncode(std::string_view text);
std::string percentDecode(std::string_view text);
/// A reference resolved against a base as browsers do it (absolute, //host, /path, relative, ?query).
Result<Url> resolveUrl(const Url &base, std::string_view reference);

/// Where an address points, as far as its text tells.
enum class HostClass { Public, Private, Loopback, LinkLocal, Reserved };
HostClass classifyHost(std::string_view host);

/// The one gate every opener asks, on the first address and again on each redirect and each nested address of a
/// playlist.
class UrlPolicy
{
public:
    /// `userChose`: the address the user typed or the panel of their account: its host is allowed even if private.
    explicit UrlPolicy(const Url &userChose);

    /// Allowed: http, https (rtsp, rtp, udp, srt, rtmp only when the user's own address has that scheme). Anything
    /// derived from a public host may not reach a loopback, private, link-local or reserved address.
    Result<> check(const Url &derived) const;

private:
    std::string m_scheme;
    std::string m_host;
    HostClass m_class;
};

} // namespace kanal
