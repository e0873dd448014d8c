// SPDX-License-Identifier: MIT
// Pictures that could not be had: not asked for again for a while, and then forgotten. Times are of the caller's clock,
// in milliseconds, and never go back.
#pragma once

#include <kanal/presenters/image_store.h>

#include <QHash>

namespace kanal::presenters
{

class MissingImages
{
public:
    static constexpr qint64 kForMs = 10 * 60 * 1000;

    void note(const ImageWish &wish, qint64 now)
    {
        if (now >= m_prune) { // seldom: it looks at all of them
            m_until.removeIf([now](const auto &each) { return each.value() <= now; });
            m_prune = now + kForMs;
        }
        m_until.insert(wish, now + kForMs);
    }
    bool contains(const ImageWish &wish, qint64 now) const { return m_until.value(wish, now) > now; }
    void clear() { m_until.clear(); }
    qsizetype size() const { return m_until.size(); }

private:
    QHash<ImageWish, qint64> m_until;
    qint64 m_prune = 0;
};

} // namespace kanal::presenters
