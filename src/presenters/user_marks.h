// SPDX-License-Identifier: MIT
// The favourites, recents, hidden entries and chosen tracks of an account's channels, films or series: at hand in
// memory, written behind the GUI thread, read again when a refresh may have moved them. GUI thread.
#pragma once

#include "serial_writer.h"

#include <kanal/core/error.h>
#include <kanal/core/media_request.h>
#include <kanal/library/user_store.h>
#include <kanal/playback/player.h>

#include <QObject>
#include <QSet>
#include <QString>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace kanal::library
{
class Library;
}
namespace kanal::session
{
class Services;
}

namespace kanal::presenters
{

/// The tracks the user chose for an entry come before those of the settings.
void preferTracks(MediaRequest &request, const library::TrackChoice &choice);

class UserMarks : public QObject
{
    Q_OBJECT

public:
    explicit UserMarks(session::Services &services, EntryKind kind = EntryKind::Live, QObject *parent = nullptr);
    ~UserMarks() override;

    /// Which account the rest is about. Read from the store the first time.
    void setAccount(AccountId account);
    const std::vector<std::string> &favourites() const; ///< ids in the user's order
    const std::vector<std::string> &recents() const;    ///< ids, newest first
    bool isFavourite(const QString &id) const;
    QSet<QString> favouriteIds() const;
    const std::set<std::string> &hidden() const; ///< ids
    library::TrackChoice tracks(const std::string &id) const;

    void toggleFavourite(const library::EntryShape &entry);
    /// Up (< 0) or down in the user's order, past so many that are shown: ones that are gone for a while, waiting or
    /// filtered out are passed over with them.
    void moveFavourite(const QString &id, int step, const std::function<bool(const std::string &)> &isShown);
    void toggleHidden(const library::EntryShape &entry);
    void noteWatched(const library::EntryShape &entry);
    /// One kind of track was chosen: the other stays as it was.
    void noteTrack(const library::EntryShape &entry, playback::TrackKind kind, const std::string &wish);

Q_SIGNALS:
    void changed();
    void writeFailed(const kanal::Error &error); ///< what was changed is taken back
    void notNoted();                             ///< what was watched: it could not be written

private:
    struct Marks {
        std::vector<std::string> favourites;
        std::vector<std::string> recents;
        std::set<std::string> hidden;
        std::map<std::string, library::TrackChoice> tracks;
    };

    static Marks read(library::UserStore &store, AccountId account, EntryKind kind);
    /// The store changed underneath (a refresh followed renumbered entries): read again behind what is still to be
    /// written.
    void reload(AccountId account);
    const Marks &marks() const;
    /// Writes behind the GUI thread; when that fails what was changed is read again.
    void write(AccountId account, std::function<Result<>()> change);
    /// What is written hangs on the id the entry has when it is: a refresh may come between.
    void write(const library::EntryShape &entry, std::function<Result<>(const library::EntryShape &)> change);

    library::Library &m_library;
    library::UserStore &m_store;
    const EntryKind m_kind;
    AccountId m_account;
    std::map<AccountId, Marks> m_marks;
    std::uint64_t m_edits = 0;                      ///< a reading that began before an edit is stale
    SerialWriter m_writer{SerialWriter::Of::Marks}; // last: its writes end before the rest goes
};

} // namespace kanal::presenters
