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
#include <QTimer>
#include <QUrl>

#include <algorithm>
#include <memory>

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

/// A header value that cannot smuggle in another header.
QByteArray headerValue(const std::string &text)
{
    QByteArray value = QByteArray::fromStdString(text.empty() ? std::string(kDefaultUserAgent) : text);
    value.replace('\r', ' ').replace('\n', ' ').replace('\0', ' ');
    return value;
}

QNetworkRequest requestFor(const Url &address, const QByteArray &userAgent)
{
    QUrl url(toQString(address.str()));
    url.setUserInfo({});
    url.setFragment({});
    QNetworkRequest request(url);
    request.setTransferTimeout(kTimeoutMs);
    request.setMaximumRedirectsAllowed(kRedirects);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::UserVerifiedRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setRawHeader("User-Agent", userAgent);
    request.setRawHeader("Accept", "image/png,image/jpeg,image/webp,image/gif");
    return request;
}

} // namespace

size_t qHash(const ImageWish &wish, size_t seed)
{
    return qHashMulti(seed, wish.url, qint64(wish.account.value));
}

ImageFetcher::ImageFetcher(std::chrono::milliseconds deadline, QObject *parent)
    : QObject(parent)
    , m_deadline(deadline)
{
    m_network.setProxyFactory(session::makeProxyFactory(ProxyRule::fromEnvironment()));
}

void ImageFetcher::setProxy(const ProxyRule &rule)
{
    m_network.setProxyFactory(session::makeProxyFactory(rule));
    m_network.clearConnectionCache();
}

void ImageFetcher::setPanels(const std::vector<ImagePanel> &panels)
{
    m_panels.clear();
    for (const ImagePanel &panel : panels)
        if (const Result<Url> server = Url::parse(panel.server))
            m_panels.emplace(panel.account, Panel{*server, headerValue(panel.userAgent)});
}

const ImageFetcher::Panel *ImageFetcher::panelOf(AccountId account) const
{
    const auto found = m_panels.find(account);
    return found == m_panels.end() ? nullptr : &found->second;
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

/// Panels write addresses with blanks, and some leave out their own host.
Result<Url> ImageFetcher::resolved(const ImageWish &wish) const
{
    const std::string text = toUtf8(wish.url.trimmed());
    const Panel *panel = panelOf(wish.account);
    if (text.empty() || (!panel && text.find("://") == std::string::npos))
        return fail(ErrorKind::Address, "no address of a picture");
    return resolveUrl(panel ? panel->server : Url{}, text);
}

QString ImageFetcher::address(const ImageWish &wish) const
{
    const Result<Url> url = resolved(wish);
    return url ? toQString(url->str()) : QString();
}

QString ImageFetcher::host(const ImageWish &wish) const
{
    const Result<Url> url = resolved(wish);
    return url ? QStringLiteral("%1:%2").arg(toQString(url->host)).arg(url->port) : QString();
}

bool ImageFetcher::mayOpen(const Url &url, AccountId account) const
{
    const Panel *panel = panelOf(account);
    const UrlPolicy policy = panel ? UrlPolicy(panel->server) : publicPolicy();
    return (url.scheme == "http" || url.scheme == "https") && policy.check(url);
}

bool ImageFetcher::allowed(const ImageWish &wish) const
{
    const Result<Url> url = resolved(wish);
    return url && mayOpen(*url, wish.account);
}

void ImageFetcher::fetch(const ImageWish &wish)
{
    const Panel *panel = panelOf(wish.account);
    const Result<Url> url = resolved(wish);
    QNetworkReply *reply = m_network.get(requestFor(url ? *url : Url{}, panel ? panel->userAgent : headerValue({})));
    m_running.insert(wish, reply);
    watch(*reply, wish);
}

void ImageFetcher::cancel(const ImageWish &wish)
{
    if (QNetworkReply *reply = m_running.take(wish)) {
        reply->disconnect(this);
        reply->abort();
        reply->deleteLater();
    }
}

void ImageFetcher::watch(QNetworkReply &reply, const ImageWish &wish)
{
    connect(&reply, &QNetworkReply::sslErrors, this, [this, &reply](const QList<QSslError> &errors) {
        if (isAccepted(reply))
            reply.ignoreSslErrors(errors);
    });
    connect(&reply, &QNetworkReply::redirected, this, [this, &reply, account = wish.account](const QUrl &target) {
        const Result<Url> url = Url::parse(toUtf8(target.toString(QUrl::FullyEncoded)));
        if (url && mayOpen(*url, account))
            Q_EMIT reply.redirectAllowed();
        else
            reply.abort();
    });
    const auto isTooLarge = std::make_shared<bool>(false);
    connect(&reply, &QNetworkReply::downloadProgress, this, [&reply, isTooLarge](qint64 received, qint64 total) {
        *isTooLarge = received > qint64(limits::kLogoBytes) || total > qint64(limits::kLogoBytes);
        if (*isTooLarge)
            reply.abort();
    });
    QTimer::singleShot(m_deadline, &reply, &QNetworkReply::abort);
    connect(&reply, &QNetworkReply::finished, this, [this, &reply, wish, isTooLarge] {
        m_running.remove(wish);
        const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const bool good = reply.error() == QNetworkReply::NoError && status == 200;
        const QByteArray bytes = good ? reply.read(qint64(limits::kLogoBytes)) : QByteArray();
        reply.deleteLater();
        Q_EMIT fetched(wish, bytes, good || *isTooLarge || status == 404 || status == 410);
    });
}

} // namespace kanal::presenters
