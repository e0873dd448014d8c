// SPDX-License-Identifier: MIT
#include "profile.h"
#include "waiting.h"

#include <kanal/core/log.h>
#include <kanal/core/redact.h>
#include <kanal/session/catalogue_sync.h>

#include <fstream>
#include <iterator>
#include <mutex>

namespace kanal::session
{
namespace
{

namespace fs = std::filesystem;

class Environment
{
public:
    Environment(const char *name, const QByteArray &value)
        : m_name(name)
        , m_before(qgetenv(name))
    {
        qputenv(name, value);
    }
    ~Environment() { m_before.isNull() ? qunsetenv(m_name) : qputenv(m_name, m_before); }

private:
    const char *m_name;
    const QByteArray m_before;
};

TEST(ProfileFolder, IsTheOneAskedForThenTheEnvironmentThenTheUsersOwn)
{
    {
        const Environment chosen("KANAL_PROFILE", "/somewhere/else");
        EXPECT_EQ(profileFolder({"/given", SecretPlace::Memory}), "/given");
        EXPECT_EQ(profileFolder({}), "/somewhere/else");
    }
    const Environment none("KANAL_PROFILE", "");
    EXPECT_EQ(profileFolder({}).filename(), "kanal");
}

TEST(ServicesOpen, MakesAFolderForItsOwnerOnly)
{
    const QTemporaryDir parent;
    const fs::path folder = fs::path(parent.path().toStdString()) / "a" / "profile";
    ASSERT_TRUE(Services::open({folder, SecretPlace::Memory}));
    EXPECT_EQ(fs::status(folder).permissions(), fs::perms::owner_all);
}

TEST(ServicesOpen, NamesTheFolderItCannotUse)
{
    const QTemporaryDir parent;
    const fs::path file = fs::path(parent.path().toStdString()) / "file";
    std::ofstream(file) << "in the way";
    for (const fs::path &folder : {file, file / "below"}) {
        const auto opened = Services::open({folder, SecretPlace::Memory});
        ASSERT_EQ(kindOf(opened), ErrorKind::Storage);
        EXPECT_EQ(opened.error().subject, folder.string());
    }
}

TEST(ServicesOpen, AccountsOutliveTheProgram)
{
    ScriptedPanel panel;
    Profile profile(SecretPlace::File);
    const auto account = answerTo(profile->accounts().signIn({panel.url(), "u", "p", "Home"}));
    ASSERT_TRUE(account);
    profile.reopen();
    EXPECT_EQ(profile->accounts().active()->name, "Home");
    EXPECT_EQ(answerTo(profile->accounts().login(account->id))->password, "p");
}

TEST(SecretPlaces, PasswordsMoveAlong)
{
    ScriptedPanel panel;
    Profile profile(SecretPlace::Memory);
    const auto account = answerTo(profile->accounts().signIn({panel.url(), "u", "to be moved"}));
    ASSERT_TRUE(account);

    profile->setSecretPlace(SecretPlace::File);

    EXPECT_EQ(profile->secrets().place(), SecretPlace::File);
    EXPECT_TRUE(eventually([&] { return answerTo(profile->secrets().read(account->id)).has_value(); }));
    profile.close();
    EXPECT_EQ(answerTo(makeSecretStore(SecretPlace::File, profile.folder())->read(account->id)).value(), "to be moved");
}

TEST(Secrecy, ThePasswordIsInNoDatabaseAndNoLog)
{
    const std::string canary = "Zaunkoenig7714";
    static std::mutex mutex;
    static std::string log;
    log::setSink([](log::Level, std::string_view, std::string_view message) {
        const std::lock_guard lock(mutex);
        log += std::string(message) + "\n";
    });
    {
        ScriptedPanel panel;
        panel.set("get_live_streams", R"([{"name":"One","stream_id":1}])");
        panel.set("get_series", "500 Oops");
        Profile profile(SecretPlace::Memory);
        const auto account = answerTo(profile->accounts().signIn({panel.url(), "u", canary}));
        ASSERT_TRUE(account);
        ASSERT_TRUE(answerTo(profile->sync().refresh(account->id)));
        panel.set("", "<html>" + canary + "</html>");
        const auto checked = answerTo(profile->accounts().check(account->id));
        ASSERT_FALSE(checked);
        EXPECT_EQ(checked.error().detail.find(canary), std::string::npos);
        profile.close();

        int files = 0;
        for (const auto &entry : fs::recursive_directory_iterator(profile.folder())) {
            if (!entry.is_regular_file())
                continue;
            ++files;
            std::ifstream file(entry.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(file), {}};
            EXPECT_EQ(bytes.find(canary), std::string::npos) << entry.path();
        }
        EXPECT_GE(files, 2);
    }
    log::setSink({});
    const std::lock_guard lock(mutex);
    EXPECT_EQ(log.find(canary), std::string::npos) << log;
}

} // namespace
} // namespace kanal::session
