// SPDX-License-Identifier: MIT
// What was stored of the lists cannot be read any more: the pages say so and have it fetched again by themselves.
#include "profile.h"

#include <kanal/panel/panel.h>
#include <kanal/playback/headless_sink.h>
#include <kanal/presenters/error_text.h>
#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/title_list_presenter.h>
#include <kanal/presenters/title_presenter.h>
#include <kanal/presenters/vod_presenters.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/title_details.h>

#include <QCoreApplication>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <vector>

namespace kanal::presenters
{
namespace
{

using test::waitFor;
using Phase = ListState::Phase;

struct LostListsTest : testing::Test {
    QTemporaryDir clips;
    panel::Panel panel{{.clipFolder = std::filesystem::path(clips.path().toStdString()), .smallClips = true}};
    test::Profile profile;
    playback::HeadlessSink sink;
    PlayerPresenter player{sink, playback::AudioBackend::Null};
    AccountId account;

    void SetUp() override
    {
        ASSERT_TRUE(panel.start().has_value());
        account = profile.addAccount("Home", {.server = panel.url(), .user = "demo", .password = "demo"});
        profile.activate(account);
        auto refreshed = profile.services().sync().refresh(account);
        ASSERT_TRUE(waitFor([&] { return refreshed.isFinished(); }));
        ASSERT_GT(size(EntryKind::Live), 0u);
        ASSERT_GT(size(EntryKind::Movie), 0u);
    }
    std::uint32_t size(EntryKind kind) { return profile.library().catalogue().snapshot(account, kind).value()->size(); }

    /// A new start after every file of this kind was changed.
    template<class Change>
    void damage(const std::string &extension, Change change)
    {
        for (const auto &file : std::filesystem::directory_iterator(profile.folder() / "catalogue")) {
            if (file.path().extension() != extension)
                continue;
            std::ifstream in(file.path(), std::ios::binary);
            std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
            in.close();
            std::filesystem::remove(file.path()); // it is mapped
            change(bytes);
            if (!bytes.empty())
                std::ofstream(file.path(), std::ios::binary).write(bytes.data(), std::streamsize(bytes.size()));
        }
        profile.crash();
    }
    static void drop(std::vector<char> &bytes) { bytes.clear(); }
    static void spoil(std::vector<char> &bytes) { bytes[bytes.size() / 2] ^= 1; }

    /// The page says so, and has what it had before without being asked.
    template<class Page>
    void expectMended(Page &page, EntryKind kind, const std::function<void()> &show)
    {
        bool said = false;
        const auto look = [&] { said = said || page.state().notice == libraryNoticeText("lists_lost"); };
        QObject::connect(&page, &Page::stateChanged, &page, look);
        show();
        look();
        EXPECT_TRUE(waitFor([&] { return page.state().phase == Phase::Ready && !page.state().refreshing; }));
        EXPECT_TRUE(said);
        EXPECT_FALSE(profile.library().catalogue().isLost(account, kind));
        EXPECT_GT(size(kind), 0u);
    }
    void expectChannelsMended()
    {
        LivePresenter live(profile.services(), player);
        expectMended(live, EntryKind::Live, [&] { live.load(); });
    }
    void expectFilmsMended()
    {
        VodPresenters vod(profile.services(), player);
        expectMended(vod.movies(), EntryKind::Movie, [&] { vod.movies().show(); });
    }
};

TEST_F(LostListsTest, MissingOnesAreSaidToBeAndFetchedAgain)
{
    damage(".rows", drop);
    EXPECT_EQ(profile.library().notices(), std::vector<std::string>{"lists_lost"});
    EXPECT_EQ(size(EntryKind::Live), 0u);
    expectChannelsMended();
}

TEST_F(LostListsTest, MissingFilmsAreSaidToBeAndFetchedAgain)
{
    damage(".rows", drop);
    expectFilmsMended();
}

TEST_F(LostListsTest, OnesThatFailTheirCheckAreSaidToBeAndFetchedAgain)
{
    damage(".rows", spoil);
    EXPECT_TRUE(profile.library().notices().empty()) << "nobody has read them";
    expectChannelsMended();
}

TEST_F(LostListsTest, FilmsThatFailTheirCheckAreSaidToBeAndFetchedAgain)
{
    damage(".rows", spoil);
    expectFilmsMended();
}

TEST_F(LostListsTest, WithoutTheFileOfPlotsAFilmHasItsPageWithoutOne)
{
    panel.stop();
    const auto films = profile.library().catalogue().snapshot(account, EntryKind::Movie).value();
    auto refresh = profile.library().catalogue().beginRefresh(account, EntryKind::Movie).value();
    const MovieRow film[] = {{.id = "1", .name = "Metropolis", .plot = "A city."}};
    ASSERT_TRUE(refresh->addMovies(film).has_value());
    ASSERT_TRUE(refresh->commit(films->refreshedAt(), library::CatalogueRefresh::Trust::Believe).has_value());
    refresh.reset();
    const auto plot = [this] {
        VodPresenters vod(profile.services(), player);
        const EntryKey key{account, EntryKind::Movie, "1"};
        vod.title().open(key);
        const auto listed = profile.services().details().listedPlot(key);
        EXPECT_TRUE(waitFor([&] { return !vod.title().state().loading && listed.isFinished(); }));
        QCoreApplication::processEvents();
        EXPECT_EQ(vod.title().state().name, QStringLiteral("Metropolis"));
        return vod.title().state().plot;
    };
    EXPECT_EQ(plot(), QStringLiteral("A city."));
    damage(".plots", drop);
    EXPECT_TRUE(plot().isEmpty());
}

} // namespace
} // namespace kanal::presenters
