// SPDX-License-Identifier: MIT
// Two sieves: the secrets that were registered, wherever they stand, and the shapes in which panels carry secrets that
// nobody registered (query values, user:pass@, the segments after /live and its siblings).
#include "secret_shapes.h"

#include <kanal/core/redact.h>
#include <kanal/core/text.h>
#include <kanal/core/url.h>

#include <algorithm>
#include <mutex>
#include <shared_mutex>
#include <vector>

namespace kanal
{

namespace
{

constexpr std::string_view kMask = "***";
constexpr std::size_t kShortestSecret = 3;

std::shared_mutex s_mutex;
std::vector<std::string> s_needles; // longest first; guarded by s_mutex

std::string withLowerCaseEscapes(std::string text)
{
    for (std::size_t i = 0; i + 2 < text.size(); ++i)
        if (text[i] == '%')
            for (std::size_t k = i + 1; k <= i + 2; ++k)
                text[k] = text[k] >= 'A' && text[k] <= 'F' ? char(text[k] + 32) : text[k];
    return text;
}

/// As URL classes leave it that escape only what they must.
std::string sparselyEncoded(std::string_view text)
{
    std::string out;
    for (char c : text) {
        const bool must = static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F ||
                          std::string_view("\"<>\\^`{|}%").find(c) != std::string_view::npos;
        out += must ? percentEncode(std::string_view(&c, 1)) : std::string(1, c);
    }
    return out;
}

/// What every base64 text has in common that holds `secret` at this offset (0, 1 or 2) of a group of three bytes.
std::string base64Core(std::string_view secret, std::size_t offset)
{
    const std::string encoded = base64Encode(std::string(offset, '\0') + std::string(secret));
    const std::size_t first = offset == 0 ? 0 : offset + 1;    // characters mixed with what stands before
    const std::size_t last = (offset + secret.size()) * 8 / 6; // and after
    return last > first ? encoded.substr(first, last - first) : std::string();
}

std::vector<std::string> spellings(std::string_view secret)
{
    std::vector<std::string> all{std::string(secret), percentEncode(secret), sparselyEncoded(secret)};
    all.push_back(withLowerCaseEscapes(all[1]));
    all.push_back(percentEncode(all[1])); // an address inside a query value
    std::string blanksAsPlus(secret);
    std::replace(blanksAsPlus.begin(), blanksAsPlus.end(), ' ', '+');
    all.push_back(blanksAsPlus);
    std::string jsonEscaped;
    for (char c : secret) // PHP writes "\/"
        jsonEscaped += c == '/' || c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    all.push_back(jsonEscaped);
    const std::string whole = base64Encode(secret);
    all.push_back(whole.substr(0, whole.find('=')));
    // Inside a longer text ("user:password" of an Authorization header). Short cores would mask innocent words.
    if (secret.size() >= 6)
        for (std::size_t offset = 0; offset < 3; ++offset)
            all.push_back(base64Core(secret, offset));
    return all;
}

void replaceAll(std::string &text, const std::string &needle)
{
    for (std::size_t at = 0; (at = text.find(needle, at)) != std::string::npos; at += kMask.size())
        text.replace(at, needle.size(), kMask);
}

} // namespace

std::string redact(std::string_view text)
{
    std::string out(text);
    {
        std::shared_lock lock(s_mutex);
        for (const std::string &needle : s_needles)
            replaceAll(out, needle);
    }
    return maskSecretShapes(out, kMask);
}

void registerSecret(std::string_view secret)
{
    if (secret.size() < kShortestSecret)
        return;
    auto all = spellings(secret);
    std::unique_lock lock(s_mutex);
    for (std::string &spelling : all)
        if (spelling.size() >= kShortestSecret &&
            std::find(s_needles.begin(), s_needles.end(), spelling) == s_needles.end())
            s_needles.push_back(std::move(spelling));
    // A secret that holds another one goes first, or its rest would show.
    std::stable_sort(s_needles.begin(), s_needles.end(),
                     [](const std::string &a, const std::string &b) { return a.size() > b.size(); });
}

void clearSecrets()
{
    std::unique_lock lock(s_mutex);
    s_needles.clear();
}

} // namespace kanal
