// SPDX-License-Identifier: MIT
#include <kanal/presenters/stream_health.h>

#include <QCoreApplication>
#include <QLocale>

namespace kanal::presenters
{

namespace
{

class Words
{
    Q_DECLARE_TR_FUNCTIONS(kanal::presenters::StreamHealth)
};

constexpr double kReserve = 2.0;           ///< seconds: with so much in hand slowness is no trouble yet
constexpr std::int64_t kEnoughToSay = 100; ///< pictures
constexpr double kTooManyDropped = 0.05;

QString percent(double part)
{
    return QLocale().toString(part * 100, 'f', 0);
}

} // namespace

QString tooSlowText(double inputSpeed)
{
    return Words::tr("The server is too slow: it sends %1 % of what this stream needs.").arg(percent(inputSpeed));
}

QString streamHealth(const playback::PlayerStats &stats)
{
    const QLocale locale;
    const bool waitedFor = stats.state == playback::PlayState::Buffering; // what is there does not play
    const bool inHand = stats.bufferedSeconds >= kReserve && !waitedFor;
    if (stats.stalled)
        return Words::tr("The server sends nothing at the moment; %1 s are still in hand.")
            .arg(locale.toString(stats.bufferedSeconds, 'f', 1));
    if (stats.inputSpeed > 0 && stats.inputSpeed < playback::kTooSlow && !inHand)
        return tooSlowText(stats.inputSpeed);
    const std::int64_t pictures = stats.framesShown + stats.framesDropped;
    const double dropped = pictures >= kEnoughToSay ? double(stats.framesDropped) / double(pictures) : 0;
    if (dropped > kTooManyDropped)
        return Words::tr("This computer is too slow for the stream: %1 % of the pictures are left out.")
            .arg(percent(dropped));
    if (stats.reconnects > 0 && stats.state == playback::PlayState::Reconnecting)
        return Words::tr("The server ended the stream; Kanal is asking for it again.");
    return {};
}

} // namespace kanal::presenters
