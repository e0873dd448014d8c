// SPDX-License-Identifier: MIT
#include "passing_news.h"

#include <QTimer>

#include <chrono>

namespace kanal::presenters
{

namespace
{
constexpr std::chrono::seconds kNewsShown{20};
} // namespace

void showInPassing(ListState &state, QObject &owner, const QString &text, std::function<void()> changed)
{
    if (text.isEmpty() || state.error || state.waitsToBeRead())
        return;
    state.setNotice(text);
    state.hasReport = true;
    QTimer::singleShot(kNewsShown, &owner, [&state, text, changed = std::move(changed)] {
        if (state.notice != text)
            return;
        state.setNotice({});
        changed();
    });
}

} // namespace kanal::presenters
