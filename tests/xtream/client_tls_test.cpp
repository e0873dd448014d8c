// SPDX-License-Identifier: MIT
#include <kanal/xtream/client.h>

#include <QFile>

#include <gtest/gtest.h>
#include <support/http_stub.h>

namespace kanal::xtream
{
namespace
{

QByteArray read(const char *name)
{
    QFile file(QStringLiteral(KANAL_TEST_DATA "/xtream/tls/") + QString::fromLatin1(name));
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << name;
    return file.readAll();
}

/// A panel whose certificate is tests/data/xtream/tls/NAME.pem.
class TlsPanel
{
public:
    explicit TlsPanel(const std::string &name)
        : server(
              [](const auto &) {
                  return HttpStub::json(R"({"user_info":{"username":"bob","auth":1,"status":"Active"}})");
              },
              QSslCertificate(read((name + ".pem").c_str())), QSslKey(read((name + ".key").c_str()), QSsl::Ec))
    {
    }
    ServerLogin login(const std::string &fingerprint = {}) const
    {
        return {server.url(), "bob", "secret-word", {}, {{"127.0.0.1", fingerprint}}};
    }

    HttpStub server;
};

Result<AccountInfo> signIn(const ServerLogin &login)
{
    Client client;
    auto future = client.authenticate(login);
    future.waitForFinished();
    return future.result();
}

TEST(ClientTls, SaysWhyACertificateIsNotAccepted)
{
    const std::pair<const char *, const char *> rows[] = {{"self_signed", "self-signed"},
                                                          {"expired", "expired on 2021-01-01"},
                                                          {"other_host", "other host: other.example"}};
    for (const auto &[name, reason] : rows) {
        TlsPanel panel(name);
        const auto info = signIn(panel.login());
        ASSERT_FALSE(info);
        EXPECT_EQ(info.error().kind, ErrorKind::Tls);
        EXPECT_NE(info.error().detail.find(reason), std::string::npos) << info.error().detail;
        EXPECT_EQ(info.error().fingerprint.size(), 32u * 3 - 1);
        EXPECT_EQ(info.error().subject, "127.0.0.1");
        EXPECT_TRUE(panel.server.requests().empty()); // no credentials were sent
    }
}

TEST(ClientTls, AcceptsTheCertificateTheUserAccepted)
{
    TlsPanel panel("self_signed");
    const std::string fingerprint = signIn(panel.login()).error().fingerprint;
    EXPECT_TRUE(signIn(panel.login(fingerprint)));
}

TEST(ClientTls, AsksAgainWhenTheCertificateIsAnotherOne)
{
    TlsPanel first("self_signed");
    TlsPanel second("expired");
    const std::string fingerprint = signIn(first.login()).error().fingerprint;
    const auto info = signIn(second.login(fingerprint));
    ASSERT_FALSE(info);
    EXPECT_EQ(info.error().kind, ErrorKind::Tls);
    EXPECT_NE(info.error().fingerprint, fingerprint);
    EXPECT_NE(info.error().detail.find("not the certificate that was accepted"), std::string::npos);
}

TEST(ClientTls, TakesAServerWithoutTlsForATlsError)
{
    HttpStub plain([](const auto &) { return HttpStub::json("{}"); });
    const auto info = signIn({"https://127.0.0.1:" + std::to_string(plain.port()), "bob", "secret-word", {}, {}});
    ASSERT_FALSE(info);
    EXPECT_EQ(info.error().kind, ErrorKind::Tls);
}

TEST(ClientTls, AnExceptionIsGivenForAHostItLeadsToAsWell)
{
    TlsPanel edge("self_signed");
    HttpStub panel([&](const auto &) {
        return HttpStub::Reply{
            302, {}, {{"Location", "https://localhost:" + std::to_string(edge.server.port()) + "/player_api.php"}}};
    });
    ServerLogin login{panel.url(), "bob", "secret-word", {}, {}};
    const auto refused = signIn(login);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().subject, "localhost");
    login.certificates = {{"127.0.0.1", refused.error().fingerprint}}; // of another host
    EXPECT_FALSE(signIn(login));
    login.certificates = {{"localhost", refused.error().fingerprint}};
    EXPECT_TRUE(signIn(login));
}

TEST(ClientTls, DoesNotFollowFromHttpsToHttpOnAnotherHost)
{
    HttpStub plain([](const auto &) { return HttpStub::json("{}"); });
    HttpStub secure(
        [&](const auto &) {
            return HttpStub::Reply{302, {}, {{"Location", "http://localhost:" + std::to_string(plain.port()) + "/x"}}};
        },
        QSslCertificate(read("self_signed.pem")), QSslKey(read("self_signed.key"), QSsl::Ec));
    const ServerLogin login{secure.url(), "bob", "secret-word", {}, {}};
    ServerLogin pinned = login;
    pinned.certificates = {{"127.0.0.1", signIn(login).error().fingerprint}};
    EXPECT_FALSE(signIn(pinned));
    EXPECT_EQ(secure.requests().size(), 1u);
    EXPECT_TRUE(plain.requests().empty());
}

} // namespace
} // namespace kanal::xtream
