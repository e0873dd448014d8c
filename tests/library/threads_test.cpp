// SPDX-License-Identifier: MIT
// Readers, writers and refreshes at once; most telling under ThreadSanitizer.
#include "library_fixture.h"

#include <thread>

#include <gmock/gmock.h>

namespace kanal::library
{
namespace
{

TEST(Threads, EveryStoreMayBeUsedFromEveryThread)
{
    TemporaryFolder folder;
    const auto library = openLibrary(folder.profile());
    const AccountId account = taken(library->accounts().add(panelAccount("Home")));
    std::atomic<bool> over{false};
    std::atomic<int> mixed{0}, refused{0}, reads{0};

    std::vector<std::jthread> threads;
    for (int reader = 0; reader < 3; ++reader)
        threads.emplace_back([&] {
            while (!over) {
                const auto snapshot = library->catalogue().snapshot(account, EntryKind::Live).value();
                const std::string expected(snapshot->size() ? snapshot->name(0) : "");
                for (std::uint32_t row = 0; row < snapshot->size(); ++row)
                    mixed += snapshot->name(row) != expected;
                mixed += !snapshot->search("list", 5).empty() != (snapshot->size() > 0);
                ++reads;
            }
        });
    threads.emplace_back([&] {
        EntryShape shape;
        for (int i = 0; !over; ++i) {
            shape.key = {account, EntryKind::Live, std::to_string(i % 50)};
            refused += !library->user().setFavourite(shape, i % 2 == 0);
            refused += !library->user().setPosition(shape.key, {});
            refused += !library->accounts().all();
        }
    });
    std::jthread movies([&] {
        for (int list = 0; list < 20; ++list) {
            Rows rows;
            rows.movie("1", numberedText("Film ", list));
            refresh(library->catalogue(), account, EntryKind::Movie, rows);
        }
    });
    for (int list = 0; list < 40; ++list) {
        Rows rows;
        for (int row = 0; row < 300; ++row)
            rows.channel(std::to_string(row), numberedText("List ", list));
        refresh(library->catalogue(), account, EntryKind::Live, rows);
    }
    movies.join();
    over = true;
    threads.clear();
    EXPECT_EQ(mixed, 0);
    EXPECT_EQ(refused, 0);
    EXPECT_GT(reads, 0);
    EXPECT_EQ(shown(library->catalogue(), account, EntryKind::Movie)->name(0), "Film 19");
}

} // namespace
} // namespace kanal::library
