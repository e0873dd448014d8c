// SPDX-License-Identifier: MIT
#include <kanal/core/ids.h>

namespace kanal
{

std::string_view entryKindName(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Live:
        return "live";
    case EntryKind::Movie:
        return "movie";
    case EntryKind::Series:
        return "series";
    case EntryKind::Episode:
        return "episode";
    }
    return "live";
}

} // namespace kanal
