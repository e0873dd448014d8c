// SPDX-License-Identifier: MIT
// Runs a fuzz target without a fuzzer: every file of its corpus as it is, then COUNT mutations of each, the same ones
// every time. What a fuzzer found once, or would find within its first second, fails an ordinary test.
//
//     NAME_replay COUNT FOLDER
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace
{

using Bytes = std::vector<std::uint8_t>;

/// Not std::uniform_int_distribution: its numbers are the library's own.
std::size_t below(std::mt19937 &random, std::size_t end)
{
    return end == 0 ? 0 : std::size_t(random()) % end;
}

void mutateOnce(Bytes &bytes, std::mt19937 &random)
{
    constexpr std::uint8_t kEdges[] = {0, 1, 0x7F, 0x80, 0xFE, 0xFF, '"', '{', '[', ',', '\\', '\n'};
    const std::size_t at = below(random, bytes.size());
    const auto place = bytes.begin() + std::ptrdiff_t(at);
    switch (bytes.empty() ? 2 : random() % 6) {
    case 0:
        *place ^= std::uint8_t(1U << (random() % 8));
        break;
    case 1:
        *place = kEdges[below(random, std::size(kEdges))];
        break;
    case 2:
        bytes.insert(place, std::uint8_t(random()));
        break;
    case 3:
        bytes.erase(place, place + std::ptrdiff_t(1 + below(random, std::min<std::size_t>(64, bytes.size() - at))));
        break;
    case 4: { // a piece of it once more, elsewhere
        const Bytes piece(place,
                          place + std::ptrdiff_t(1 + below(random, std::min<std::size_t>(256, bytes.size() - at))));
        bytes.insert(bytes.begin() + std::ptrdiff_t(below(random, bytes.size())), piece.begin(), piece.end());
        break;
    }
    default:
        bytes.resize(at);
    }
}

void run(const Bytes &bytes)
{
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

} // namespace

int main(int count, char **arguments)
{
    if (count != 3) {
        std::cerr << "usage: " << arguments[0] << " COUNT FOLDER\n";
        return 2;
    }
    const int mutations = std::atoi(arguments[1]);
    std::vector<std::filesystem::path> seeds;
    for (const auto &item : std::filesystem::directory_iterator(arguments[2]))
        seeds.push_back(item.path());
    std::sort(seeds.begin(), seeds.end());
    for (std::size_t i = 0; i < seeds.size(); ++i) {
        std::ifstream in(seeds[i], std::ios::binary);
        const Bytes seed{std::istreambuf_iterator<char>(in), {}};
        run(seed);
        std::mt19937 random(static_cast<std::uint32_t>(i));
        for (int round = 0; round < mutations; ++round) {
            Bytes bytes = seed;
            for (std::size_t edits = 1 + below(random, 4); edits > 0; --edits)
                mutateOnce(bytes, random);
            run(bytes);
        }
    }
    std::cout << seeds.size() << " seeds, " << seeds.size() * std::size_t(mutations) << " mutations\n";
    return seeds.empty() ? 1 : 0; // a corpus that is not there tests nothing
}
