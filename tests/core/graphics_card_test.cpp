// SPDX-License-Identifier: MIT
#include <kanal/core/graphics_card.h>

#include <fstream>

#include <gtest/gtest.h>

namespace kanal
{
namespace
{

#ifdef __linux__

class GraphicsCard : public testing::Test
{
protected:
    void SetUp() override { std::filesystem::create_directories(m_devices / "dri"); }
    void TearDown() override { std::filesystem::remove_all(m_devices); }
    void add(const char *device) const { std::ofstream(m_devices / device) << ""; }

    const std::filesystem::path m_devices =
        std::filesystem::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(GraphicsCard, IsNotThereWhereOnlyADisplayIs)
{
    add("dri/card0");
    EXPECT_FALSE(graphicsCardExists(m_devices));
    EXPECT_FALSE(graphicsCardExists(m_devices / "nowhere"));
}

TEST_F(GraphicsCard, MayBeTheSecondOfTheMachine)
{
    add("dri/renderD129");
    EXPECT_TRUE(graphicsCardExists(m_devices));
}

TEST_F(GraphicsCard, MayHaveItsOwnDriver)
{
    add("nvidia0");
    EXPECT_TRUE(graphicsCardExists(m_devices));
}

#endif

} // namespace
} // namespace kanal
