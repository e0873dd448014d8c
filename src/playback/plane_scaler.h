// SPDX-License-Identifier: MIT
// Bilinear scaling of planes of bytes where the processor can do eight at a time: swscale, which knows no faster way
// for odd ratios, takes three times as long (docs/adr/0017). One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kanal::playback
{

struct PlaneSize {
    int width = 0, height = 0;
    friend bool operator==(const PlaneSize &, const PlaneSize &) = default;
};

class PlaneScaler
{
public:
    /// This processor can, and no picture is made so much smaller that two neighbours would not be enough.
    static bool suits(PlaneSize from, PlaneSize to);

    /// suits() both. What is said last stays.
    void prepare(PlaneSize from, PlaneSize to);
    void scale(const std::uint8_t *from, std::ptrdiff_t fromStride, std::uint8_t *to, std::ptrdiff_t toStride);

private:
    /// Eight bytes of a row: where their sixteen neighbours begin, which of these they take, and how much of each.
    struct Group {
        int first = 0;
        alignas(16) std::uint8_t take[16] = {};
        alignas(16) std::int8_t weight[16] = {};
    };

    void mixRows(const std::uint8_t *above, const std::uint8_t *below, int share);
    void scaleRow(std::uint8_t *to) const;

    PlaneSize m_from, m_to;
    std::vector<Group> m_groups;
    std::vector<std::uint8_t> m_row; ///< a row of the source's width between two of its rows, with room for a load
};

} // namespace kanal::playback
