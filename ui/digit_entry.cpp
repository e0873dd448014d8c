// SPDX-License-Identifier: MIT
#include "digit_entry.h"

namespace kanal::ui
{

namespace
{
constexpr int kWaitMs = 1500;
constexpr int kMostDigits = 6;
} // namespace

DigitEntry::DigitEntry(QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kWaitMs);
    connect(&m_timer, &QTimer::timeout, this, &DigitEntry::confirm);
}

bool DigitEntry::isActive() const
{
    return !m_text.isEmpty();
}

QString DigitEntry::text() const
{
    return m_text;
}

void DigitEntry::add(int digit)
{
    if (m_text.size() < kMostDigits)
        m_text += QString::number(digit);
    m_timer.start();
    Q_EMIT changed(m_text);
}

void DigitEntry::removeLast()
{
    m_text.chop(1);
    if (m_text.isEmpty())
        m_timer.stop();
    else
        m_timer.start();
    Q_EMIT changed(m_text);
}

void DigitEntry::confirm()
{
    if (!isActive())
        return;
    const int number = m_text.toInt();
    cancel();
    Q_EMIT entered(number);
}

void DigitEntry::cancel()
{
    m_timer.stop();
    m_text.clear();
    Q_EMIT changed(m_text);
}

} // namespace kanal::ui
