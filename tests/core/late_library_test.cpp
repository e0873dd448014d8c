// SPDX-License-Identifier: MIT
#include <kanal/core/late_library.h>

#include <gmock/gmock.h>

namespace kanal
{
namespace
{

TEST(LateLibrary, OneThatIsMissingIsSaidWithItsName)
{
    const auto found = findInLateLibrary("kanal-nothing", "anything");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().kind, ErrorKind::Unsupported);
    EXPECT_THAT(found.error().detail, testing::HasSubstr("kanal-nothing"));
}

} // namespace
} // namespace kanal
