// SPDX-License-Identifier: MIT
// One picture over http(s): no cookies, no credentials, no referrer, size-limited, every redirect through the
// UrlPolicy. GUI thread.
#pragma once

#include <kanal/core/url.h>

#include <QByteArray>
#include <QNetworkAccessManager>
#include <QObject>
#include <QString>

#include <optional>

class QNetworkReply;

namespace kanal::presenters
{

class ImageFetcher : public QObject
{
    Q_OBJECT

public:
    explicit ImageFetcher(QObject *parent = nullptr);

    void setPanel(const std::string &server);
    bool allowed(const QString &url) const;
    /// Starts the fetch of an allowed address; fetched() follows, unless it is cancelled.
    void fetch(const QString &url);
    void cancel(const QString &url);

Q_SIGNALS:
    void fetched(const QString &url, const QByteArray &bytes); ///< empty: it could not be had

private:
    void watch(QNetworkReply &reply, const QString &url);

    QNetworkAccessManager m_network;
    UrlPolicy m_policy;
    QHash<QString, QNetworkReply *> m_running;
};

} // namespace kanal::presenters
