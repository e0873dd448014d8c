// SPDX-License-Identifier: MIT
#include "client_transfer.h"

#include "client_errors.h"

#include <kanal/core/account.h>
#include <kanal/core/limits.h>
#include <kanal/core/log.h>
#include <kanal/core/redact.h>

#include <QNetworkRequest>
#include <QSslConfiguration>
#include <QUrl>

#include <algorithm>

namespace kanal::xtream
{

namespace
{

using namespace std::chrono_literals;

constexpr std::string_view kLog = "kanal.xtream.http";
constexpr qint64 kTurnBytes = 64 * 1024; // read in one turn of the event loop: other transfers want theirs
constexpr qint64 kReadBufferBytes = 256 * 1024;
constexpr std::size_t kErrorBodyBytes = 64 * 1024;
constexpr auto kSecondLook = 50ms;

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// A header value that cannot smuggle in another header.
QByteArray headerValue(const std::string &text)
{
    QByteArray value = QByteArray::fromStdString(text.empty() ? std::string(kDefaultUserAgent) : text);
    value.replace('\r', ' ').replace('\n', ' ').replace('\0', ' ');
    return value;
}

QNetworkRequest makeRequest(const Url &url, const std::string &userAgent)
{
    QNetworkRequest request(QUrl::fromEncoded(QByteArray::fromStdString(url.str())));
    request.setRawHeader("User-Agent", headerValue(userAgent));
    // Asked for by hand, so that Qt leaves the inflating to us: it would hold everything back until the end.
    request.setRawHeader("Accept-Encoding", "gzip");
    request.setRawHeader("Accept", "*/*");
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    return request;
}

} // namespace

Transfer::Transfer(QNetworkAccessManager &manager, TransferRequest request, ByteSink &sink, Finished finished)
    : m_manager(manager)
    , m_request(std::move(request))
    , m_sink(sink)
    , m_finished(std::move(finished))
    , m_policy(m_request.url)
    , m_url(m_request.url)
    , m_errorBody(kErrorBodyBytes, BodySink::Overflow::IsDropped)
{
    m_phaseTimer.setSingleShot(true);
    connect(&m_phaseTimer, &QTimer::timeout, this, &Transfer::onPhaseExpired);
    m_rateTimer.setInterval(m_request.deadlines.rateWindow);
    connect(&m_rateTimer, &QTimer::timeout, this, &Transfer::onRateChecked);
    m_totalTimer.setSingleShot(true);
    connect(&m_totalTimer, &QTimer::timeout, this, [this] {
        endWith(ErrorKind::Timeout,
                "no whole answer within " + std::to_string(m_request.deadlines.total.count()) + " ms");
    });
}

Transfer::~Transfer()
{
    dropReply();
}

void Transfer::start()
{
    if (!m_finished) // abandoned
        return;
    if (const auto allowed = m_policy.check(m_url); !allowed)
        return end(tl::unexpected(allowed.error()));
    if (m_request.deadlines.total > 0ms)
        m_totalTimer.start(m_request.deadlines.total);
    send();
}

void Transfer::send()
{
    if (const auto proxy = m_request.proxies.proxyFor(m_url); proxy && proxy->kind == Proxy::Kind::Unknown)
        return end(
            tl::unexpected(atProxy({ErrorKind::Unsupported, "a proxy that is neither http nor socks5", m_url.host})));
    m_answer = {};
    m_errorBody.clear();
    m_unpacker.reset();
    m_tlsError.reset();
    m_headersSeen = m_replyFinished = false;
    m_windowBytes = 0;
    m_phase = Phase::Connecting;
    m_sinceSend.start();
    log::debug(kLog, "get url=" + redact(m_url.str()));

    m_reply = m_manager.get(makeRequest(m_url, m_request.userAgent));
    m_reply->setReadBufferSize(kReadBufferBytes);
    connect(m_reply, &QNetworkReply::requestSent, this, [this] {
        if (m_phase != Phase::Connecting)
            return;
        m_phase = Phase::Waiting;
        m_phaseTimer.start(
            std::max(1ms, m_request.deadlines.header - std::chrono::milliseconds(m_sinceSend.elapsed())));
    });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Transfer::onHeaders);
    connect(m_reply, &QNetworkReply::readyRead, this, &Transfer::pump);
    connect(m_reply, &QNetworkReply::sslErrors, this, &Transfer::onSslErrors);
    connect(m_reply, &QNetworkReply::finished, this, &Transfer::onReplyFinished);
    m_phaseDoubted = false;
    m_phaseTimer.start(m_request.deadlines.connect);
    m_rateTimer.stop();
}

void Transfer::dropReply()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    m_reply->abort();
    m_reply->deleteLater();
    m_reply = nullptr;
}

void Transfer::onHeaders()
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_headersSeen || status < 200) // 1xx come before the answer
        return;
    std::size_t headerBytes = 0;
    for (const auto &[name, value] : m_reply->rawHeaderPairs())
        headerBytes += std::size_t(name.size() + value.size() + 4);
    if (headerBytes > limits::kHeaderBytes)
        return endWith(ErrorKind::BadAnswer, "the headers are too large");
    m_headersSeen = true;
    m_answer.status = status;
    m_answer.contentType = m_reply->rawHeader("Content-Type").toStdString();
    m_answer.retryAfter = m_reply->rawHeader("Retry-After").toStdString();
    if (status == 407) {
        Error error{ErrorKind::Network, "the proxy wants a user and a password", m_url.host, status};
        return end(tl::unexpected(atProxy(std::move(error))));
    }
    if (isRedirect(status) && followRedirect(status))
        return;
    m_unpacker.emplace(m_answer.succeeded() ? m_sink : static_cast<ByteSink &>(m_errorBody));
    m_phase = Phase::Reading;
    m_phaseDoubted = false;
    m_phaseTimer.start(m_request.deadlines.idle);
    m_rateTimer.start();
}

/// Followed as it stands, with nothing added: credentials go to another host only if the panel itself put them into the
/// address.
bool Transfer::followRedirect(int status)
{
    const QByteArray location = m_reply->rawHeader("Location");
    if (location.isEmpty())
        return false;
    const auto astray = [this](const Error &error) {
        end(fail(ErrorKind::Address, m_url.host + " redirects: " + error.detail, subjects::kRedirect));
        return true;
    };
    const auto next = resolveUrl(m_url, location.toStdString());
    if (!next)
        return astray(next.error());
    if (++m_redirects > limits::kRedirects) {
        endWith(ErrorKind::BadAnswer, "redirected more than " + std::to_string(limits::kRedirects) + " times");
        return true;
    }
    if (const auto allowed = m_policy.check(*next); !allowed)
        return astray(allowed.error());
    if (m_url.scheme == "https" && next->scheme == "http" && m_url.host != next->host) {
        endWith(ErrorKind::Tls, "redirected from https to http on another host: " + next->host);
        return true;
    }
    log::debug(kLog, "redirected status=" + std::to_string(status) + " to=" + redact(next->str()));
    dropReply();
    m_url = *next;
    send();
    return true;
}

void Transfer::onSslErrors(const QList<QSslError> &errors)
{
    const QSslCertificate certificate = m_reply->sslConfiguration().peerCertificate();
    const std::string trusted = acceptedFor(m_request.certificates, m_url.host);
    if (isSameFingerprint(trusted, fingerprintOf(certificate))) {
        m_reply->ignoreSslErrors(errors);
        return;
    }
    m_tlsError = tlsError(errors, certificate, m_url.host);
    if (!trusted.empty())
        m_tlsError->detail += "; it is not the certificate that was accepted";
}

/// Reads a little and comes back later for the rest.
void Transfer::pump()
{
    m_pumpQueued = false;
    if (!m_reply || !m_headersSeen)
        return;
    if (const Result<> read = readSome(); !read)
        return end(tl::unexpected(read.error()));
    if (m_reply->bytesAvailable() > 0) {
        if (!m_pumpQueued)
            m_pumpQueued = QMetaObject::invokeMethod(this, &Transfer::pump, Qt::QueuedConnection);
    } else if (m_replyFinished) {
        conclude();
    }
}

Result<> Transfer::readSome()
{
    qint64 left = kTurnBytes;
    while (left > 0 && m_reply->bytesAvailable() > 0) {
        ByteSink &sink = m_answer.succeeded() ? m_sink : static_cast<ByteSink &>(m_errorBody);
        qint64 count = 0;
        Result<> taken;
        if (m_unpacker->isPlain()) {
            const auto room = sink.room();
            count = m_reply->read(room.data(), std::min(left, qint64(room.size())));
            if (count > 0)
                taken = sink.commit(std::size_t(count));
        } else {
            m_piece.resize(std::size_t(kTurnBytes));
            count = m_reply->read(m_piece.data(), left);
            if (count > 0)
                taken = m_unpacker->feed({m_piece.data(), std::size_t(count)});
        }
        if (count <= 0 || !taken)
            return taken;
        left -= count;
        m_windowBytes += count;
        m_phaseDoubted = false;
        m_phaseTimer.start(m_request.deadlines.idle);
    }
    return {};
}

void Transfer::onReplyFinished()
{
    onHeaders(); // an answer without a body may end before its headers were announced
    if (!m_reply)
        return;
    m_replyFinished = true;
    m_phaseTimer.stop();
    m_rateTimer.stop();
    const auto error = m_reply->error();
    if (!m_headersSeen) {
        if (m_tlsError)
            return end(tl::unexpected(*m_tlsError));
        // A server may close a kept connection in the very moment it is used again; no answer had begun, so asking
        // again is safe.
        if (error == QNetworkReply::RemoteHostClosedError && !std::exchange(m_resent, true)) {
            dropReply();
            return send();
        }
        Error failure = transportError(error, m_reply->errorString(), m_url.host);
        return end(tl::unexpected(wasProxy(error) ? atProxy(std::move(failure)) : std::move(failure)));
    }
    if (m_answer.succeeded() && error != QNetworkReply::NoError)
        m_answer.interruption = transportError(error, m_reply->errorString(), m_url.host);
    pump();
}

void Transfer::conclude()
{
    const Result<> unpacked = m_unpacker->finish();
    if (!unpacked && m_answer.succeeded() && !m_answer.interruption)
        return end(tl::unexpected(unpacked.error()));
    m_answer.body = m_errorBody.take();
    end(std::move(m_answer));
}

void Transfer::onPhaseExpired()
{
    // A sink that was busy with the disk may have kept the event loop from the socket: look again before giving up.
    if (!std::exchange(m_phaseDoubted, true)) {
        m_phaseTimer.start(kSecondLook);
        return;
    }
    const auto &deadlines = m_request.deadlines;
    switch (m_phase) {
    case Phase::Connecting:
        return end(tl::unexpected(
            atProxy({ErrorKind::Timeout, "no connection within " + std::to_string(deadlines.connect.count()) + " ms",
                     m_url.host})));
    case Phase::Waiting:
        return endWith(ErrorKind::Timeout, "no answer within " + std::to_string(deadlines.header.count()) + " ms");
    case Phase::Reading:
        return endWith(ErrorKind::Timeout, "the answer stopped for " + std::to_string(deadlines.idle.count()) + " ms");
    }
}

void Transfer::onRateChecked()
{
    const auto &[least, window] = std::pair(m_request.deadlines.leastInWindow, m_request.deadlines.rateWindow);
    if (std::exchange(m_windowBytes, 0) < least && m_reply->bytesAvailable() == 0)
        endWith(ErrorKind::Timeout,
                "less than " + std::to_string(least) + " bytes came within " + std::to_string(window.count()) + " ms");
}

/// Of a connection that failed. An http proxy is all we ever connect to; one for socks says what became of the host.
bool Transfer::wasProxy(QNetworkReply::NetworkError error) const
{
    const auto proxy = m_request.proxies.proxyFor(m_url);
    const bool nobody = error == QNetworkReply::ConnectionRefusedError || error == QNetworkReply::HostNotFoundError;
    return isProxyError(error) || (nobody && proxy && proxy->kind == Proxy::Kind::Http);
}

/// Names the proxy that was in the way, if there was one.
Error Transfer::atProxy(Error error) const
{
    if (const auto proxy = m_request.proxies.proxyFor(m_url))
        error.proxy = proxy->name();
    return error;
}

void Transfer::endWith(ErrorKind kind, std::string detail)
{
    end(fail(kind, std::move(detail), m_url.host));
}

void Transfer::abandon()
{
    m_phaseTimer.stop();
    m_rateTimer.stop();
    m_totalTimer.stop();
    dropReply(); // a turn of pump() that is queued finds nothing to read
    m_finished = {};
}

void Transfer::end(Result<Answer> result)
{
    m_phaseTimer.stop();
    m_rateTimer.stop();
    m_totalTimer.stop();
    dropReply();
    if (const auto finished = std::exchange(m_finished, {}))
        finished(std::move(result));
}

} // namespace kanal::xtream
