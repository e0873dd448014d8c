// SPDX-License-Identifier: MIT
// News that nobody has to answer: they go by themselves, and do not push away what waits to be read.
#pragma once

#include <kanal/presenters/list_state.h>

#include <QObject>

#include <functional>

namespace kanal::presenters
{

/// Shows `text` as the list's notice for 20 s; the report stays within reach for the week. `owner` has `state`;
/// `changed` tells that the notice went. GUI thread.
void showInPassing(ListState &state, QObject &owner, const QString &text, std::function<void()> changed);

} // namespace kanal::presenters
