// SPDX-License-Identifier: MIT
// Where the bytes of an answer go.
#pragma once

#include <kanal/core/error.h>

#include <algorithm>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace kanal::xtream
{

class ByteSink
{
public:
    virtual ~ByteSink() = default;

    /// Where to put the next bytes; never empty.
    virtual std::span<char> room() = 0;
    /// `count` bytes were put there. An error ends the transfer.
    virtual Result<> commit(std::size_t count) = 0;

    Result<> put(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const auto place = room();
            const std::size_t count = std::min(place.size(), bytes.size());
            std::memcpy(place.data(), bytes.data(), count);
            bytes.remove_prefix(count);
            if (Result<> taken = commit(count); !taken)
                return taken;
        }
        return {};
    }
};

/// Keeps them all, up to a limit.
class BodySink final : public ByteSink
{
public:
    enum class Overflow {
        Fails,
        IsDropped, ///< of an error page the beginning is enough
    };

    BodySink(std::size_t limit, Overflow overflow)
        : m_limit(limit)
        , m_overflow(overflow)
    {
    }

    std::span<char> room() override
    {
        m_body.resize(m_size + kRoom);
        return {m_body.data() + m_size, kRoom};
    }

    Result<> commit(std::size_t count) override
    {
        m_size += count;
        if (m_size <= m_limit)
            return {};
        if (m_overflow == Overflow::Fails)
            return fail(ErrorKind::BadAnswer, "the answer is larger than " + std::to_string(m_limit >> 20) + " MiB");
        m_size = m_limit;
        return {};
    }

    void clear() { m_size = 0; }

    std::string take()
    {
        m_body.resize(std::exchange(m_size, 0));
        return std::move(m_body);
    }

private:
    static constexpr std::size_t kRoom = 64 * 1024;

    std::string m_body;
    std::size_t m_size = 0;
    std::size_t m_limit;
    Overflow m_overflow;
};

} // namespace kanal::xtream
