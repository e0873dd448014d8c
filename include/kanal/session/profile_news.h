// SPDX-License-Identifier: MIT
// What the profile has to say that nobody asked for. The signal comes on the thread of whoever wrote: connect with a
// context.
#pragma once

#include <QObject>

namespace kanal::session
{

class ProfileNews : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

Q_SIGNALS:
    void settingRefused(); ///< the disk did not take one; it is in effect until the program ends
};

} // namespace kanal::session
