// SPDX-License-Identifier: MIT
// Damages what a server sends, the same seed in the same way.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace kanal::playback
{

/// How many damaged streams a test plays: KANAL_SMOKE_SEEDS, or as many as are quick.
inline int smokeSeeds()
{
    const char *wished = std::getenv("KANAL_SMOKE_SEEDS");
    return wished ? std::atoi(wished) : 8;
}

/// Some of: bytes overwritten, a piece cut out, a piece twice, noise put in, the end missing.
inline std::string damaged(std::string bytes, unsigned seed)
{
    std::mt19937 random(seed);
    const auto place = [&](std::size_t room) { return std::size_t(random()) % std::max<std::size_t>(1, room); };
    const int hits = 1 << (random() % 12);
    if (seed % 5 != 0)
        for (int n = 0; n < hits; ++n)
            bytes[place(bytes.size())] = char(random());
    if (seed % 2)
        bytes.erase(place(bytes.size()), 1 + place(100'000));
    if (seed % 3 == 0) {
        const std::size_t from = place(bytes.size());
        bytes.insert(place(bytes.size()), bytes.substr(from, 188 * place(400)));
    }
    if (seed % 7 == 0) {
        std::string noise(place(50'000), '\0');
        std::generate(noise.begin(), noise.end(), [&] { return char(random()); });
        bytes.insert(place(bytes.size()), noise);
    }
    if (seed % 4 == 0)
        bytes.resize(place(bytes.size()));
    return bytes;
}

/// Two or three of: a line missing, twice, at another place, with another number or a byte overwritten; the end
/// missing.
inline std::string damagedLines(const std::string &text, unsigned seed)
{
    static constexpr const char *kNumbers[] = {"0", "-1", "99999999999999999999", "0.0001", "1e9", "nan", ""};
    std::mt19937 random(seed);
    const auto place = [&](std::size_t room) { return std::size_t(random()) % std::max<std::size_t>(1, room); };
    std::vector<std::string> lines(1);
    for (const char c : text)
        c == '\n' ? lines.emplace_back() : lines.back() += c;
    for (std::size_t edits = 2 + place(2); edits > 0; --edits) {
        const std::size_t at = place(lines.size());
        const auto line = lines.begin() + std::ptrdiff_t(at);
        switch (random() % 6) {
        case 0:
            lines.erase(line);
            lines.resize(std::max<std::size_t>(1, lines.size()));
            break;
        case 1:
            lines.insert(line, std::string(lines[at]));
            break;
        case 2:
            std::swap(lines[at], lines[place(lines.size())]);
            break;
        case 3:
            if (const std::size_t digit = line->find_first_of("0123456789"); digit != std::string::npos)
                line->replace(digit, line->find_first_not_of("0123456789.", digit) - digit,
                              kNumbers[place(std::size(kNumbers))]);
            break;
        case 4:
            if (!line->empty())
                (*line)[place(line->size())] = char(random());
            break;
        default:
            lines.resize(at + 1);
        }
    }
    std::string out;
    for (const std::string &line : lines)
        out += line + '\n';
    return out;
}

} // namespace kanal::playback
