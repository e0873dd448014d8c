// SPDX-License-Identifier: MIT
// The fingerprint of the certificate a server showed, for hosts whose certificate the user accepted by hand. Net
// thread.
#pragma once

#include <string>
#include <string_view>

#include <curl/curl.h>

namespace kanal::playback
{

/// SHA-256 of the server's certificate, hex with colons; needs CURLOPT_CERTINFO; empty: none seen.
std::string certificateFingerprint(CURL *easy);
/// The same of a certificate as PEM text.
std::string fingerprintOfPem(std::string_view pem);

} // namespace kanal::playback
