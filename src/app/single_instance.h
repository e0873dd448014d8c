// SPDX-License-Identifier: MIT
// One Kanal a profile: a second start shows the window of the first and goes. Who has the profile is known before there
// is an application, so that it can be opened meanwhile; the two talk once there is one.
#pragma once

#include <QLocalServer>
#include <QLockFile>
#include <QObject>
#include <QString>

#include <filesystem>

namespace kanal::app
{

/// The right to use a profile, held while this lives.
class ProfileClaim
{
public:
    explicit ProfileClaim(const std::filesystem::path &profile);

    /// False: another Kanal has this profile.
    bool take();
    /// Where the two talk; without the folder's own name: it is seen by others on this machine.
    const QString &socketName() const { return m_name; }

private:
    const QString m_name;
    QLockFile m_lock;
};

/// Hears of later starts.
class SingleInstance : public QObject
{
    Q_OBJECT

public:
    explicit SingleInstance(const ProfileClaim &claim, QObject *parent = nullptr);

    /// Asks the one that has the profile to show itself.
    static void askOther(const ProfileClaim &claim);

Q_SIGNALS:
    void raiseRequested();

private:
    QLocalServer m_server;
};

} // namespace kanal::app
