// SPDX-License-Identifier: MIT
// What a screen reader would say when the focus goes somewhere. Heard only where Qt talks to one: on a desktop with
// QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1, not on the offscreen platform.
#pragma once

#include <QAccessible>
#include <QStringList>

namespace kanal::ui::test
{

class Spoken
{
public:
    Spoken()
    {
        s_names.clear();
        s_before = QAccessible::installUpdateHandler(hear);
    }
    ~Spoken() { QAccessible::installUpdateHandler(s_before); }
    Spoken(const Spoken &) = delete;
    Spoken &operator=(const Spoken &) = delete;

    static bool isHeard() { return QAccessible::isActive(); }
    QString last() const { return s_names.isEmpty() ? QString() : s_names.last(); }

private:
    static void hear(QAccessibleEvent *event)
    {
        if (event->type() != QAccessible::Focus)
            return;
        if (const QAccessibleInterface *there = event->accessibleInterface())
            s_names << there->text(QAccessible::Name);
    }

    static inline QStringList s_names;
    static inline QAccessible::UpdateHandler s_before = nullptr;
};

} // namespace kanal::ui::test
