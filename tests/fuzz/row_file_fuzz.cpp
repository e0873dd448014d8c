// SPDX-License-Identifier: MIT
// rooms: library core
// The mapped list as a damaged disk may give it back: opening it, and reading all of it, touches nothing outside.
#include "row_file.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

using namespace kanal::library;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("kanal-fuzz-rows-" + std::to_string(getpid()));
    {
        std::ofstream file(path, std::ios::binary | std::ios::trunc);
        file.write(reinterpret_cast<const char *>(data), std::streamsize(size));
    }
    const auto opened = RowFile::open(path, RowFile::Check::Structure);
    if (!opened)
        return 0;
    std::size_t touched = 0;
    for (std::uint32_t row = 0; row < opened->rows() && row < 1000; ++row)
        touched += opened->text(row, EntryText::Name).size() + opened->isHeading(row);
    for (const CategoryRecord &category : opened->categories())
        touched += opened->label(category.name).size();
    [[maybe_unused]] static volatile std::size_t sink;
    sink = touched;
    return 0;
}
