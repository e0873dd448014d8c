// SPDX-License-Identifier: MIT
// Text that had to be composed for a batch of rows: most fields are views of the wire, a few are cleaned or joined and
// live here.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace kanal::xtream
{

class TextArena
{
public:
    std::string_view keep(std::string_view text)
    {
        if (text.empty())
            return {};
        char *place = allocate(text.size());
        std::memcpy(place, text.data(), text.size());
        return {place, text.size()};
    }

    /// Everything kept is gone; the memory stays for the next batch.
    void reset()
    {
        m_block = 0;
        m_used = 0;
    }

private:
    struct Block {
        std::unique_ptr<char[]> bytes;
        std::size_t size = 0;
    };
    static constexpr std::size_t kBlockBytes = 64 * 1024;

    char *allocate(std::size_t size)
    {
        while (m_block < m_blocks.size() && m_used + size > m_blocks[m_block].size) {
            ++m_block;
            m_used = 0;
        }
        if (m_block == m_blocks.size()) {
            const std::size_t bytes = std::max(size, kBlockBytes);
            m_blocks.push_back({std::unique_ptr<char[]>(new char[bytes]), bytes});
        }
        char *place = m_blocks[m_block].bytes.get() + m_used;
        m_used += size;
        return place;
    }

    std::vector<Block> m_blocks;
    std::size_t m_block = 0;
    std::size_t m_used = 0;
};

} // namespace kanal::xtream
