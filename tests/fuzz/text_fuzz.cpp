// SPDX-License-Identifier: MIT
// rooms: library core
// Names of strangers made safe, comparable and searchable; times written as text; the scan over all of them.
#include "fuzz_input.h"
#include "text_scan.h"

#include <kanal/core/text.h>
#include <kanal/core/time_text.h>

using namespace kanal;

namespace
{

void checkNames(std::string_view a, std::string_view b)
{
    for (const std::size_t most : {0u, 1u, 7u, 1024u}) {
        const std::string clean = cleanText(a, most);
        require(clean.size() <= most && isValidUtf8(clean));
        require(cleanText(clean, most) == clean);
    }
    const std::string clean = cleanText(a);
    const std::string plain = folded(clean);
    require(isValidUtf8(plain) && folded(plain) == plain);
    std::string joined;
    foldJoinedInto(clean, joined);
    require(isValidUtf8(joined));
    require(isSameName(a, a) == !a.empty() && isSameName(a, b) == isSameName(b, a));
    static_cast<void>(isSimilarName(a, b));
    require(isValidUtf8(initials(clean)));
    static_cast<void>(decodeHtmlEntities(a));
}

void checkScan(std::string_view text, std::string_view needle)
{
    if (needle.empty())
        return;
    const std::string end(text); // nothing behind it
    const char *found = library::TextScan(needle).find(end.data(), end.data() + end.size());
    require((found ? std::size_t(found - end.data()) : std::string::npos) == end.find(needle));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    FuzzInput input(data, size);
    const std::uint8_t cut = input.byte();
    const std::string_view text = input.rest();
    const std::string_view first = text.substr(0, cut), second = text.substr(std::min<std::size_t>(cut, text.size()));
    checkNames(first, second);
    checkScan(second, first);
    if (const auto time = parseIsoTime(text))
        require(parseIsoTime(isoTime(*time)) == time);
    static_cast<void>(parsePlainTime(text));
    std::string out;
    require(base64Decode(base64Encode(text), out) && out == text);
    static_cast<void>(base64Decode(text, out));
    return 0;
}
