// SPDX-License-Identifier: MIT
// Whether the desktop can be talked to at all. Without this look Qt would start a bus of its own, and wait for it.
#pragma once

namespace kanal::app
{

bool sessionBusThere();

} // namespace kanal::app
