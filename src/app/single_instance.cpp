// SPDX-License-Identifier: MIT
#include "single_instance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>
#include <QStandardPaths>

namespace kanal::app
{

namespace
{

constexpr int kAnswerMs = 1000;

QString nameFor(const std::filesystem::path &profile)
{
    std::error_code ignored;
    const std::filesystem::path whole = std::filesystem::weakly_canonical(profile, ignored);
    const QByteArray bytes = QString::fromStdU16String((whole.empty() ? profile : whole).u16string()).toUtf8();
    const QByteArray hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().left(16);
    return QStringLiteral("kanal-") + QString::fromLatin1(hash);
}

/// A folder of this user alone that goes with the session.
QString runtimeFile(const QString &name)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    return QDir(folder.isEmpty() ? QDir::tempPath() : folder).filePath(name);
}

} // namespace

ProfileClaim::ProfileClaim(const std::filesystem::path &profile)
    : m_name(runtimeFile(nameFor(profile)))
    , m_lock(m_name + QStringLiteral(".lock"))
{
    m_lock.setStaleLockTime(0); // never by age: only when its process is gone
}

bool ProfileClaim::take()
{
    return m_lock.tryLock(0) || m_lock.error() != QLockFile::LockFailedError;
}

SingleInstance::SingleInstance(const ProfileClaim &claim, QObject *parent)
    : QObject(parent)
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *socket = m_server.nextPendingConnection()) {
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            socket->disconnectFromServer();
            Q_EMIT raiseRequested();
        }
    });
    QLocalServer::removeServer(claim.socketName()); // of a process that was killed
    m_server.listen(claim.socketName());
}

void SingleInstance::askOther(const ProfileClaim &claim)
{
    QLocalSocket socket;
    socket.connectToServer(claim.socketName());
    if (socket.waitForConnected(kAnswerMs) && socket.state() == QLocalSocket::ConnectedState)
        socket.waitForDisconnected(kAnswerMs);
}

} // namespace kanal::app
