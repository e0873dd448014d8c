// SPDX-License-Identifier: MIT
// Whoever waits for bytes can be woken, once, and loses none.
#include "byte_source.h"
#include "file_window.h"
#include "hls_parts.h"

#include <future>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

std::span<const std::byte> bytesOf(const std::string &text)
{
    return std::as_bytes(std::span(text));
}

struct Parts {
    HlsParts waits{1024};

    Parts() { waits.beginPart(0, {}); }
    void bring(const std::string &text) { waits.push(0, bytesOf(text)); }
};

struct Window {
    FileWindow waits{1024 * 1024, 1024 * 1024, std::make_shared<BlockPool>()};
    WindowNumber number = waits.restart(0);

    void bring(const std::string &text) { waits.append(number, bytesOf(text)); }
};

template<class Source>
class WokenRead : public testing::Test
{
protected:
    Result<std::size_t> read() { return source.waits.read(m_into); }
    Source source;

private:
    std::array<std::byte, 16> m_into{};
};

using Sources = testing::Types<Parts, Window>;
TYPED_TEST_SUITE(WokenRead, Sources);

TYPED_TEST(WokenRead, EndsAndTheNextOneReadsOn)
{
    auto waiting = std::async(std::launch::async, [this] { return this->read(); });
    this->source.waits.setWoken(true);
    const Result<std::size_t> woken = waiting.get();
    ASSERT_FALSE(woken);
    EXPECT_TRUE(isWoken(woken.error()));
    auto next = std::async(std::launch::async, [this] { return this->read(); });
    this->source.bring("four");
    EXPECT_EQ(next.get().value_or(0), 4u);
}

TYPED_TEST(WokenRead, WhatIsThereIsReadFirst)
{
    this->source.bring("four");
    this->source.waits.setWoken(true);
    EXPECT_EQ(this->read().value_or(0), 4u);
    EXPECT_FALSE(this->read());
}

TYPED_TEST(WokenRead, IsTakenBackWhereNobodyWaited)
{
    this->source.waits.setWoken(true);
    this->source.waits.setWoken(false);
    auto waiting = std::async(std::launch::async, [this] { return this->read(); });
    this->source.bring("four");
    EXPECT_EQ(waiting.get().value_or(0), 4u);
}

} // namespace
} // namespace kanal::playback
