// SPDX-License-Identifier: MIT
#include "image_fetcher.h"

#include "text.h"

#include <kanal/core/account.h>
#include <kanal/core/limits.h>
#include <kanal/core/text.h>
#include <kanal/session/proxy_setting.h>

#include <QCryptographicHash>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <QUrl>

#include <algorithm>

namespace kanal::presenters
{

namespace
{

constexpr int kTimeoutMs = 15'000;
constexpr int kRedirects = 4;

/// Before an account is known: a public host, so that nothing private is reached.
UrlPolicy publicPolicy()
{
    return UrlPolicy(Url{.scheme = "https", .userInfo = {}, .host = "example.org", .port = 0, .path = {}, .query = {}});
}

QNetworkRequest requestFor(const QString &address)
{
    QUrl url(address);
    url.setUserInfo({});
    url.setFragment({});
    QNetworkRequest request(url);
    request.setTransferTimeout(kTimeoutMs);
    request.setMaximumRedirectsAllowed(kRedirects);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::UserVerifiedRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setRawHeader("Accept", "image/png,image/jpeg,image/webp,image/gif");
    return request;
}

} // namespace

ImageFetcher::ImageFetcher(QObject *parent)
    : QObject(parent)
    , m_policy(publicPolicy())
{
    m_network.setProxyFactory(session::makeProxyFactory(ProxyRule::fromEnvironment()));
}

void ImageFetcher::setProxy(const ProxyRule &rule)
{
    m_network.setProxyFactory(session::makeProxyFactory(rule));
    m_network.clearConnectionCache();
}

void ImageFetcher::setPanel(const std::string &server)
{
    const Result<Url> url = Url::parse(server);
    m_policy = url ? UrlPolicy(*url) : publicPolicy();
}

void ImageFetcher::setAccepted(AcceptedCertificates certificates)
{
    m_accepted = std::move(certificates);
    m_network.clearConnectionCache(); // one that was let in by an exception outlives it no longer
}

/// The user trusts this certificate for this host, and for no other a picture may be redirected to.
bool ImageFetcher::isAccepted(const QNetworkReply &reply) const
{
    const QSslCertificate certificate = reply.sslConfiguration().peerCertificate();
    const std::string host = toUtf8(reply.url().host());
    const std::string fingerprint = certificate.digest(QCryptographicHash::Sha256).toHex().toStdString();
    return !certificate.isNull() &&
           std::any_of(m_accepted.begin(), m_accepted.end(), [&](const AcceptedCertificate &each) {
               return equalsIgnoringCase(each.host, host) && isSameFingerprint(each.fingerprint, fingerprint);
           });
}

bool ImageFetcher::allowed(const QString &url) const
{
    const Result<Url> parsed = Url::parse(toUtf8(url));
    return parsed && (parsed->scheme == "http" || parsed->scheme == "https") && m_policy.check(*parsed);
}

void ImageFetcher::fetch(const QString &url)
{
    QNetworkReply *reply = m_network.get(requestFor(url));
    m_running.insert(url, reply);
    watch(*reply, url);
}

void ImageFetcher::cancel(const QString &url)
{
    if (QNetworkReply *reply = m_running.take(url)) {
        reply->disconnect(this);
        reply->abort();
        reply->deleteLater();
    }
}

void ImageFetcher::watch(QNetworkReply &reply, const QString &url)
{
    connect(&reply, &QNetworkReply::sslErrors, this, [this, &reply](const QList<QSslError> &errors) {
        if (isAccepted(reply))
            reply.ignoreSslErrors(errors);
    });
    connect(&reply, &QNetworkReply::redirected, this, [this, &reply](const QUrl &target) {
        if (allowed(target.toString(QUrl::FullyEncoded)))
            Q_EMIT reply.redirectAllowed();
        else
            reply.abort();
    });
    connect(&reply, &QNetworkReply::downloadProgress, this, [&reply](qint64 received, qint64 total) {
        if (received > qint64(limits::kLogoBytes) || total > qint64(limits::kLogoBytes))
            reply.abort();
    });
    connect(&reply, &QNetworkReply::finished, this, [this, &reply, url] {
        m_running.remove(url);
        const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const bool good = reply.error() == QNetworkReply::NoError && status == 200;
        const QByteArray bytes = good ? reply.read(qint64(limits::kLogoBytes)) : QByteArray();
        reply.deleteLater();
        Q_EMIT fetched(url, bytes);
    });
}

} // namespace kanal::presenters
