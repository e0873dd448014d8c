// SPDX-License-Identifier: MIT
#include "certificate_pin.h"

#include <kanal/core/account.h>

#include <gtest/gtest.h>

namespace kanal::playback
{

namespace
{

// CN=panel.example, made for this test; its fingerprint by `openssl x509 -fingerprint -sha256`.
constexpr std::string_view kPem = "-----BEGIN CERTIFICATE-----\n"
                                  "MIIBiDCCAS2gAwIBAgIUHXeTwlM3q746ycefFbQ3rAhRW5UwCgYIKoZIzj0EAwIw\n"
                                  "GDEWMBQGA1UEAwwNcGFuZWwuZXhhbXBsZTAgFw0yNjExMjQwNzU0NDhaGA8yMTI2\n"
                                  "MTAzMTA3NTQ0OFowGDEWMBQGA1UEAwwNcGFuZWwuZXhhbXBsZTBZMBMGByqGSM49\n"
                                  "AgEGCCqGSM49AwEHA0IABDWpD0YLHl7JaY52aXVLtOps5HKvDEOy2HQ9c+dmuvku\n"
                                  "sHctW9X0hs3yS/IY2EfN0rkz4K6DWBLhczbWTFwPYr6jUzBRMB0GA1UdDgQWBBRF\n"
                                  "MLkOSmw7JugvcgC77MlHXlH80TAfBgNVHSMEGDAWgBRFMLkOSmw7JugvcgC77MlH\n"
                                  "XlH80TAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQCBLryYCVqc\n"
                                  "XfNYrzCDgZyadSFdahDYL6TiHDH/PA9T8AIhAMwirpWmnoICnHu/NKkFczZ3fRbC\n"
                                  "mwhkKGaeKLwJTeMe\n"
                                  "-----END CERTIFICATE-----\n";
constexpr std::string_view kFingerprint = "E7:79:15:D1:8B:83:D4:9B:35:2F:79:31:C1:01:8F:FC:"
                                          "D6:B4:AA:BF:B3:EE:D2:44:38:86:52:55:28:C9:68:76";

} // namespace

TEST(CertificatePin, TakesTheFingerprintThatOthersTake)
{
    EXPECT_EQ(fingerprintOfPem(kPem), kFingerprint);
    EXPECT_EQ(fingerprintOfPem(std::string("Cert:") + std::string(kPem)), kFingerprint);
}

TEST(CertificatePin, HasNoneForWhatIsNoCertificate)
{
    EXPECT_EQ(fingerprintOfPem(""), "");
    EXPECT_EQ(fingerprintOfPem("-----BEGIN CERTIFICATE-----"), "");
    EXPECT_EQ(fingerprintOfPem("-----END CERTIFICATE----------BEGIN CERTIFICATE-----"), "");
}

TEST(CertificatePin, DoesNotMindHowAFingerprintIsWritten)
{
    EXPECT_TRUE(isSameFingerprint("AB:CD:01", "abcd01"));
    EXPECT_TRUE(isSameFingerprint("ab cd 01", "AB:CD:01"));
    EXPECT_FALSE(isSameFingerprint("AB:CD:01", "AB:CD:02"));
    EXPECT_FALSE(isSameFingerprint("", "")) << "none is like no other";
    EXPECT_FALSE(isSameFingerprint(":", " "));
}

} // namespace kanal::playback
