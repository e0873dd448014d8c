// SPDX-License-Identifier: MIT
// Who and what: strong ids. A panel's ids are opaque text (numbers, numbers as text, above 2^31, or anything else).
#pragma once

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over libstdc++'s <concepts> behind it
#include <compare>
#endif
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace kanal
{

/// An account in this profile; 0 is none.
struct AccountId {
    std::int64_t value = 0;
    auto operator<=>(const AccountId &) const = default;
    explicit operator bool() const { return value != 0; }
};

enum class EntryKind : std::uint8_t { Live, Movie, Series, Episode };

/// "live", "movie", "series", "episode": as in addresses like live:42 and in JSON.
std::string_view entryKindName(EntryKind kind);

/// What identifies an entry of a panel for ever: live, movie and series ids are separate sequences, so the kind belongs
/// to it.
struct EntryKey {
    AccountId account;
    EntryKind kind = EntryKind::Live;
    std::string id;
    auto operator<=>(const EntryKey &) const = default;
};

} // namespace kanal

template<>
struct std::hash<kanal::AccountId> {
    std::size_t operator()(kanal::AccountId id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
template<>
struct std::hash<kanal::EntryKey> {
    std::size_t operator()(const kanal::EntryKey &key) const noexcept
    {
        return std::hash<std::string>{}(key.id) * 31 + std::hash<std::int64_t>{}(key.account.value) * 7 +
               std::size_t(key.kind);
    }
};
