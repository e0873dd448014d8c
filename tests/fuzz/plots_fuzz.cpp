// SPDX-License-Identifier: MIT
// rooms: library core
// The plots of a list as a damaged disk may give them back: a plot with its checksum, or an error.
#include "checksum.h"
#include "fuzz_input.h"
#include "plot_file.h"

#include <cstdlib>
#include <fstream>
#include <string>

#include <unistd.h>

using namespace kanal::library;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("kanal-fuzz-plots-" + std::to_string(getpid()));
    FuzzInput input(data, size);
    const std::int64_t number = input.number();
    const PlotPlace place{std::uint32_t(number >> 16), std::uint16_t(number)};
    const std::string bytes(input.rest());
    {
        std::ofstream file(path, std::ios::binary | std::ios::trunc);
        file.write(bytes.data(), std::streamsize(bytes.size()));
    }
    const auto plot = readPlot(path, 7, place);
    std::filesystem::remove(path);
    if (!plot || place.bytes == 0)
        return 0;
    const auto sum = std::uint32_t(checksum(std::as_bytes(std::span(*plot))));
    const std::string written = std::string(reinterpret_cast<const char *>(&sum), sizeof sum) + *plot;
    if (bytes.substr(place.offset, written.size()) != written)
        std::abort();
    return 0;
}
