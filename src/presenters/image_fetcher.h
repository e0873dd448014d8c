// SPDX-License-Identifier: MIT
// One picture over http(s): no cookies, no credentials, no referrer, size-limited, every redirect through the
// UrlPolicy of the account it is for. GUI thread.
#pragma once

#include <kanal/core/url.h>
#include <kanal/presenters/image_store.h>

#include <QByteArray>
#include <QHash>
#include <QNetworkAccessManager>
#include <QObject>
#include <QString>

#include <chrono>
#include <map>
#include <string>
#include <vector>

class QNetworkReply;

namespace kanal::presenters
{

size_t qHash(const ImageWish &wish, size_t seed = 0);

class ImageFetcher : public QObject
{
    Q_OBJECT

public:
    /// A fetch that is not done by the deadline has failed, however busily it trickles.
    explicit ImageFetcher(std::chrono::milliseconds deadline = ImagePace{}.deadline, QObject *parent = nullptr);

    void setPanels(const std::vector<ImagePanel> &panels);
    void setAccepted(AcceptedCertificates certificates);
    void setProxy(const ProxyRule &rule);
    /// The whole address, whether it may be fetched or not; empty: it is none.
    QString address(const ImageWish &wish) const;
    QString host(const ImageWish &wish) const; ///< with its port
    bool allowed(const ImageWish &wish) const;
    /// Starts the fetch of what is allowed; fetched() follows, unless it is cancelled.
    void fetch(const ImageWish &wish);
    void cancel(const ImageWish &wish);

Q_SIGNALS:
    /// Without bytes: it could not be had. `isAnswer`: the server was heard, and will say so again.
    void fetched(const kanal::presenters::ImageWish &wish, const QByteArray &bytes, bool isAnswer);

private:
    struct Panel {
        Url server;
        QByteArray userAgent;
    };
    const Panel *panelOf(AccountId account) const;
    Result<Url> resolved(const ImageWish &wish) const;
    bool mayOpen(const Url &url, AccountId account) const;
    void watch(QNetworkReply &reply, const ImageWish &wish);
    bool isAccepted(const QNetworkReply &reply) const;

    const std::chrono::milliseconds m_deadline;
    QNetworkAccessManager m_network;
    std::map<AccountId, Panel> m_panels;
    AcceptedCertificates m_accepted; ///< of several accounts: more than one a host
    QHash<ImageWish, QNetworkReply *> m_running;
};

} // namespace kanal::presenters
