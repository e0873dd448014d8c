// SPDX-License-Identifier: MIT
// How large a window may be so that all of it is on the screen, its frame included.
#pragma once

#include <QRect>
#include <QSize>

namespace kanal::ui
{

/// `wanted`, or as much of it as fits into what the screen leaves to windows. Where not even `least` fits, nothing is
/// won by making it smaller.
QSize fittingSize(QSize wanted, QSize least, const QRect &available);

} // namespace kanal::ui
