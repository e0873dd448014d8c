// SPDX-License-Identifier: MIT
// A profile in a temporary folder with accounts and catalogues written straight into its stores: what was there at the
// last start.
#pragma once

#include <kanal/library/account_store.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/library/library.h>
#include <kanal/library/user_store.h>
#include <kanal/session/account_book.h>
#include <kanal/session/services.h>

#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <memory>

#include <gtest/gtest.h>
#include <support/fake_snapshot.h>

namespace kanal::test
{

inline constexpr int kPatienceMs = 20'000;

/// Runs the event loop until `condition` holds.
template<class Condition>
bool waitFor(Condition condition)
{
    return QTest::qWaitFor(condition, kPatienceMs);
}

class Profile
{
public:
    explicit Profile(session::SecretPlace secrets = session::SecretPlace::File)
        : m_secrets(secrets)
    {
        open(m_folder);
    }

    /// Goes on with the profile as a kill would have left it.
    void crash()
    {
        std::filesystem::copy(pathOf(m_folder), pathOf(m_left), std::filesystem::copy_options::recursive);
        m_services.reset();
        open(m_left);
    }

    std::filesystem::path folder() const { return pathOf(m_folder); }
    session::Services &services() { return *m_services; }
    library::Library &library() { return m_services->library(); }

    /// Nobody listens on port 1: whatever goes to the network fails at once.
    AccountId addAccount(const std::string &name)
    {
        return addAccount(
            name, {.server = "http://127.0.0.1:1", .user = "user-of-" + name, .password = "password-of-" + name});
    }

    AccountId addAccount(const std::string &name, const ServerLogin &login)
    {
        Account account;
        account.name = name;
        account.server = login.server;
        account.user = login.user;
        const Result<AccountId> id = library().accounts().add(account);
        if (!id) {
            ADD_FAILURE() << id.error().detail;
            return {};
        }
        auto written = m_services->secrets().write(*id, login.password);
        waitFor([&] { return written.isFinished(); });
        return *id;
    }

    void store(AccountId account, const FakeSnapshot &catalogue, std::chrono::hours age = std::chrono::hours(1))
    {
        auto refresh = library().catalogue().beginRefresh(account, EntryKind::Live);
        ASSERT_TRUE(refresh.has_value());
        std::vector<CategoryRow> categories;
        for (std::uint32_t i = 0; i < catalogue.categoryCount(); ++i)
            if (!catalogue.category(i).id.empty())
                categories.push_back({.id = catalogue.category(i).id, .name = catalogue.category(i).name});
        std::vector<ChannelRow> channels;
        for (std::uint32_t row = 0; row < catalogue.size(); ++row)
            channels.push_back(catalogue.channel(row));
        ASSERT_TRUE((*refresh)->addCategories(categories).has_value());
        ASSERT_TRUE((*refresh)->addChannels(channels).has_value());
        const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        ASSERT_TRUE((*refresh)->commit(now - age).has_value());
        refresh->reset();
        for (const EntryKind kind : {EntryKind::Movie, EntryKind::Series}) // nothing is wanting, nothing is old
            if (!library().catalogue().shown(account, kind)) {
                auto none = library().catalogue().beginRefresh(account, kind);
                ASSERT_TRUE(none.has_value());
                ASSERT_TRUE((*none)->commit(now - age).has_value());
            }
    }

    void activate(AccountId account) { ASSERT_TRUE(m_services->accounts().activate(account).has_value()); }

    void noteWatched(AccountId account, const std::string &channel)
    {
        library::EntryShape shape;
        shape.key.account = account;
        shape.key.id = channel;
        shape.name = "Channel " + channel;
        const std::chrono::sys_seconds longAgo(std::chrono::seconds(1'700'000'000));
        ASSERT_TRUE(library().user().noteWatched(shape, longAgo).has_value());
    }

    void set(const std::string &name, const std::string &value)
    {
        ASSERT_TRUE(library().user().setSetting({}, name, value).has_value());
    }

private:
    static std::filesystem::path pathOf(const QTemporaryDir &folder) { return folder.path().toStdString(); }
    void open(const QTemporaryDir &folder)
    {
        auto opened = session::Services::open({.folder = pathOf(folder), .secrets = m_secrets});
        if (opened)
            m_services = std::move(*opened);
        else
            ADD_FAILURE() << opened.error().detail;
    }

    const session::SecretPlace m_secrets;
    QTemporaryDir m_folder, m_left;
    std::unique_ptr<session::Services> m_services;
};

} // namespace kanal::test
