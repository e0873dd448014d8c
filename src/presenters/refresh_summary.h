// SPDX-License-Identifier: MIT
// What a refresh does, did and did not dare to do, in one line each: "31 new, 12 gone, 3 renamed". Pure.
#pragma once

#include <kanal/library/catalogue_store.h>
#include <kanal/session/catalogue_sync.h>

#include <QString>

#include <map>
#include <string>

namespace kanal::presenters
{

/// Empty when nothing changed, and for lists that were filled for the first time.
/// What is hidden as for adults is not counted.
QString refreshSummary(const session::SyncReport &report, library::AdultEntries adult);
/// What several refreshes of an account changed, as one; the last one says of each list whether it failed.
void addUp(session::SyncReport &sum, const session::SyncReport &next);
/// "Films could not be refreshed: …" Of films and series, by kind as CatalogueSync names it; empty: none failed. The
/// list of channels has a place of its own for its error.
QString failureText(const std::map<std::string, Error> &failures);
/// "31 new, 12 gone": what is none is left out.
QString changesText(std::uint32_t added, std::uint32_t gone, std::uint32_t renamed);
/// "The panel now lists 0 films; it had 52,310. …" By kind, as CatalogueSync::heldBack(); empty: nothing is held back.
QString heldBackText(const std::map<std::string, session::KindReport> &heldBack);
/// "12,345 films"; `kind` as CatalogueSync names it. Empty for none.
QString progressText(const QString &kind, qint64 rows);

} // namespace kanal::presenters
