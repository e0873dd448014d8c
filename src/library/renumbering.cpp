// SPDX-License-Identifier: MIT
#include "renumbering.h"

#include <kanal/core/text.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace kanal::library
{
namespace
{

bool areEqualAndKnown(const std::string &a, const std::string &b)
{
    return !a.empty() && a == b;
}

/// What it is now; a panel that leaves something out does not make us forget it.
EntryShape reshaped(const EntryShape &marked, const EntryShape &now)
{
    EntryShape shape = now;
    for (auto part : {&EntryShape::name, &EntryShape::guideId, &EntryShape::categoryName})
        if ((shape.*part).empty())
            shape.*part = marked.*part;
    return shape;
}

bool hasSameShape(const EntryShape &a, const EntryShape &b)
{
    return a.name == b.name && a.guideId == b.guideId && a.categoryName == b.categoryName;
}

bool standsIn(const ListedEntry &candidate, const std::string &categoryName)
{
    return isSameName(candidate.categoryName, categoryName) ||
           std::any_of(candidate.otherCategories.begin(), candidate.otherCategories.end(),
                       [&](const std::string &other) { return isSameName(other, categoryName); });
}

/// The entry of its id has another name, and nothing says that the panel dealt the id anew: the old name is in the new
/// one, or the list before called it so already.
bool wasRenamed(const EntryShape &marked, const ListedEntry &now)
{
    const bool otherGuide = !marked.guideId.empty() && !now.guideId.empty() && marked.guideId != now.guideId;
    return !otherGuide && (!now.isNew || isSimilarName(marked.name, now.name));
}

constexpr int kSureByGuide = 5;

/// How surely `candidate`, which has the same name, is the one; 0: not, from kSureByGuide on with the same guide id.
int likeness(const EntryShape &marked, const ListedEntry &candidate)
{
    const bool mayBe = candidate.isOnly || areEqualAndKnown(marked.guideId, candidate.guideId) ||
                       standsIn(candidate, marked.categoryName);
    return !mayBe ? 0
                  : 1 + (kSureByGuide - 1) * areEqualAndKnown(marked.guideId, candidate.guideId) +
                        2 * standsIn(candidate, marked.categoryName);
}

/// The one of `named` that is most like it, and at least so much.
const ListedEntry *likest(const EntryShape &marked, const std::vector<const ListedEntry *> &named,
                          const std::unordered_set<std::string_view> &taken, int least)
{
    const ListedEntry *best = nullptr;
    for (const ListedEntry *candidate : named)
        if (const int like = likeness(marked, *candidate); like >= least && !taken.contains(candidate->key.id)) {
            best = candidate;
            least = like + 1;
        }
    return best;
}

using ByName = std::unordered_map<std::string, std::vector<const ListedEntry *>>;

/// The entries of the catalogue that are named like one of the lost, and new.
ByName namedLike(const std::vector<const EntryShape *> &lost, const std::vector<ListedEntry> &catalogue)
{
    ByName byName;
    for (const EntryShape *entry : lost)
        byName[folded(entry->name)];
    std::string name;
    for (const ListedEntry &entry : catalogue) {
        name.clear();
        foldInto(entry.name, name);
        if (const auto found = byName.find(name); found != byName.end() && entry.isNew && !name.empty())
            found->second.push_back(&entry);
    }
    return byName;
}

} // namespace

std::string waitingId(const EntryShape &entry)
{
    return "\x02" + entry.key.id + "\x02" + folded(entry.name);
}

std::optional<std::string> idBeforeWaiting(std::string_view id)
{
    const std::size_t end = id.starts_with('\x02') ? id.find('\x02', 1) : std::string_view::npos;
    return end == std::string_view::npos ? std::nullopt : std::optional(std::string(id.substr(1, end - 1)));
}

bool isSameEntry(const EntryShape &marked, const EntryShape &now)
{
    const bool nothingKnown = marked.name.empty() && marked.guideId.empty();
    return nothingKnown || isSameName(marked.name, now.name);
}

bool hasSameGuide(const EntryShape &marked, const EntryShape &now)
{
    return areEqualAndKnown(marked.guideId, now.guideId);
}

Renumbering planRenumbering(const std::vector<EntryShape> &marked, const std::vector<ListedEntry> &catalogue)
{
    Renumbering plan;
    std::unordered_map<std::string_view, const ListedEntry *> now; // of the marked ids only
    for (const EntryShape &entry : marked)
        now.emplace(entry.key.id, nullptr);
    for (const ListedEntry &entry : catalogue)
        if (const auto found = now.find(entry.key.id); found != now.end())
            found->second = &entry;

    std::unordered_set<std::string_view> taken;
    const auto stay = [&](const EntryShape &entry) {
        taken.insert(entry.key.id);
        if (const EntryShape shape = reshaped(entry, *now[entry.key.id]); !hasSameShape(shape, entry))
            plan.reshaped.push_back(shape);
    };
    std::vector<const EntryShape *> lost;
    for (const EntryShape &entry : marked)
        if (const ListedEntry *there = now[entry.key.id]; there && isSameEntry(entry, *there))
            stay(entry);
        else
            lost.push_back(&entry);
    if (lost.empty())
        return plan;

    const ByName byName = namedLike(lost, catalogue);
    std::vector<const EntryShape *> unfound;
    for (const EntryShape *entry : lost) {
        const ListedEntry *there = now[entry->key.id];
        const int least = there && hasSameGuide(*entry, *there) ? kSureByGuide : 1;
        const ListedEntry *best = likest(*entry, byName.at(folded(entry->name)), taken, least);
        if (!best) {
            unfound.push_back(entry);
            continue;
        }
        taken.insert(best->key.id);
        EntryShape to = reshaped(*entry, *best);
        to.key = entry->key;
        to.key.id = best->key.id;
        plan.moves.push_back({entry->key.id, std::move(to)});
    }
    for (const EntryShape *entry : unfound) {
        const ListedEntry *there = now[entry->key.id];
        if (taken.contains(entry->key.id)) {
            EntryShape to = *entry;
            to.key.id = waitingId(*entry);
            plan.moves.push_back({entry->key.id, std::move(to)});
        } else if (there && (hasSameGuide(*entry, *there) || wasRenamed(*entry, *there))) {
            stay(*entry);
        }
    }
    return plan;
}

namespace
{

// Statements are literals: the cache of the database is keyed by them. Tables that matter most come first.
constexpr const char *kReadShapes[] = {
    "SELECT entry, name, guide_id, category_name FROM favourite WHERE identity = ? AND kind = ? ORDER BY position",
    "SELECT entry, name, guide_id, category_name FROM recent WHERE identity = ? AND kind = ? ORDER BY watched_at DESC",
    "SELECT entry, name, guide_id, category_name FROM hidden WHERE identity = ? AND kind = ?",
    "SELECT entry, name, guide_id, category_name FROM track_choice WHERE identity = ? AND kind = ?"};
constexpr const char *kRename[] = {
    "UPDATE OR REPLACE favourite SET entry = ? WHERE identity = ? AND kind = ? AND entry = ?",
    "UPDATE OR REPLACE recent SET entry = ? WHERE identity = ? AND kind = ? AND entry = ?",
    "UPDATE OR REPLACE hidden SET entry = ? WHERE identity = ? AND kind = ? AND entry = ?",
    "UPDATE OR REPLACE track_choice SET entry = ? WHERE identity = ? AND kind = ? AND entry = ?",
    "UPDATE OR REPLACE position SET entry = ? WHERE identity = ? AND kind = ? AND entry = ?"};
constexpr const char *kReshape[] = {
    "UPDATE favourite SET name = ?, guide_id = ?, category_name = ? WHERE identity = ? AND kind = ? AND entry = ?",
    "UPDATE recent SET name = ?, guide_id = ?, category_name = ? WHERE identity = ? AND kind = ? AND entry = ?",
    "UPDATE hidden SET name = ?, guide_id = ?, category_name = ? WHERE identity = ? AND kind = ? AND entry = ?",
    "UPDATE track_choice SET name = ?, guide_id = ?, category_name = ? WHERE identity = ? AND kind = ? AND entry = ?"};

/// An episode knows its series by the guide id.
constexpr const char *kRenameSeries[] = {
    "UPDATE favourite SET guide_id = ? WHERE identity = ? AND kind = ? AND guide_id = ?",
    "UPDATE recent SET guide_id = ? WHERE identity = ? AND kind = ? AND guide_id = ?",
    "UPDATE hidden SET guide_id = ? WHERE identity = ? AND kind = ? AND guide_id = ?",
    "UPDATE track_choice SET guide_id = ? WHERE identity = ? AND kind = ? AND guide_id = ?"};

Result<> rename(Database &db, std::int64_t identity, EntryKind kind, const std::string &from, const std::string &to)
{
    for (const char *sql : kRename)
        if (auto done = Query(db, sql).bind(to, identity, int(kind), from).run(); !done)
            return done;
    if (kind != EntryKind::Series)
        return {};
    for (const char *sql : kRenameSeries)
        if (auto done = Query(db, sql).bind(to, identity, int(EntryKind::Episode), from).run(); !done)
            return done;
    return {};
}

Result<> reshape(Database &db, std::int64_t identity, const EntryShape &shape)
{
    for (const char *sql : kReshape)
        if (auto done =
                Query(db, sql)
                    .bind(shape.name, shape.guideId, shape.categoryName, identity, int(shape.key.kind), shape.key.id)
                    .run();
            !done)
            return done;
    return {};
}

} // namespace

Result<std::vector<EntryShape>> readMarked(Database &db, std::int64_t identity, AccountId account, EntryKind kind)
{
    std::vector<EntryShape> marked;
    std::unordered_set<std::string> seen;
    for (const char *sql : kReadShapes) {
        Query query(db, sql);
        query.bind(identity, int(kind));
        while (query.next())
            if (seen.insert(std::string(query.text(0))).second)
                marked.push_back({{account, kind, std::string(query.text(0))},
                                  std::string(query.text(1)),
                                  std::string(query.text(2)),
                                  std::string(query.text(3))});
        if (auto done = query.result(); !done)
            return tl::unexpected(done.error());
    }
    return marked;
}

Result<> moveEntries(Database &db, std::int64_t identity, EntryKind kind, const std::vector<UserStore::Move> &moves)
{
    // Ids may have changed places: all leave their old ones before the first takes a new one.
    const auto between = [](const UserStore::Move &move) { return "\x01" + move.to.key.id; };
    Result<> done;
    for (const auto &move : moves)
        if (done)
            done = rename(db, identity, kind, move.from, between(move));
    for (const auto &move : moves)
        if (done)
            done = rename(db, identity, kind, between(move), move.to.key.id);
    for (const auto &move : moves)
        if (done)
            done = reshape(db, identity, move.to);
    return done;
}

Result<int> followEntries(Database &db, std::int64_t identity, AccountId account, EntryKind kind,
                          const std::vector<ListedEntry> &catalogue, const std::vector<EntryShape> &before)
{
    auto marked = readMarked(db, identity, account, kind);
    if (!marked)
        return tl::unexpected(marked.error());
    std::unordered_set<std::string> known;
    for (const EntryShape &entry : *marked)
        known.insert(entry.key.id);
    for (const EntryShape &entry : before)
        if (known.insert(entry.key.id).second)
            marked->push_back(entry);
    const Renumbering plan = planRenumbering(*marked, catalogue);
    Result<> done = moveEntries(db, identity, kind, plan.moves);
    for (const auto &shape : plan.reshaped)
        if (done)
            done = reshape(db, identity, shape);
    if (!done)
        return tl::unexpected(done.error());
    return int(std::count_if(plan.moves.begin(), plan.moves.end(),
                             [](const UserStore::Move &move) { return !move.to.key.id.starts_with('\x02'); }));
}

} // namespace kanal::library
