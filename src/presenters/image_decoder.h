// SPDX-License-Identifier: MIT
// Bytes from anywhere to a picture of a known size. Only formats whose first bytes say png, jpeg, webp or gif ever
// reach a decoder, and only when their header stays within limits.h. Any thread.
#pragma once

#include <QByteArray>
#include <QImage>
#include <QSize>

namespace kanal::presenters
{

/// "png", "jpeg", "webp", "gif"; empty: none of them.
QByteArray imageFormat(const QByteArray &bytes);
/// The picture scaled down to fit `box` (device pixels), its proportions kept; null: not a picture we show.
QImage decodeImage(const QByteArray &bytes, QSize box);

} // namespace kanal::presenters
