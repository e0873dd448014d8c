// SPDX-License-Identifier: MIT
#include <kanal/core/error.h>

namespace kanal
{

std::string_view errorKindName(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Address:
        return "address";
    case ErrorKind::NameNotFound:
        return "name_not_found";
    case ErrorKind::Refused:
        return "refused";
    case ErrorKind::Timeout:
        return "timeout";
    case ErrorKind::Tls:
        return "tls";
    case ErrorKind::WebPage:
        return "web_page";
    case ErrorKind::Credentials:
        return "credentials";
    case ErrorKind::Expired:
        return "expired";
    case ErrorKind::Disabled:
        return "disabled";
    case ErrorKind::Connections:
        return "connections";
    case ErrorKind::RateLimited:
        return "rate_limited";
    case ErrorKind::BadAnswer:
        return "bad_answer";
    case ErrorKind::ServerError:
        return "server_error";
    case ErrorKind::Network:
        return "network";
    case ErrorKind::NotFound:
        return "not_found";
    case ErrorKind::Unsupported:
        return "unsupported";
    case ErrorKind::Storage:
        return "storage";
    case ErrorKind::Cancelled:
        return "cancelled";
    }
    return "network";
}

} // namespace kanal
