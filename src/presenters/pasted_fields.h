// SPDX-License-Identifier: MIT
// What can be shown of a pasted link or mail in the fields of the sign-in dialog. What is then tried is xtream's
// business: the session gets the whole text, too.
#pragma once

#include <QString>

namespace kanal::presenters
{

struct PastedFields {
    QString server;   ///< scheme, host, port and the panel's folder; empty: no address found
    QString user;     ///< empty: none found
    QString password; ///< empty: none found
};

PastedFields readPastedFields(const QString &text);

} // namespace kanal::presenters
