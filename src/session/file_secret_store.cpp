// SPDX-License-Identifier: MIT
#include "file_secret_store.h"

#include "operation.h"

#include <kanal/core/redact.h>

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QSaveFile>

namespace kanal::session
{

namespace
{

constexpr auto kOwnerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
constexpr int kLockMs = 1000;
constexpr qint64 kMostBytes = 1 << 20; // a thousand accounts are a tenth of it

const QString kPasswords = QStringLiteral("passwords");

tl::unexpected<Error> unusable(const QString &path, const QString &why)
{
    return fail(ErrorKind::Storage, "secrets file: " + why.toStdString(), path.toStdString());
}

QString keyOf(AccountId account)
{
    return QString::number(account.value);
}

} // namespace

FileSecretStore::FileSecretStore(const std::filesystem::path &profileFolder)
    : m_path(QString::fromStdString((profileFolder / "secrets.json").string()))
{
}

QFuture<Result<>> FileSecretStore::write(AccountId account, const std::string &password)
{
    registerSecret(password);
    // Base64, because a password is bytes and JSON holds only UTF-8.
    const QByteArray text = QByteArray::fromStdString(password).toBase64();
    return readyAnswer(
        change([&](QJsonObject &passwords) { passwords.insert(keyOf(account), QString::fromLatin1(text)); }));
}

QFuture<Result<std::string>> FileSecretStore::read(AccountId account)
{
    const Result<QJsonObject> passwords = load();
    if (!passwords)
        return readyAnswer(Result<std::string>(tl::unexpected(passwords.error())));
    const QJsonValue value = passwords->value(keyOf(account));
    if (!value.isString())
        return readyAnswer(Result<std::string>(fail(ErrorKind::NotFound, "no password in the file", "password")));
    std::string password = QByteArray::fromBase64(value.toString().toLatin1()).toStdString();
    registerSecret(password);
    return readyAnswer(Result<std::string>(std::move(password)));
}

QFuture<Result<>> FileSecretStore::remove(AccountId account)
{
    if (!QFile::exists(m_path))
        return readyAnswer(Result<>{});
    return readyAnswer(change([&](QJsonObject &passwords) { passwords.remove(keyOf(account)); }));
}

Result<QJsonObject> FileSecretStore::load() const
{
    QFile file(m_path);
    if (!file.exists())
        return QJsonObject();
    // Someone may have loosened it, for example by copying the profile.
    if (file.permissions() &
        (QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteGroup | QFileDevice::WriteOther))
        file.setPermissions(kOwnerOnly);
    if (!file.open(QIODevice::ReadOnly))
        return unusable(m_path, file.errorString());
    if (file.size() > kMostBytes)
        return unusable(m_path, QStringLiteral("too big"));
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
    if (!document.isObject())
        return unusable(m_path, QStringLiteral("not readable as JSON"));
    return document.object().value(kPasswords).toObject();
}

Result<> FileSecretStore::change(const std::function<void(QJsonObject &)> &edit)
{
    QLockFile lock(m_path + QStringLiteral(".lock"));
    if (!lock.tryLock(kLockMs))
        return unusable(m_path, QStringLiteral("cannot be locked"));
    Result<QJsonObject> passwords = load();
    if (!passwords)
        return tl::unexpected(passwords.error());
    edit(*passwords);
    // An empty file would say that passwords are kept here; see usualSecretPlace().
    if (passwords->isEmpty())
        return !QFile::exists(m_path) || QFile::remove(m_path) ? Result<>{}
                                                               : unusable(m_path, QStringLiteral("cannot be removed"));

    const QJsonObject document{{QStringLiteral("version"), 1}, {kPasswords, *passwords}};
    QSaveFile file(m_path);
    // The permissions come before the content: at no moment can another user read a password.
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(kOwnerOnly))
        return unusable(m_path, file.errorString());
    file.write(QJsonDocument(document).toJson());
    if (!file.commit())
        return unusable(m_path, file.errorString());
    return {};
}

} // namespace kanal::session
