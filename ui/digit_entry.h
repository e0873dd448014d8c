// SPDX-License-Identifier: MIT
// A channel number being typed: shown as it grows, done on Enter or 1.5 s after the last digit.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

namespace kanal::ui
{

class DigitEntry : public QObject
{
    Q_OBJECT

public:
    explicit DigitEntry(QObject *parent = nullptr);

    bool isActive() const;
    QString text() const;
    void add(int digit);
    void removeLast();
    void confirm();
    void cancel();

Q_SIGNALS:
    void changed(const QString &text); ///< empty: done or cancelled
    void entered(int number);          ///< 0: the channel before

private:
    QString m_text;
    QTimer m_timer;
};

} // namespace kanal::ui
