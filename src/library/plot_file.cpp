// SPDX-License-Identifier: MIT
#include "plot_file.h"

#include "checksum.h"

#include <kanal/core/limits.h>

#include <array>
#include <fstream>
#include <limits>
#include <span>
#include <type_traits>

namespace kanal::library
{
namespace
{

struct Header {
    std::array<char, 8> magic;
    std::uint64_t stamp;
};
static_assert(std::is_trivially_copyable_v<Header>);
static_assert(limits::kTextBytes <= std::numeric_limits<std::uint16_t>::max());

constexpr std::array<char, 8> kMagic = {'K', 'a', 'n', 'a', 'l', 'p', 'l', 't'};
constexpr std::size_t kPieceBytes = 1 << 20;

using Sum = std::uint32_t; // stands before each plot

Sum sumOf(std::string_view plot)
{
    return Sum(checksum(std::as_bytes(std::span(plot))));
}

template<class T>
void append(const T &value, std::string &buffer)
{
    buffer.append(reinterpret_cast<const char *>(&value), sizeof value);
}

template<class T>
bool read(std::istream &in, T &value)
{
    return bool(in.read(reinterpret_cast<char *>(&value), sizeof value));
}

} // namespace

Result<PlotPlace> PlotFileWriter::add(std::string_view plot)
{
    if (plot.empty())
        return PlotPlace{};
    if (auto begun = begin(); !begun)
        return tl::unexpected(begun.error());
    const std::uint64_t offset = m_writer->size() + m_buffer.size();
    if (offset > std::numeric_limits<std::uint32_t>::max())
        return fail(ErrorKind::BadAnswer, "more text than any list may have");
    append(sumOf(plot), m_buffer);
    m_buffer.append(plot);
    if (m_buffer.size() >= kPieceBytes)
        if (auto written = write(); !written)
            return tl::unexpected(written.error());
    return PlotPlace{std::uint32_t(offset), std::uint16_t(plot.size())};
}

Result<> PlotFileWriter::begin()
{
    if (m_writer)
        return {};
    auto writer = FileWriter::create(m_path);
    if (!writer)
        return tl::unexpected(writer.error());
    m_writer.emplace(std::move(*writer));
    m_buffer.reserve(kPieceBytes + limits::kTextBytes + sizeof(Sum));
    append(Header{kMagic, m_stamp}, m_buffer);
    return {};
}

Result<> PlotFileWriter::write()
{
    auto written = m_writer->append(std::as_bytes(std::span(m_buffer)));
    m_buffer.clear();
    return written;
}

Result<> PlotFileWriter::publish()
{
    if (!m_writer)
        return {};
    const auto written = write();
    return written ? m_writer->publish() : written;
}

Result<std::string> readPlot(const std::filesystem::path &path, std::uint64_t stamp, PlotPlace place)
{
    if (place.bytes == 0)
        return std::string();
    std::ifstream in(path, std::ios::binary);
    Header header;
    Sum sum = 0;
    std::string plot(place.bytes, '\0');
    if (!in || !read(in, header) || header.magic != kMagic || header.stamp != stamp || !in.seekg(place.offset) ||
        !read(in, sum) || !in.read(plot.data(), place.bytes) || sum != sumOf(plot))
        return fail(ErrorKind::Storage, "the plots cannot be read", path.filename().string());
    return plot;
}

} // namespace kanal::library
