// SPDX-License-Identifier: MIT
#include <kanal/core/eight_bytes.h>

#include <string>

#include <gtest/gtest.h>

using namespace kanal;

namespace
{

std::string eightOf(int value)
{
    return std::string(sizeof(EightBytes), char(value));
}

} // namespace

TEST(EightBytes, TheFirstByteThatIsSoughtIsFoundWhereverItStands)
{
    for (int value = 0; value < 256; ++value)
        for (std::size_t at = 0; at < sizeof(EightBytes); ++at) {
            std::string text = eightOf(value == 1 ? 2 : value ^ 1); // what a borrow could make of it
            text.replace(at, std::string::npos, std::string(text.size() - at, char(value)));
            const EightBytes found = findByte(eightBytesAt(text.data()), static_cast<unsigned char>(value));
            ASSERT_NE(found, 0u) << value << " at " << at;
            EXPECT_EQ(byteOf(found), at) << value;
        }
}

TEST(EightBytes, AByteIsFoundOnlyWhereItIs)
{
    for (int sought = 0; sought < 256; ++sought)
        for (int value = 0; value < 256; ++value)
            EXPECT_EQ(findByte(eightBytesAt(eightOf(value).data()), static_cast<unsigned char>(sought)) != 0,
                      value == sought)
                << sought << " in " << value;
}

TEST(EightBytes, ALowByteIsSeenAmongAnyOthers)
{
    for (int value = 0; value < 256; ++value) {
        std::string text = eightOf(0xFF);
        EXPECT_FALSE(anyBelow(eightBytesAt(text.data()), 0x20));
        text[5] = char(value);
        EXPECT_EQ(anyBelow(eightBytesAt(text.data()), 0x20), value < 0x20) << value;
        EXPECT_EQ(isAscii(eightBytesAt(text.data())), false);
    }
}

TEST(EightBytes, TextIsAsciiUntilOneByteIsNot)
{
    std::string text = eightOf('a');
    EXPECT_TRUE(isAscii(eightBytesAt(text.data())));
    text[7] = char(0x80);
    EXPECT_FALSE(isAscii(eightBytesAt(text.data())));
}
