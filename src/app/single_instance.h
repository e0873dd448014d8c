// SPDX-License-Identifier: MIT
// One Kanal a profile: a second start shows the window of the first and goes.
#pragma once

#include <QLocalServer>
#include <QLockFile>
#include <QObject>
#include <QString>

#include <filesystem>

namespace kanal::app
{

class SingleInstance : public QObject
{
    Q_OBJECT

public:
    explicit SingleInstance(const std::filesystem::path &profile, QObject *parent = nullptr);

    /// False: another one has this profile; it was asked to show itself.
    bool claim();

Q_SIGNALS:
    void raiseRequested();

private:
    void askOther() const;

    const QString m_name; ///< without the folder's own name: it is seen by others on this machine
    QLockFile m_lock;
    QLocalServer m_server;
};

} // namespace kanal::app
