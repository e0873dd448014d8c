// SPDX-License-Identifier: MIT
// What a start needs and no application object must be there for, done on threads beside it while Qt finds the display.
#pragma once

#include <thread>

namespace kanal::app
{

class StartAhead
{
public:
    StartAhead();

private:
    std::jthread m_fonts;
    std::jthread m_icons;
};

} // namespace kanal::app
