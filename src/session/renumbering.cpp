// SPDX-License-Identifier: MIT
#include "renumbering.h"

#include <kanal/core/log.h>
#include <kanal/core/text.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/library/library.h>
#include <kanal/session/entry_shape.h>
#include <kanal/session/title_details.h>

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace kanal::session
{

namespace
{

using library::CatalogueSnapshot;
using library::EntryShape;
using library::ListedEntry;

/// Of a folded name: rows that have it in the list before and in this one, and those whose id was another's before.
struct Count {
    std::uint32_t before = 0, now = 0, arrived = 0;
};
using Names = std::unordered_map<std::string, Count>;

template<class Use>
void forEachNamed(const CatalogueSnapshot &snapshot, Names &names, Use use)
{
    std::string name;
    for (std::uint32_t row = 0; row < snapshot.size(); ++row) {
        name.clear();
        foldInto(snapshot.name(row), name);
        if (const auto found = names.find(name); found != names.end())
            use(row, found->second);
    }
}

/// What `other` has under its id, if that has the name of the row.
bool isIn(const CatalogueSnapshot *other, const CatalogueSnapshot &snapshot, std::uint32_t row)
{
    const auto there = other ? other->find(snapshot.id(row)) : std::nullopt;
    return there && isSameName(other->name(*there), snapshot.name(row));
}

std::string nameOfList(std::uint64_t generation, std::chrono::sys_seconds refreshedAt)
{
    return std::to_string(generation) + "@" + std::to_string(refreshedAt.time_since_epoch().count());
}

std::string_view imageOf(const CatalogueSnapshot &snapshot, std::uint32_t row)
{
    switch (snapshot.kind()) {
    case EntryKind::Movie:
        return snapshot.movie(row).posterUrl;
    case EntryKind::Series:
        return snapshot.series(row).posterUrl;
    default:
        return snapshot.channel(row).logoUrl;
    }
}

/// Most ids name other entries than before: the list is another panel's, or numbered anew, and an id says nothing about
/// what was marked under it. A panel that writes all its titles anew ("Film" -> "EN - Film (2019)") is not: the old
/// names are in the new ones, or the pictures stayed, and the old ones are nowhere else. Looks at a thousand rows.
bool saysNothingById(const CatalogueSnapshot &before, const CatalogueSnapshot &now)
{
    std::uint32_t shared = 0, others = 0;
    Names written; // anew, as it seems
    const std::uint32_t step = std::max<std::uint32_t>(before.size() / 1000, 1);
    for (std::uint32_t row = 0; row < before.size(); row += step)
        if (const auto found = now.find(before.id(row))) {
            ++shared;
            const std::string_view old = before.name(row), name = now.name(*found);
            if (isSameName(old, name))
                continue;
            const std::string_view image = imageOf(before, row);
            const bool seemsSame = isSimilarName(old, name) || (!image.empty() && image == imageOf(now, *found));
            seemsSame ? void(++written[folded(old)].before) : void(++others);
        }
    if (others * 2 <= shared && !written.empty()) {
        forEachNamed(now, written, [&](std::uint32_t row, Count &count) { count.arrived += !isIn(&before, now, row); });
        for (const auto &[name, count] : written)
            others += count.arrived > 0 ? count.before : 0;
    }
    return others * 2 > shared;
}

/// By its guide id it may still be the same: planRenumbering() knows better.
bool isAnother(const EntryShape &entry, const CatalogueSnapshot &now)
{
    const auto row = now.find(entry.key.id);
    if (!row)
        return false;
    const EntryShape there = shapeOf(now, *row);
    return !library::isSameEntry(entry, there) && !library::hasSameGuide(entry, there);
}

/// What has no entry of its own any more waits under an id no panel has. `positions`, of entries that have nothing
/// else, wait along.
Result<> letWait(library::UserStore &user, AccountId account, EntryKind kind, const CatalogueSnapshot &now,
                 std::vector<EntryShape> &marked, std::vector<EntryShape> &positions)
{
    std::vector<library::UserStore::Move> moves;
    std::unordered_map<std::string, bool>
        waits; // what was marked under an id is known better than what a list had there
    for (std::vector<EntryShape> *entries : {&marked, &positions})
        for (EntryShape &entry : *entries) {
            const auto [known, first] = waits.try_emplace(entry.key.id, false);
            if (first)
                known->second = isAnother(entry, now);
            if (!known->second)
                continue;
            const std::string from = std::exchange(entry.key.id, library::waitingId(entry));
            if (first)
                moves.push_back({from, entry});
        }
    return moves.empty() ? Result<>() : user.moveEntries(account, kind, moves);
}

/// Of one that waits only for its position nothing is known but what its id says.
std::optional<EntryShape> waitingShape(AccountId account, EntryKind kind, const std::string &id)
{
    const std::size_t name = id.starts_with('\x02') ? id.find('\x02', 1) : std::string::npos;
    if (name == std::string::npos)
        return std::nullopt;
    return EntryShape{{account, kind, id}, id.substr(name + 1), {}, {}};
}

/// What the list before had under ids that have a position. Where it is not known: what this one has, so that nothing
/// is moved onto them.
Result<std::vector<EntryShape>> placed(library::Library &library, AccountId account, EntryKind kind,
                                       const CatalogueSnapshot &snapshot)
{
    const auto positions = library.user().positions(account, kind);
    if (!positions)
        return tl::unexpected(positions.error());
    std::vector<EntryShape> shapes;
    for (const auto &[id, position] : *positions)
        if (const auto row = snapshot.find(id))
            shapes.push_back(shapeOf(snapshot, *row));
        else if (auto waiting = waitingShape(account, kind, id))
            shapes.push_back(std::move(*waiting));
    return shapes;
}

} // namespace

std::vector<ListedEntry> entriesToFollow(const CatalogueSnapshot *before, const CatalogueSnapshot &snapshot,
                                         const std::vector<EntryShape> &marked)
{
    std::unordered_set<std::uint32_t> rows;
    Names lost;
    for (const EntryShape &shape : marked) {
        const std::optional<std::uint32_t> row = snapshot.find(shape.key.id);
        if (row)
            rows.insert(*row);
        if (!row || !isSameName(shape.name, snapshot.name(*row)))
            if (std::string name = folded(shape.name); !name.empty())
                lost.try_emplace(std::move(name));
    }
    if (!lost.empty()) {
        forEachNamed(snapshot, lost, [&](std::uint32_t row, Count &count) {
            ++count.now;
            rows.insert(row);
        });
        if (before)
            forEachNamed(*before, lost, [](std::uint32_t, Count &count) { ++count.before; });
    }
    std::vector<ListedEntry> entries;
    entries.reserve(rows.size());
    for (const std::uint32_t row : rows) {
        ListedEntry entry = shapeOf(snapshot, row);
        entry.otherCategories = otherCategories(snapshot, row);
        entry.isNew = !isIn(before, snapshot, row);
        const auto count = lost.find(folded(entry.name));
        entry.isOnly = count != lost.end() && count->second.now == 1 && count->second.before <= 1;
        entries.push_back(std::move(entry));
    }
    return entries;
}

bool wasFollowed(library::Library &library, AccountId account, const CatalogueSnapshot &list)
{
    const auto followed = library.user().followed(account, list.kind());
    return followed && *followed == nameOfList(list.generation(), list.refreshedAt());
}

Result<int> followRenumbered(library::Library &library, AccountId account, EntryKind kind,
                             const CatalogueSnapshot *before)
{
    const auto snapshot = library.catalogue().snapshot(account, kind);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    Result<std::vector<EntryShape>> marked = library.user().marked(account, kind);
    if (!marked)
        return tl::unexpected(marked.error());
    auto positions = placed(library, account, kind, before && before->size() > 0 ? *before : **snapshot);
    if (!positions)
        return tl::unexpected(positions.error());
    if (before && saysNothingById(*before, **snapshot))
        if (auto done = letWait(library.user(), account, kind, **snapshot, *marked, *positions); !done)
            return tl::unexpected(done.error());
    std::vector<EntryShape> all = std::move(*marked);
    all.insert(all.end(), positions->begin(), positions->end());
    return library.user().followRenumbered(account, kind, entriesToFollow(before, **snapshot, all), *positions,
                                           nameOfList((*snapshot)->generation(), (*snapshot)->refreshedAt()));
}

void followMissed(library::Library &library, AccountId account)
{
    for (const EntryKind kind : {EntryKind::Live, EntryKind::Movie, EntryKind::Series}) {
        const auto shown = library.catalogue().shown(account, kind);
        const auto followed = library.user().followed(account, kind);
        if (!shown || !followed || *followed == nameOfList(shown->generation, shown->refreshedAt))
            continue;
        const auto marked = library.user().marked(account, kind);
        if (!marked || marked->empty())
            continue;
        if (const auto moved = followRenumbered(library, account, kind, nullptr); !moved)
            log::warning("kanal.session.sync", "marked entries were not followed: " + moved.error().detail);
        else if (*moved > 0)
            log::info("kanal.session.sync", "followed since the last end, entries=" + std::to_string(*moved));
    }
}

std::string episodeName(const Episode &episode)
{
    const std::string code = "S" + std::to_string(episode.season) + " E" + std::to_string(episode.number);
    return episode.title.empty() ? code : code + " " + episode.title;
}

namespace
{

/// Whether `stored`, an episodeName(), is this episode. Titles that are known must not contradict.
bool isEpisode(const std::string &stored, const Episode &episode)
{
    Episode untitled;
    untitled.season = episode.season;
    untitled.number = episode.number;
    const std::string code = episodeName(untitled);
    if (!stored.starts_with(code) || (stored.size() > code.size() && stored[code.size()] != ' '))
        return false;
    const std::string title = stored.size() > code.size() ? stored.substr(code.size() + 1) : std::string();
    return title.empty() || episode.title.empty() || isSameName(title, episode.title);
}

const Episode *findEpisode(const SeriesDetails &details, const std::string &stored)
{
    const Episode *found = nullptr;
    for (const Season &season : details.seasons)
        for (const Episode &episode : season.episodes)
            if (isEpisode(stored, episode)) {
                if (found)
                    return nullptr; // a second one in another language: nobody can tell
                found = &episode;
            }
    return found;
}

const Episode *episodeAt(const SeriesDetails &details, const std::string &id)
{
    for (const Season &season : details.seasons)
        for (const Episode &episode : season.episodes)
            if (episode.id == id)
                return &episode;
    return nullptr;
}

} // namespace

Result<int> followEpisodes(library::Library &library, AccountId account, const std::string &seriesId,
                           const SeriesDetails &details)
{
    const auto marked = library.user().marked(account, EntryKind::Episode);
    if (!marked)
        return tl::unexpected(marked.error());
    std::unordered_set<std::string> taken; // by what is still there, or was moved
    std::unordered_map<std::string, const EntryShape *> lost, ofOthers;
    for (const EntryShape &entry : *marked) {
        const Episode *there = episodeAt(details, entry.key.id);
        if (entry.guideId != seriesId)
            ofOthers.emplace(entry.key.id, &entry);
        else if (there && isEpisode(entry.name, *there))
            taken.insert(entry.key.id);
        else
            lost.emplace(entry.key.id, &entry);
    }
    std::vector<library::UserStore::Move> moves;
    const auto move = [&](const EntryShape &entry, std::string id) {
        EntryShape to = entry;
        to.key.id = std::move(id);
        moves.push_back({entry.key.id, std::move(to)});
    };
    std::vector<const EntryShape *> waiting;
    for (const auto &[id, entry] : lost)
        if (const Episode *now = findEpisode(details, entry->name); now && taken.insert(now->id).second)
            move(*entry, now->id);
        else
            waiting.push_back(entry);
    if (moves.empty())
        return 0;
    // Ids that belonged to another series, or to an episode nobody finds: those wait for their own.
    for (const auto &[id, entry] : ofOthers)
        if (taken.contains(id))
            move(*entry, library::waitingId(*entry));
    for (const EntryShape *entry : waiting)
        if (taken.contains(entry->key.id))
            move(*entry, library::waitingId(*entry));
    return library.user().moveEntries(account, EntryKind::Episode, moves).map([&] { return int(moves.size()); });
}

} // namespace kanal::session
