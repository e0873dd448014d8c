// SPDX-License-Identifier: MIT
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

namespace kanal::xtream
{

/// The bytes of tests/data/xtream/NAME.
inline std::string fixture(const std::string &name)
{
    std::ifstream file(std::string(KANAL_TEST_DATA "/xtream/") + name, std::ios::binary);
    EXPECT_TRUE(file) << name;
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace kanal::xtream
