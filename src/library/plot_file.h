// SPDX-License-Identifier: MIT
// The plots of a list: a file beside its RowFile, written by the same refresh and read one plot at a time for a page of
// details. They are a large part of all text; kept apart, no list, search or start touches a page of them. Where no row
// has a plot there is no such file; where it is missing or damaged there are no plots, and the list is as it was.
#pragma once

#include "files.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace kanal::library
{

struct PlotPlace {
    std::uint32_t offset = 0;
    std::uint16_t bytes = 0; ///< 0: none
};

class PlotFileWriter
{
public:
    /// `stamp`: of the list it belongs to.
    PlotFileWriter(std::filesystem::path path, std::uint64_t stamp)
        : m_path(std::move(path))
        , m_stamp(stamp)
    {
    }

    Result<PlotPlace> add(std::string_view plot);
    /// On the disk under its name when this returns.
    Result<> publish();

private:
    Result<> begin();
    Result<> write();

    std::filesystem::path m_path;
    std::uint64_t m_stamp;
    std::optional<FileWriter> m_writer; // since there was a plot
    std::string m_buffer;               // not yet written
};

/// Storage when the file is not there, belongs to another list or does not hold it whole.
Result<std::string> readPlot(const std::filesystem::path &path, std::uint64_t stamp, PlotPlace place);

} // namespace kanal::library
