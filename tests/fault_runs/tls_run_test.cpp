// SPDX-License-Identifier: MIT
// Streams over TLS: a certificate that is not trusted ends with its reason before anything is asked for; one the user
// accepted plays.
#include "watched_player.h"

#include <kanal/panel/panel.h>

#include <QFile>

#include <gtest/gtest.h>
#include <support/flash_clip.h>
#include <support/http_stub.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

QByteArray read(const std::string &name)
{
    QFile file(QStringLiteral(KANAL_TEST_DATA "/xtream/tls/") + QString::fromStdString(name));
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << name;
    return file.readAll();
}

class TlsRun : public testing::TestWithParam<const char *>
{
protected:
    TlsRun()
        : m_certificate(read(GetParam() + std::string(".pem")))
        , m_server(
              [clip = makeFlashClip(), mute = makeFlashClip({.audioCodec = ""})](const HttpStub::Request &request) {
                  const auto list = [](const std::string &name) {
                      return HttpStub::Reply{.body = "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\n" + name +
                                                     "\n#EXT-X-ENDLIST\n"};
                  };
                  if (request.path() == "/film.m3u8")
                      return HttpStub::Reply{.body = "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"s\",NAME=\"x\","
                                                     "URI=\"sound.m3u8\"\n#EXT-X-STREAM-INF:BANDWIDTH=9,AUDIO=\"s\"\n"
                                                     "picture.m3u8\n"};
                  if (request.path() == "/picture.m3u8" || request.path() == "/sound.m3u8")
                      return list(request.path() == "/sound.m3u8" ? "sound.ts" : "picture.ts");
                  return HttpStub::Reply{.body = request.path() == "/picture.ts" ? mute : clip,
                                         .headers = {{"Content-Type", "video/mp2t"}}};
              },
              m_certificate, QSslKey(read(GetParam() + std::string(".key")), QSsl::Ec))
    {
    }
    std::string fingerprint() const
    {
        return m_certificate.digest(QCryptographicHash::Sha256).toHex(':').toUpper().toStdString();
    }

    const QSslCertificate m_certificate;
    HttpStub m_server;
    WatchedPlayer m_player;
};

TEST_P(TlsRun, EndsWithTheReasonBeforeAnythingIsAskedFor)
{
    for (const char *path : {"/live/u/secret/1.ts", "/live/u/secret/1.m3u8", "/movie/u/secret/1.mp4"}) {
        WatchedPlayer player;
        player.open(m_server.url(path), std::string(path).ends_with("mp4") ? MediaKind::Vod : MediaKind::Live);
        ASSERT_TRUE(player.awaitState(PlayState::Failed, 20s)) << path << ": " << player.story();
        EXPECT_EQ(player.error().kind, ErrorKind::Tls) << path << ": " << player.error().detail;
        EXPECT_NE(player.error().detail.find("certificate"), std::string::npos)
            << path << ": " << player.error().detail;
        EXPECT_EQ(player.error().fingerprint, fingerprint()) << "to be asked about";
        EXPECT_EQ(player.error().subject, "127.0.0.1");
        EXPECT_EQ(player.frames(), 0);
    }
    EXPECT_TRUE(m_server.requests().empty());
}

TEST_P(TlsRun, WhatLibavformatConnectsToEndsWithTheReasonAsWell)
{
    std::string url = m_server.url("/live/secret");
    m_player.open("rtmps" + url.substr(url.find(':')));
    ASSERT_TRUE(m_player.awaitState(PlayState::Failed, 20s)) << m_player.story();
    EXPECT_EQ(m_player.error().kind, ErrorKind::Tls) << m_player.error().detail;
    EXPECT_NE(m_player.error().detail.find("ertificate"), std::string::npos) << m_player.error().detail;
}

TEST_P(TlsRun, PlaysWithTheCertificateTheUserAccepted)
{
    MediaRequest request;
    request.url = m_server.url("/live/u/secret/1.ts");
    request.certificates = {{"127.0.0.1", fingerprint()}};
    m_player.open(std::move(request));
    EXPECT_TRUE(m_player.awaitFrames(10, 20s)) << m_player.story();
}

TEST_P(TlsRun, SoundThatIsAPlaylistOfItsOwnPlaysWithItAsWell)
{
    MediaRequest request;
    request.url = m_server.url("/film.m3u8");
    request.kind = MediaKind::Vod;
    request.certificates = {{"127.0.0.1", fingerprint()}};
    m_player.open(std::move(request));
    EXPECT_TRUE(m_player.awaitFrames(10, 20s)) << m_player.story();
    EXPECT_TRUE(m_player.awaitSound(20s)) << m_player.story();
}

TEST_P(TlsRun, AnotherCertificateThanTheAcceptedOneIsRefused)
{
    MediaRequest request;
    request.url = m_server.url("/live/u/secret/1.ts");
    request.certificates = {{"127.0.0.1", "00" + fingerprint().substr(2)}};
    m_player.open(std::move(request));
    ASSERT_TRUE(m_player.awaitState(PlayState::Failed, 20s)) << m_player.story();
    EXPECT_EQ(m_player.error().kind, ErrorKind::Tls);
    EXPECT_EQ(m_player.error().fingerprint, fingerprint());
    EXPECT_EQ(m_player.frames(), 0);
    EXPECT_TRUE(m_server.requests().empty());
}

TEST_P(TlsRun, AHostTheStreamLeadsToIsAskedAboutByItsOwnName)
{
    const HttpStub panel([this](const auto &) {
        return HttpStub::Reply{
            302, {}, {{"Location", "https://localhost:" + std::to_string(m_server.port()) + "/live/1.ts"}}};
    });
    MediaRequest request;
    request.url = panel.url("/live/u/secret/1.ts");
    m_player.open(request);
    ASSERT_TRUE(m_player.awaitState(PlayState::Failed, 20s)) << m_player.story();
    EXPECT_EQ(m_player.error().subject, "localhost");
    EXPECT_EQ(m_player.error().fingerprint, fingerprint());
    EXPECT_TRUE(m_server.requests().empty());
    request.certificates = {{"localhost", m_player.error().fingerprint}};
    m_player.open(std::move(request));
    EXPECT_TRUE(m_player.awaitFrames(10, 20s)) << m_player.story();
}

INSTANTIATE_TEST_SUITE_P(Certificates, TlsRun, testing::Values("expired", "self_signed", "other_host"),
                         [](const auto &info) { return std::string(info.param); });

} // namespace
} // namespace kanal::playback
