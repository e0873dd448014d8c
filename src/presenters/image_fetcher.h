// SPDX-License-Identifier: MIT
// One picture over http(s): no cookies, no credentials, no referrer, size-limited, every redirect through the
// UrlPolicy. GUI thread.
#pragma once

#include <kanal/core/url.h>
#include <kanal/presenters/image_store.h>

#include <QByteArray>
#include <QNetworkAccessManager>
#include <QObject>
#include <QString>

#include <vector>

class QNetworkReply;

namespace kanal::presenters
{

class ImageFetcher : public QObject
{
    Q_OBJECT

public:
    explicit ImageFetcher(QObject *parent = nullptr);

    void setPanel(const std::string &server);
    void setAccepted(AcceptedCertificates certificates);
    void setProxy(const ProxyRule &rule);
    bool allowed(const QString &url) const;
    /// Starts the fetch of an allowed address; fetched() follows, unless it is cancelled.
    void fetch(const QString &url);
    void cancel(const QString &url);

Q_SIGNALS:
    void fetched(const QString &url, const QByteArray &bytes); ///< empty: it could not be had

private:
    void watch(QNetworkReply &reply, const QString &url);
    bool isAccepted(const QNetworkReply &reply) const;

    QNetworkAccessManager m_network;
    UrlPolicy m_policy;
    AcceptedCertificates m_accepted; ///< of several accounts: more than one a host
    QHash<QString, QNetworkReply *> m_running;
};

} // namespace kanal::presenters
