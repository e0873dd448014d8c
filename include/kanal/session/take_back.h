// SPDX-License-Identifier: MIT
// Taking back a question that was asked of a session.
#pragma once

#include <QFuture>

namespace kanal::session
{

/// Cancels a future that still runs, and lets go of it. In Qt 6.4 a finished future keeps a pointer to its continuation
/// after that is gone, and cancel() follows it: so a finished one must not be cancelled.
template<class T>
void takeBack(QFuture<T> &future)
{
    if (!future.isFinished())
        future.cancel();
    future = {};
}

} // namespace kanal::session
