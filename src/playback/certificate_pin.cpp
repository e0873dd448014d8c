// SPDX-License-Identifier: MIT
#include "certificate_pin.h"

#include <kanal/core/text.h>

#include <array>
#include <cstdint>
#include <memory>

extern "C" {
#include <libavutil/mem.h>
#include <libavutil/sha.h>
}

namespace kanal::playback
{

namespace
{

std::string fingerprintOf(std::string_view der)
{
    const std::unique_ptr<AVSHA, decltype(&av_free)> sha(av_sha_alloc(), &av_free);
    if (!sha || av_sha_init(sha.get(), 256) < 0)
        return {};
    std::array<std::uint8_t, 32> digest{};
    av_sha_update(sha.get(), reinterpret_cast<const std::uint8_t *>(der.data()), der.size());
    av_sha_final(sha.get(), digest.data());
    std::string text;
    for (const std::uint8_t byte : digest) {
        static constexpr std::string_view kHex = "0123456789ABCDEF";
        if (!text.empty())
            text += ':';
        text += kHex[byte >> 4];
        text += kHex[byte & 15];
    }
    return text;
}

} // namespace

std::string fingerprintOfPem(std::string_view pem)
{
    static constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
    const std::size_t begin = pem.find(kBegin);
    const std::size_t end = pem.find("-----END CERTIFICATE-----");
    if (begin == std::string_view::npos || end == std::string_view::npos || end < begin)
        return {};
    std::string der;
    if (!base64Decode(pem.substr(begin + kBegin.size(), end - begin - kBegin.size()), der))
        return {};
    return fingerprintOf(der);
}

std::string certificateFingerprint(CURL *easy)
{
    curl_certinfo *chain = nullptr;
    if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &chain) != CURLE_OK || !chain || chain->num_of_certs < 1)
        return {};
    for (const curl_slist *line = chain->certinfo[0]; line; line = line->next) { // the first one is the server's own
        if (std::string_view(line->data).starts_with("Cert:"))
            return fingerprintOfPem(line->data);
    }
    return {};
}

} // namespace kanal::playback
