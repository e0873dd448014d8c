// SPDX-License-Identifier: MIT
// Which part of the network a host's text points at. Every spelling a resolver or inet_aton() would accept is
// understood, because "0x7f.1" reaches the loopback as well as "127.0.0.1" does.
#include <kanal/core/text.h>
#include <kanal/core/url.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include <utf8proc.h>

namespace kanal
{

namespace
{

using Ipv6 = std::array<std::uint16_t, 8>;

/// One part of inet_aton(): decimal, 0octal or 0xhex.
std::optional<std::uint64_t> ipv4Part(std::string_view part)
{
    int base = 10;
    if (part.size() > 1 && part[0] == '0') {
        base = 8;
        part.remove_prefix(1);
        if (part[0] == 'x' || part[0] == 'X') {
            base = 16;
            part.remove_prefix(1);
            if (part.empty())
                return 0; // "0x" is zero to some parsers
        }
    }
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value, base);
    if (part.empty() || end != part.data() + part.size())
        return {};
    return error == std::errc() ? value : ~std::uint64_t(0);
}

bool looksNumeric(std::string_view part)
{
    if (part.starts_with("0x") || part.starts_with("0X"))
        return part.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string_view::npos;
    return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The address, or nothing when it is a number-like text that is no address. Call only when the last label looks
/// numeric.
std::optional<std::uint32_t> parseIpv4(std::string_view host)
{
    const auto parts = split(host, '.');
    if (parts.size() > 4)
        return {};
    std::uint64_t address = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto value = ipv4Part(parts[i]);
        if (!value)
            return {};
        const bool last = i + 1 == parts.size();
        const unsigned bits = last ? 8 * unsigned(5 - parts.size()) : 8;
        if (*value >> bits)
            return {};
        address = (address << bits) | *value;
    }
    return std::uint32_t(address);
}

/// Up to `room` groups of a ':'-separated text, the last one possibly a dotted IPv4 address. -1 when malformed.
int readGroups(std::string_view text, Ipv6 &out, int at, int room)
{
    if (text.empty())
        return 0;
    const auto parts = split(text, ':');
    int count = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::string_view part = parts[i];
        if (part.find('.') != std::string_view::npos) {
            const auto v4 = i + 1 == parts.size() ? parseIpv4(part) : std::nullopt;
            if (!v4 || count + 2 > room)
                return -1;
            out[std::size_t(at + count++)] = std::uint16_t(*v4 >> 16);
            out[std::size_t(at + count++)] = std::uint16_t(*v4);
            continue;
        }
        std::uint16_t value = 0;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value, 16);
        if (part.empty() || part.size() > 4 || error != std::errc() || end != part.data() + part.size() ||
            count == room)
            return -1;
        out[std::size_t(at + count++)] = value;
    }
    return count;
}

std::optional<Ipv6> parseIpv6(std::string_view host)
{
    host = host.substr(0, host.find('%')); // the zone says nothing about the class
    Ipv6 out{};
    const auto gap = host.find("::");
    if (gap == std::string_view::npos)
        return readGroups(host, out, 0, 8) == 8 ? std::optional(out) : std::nullopt;
    Ipv6 tail{};
    const int before = readGroups(host.substr(0, gap), out, 0, 8);
    const int after = readGroups(host.substr(gap + 2), tail, 0, 8);
    if (before < 0 || after < 0 || before + after > 7)
        return {};
    for (int i = 0; i < after; ++i)
        out[std::size_t(8 - after + i)] = tail[std::size_t(i)];
    return out;
}

HostClass classifyIpv4(std::uint32_t address)
{
    struct Range {
        std::uint32_t base;
        int bits;
        HostClass kind;
    };
    static constexpr Range kRanges[] = {
        {0x00000000, 8, HostClass::Reserved},  {0x0A000000, 8, HostClass::Private},
        {0x64400000, 10, HostClass::Private}, // carrier-grade NAT
        {0x7F000000, 8, HostClass::Loopback},  {0xA9FE0000, 16, HostClass::LinkLocal},
        {0xAC100000, 12, HostClass::Private},  {0xC0000000, 24, HostClass::Reserved},
        {0xC0000200, 24, HostClass::Reserved}, {0xC0A80000, 16, HostClass::Private},
        {0xC6120000, 15, HostClass::Reserved}, {0xC6336400, 24, HostClass::Reserved},
        {0xCB007100, 24, HostClass::Reserved}, {0xE0000000, 3, HostClass::Reserved}, // multicast and above
    };
    for (const Range &range : kRanges)
        if ((address ^ range.base) >> (32 - range.bits) == 0)
            return range.kind;
    return HostClass::Public;
}

HostClass classifyIpv6(const Ipv6 &a)
{
    const std::uint32_t low = std::uint32_t(a[6]) << 16 | a[7];
    const bool zeroTo5 = !(a[0] | a[1] | a[2] | a[3] | a[4]);
    if (zeroTo5 && a[5] == 0xFFFF) // IPv4-mapped
        return classifyIpv4(low);
    if (zeroTo5 && a[5] == 0) {
        if (low == 1)
            return HostClass::Loopback;
        return low == 0 ? HostClass::Reserved : classifyIpv4(low); // IPv4-compatible
    }
    if (a[0] == 0x64 && a[1] == 0xFF9B) // NAT64
        return classifyIpv4(low);
    if (a[0] == 0x2002) // 6to4
        return classifyIpv4(std::uint32_t(a[1]) << 16 | a[2]);
    if ((a[0] & 0xFFC0) == 0xFE80)
        return HostClass::LinkLocal;
    if ((a[0] & 0xFE00) == 0xFC00 || (a[0] & 0xFFC0) == 0xFEC0)
        return HostClass::Private;
    if ((a[0] & 0xE000) != 0x2000 || (a[0] == 0x2001 && a[1] == 0x0DB8))
        return HostClass::Reserved;
    return HostClass::Public;
}

HostClass classifyName(std::string_view name)
{
    const auto endsWith = [name](std::string_view tail) {
        return name.size() > tail.size() && equalsIgnoringCase(name.substr(name.size() - tail.size()), tail);
    };
    if (equalsIgnoringCase(name, "localhost") || endsWith(".localhost") ||
        equalsIgnoringCase(name, "localhost.localdomain"))
        return HostClass::Loopback;
    if (name.find('.') == std::string_view::npos) // a single label is found through the local search domain only
        return HostClass::Private;
    for (std::string_view tail : {".local", ".lan", ".home", ".internal", ".intranet", ".home.arpa", ".localdomain"})
        if (endsWith(tail))
            return HostClass::Private;
    return HostClass::Public;
}

/// IDNA reads full-width digits and ideographic full stops as plain ones, so that "１２７。０。０。１" is the loopback,
/// too.
std::string withoutCompatibilityForms(std::string_view host)
{
    utf8proc_uint8_t *mapped = nullptr;
    const auto length = utf8proc_map(
        reinterpret_cast<const utf8proc_uint8_t *>(host.data()), utf8proc_ssize_t(host.size()), &mapped,
        utf8proc_option_t(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE));
    if (length < 0)
        return {};
    std::string_view rest(reinterpret_cast<const char *>(mapped), std::size_t(length));
    std::string out;
    constexpr std::string_view kFullStop = "\xE3\x80\x82";
    while (!rest.empty()) {
        const bool stop = rest.starts_with(kFullStop);
        out += stop ? '.' : rest.front();
        rest.remove_prefix(stop ? kFullStop.size() : 1);
    }
    std::free(mapped);
    return out;
}

} // namespace

HostClass classifyHost(std::string_view host)
{
    if (std::any_of(host.begin(), host.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
        const std::string plain = withoutCompatibilityForms(host);
        const bool ascii =
            std::all_of(plain.begin(), plain.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        return ascii ? classifyHost(plain) : classifyName(plain);
    }
    if (host.size() > 1 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    if (host.find(':') != std::string_view::npos) {
        const auto address = parseIpv6(host);
        return address ? classifyIpv6(*address) : HostClass::Reserved;
    }
    while (!host.empty() && host.back() == '.') // "127.0.0.1." is the same host
        host.remove_suffix(1);
    if (host.empty())
        return HostClass::Reserved;
    if (looksNumeric(host.substr(host.rfind('.') + 1))) {
        const auto address = parseIpv4(host);
        return address ? classifyIpv4(*address) : HostClass::Reserved;
    }
    return classifyName(host);
}

} // namespace kanal
