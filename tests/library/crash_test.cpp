// SPDX-License-Identifier: MIT
// kill -9 while a child refreshes and marks favourites: what it said was done is there, and a list is the old one or
// the new one.
#include "library_fixture.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <sqlite3.h>

#ifndef _WIN32
#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

namespace kanal::library
{
namespace
{

constexpr std::uint32_t kRows = 4000; // a few MB, so that there is much to be interrupted in

struct Message {
    enum What : std::uint32_t { Step, Shown, Marked } what;
    std::uint32_t number;
};

class Reporter
{
public:
    explicit Reporter(int pipe)
        : m_pipe(pipe)
    {
    }
    void say(Message::What what, std::uint32_t number = 0) const
    {
        const Message message{what, number};
        if (write(m_pipe, &message, sizeof message) != sizeof message)
            _exit(3);
    }

private:
    int m_pipe;
};

/// Runs `child` in a process of its own, kills it so long behind its `messages`-th message, and returns what it said
/// until then.
template<class Child>
std::vector<Message> runAndKill(std::size_t messages, std::chrono::microseconds behind, Child child)
{
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    const pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        child(Reporter(ends[1]));
        _exit(0);
    }
    close(ends[1]);
    std::vector<Message> said;
    Message message;
    while (said.size() < messages && read(ends[0], &message, sizeof message) == sizeof message)
        said.push_back(message);
    std::this_thread::sleep_for(behind); // not waited for: any moment will do, and each is another one
    kill(pid, SIGKILL);
    while (read(ends[0], &message, sizeof message) == sizeof message)
        said.push_back(message); // said before it died
    close(ends[0]);
    int status = 0;
    waitpid(pid, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child gave up: " << status;
    return said;
}

/// Refreshes for ever, list after list; every row carries the number of its list.
void refreshForEver(const std::filesystem::path &profile, std::uint32_t list, const Reporter &reporter)
{
    auto library = Library::open(profile);
    if (!library)
        _exit(2);
    const AccountId account = (*library)->accounts().named("Home")->id;
    for (;; ++list) {
        auto started = (*library)->catalogue().beginRefresh(account, EntryKind::Movie);
        if (!started)
            _exit(4);
        for (std::uint32_t row = 0; row < kRows; row += 500) {
            Rows rows;
            for (std::uint32_t i = row; i < row + 500; ++i) {
                MovieRow &movie = rows.movie(std::to_string(i), std::to_string(list) + std::string(300, 'x'));
                movie.posterUrl = rows.keep(std::string(200, 'y'));
                movie.plot = rows.keep(numberedText("Plot ", int(list)) + std::string(300, 'z'));
            }
            if (!(*started)->addMovies(rows.movies))
                _exit(5);
            reporter.say(Message::Step);
        }
        if (!(*started)->commit(at(list)))
            _exit(6);
        reporter.say(Message::Shown, list);
        EntryShape shape;
        shape.key = {account, EntryKind::Movie, std::to_string(list)};
        if (!(*library)->user().setFavourite(shape, true))
            _exit(7);
        reporter.say(Message::Marked, list);
    }
}

std::int64_t count(const std::filesystem::path &database, const char *sql)
{
    sqlite3 *db = nullptr;
    sqlite3_stmt *statement = nullptr;
    std::int64_t number = -1;
    if (sqlite3_open(database.string().c_str(), &db) == SQLITE_OK &&
        sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return number;
}

TEST(Crash, LeavesTheOldListOrTheNewOneAndEveryFavouriteThatWasAcknowledged)
{
    TemporaryFolder folder;
    AccountId account;
    {
        const auto library = openLibrary(folder.profile());
        account = taken(library->accounts().add(panelAccount("Home")));
    }
    std::mt19937 random(20261124);
    std::uint32_t acknowledged = 0, next = 1;
    std::set<std::string> marked;
    for (int round = 0; round < 60; ++round) {
        // In every other round while a list is published: its last rows are step 8 of 10 messages.
        const bool publishing = round % 2 == 1;
        const std::size_t messages = publishing ? 8 + 10 * (random() % 3) : 1 + random() % 35;
        const std::chrono::microseconds behind(publishing ? random() % 20'000 : 0);
        const auto said = runAndKill(
            messages, behind, [&](const Reporter &reporter) { refreshForEver(folder.profile(), next, reporter); });
        for (const Message &message : said) {
            if (message.what == Message::Shown)
                acknowledged = message.number;
            if (message.what == Message::Marked)
                marked.insert(std::to_string(message.number));
        }

        const auto library = openLibrary(folder.profile());
        ASSERT_TRUE(library);
        EXPECT_THAT(library->notices(), testing::IsEmpty());
        const auto snapshot = shown(library->catalogue(), account, EntryKind::Movie);
        if (snapshot->size() == 0) {
            ASSERT_EQ(acknowledged, 0u) << "a list that was acknowledged is gone";
        } else {
            const auto list = std::uint32_t(snapshot->refreshedAt().time_since_epoch().count());
            ASSERT_GE(list, acknowledged);
            ASSERT_EQ(snapshot->size(), kRows);
            const std::string name = std::to_string(list) + std::string(300, 'x');
            for (std::uint32_t row = 0; row < kRows; ++row)
                ASSERT_EQ(snapshot->name(row), name) << "rows of two lists are mixed";
            for (const std::uint32_t row : {0u, kRows / 2, kRows - 1})
                ASSERT_EQ(taken(library->catalogue().plot(account, EntryKind::Movie, std::to_string(row))),
                          numberedText("Plot ", int(list)) + std::string(300, 'z'));
            acknowledged = list;
            next = list + 1;
        }
        std::set<std::string> found;
        for (const EntryShape &entry : taken(library->user().favourites(account, EntryKind::Movie)))
            found.insert(entry.key.id);
        EXPECT_TRUE(std::includes(found.begin(), found.end(), marked.begin(), marked.end()));
    }
    const auto database = folder.profile() / "catalogue.db";
    EXPECT_EQ(count(database, "SELECT count(*) FROM generation"), acknowledged == 0 ? 0 : 1);
    const auto files = std::filesystem::directory_iterator(folder.profile() / "catalogue");
    EXPECT_EQ(std::distance(begin(files), end(files)), acknowledged == 0 ? 0 : 2) << "leftovers are swept";
    EXPECT_GT(acknowledged, 3u) << "the children came too little far to prove anything";
}

TEST(Crash, DuringTheFirstStartLeavesAProfileThatOpens)
{
    TemporaryFolder folder;
    std::mt19937 random(3);
    for (int round = 0; round < 5; ++round) {
        const auto base = folder.path() / std::to_string(round);
        runAndKill(1 + random() % 12, std::chrono::microseconds(random() % 3000), [&](const Reporter &reporter) {
            for (int i = 0;; ++i) {
                const auto library = Library::open(base / std::to_string(i));
                if (!library || !(*library)->accounts().add(panelAccount("Home")))
                    _exit(2);
                reporter.say(Message::Step);
            }
        });
        for (const auto &profile : std::filesystem::directory_iterator(base)) {
            const auto library = openLibrary(profile.path());
            ASSERT_TRUE(library);
            EXPECT_THAT(library->notices(), testing::Not(testing::Contains("user_lost")));
            EXPECT_TRUE(library->accounts().add(panelAccount("Again")));
        }
    }
}

} // namespace
} // namespace kanal::library

#endif
