// SPDX-License-Identifier: MIT
// A profile with channels, films and favourites that is about to be damaged.
#pragma once

#include "library_fixture.h"

namespace kanal::library
{

class DamageTest : public testing::Test
{
protected:
    void SetUp() override
    {
        const auto library = openLibrary(m_folder.profile());
        m_account = taken(library->accounts().add(panelAccount("Home")));
        Rows rows;
        rows.category("1", "Drama").category("2", "Comedy");
        for (int i = 0; i < 150; ++i) {
            rows.channel(std::to_string(i), numberedText("Name ", i), i % 3 ? "1" : "2", "2").logoUrl =
                "http://logo.example/x.png";
            MovieRow &movie = rows.movie(std::to_string(i), numberedText("Film ", i), "1");
            movie.genre = "Drama";
            movie.cast = "Somebody Else";
            movie.plot = "Long ago.";
            movie.year = 1980 + i % 40;
        }
        refresh(library->catalogue(), m_account, EntryKind::Live, rows);
        refresh(library->catalogue(), m_account, EntryKind::Movie, rows);
        EntryShape shape;
        for (int i = 0; i < 40; ++i) {
            shape.key = {m_account, EntryKind::Live, std::to_string(i)};
            ASSERT_TRUE(library->user().setFavourite(shape, true));
        }
    }

    std::filesystem::path rowFileOf(const char *kind) const
    {
        for (const auto &item : std::filesystem::directory_iterator(m_folder.profile() / "catalogue"))
            if (item.path().filename().string().find(kind) != std::string::npos && item.path().extension() == ".rows")
                return item.path();
        return {};
    }
    std::filesystem::path plotFile() const { return rowFileOf("movie").replace_extension(".plots"); }
    /// Empty, as if it had never been fetched, so that it is.
    void expectLost(Library &library, EntryKind kind) const
    {
        const auto snapshot = shown(library.catalogue(), m_account, kind);
        EXPECT_EQ(snapshot->size(), 0u);
        EXPECT_EQ(snapshot->generation(), 0u);
        EXPECT_TRUE(library.catalogue().isLost(m_account, kind));
        EXPECT_FALSE(library.catalogue().shown(m_account, kind));
    }
    /// A profile like the one of SetUp, at another place.
    std::filesystem::path copy(const std::string &name) const
    {
        const auto target = m_folder.path() / name;
        std::filesystem::copy(m_folder.profile(), target, std::filesystem::copy_options::recursive);
        return target;
    }

    TemporaryFolder m_folder;
    AccountId m_account;
};

} // namespace kanal::library
