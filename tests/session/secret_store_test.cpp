// SPDX-License-Identifier: MIT
#include "profile.h"
#include "remembering_secret_store.h"
#include "waiting.h"

#include <kanal/core/redact.h>
#include <kanal/session/secret_store.h>

#include <QFile>

#include <fstream>

namespace kanal::session
{
namespace
{

namespace fs = std::filesystem;

class SecretStores : public testing::TestWithParam<SecretPlace>
{
protected:
    fs::path folder() const { return m_folder.path().toStdString(); }
    QTemporaryDir m_folder;
};

TEST_P(SecretStores, GiveBackWhatWasWritten)
{
    const auto store = makeSecretStore(GetParam(), folder());
    const std::string password = "p\xC3\xA4ss \"word\\ \xFF"; // not even UTF-8
    ASSERT_TRUE(answerTo(store->write({1}, password)));
    ASSERT_TRUE(answerTo(store->write({2}, "other")));

    EXPECT_EQ(answerTo(store->read({1})).value(), password);
    EXPECT_EQ(answerTo(store->read({2})).value(), "other");
}

TEST_P(SecretStores, ForgetWhatWasRemoved)
{
    const auto store = makeSecretStore(GetParam(), folder());
    ASSERT_TRUE(answerTo(store->write({1}, "one")));
    ASSERT_TRUE(answerTo(store->remove({1})));
    const auto read = answerTo(store->read({1}));
    EXPECT_EQ(kindOf(read), ErrorKind::NotFound);
    EXPECT_EQ(read.error().subject, "password");
}

TEST_P(SecretStores, RemovingWhatIsNotThereIsNoFailure)
{
    const auto store = makeSecretStore(GetParam(), folder());
    EXPECT_TRUE(answerTo(store->remove({7})));
}

TEST_P(SecretStores, TeachRedactionWhatToHide)
{
    clearSecrets();
    const auto store = makeSecretStore(GetParam(), folder());
    ASSERT_TRUE(answerTo(store->write({1}, "Kanarienvogel")));
    EXPECT_EQ(redact("it sings: Kanarienvogel").find("Kanarienvogel"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Places, SecretStores, testing::Values(SecretPlace::Memory, SecretPlace::File),
                         [](const auto &info) { return info.param == SecretPlace::Memory ? "Memory" : "File"; });

class SecretsFile : public testing::Test
{
protected:
    fs::path folder() const { return m_folder.path().toStdString(); }
    fs::path file() const { return folder() / "secrets.json"; }
    fs::perms mode() const { return fs::status(file()).permissions(); }
    QTemporaryDir m_folder;
};

TEST_F(SecretsFile, IsReadableByItsOwnerOnly)
{
    const auto store = makeSecretStore(SecretPlace::File, folder());
    ASSERT_TRUE(answerTo(store->write({1}, "one")));
    EXPECT_EQ(mode(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(SecretsFile, IsClosedAgainWhenSomeoneOpenedIt)
{
    const auto store = makeSecretStore(SecretPlace::File, folder());
    ASSERT_TRUE(answerTo(store->write({1}, "one")));
    fs::permissions(file(), fs::perms::group_read | fs::perms::others_read, fs::perm_options::add);
    ASSERT_EQ(answerTo(store->read({1})).value(), "one");
    EXPECT_EQ(mode(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(SecretsFile, SaysThatPasswordsAreKeptThereUntilTheLastIsGone)
{
    EXPECT_EQ(usualSecretPlace(folder()), SecretPlace::Keychain);
    const auto store = makeSecretStore(SecretPlace::File, folder());
    ASSERT_TRUE(answerTo(store->write({1}, "one")));
    EXPECT_EQ(usualSecretPlace(folder()), SecretPlace::File);
    ASSERT_TRUE(answerTo(store->remove({1})));
    EXPECT_EQ(usualSecretPlace(folder()), SecretPlace::Keychain);
}

TEST_F(SecretsFile, OutlivesTheStore)
{
    ASSERT_TRUE(answerTo(makeSecretStore(SecretPlace::File, folder())->write({3}, "three")));
    EXPECT_EQ(answerTo(makeSecretStore(SecretPlace::File, folder())->read({3})).value(), "three");
}

TEST_F(SecretsFile, TeachesRedactionWhatItReads)
{
    ASSERT_TRUE(answerTo(makeSecretStore(SecretPlace::File, folder())->write({1}, "Nachtigall")));
    clearSecrets();
    ASSERT_TRUE(answerTo(makeSecretStore(SecretPlace::File, folder())->read({1})));
    EXPECT_EQ(redact("it sings: Nachtigall").find("Nachtigall"), std::string::npos);
}

TEST_F(SecretsFile, DamagedIsAnErrorAndStaysForRescue)
{
    std::ofstream(file()) << "{\"passwords\": {\"1\": ";
    const auto store = makeSecretStore(SecretPlace::File, folder());
    EXPECT_EQ(kindOf(answerTo(store->read({1}))), ErrorKind::Storage);
    EXPECT_EQ(kindOf(answerTo(store->write({1}, "one"))), ErrorKind::Storage);
    EXPECT_EQ(fs::file_size(file()), 20u);
}

TEST_F(SecretsFile, NamesTheFileItCannotWrite)
{
    const auto store = makeSecretStore(SecretPlace::File, folder() / "gone");
    const auto written = answerTo(store->write({1}, "one"));
    EXPECT_EQ(kindOf(written), ErrorKind::Storage);
    EXPECT_NE(written.error().subject.find("gone"), std::string::npos);
}

TEST(Keychain, GivesAnAnswerInTimeWhereverItRuns)
{
    // With a keychain or without one: never a hang, and never a password that was not written.
    QTemporaryDir folder;
    const auto store = makeSecretStore(SecretPlace::Keychain, folder.path().toStdString());
    const auto read = answerTo(store->read({1}));
    ASSERT_FALSE(read);
    const bool available = keychainAvailable();
    EXPECT_EQ(read.error().kind == ErrorKind::NotFound, available);
}

/// A keychain whose answers are counted and come when the test says so.
class SlowSecrets final : public SecretStore
{
public:
    SecretPlace place() const override { return SecretPlace::Keychain; }
    QFuture<Result<>> write(AccountId, const std::string &) override { return done(); }
    QFuture<Result<>> remove(AccountId) override { return done(); }
    QFuture<Result<std::string>> read(AccountId) override
    {
        m_question = std::make_shared<QPromise<Result<std::string>>>();
        m_question->start();
        ++questions;
        return m_question->future();
    }
    void answer(Result<std::string> password)
    {
        m_question->addResult(std::move(password));
        m_question->finish();
        QCoreApplication::processEvents();
    }

    int questions = 0;

private:
    static QFuture<Result<>> done()
    {
        QPromise<Result<>> promise;
        promise.start();
        promise.addResult(Result<>{});
        promise.finish();
        return promise.future();
    }
    std::shared_ptr<QPromise<Result<std::string>>> m_question;
};

class RememberedSecrets : public testing::Test
{
protected:
    SlowSecrets *m_slow = new SlowSecrets;
    RememberingSecretStore m_store{std::unique_ptr<SecretStore>(m_slow)};
};

TEST_F(RememberedSecrets, AreAskedForOnce)
{
    const auto first = m_store.read({1});
    m_slow->answer("one");
    EXPECT_EQ(answerTo(first).value(), "one");
    const auto again = m_store.read({1});
    ASSERT_TRUE(again.isFinished()) << "a zap waits for no keychain";
    EXPECT_EQ(again.result().value(), "one");
    EXPECT_EQ(m_slow->questions, 1);
}

TEST_F(RememberedSecrets, WhatWasWrittenIsKnown)
{
    ASSERT_TRUE(answerTo(m_store.write({1}, "one")));
    QCoreApplication::processEvents();
    ASSERT_TRUE(m_store.read({1}).isFinished());
    EXPECT_EQ(m_slow->questions, 0);
}

TEST_F(RememberedSecrets, ANewPasswordIsNotOverwrittenByAnOlderAnswer)
{
    const auto before = m_store.read({1});
    ASSERT_TRUE(answerTo(m_store.write({1}, "new")));
    m_slow->answer("old");
    EXPECT_EQ(answerTo(m_store.read({1})).value(), "new");
}

TEST_F(RememberedSecrets, AFailureAndARemovedOneAreAskedForAgain)
{
    m_store.read({1});
    m_slow->answer(fail(ErrorKind::Timeout, "keychain: no answer", "keychain"));
    m_store.read({1});
    m_slow->answer("one");
    ASSERT_TRUE(answerTo(m_store.remove({1})));
    m_store.read({1});
    EXPECT_EQ(m_slow->questions, 3);
}

} // namespace
} // namespace kanal::session
