// SPDX-License-Identifier: MIT
#include <kanal/core/graphics_card.h>

#include <system_error>

namespace kanal
{

bool graphicsCardExists(const std::filesystem::path &devices)
{
#ifdef __linux__
    std::error_code ignored;
    for (const auto &entry : std::filesystem::directory_iterator(devices / "dri", ignored))
        if (entry.path().filename().native().starts_with("renderD"))
            return true;
    return std::filesystem::exists(devices / "nvidia0", ignored);
#else
    return (void)devices, true;
#endif
}

} // namespace kanal
