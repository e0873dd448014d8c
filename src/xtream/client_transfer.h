// SPDX-License-Identifier: MIT
// One request and its answer: redirects, deadlines, inflation and certificates. Lives on the network thread.
#pragma once

#include "byte_sink.h"
#include "unpacker.h"

#include <kanal/core/account.h>
#include <kanal/core/error.h>
#include <kanal/core/limits.h>
#include <kanal/core/proxy.h>
#include <kanal/core/url.h>

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace kanal::xtream
{

/// How long each part of an exchange may take.
struct Deadlines {
    std::chrono::milliseconds connect = limits::kConnectTimeout;
    std::chrono::milliseconds header = limits::kHeaderTimeout; ///< from the start, connecting included
    std::chrono::milliseconds idle = limits::kApiIdleTimeout;
    std::chrono::milliseconds rateWindow = std::chrono::seconds(10);
    std::int64_t leastInWindow = 10 * 1024; ///< bytes: 1 KB/s
    std::chrono::milliseconds total{0};     ///< from the start to the last byte; 0: whatever the others allow
};

/// Panels collect a whole list before its first byte, and stop in the middle for the next page of their database.
inline constexpr Deadlines kListDeadlines{.header = limits::kListHeaderTimeout,
                                          .idle = limits::kListIdleTimeout,
                                          .rateWindow = limits::kListRateWindow,
                                          .leastInWindow = limits::kListWindowBytes,
                                          .total = limits::kListTotal};

struct TransferRequest {
    Url url;
    std::string userAgent;
    AcceptedCertificates certificates;
    Deadlines deadlines = {};
    ProxyRule proxies = {}; ///< as the manager has it: to name the one that failed
};

struct Answer {
    int status = 0;
    std::string contentType;
    std::string retryAfter;
    std::string body;                  ///< of answers that are no success; the sink has the others
    std::optional<Error> interruption; ///< the connection broke after the headers: the body may be cut off

    bool succeeded() const { return status >= 200 && status < 300; }
};

class Transfer final : public QObject
{
public:
    using Finished = std::function<void(Result<Answer>)>;

    /// `sink` gets the body of a success and lives until `finished` or abandon() was called. `finished` is called once,
    /// unless the transfer is abandoned or deleted before; it must not delete the transfer on the spot.
    Transfer(QNetworkAccessManager &manager, TransferRequest request, ByteSink &sink, Finished finished);
    ~Transfer() override;

    void start();
    /// Ends without telling anybody; the sink may go before the transfer itself is deleted.
    void abandon();

private:
    void send();
    void dropReply();
    void onHeaders();
    bool followRedirect(int status);
    void onSslErrors(const QList<QSslError> &errors);
    void pump();
    Result<> readSome();
    void onReplyFinished();
    void conclude();
    void onPhaseExpired();
    void onRateChecked();
    void end(Result<Answer> result);
    void endWith(ErrorKind kind, std::string detail);
    bool wasProxy(QNetworkReply::NetworkError error) const;
    Error atProxy(Error error) const;

    QNetworkAccessManager &m_manager;
    TransferRequest m_request;
    ByteSink &m_sink;
    Finished m_finished;
    UrlPolicy m_policy;
    Url m_url; // of the current hop

    QNetworkReply *m_reply = nullptr;
    Answer m_answer;
    BodySink m_errorBody;
    std::optional<Unpacker> m_unpacker;
    std::optional<Error> m_tlsError;
    bool m_headersSeen = false;
    bool m_replyFinished = false;
    bool m_pumpQueued = false;
    bool m_resent = false; // after a kept connection turned out to be closed
    int m_redirects = 0;

    enum class Phase { Connecting, Waiting, Reading } m_phase = Phase::Connecting;
    QTimer m_phaseTimer;
    bool m_phaseDoubted = false;
    QTimer m_rateTimer;
    QTimer m_totalTimer;
    qint64 m_windowBytes = 0;
    QElapsedTimer m_sinceSend;
    std::string m_piece; // compressed bytes on their way
};

} // namespace kanal::xtream
