// SPDX-License-Identifier: MIT
#include "keychain_secret_store.h"

#include "operation.h"

#include <kanal/core/redact.h>

#include <QCoreApplication>
#include <QEventLoop>
#include <QFileInfo>
#include <QThread>
#include <QTimer>

#include <chrono>

#ifdef KANAL_HAVE_KEYCHAIN
#include <qt6keychain/keychain.h>
#endif

namespace kanal::session
{

namespace
{

using namespace std::chrono_literals;

constexpr auto kGiveUp = 3s;
constexpr auto kProbeFor = 1s;

#ifdef KANAL_HAVE_KEYCHAIN

const QString kService = QStringLiteral("Kanal");

Error errorOf(const QKeychain::Job &job)
{
    const std::string detail = "keychain: " + redact(job.errorString().toStdString());
    if (job.error() == QKeychain::EntryNotFound)
        return {ErrorKind::NotFound, detail, "password"};
    return {ErrorKind::Storage, detail, "keychain"};
}

/// Starts `job` on the application's thread and gives what `take` makes of it; Timeout when the keychain does not
/// answer (a service that hangs, a prompt nobody sees). A late answer is dropped.
template<class T, class Job, class Prepare, class Take>
QFuture<Result<T>> run(const QString &key, Prepare prepare, Take take)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    const QFuture<Result<T>> future = promise->future();
    QMetaObject::invokeMethod(qApp, [promise, key, prepare, take] {
        auto *job = new Job(kService); // deletes itself when finished
        job->setInsecureFallback(false);
        job->setKey(key);
        prepare(*job);
        auto *timer = new QTimer(job);
        timer->setSingleShot(true);
        const auto give = [promise](Result<T> answer) {
            if (promise->future().isFinished())
                return;
            promise->addResult(std::move(answer));
            promise->finish();
        };
        QObject::connect(timer, &QTimer::timeout, job,
                         [give] { give(fail(ErrorKind::Timeout, "keychain: no answer", "keychain")); });
        QObject::connect(job, &QKeychain::Job::finished, job, [job, give, take] {
            give(job->error() == QKeychain::NoError ? take(*job) : Result<T>(tl::unexpected(errorOf(*job))));
        });
        timer->start(kGiveUp);
        job->start();
    });
    return future;
}

#else

template<class T>
QFuture<Result<T>> noKeychain()
{
    return readyAnswer(Result<T>(fail(ErrorKind::Storage, "this build has no keychain support", "keychain")));
}

#endif

} // namespace

KeychainSecretStore::KeychainSecretStore(const std::filesystem::path &profileFolder)
    : m_profile(QFileInfo(QString::fromStdString(profileFolder.string())).absoluteFilePath())
{
}

QString KeychainSecretStore::keyOf(AccountId account) const
{
    return m_profile + QStringLiteral("#") + QString::number(account.value);
}

#ifdef KANAL_HAVE_KEYCHAIN

QFuture<Result<>> KeychainSecretStore::write(AccountId account, const std::string &password)
{
    registerSecret(password);
    return run<void, QKeychain::WritePasswordJob>(
        keyOf(account),
        [bytes = QByteArray::fromStdString(password)](QKeychain::WritePasswordJob &job) { job.setBinaryData(bytes); },
        [](QKeychain::WritePasswordJob &) { return Result<>{}; });
}

QFuture<Result<std::string>> KeychainSecretStore::read(AccountId account)
{
    return run<std::string, QKeychain::ReadPasswordJob>(
        keyOf(account), [](QKeychain::ReadPasswordJob &) {},
        [](QKeychain::ReadPasswordJob &job) {
            std::string password = job.binaryData().toStdString();
            registerSecret(password);
            return Result<std::string>(std::move(password));
        });
}

QFuture<Result<>> KeychainSecretStore::remove(AccountId account)
{
    return run<void, QKeychain::DeletePasswordJob>(
        keyOf(account), [](QKeychain::DeletePasswordJob &) {},
        [](QKeychain::DeletePasswordJob &) { return Result<>{}; });
}

bool keychainAvailable()
{
    // An entry nobody wrote: a keychain that works says so, everything else is none.
    const QFuture<Result<std::string>> probe = run<std::string, QKeychain::ReadPasswordJob>(
        QStringLiteral("probe"), [](QKeychain::ReadPasswordJob &) {},
        [](QKeychain::ReadPasswordJob &) { return Result<std::string>(std::string()); });

    if (QThread::currentThread() == qApp->thread()) {
        QEventLoop loop; // kanal-cli and tests ask here; the window asks from a pool
        whenDone(probe, &loop, [&loop](const Result<std::string> &) { loop.quit(); });
        QTimer::singleShot(kProbeFor, &loop, &QEventLoop::quit);
        loop.exec();
    } else {
        const auto deadline = std::chrono::steady_clock::now() + kProbeFor;
        while (!probe.isFinished() && std::chrono::steady_clock::now() < deadline)
            QThread::msleep(5);
    }
    if (!probe.isFinished())
        return false;
    const Result<std::string> answer = answerOf(probe);
    return answer.has_value() || answer.error().kind == ErrorKind::NotFound;
}

#else

QFuture<Result<>> KeychainSecretStore::write(AccountId, const std::string &)
{
    return noKeychain<void>();
}
QFuture<Result<std::string>> KeychainSecretStore::read(AccountId)
{
    return noKeychain<std::string>();
}
QFuture<Result<>> KeychainSecretStore::remove(AccountId)
{
    return noKeychain<void>();
}
bool keychainAvailable()
{
    return false;
}

#endif

} // namespace kanal::session
