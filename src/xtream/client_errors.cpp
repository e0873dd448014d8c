// SPDX-License-Identifier: MIT
#include "client_errors.h"

#include <kanal/core/redact.h>
#include <kanal/core/text.h>

#include <QCryptographicHash>
#include <QDateTime>

#include <algorithm>

namespace kanal::xtream
{

namespace
{

std::string dateOf(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODate).toStdString();
}

std::string reasonOf(const QSslError &error, const QSslCertificate &certificate)
{
    switch (error.error()) {
    case QSslError::CertificateExpired:
        return "the certificate expired on " + dateOf(certificate.expiryDate());
    case QSslError::CertificateNotYetValid:
        return "the certificate is not valid before " + dateOf(certificate.effectiveDate());
    case QSslError::HostNameMismatch: {
        const QStringList names =
            certificate.subjectAlternativeNames().values() + certificate.subjectInfo(QSslCertificate::CommonName);
        return "the certificate is for another host: " +
               cleanText(names.mid(0, 4).join(QStringLiteral(", ")).toStdString(), 200);
    }
    case QSslError::SelfSignedCertificate:
        return "the certificate is self-signed";
    case QSslError::SelfSignedCertificateInChain:
        return "the certificate's authority is self-signed and not trusted";
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return "the certificate's authority is unknown";
    case QSslError::CertificateRevoked:
        return "the certificate was revoked";
    case QSslError::NoPeerCertificate:
        return "the server sent no certificate";
    default:
        return cleanText(error.errorString().toStdString(), 200);
    }
}

ErrorKind kindOf(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::ProxyNotFoundError:
        return ErrorKind::NameNotFound;
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::ProxyConnectionRefusedError:
        return ErrorKind::Refused;
    case QNetworkReply::TimeoutError:
    case QNetworkReply::ProxyTimeoutError:
        return ErrorKind::Timeout;
    case QNetworkReply::SslHandshakeFailedError:
        return ErrorKind::Tls;
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
        return ErrorKind::BadAnswer;
    case QNetworkReply::OperationCanceledError:
        return ErrorKind::Cancelled;
    default:
        return ErrorKind::Network;
    }
}

} // namespace

std::string fingerprintOf(const QSslCertificate &certificate)
{
    if (certificate.isNull())
        return {};
    return certificate.digest(QCryptographicHash::Sha256).toHex(':').toUpper().toStdString();
}

Error tlsError(const QList<QSslError> &errors, const QSslCertificate &certificate, const std::string &host)
{
    // A self-signed certificate is reported with all that follows from it; each reason once.
    std::string detail;
    for (const QSslError &error : errors) {
        const std::string reason = reasonOf(error, certificate);
        if (detail.find(reason) == std::string::npos)
            detail += detail.empty() ? reason : "; " + reason;
    }
    Error result{ErrorKind::Tls, detail, host};
    result.fingerprint = fingerprintOf(certificate);
    return result;
}

bool isProxyError(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownProxyError:
    case QNetworkReply::UnknownNetworkError: // what Qt makes of a proxy that opens no tunnel for https
        return true;
    default:
        return false;
    }
}

Error transportError(QNetworkReply::NetworkError error, const QString &text, const std::string &host)
{
    return {kindOf(error), redact(text.toStdString()), host};
}

} // namespace kanal::xtream
