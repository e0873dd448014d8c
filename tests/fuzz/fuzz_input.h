// SPDX-License-Identifier: MIT
// Takes a fuzzer's bytes apart: small choices from the front, the rest as text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>

/// What must hold whatever comes in; says where it did not.
inline void require(bool good, int line = __builtin_LINE())
{
    if (good)
        return;
    std::fprintf(stderr, "what line %d requires does not hold\n", line);
    std::abort();
}

class FuzzInput
{
public:
    FuzzInput(const std::uint8_t *data, std::size_t size)
        : m_bytes(data, size)
    {
    }

    bool empty() const { return m_bytes.empty(); }
    std::uint8_t byte()
    {
        if (m_bytes.empty())
            return 0;
        const std::uint8_t value = m_bytes.front();
        m_bytes = m_bytes.subspan(1);
        return value;
    }
    std::int64_t number()
    {
        std::uint64_t value = 0;
        for (int i = 0; i < 8; ++i)
            value = value << 8 | byte();
        return std::int64_t(value);
    }
    std::span<const std::uint8_t> take(std::size_t count)
    {
        const auto taken = m_bytes.first(count < m_bytes.size() ? count : m_bytes.size());
        m_bytes = m_bytes.subspan(taken.size());
        return taken;
    }
    std::string_view rest() const { return {reinterpret_cast<const char *>(m_bytes.data()), m_bytes.size()}; }

private:
    std::span<const std::uint8_t> m_bytes;
};
