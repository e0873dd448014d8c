// SPDX-License-Identifier: MIT
// Ctrl+C and SIGTERM as a signal of the event loop. The second one ends the program at once.
#pragma once

#include <QObject>

namespace kanal::cli
{

class Interrupt : public QObject
{
    Q_OBJECT

public:
    explicit Interrupt(QObject *parent = nullptr);

    static bool happened(); ///< any thread

Q_SIGNALS:
    void raised();
};

} // namespace kanal::cli
