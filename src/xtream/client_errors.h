// SPDX-License-Identifier: MIT
// From Qt's words for network trouble to ours.
#pragma once

#include <kanal/core/error.h>

#include <QList>
#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslError>

#include <string>

namespace kanal::xtream
{

/// "AB:CD:…" of the SHA-256 of a certificate; empty for none.
std::string fingerprintOf(const QSslCertificate &certificate);

/// Why a certificate is not accepted: "expired on …", "it is for other hosts", "self-signed" …
Error tlsError(const QList<QSslError> &errors, const QSslCertificate &certificate, const std::string &host);

/// It was the proxy, where there is one.
bool isProxyError(QNetworkReply::NetworkError error);

/// Of a transfer that ended without an HTTP status.
Error transportError(QNetworkReply::NetworkError error, const QString &text, const std::string &host);

} // namespace kanal::xtream
