// SPDX-License-Identifier: MIT
// A folder for saved pictures, of this test alone.
#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace kanal::ui::test
{

class PicturesHome
{
public:
    PicturesHome()
    {
        QFile places(m_home.filePath(QStringLiteral("user-dirs.dirs")));
        if (places.open(QIODevice::WriteOnly))
            places.write("XDG_PICTURES_DIR=\"" + m_home.path().toUtf8() + "\"\n");
        qputenv("XDG_CONFIG_HOME", m_home.path().toUtf8());
    }
    PicturesHome(const PicturesHome &) = delete;
    PicturesHome &operator=(const PicturesHome &) = delete;
    ~PicturesHome() { qputenv("XDG_CONFIG_HOME", m_before); }

    /// Where each saved picture lies.
    QStringList saved() const
    {
        QStringList files;
        for (const QString &name : QDir(m_home.path()).entryList({QStringLiteral("Kanal*.png")}))
            files += m_home.filePath(name);
        return files;
    }

private:
    const QByteArray m_before = qgetenv("XDG_CONFIG_HOME");
    QTemporaryDir m_home;
};

} // namespace kanal::ui::test
