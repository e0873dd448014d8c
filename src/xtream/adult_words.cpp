// SPDX-License-Identifier: MIT
#include "adult_words.h"

#include <kanal/core/text.h>

#include <algorithm>
#include <array>

namespace kanal::xtream
{

namespace
{

enum class Match { Word, Start };

struct AdultWord {
    std::string_view word; ///< ASCII in lower case
    Match match;
    NameOf widest; ///< the last of NameOf it tells about
};

constexpr AdultWord kWords[] = {
    {"xxx", Match::Word, NameOf::Channel},          {"porn", Match::Start, NameOf::Title},
    {"sex", Match::Word, NameOf::Category},         {"adult", Match::Word, NameOf::Channel},
    {"adults", Match::Word, NameOf::Channel},       {"adulte", Match::Word, NameOf::Category},
    {"adultes", Match::Word, NameOf::Category},     {"adulto", Match::Word, NameOf::Category},
    {"adultos", Match::Word, NameOf::Category},     {"adulti", Match::Word, NameOf::Category},
    {"erotic", Match::Start, NameOf::Channel},      {"erotik", Match::Start, NameOf::Channel},
    {"erwachsene", Match::Start, NameOf::Category}, {"volwassen", Match::Start, NameOf::Category},
    {"voksen", Match::Start, NameOf::Category},     {"vuxen", Match::Start, NameOf::Category},
    {"aikuis", Match::Start, NameOf::Category},     {"doroslych", Match::Word, NameOf::Category},
    {"hentai", Match::Word, NameOf::Title},         {"playboy", Match::Word, NameOf::Channel},
    {"hustler", Match::Word, NameOf::Channel},      {"brazzers", Match::Word, NameOf::Title},
};
/// Words of scripts that have no ASCII; looked for as they stand.
constexpr std::string_view kOtherScripts[] = {"взрослы",   "Взрослы",   "ВЗРОСЛЫ",   "доросли", "Доросли", "ДОРОСЛИ",
                                              "dorosłych", "Dorosłych", "DOROSŁYCH", "للكبار",  "成人",    "ยี่สิบปี"};

bool isWordByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool saysEighteen(std::string_view name)
{
    for (auto at = name.find("18"); at != std::string_view::npos; at = name.find("18", at + 2)) {
        const char before = at > 0 ? name[at - 1] : ' ';
        const char after = at + 2 < name.size() ? name[at + 2] : ' ';
        if ((before == '+' && !isWordByte(after)) || (after == '+' && !isWordByte(before)))
            return true;
    }
    return false;
}

/// 0: says nothing; 1: adult; -1: sport, which vetoes ("Sex Pistols Sport" apart, these are all sport channels).
int verdict(std::string_view word, std::string_view after, NameOf what)
{
    std::array<char, 12> lower{};
    const std::size_t length = std::min(word.size(), lower.size());
    std::transform(word.begin(), word.begin() + std::ptrdiff_t(length), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    const std::string_view start(lower.data(), length);
    if (start.starts_with("sport"))
        return -1;
    for (const AdultWord &known : kWords) {
        const bool hit =
            known.match == Match::Start ? start.starts_with(known.word) : word.size() == length && start == known.word;
        const bool innocent = known.word == "adult" &&
                              (after.starts_with(" Swim") || after.starts_with(" SWIM") || after.starts_with(" swim"));
        if (hit && !innocent && what <= known.widest)
            return 1;
    }
    return 0;
}

} // namespace

bool namesAdultContent(std::string_view name, NameOf what)
{
    bool adult = false;
    bool ascii = true;
    for (std::size_t at = 0; at < name.size();) {
        if (!isWordByte(name[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < name.size() && isWordByte(name[end])) {
            ascii = ascii && static_cast<unsigned char>(name[end]) < 0x80;
            ++end;
        }
        // Every word of the list begins with one of these: most names are done with after a glance at each word.
        if (constexpr std::string_view kInitials = "xpsaevdhbXPSAEVDHB";
            kInitials.find(name[at]) != std::string_view::npos) {
            const int said = verdict(name.substr(at, end - at), name.substr(end), what);
            if (said < 0)
                return false;
            adult = adult || said > 0;
        }
        at = end;
    }
    if (!adult && what != NameOf::Title && !ascii)
        adult = std::any_of(std::begin(kOtherScripts), std::end(kOtherScripts),
                            [name](std::string_view word) { return name.find(word) != std::string_view::npos; });
    return adult || saysEighteen(name);
}

} // namespace kanal::xtream
