// SPDX-License-Identifier: MIT
#include <kanal/core/account.h>
#include <kanal/core/text.h>

namespace kanal
{

bool isSameFingerprint(std::string_view a, std::string_view b)
{
    const auto digits = [](std::string_view text) {
        std::string out = lowered(text);
        std::erase_if(out, [](char c) { return c == ':' || c == ' '; });
        return out;
    };
    const std::string left = digits(a);
    return !left.empty() && left == digits(b);
}

std::string acceptedFor(const AcceptedCertificates &certificates, std::string_view host)
{
    for (const AcceptedCertificate &certificate : certificates)
        if (equalsIgnoringCase(certificate.host, host))
            return certificate.fingerprint;
    return {};
}

void acceptCertificate(AcceptedCertificates &certificates, AcceptedCertificate certificate)
{
    std::erase_if(certificates,
                  [&](const AcceptedCertificate &each) { return equalsIgnoringCase(each.host, certificate.host); });
    certificates.push_back(std::move(certificate));
}

std::string_view accountStatusName(AccountStatus status)
{
    switch (status) {
    case AccountStatus::Unknown:
        return "unknown";
    case AccountStatus::Active:
        return "active";
    case AccountStatus::Trial:
        return "trial";
    case AccountStatus::Expired:
        return "expired";
    case AccountStatus::Disabled:
        return "disabled";
    case AccountStatus::Banned:
        return "banned";
    }
    return "unknown";
}

} // namespace kanal
