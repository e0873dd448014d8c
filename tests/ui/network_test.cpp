// SPDX-License-Identifier: MIT
// The proxy in the settings, and a certificate that is trusted over the picture.
#include "window_on_panel.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <support/http_stub.h>

namespace kanal::ui::test
{
namespace
{

QByteArray read(const char *name)
{
    QFile file(QStringLiteral(KANAL_TEST_DATA "/xtream/tls/") + QString::fromLatin1(name));
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << name;
    return file.readAll();
}

TEST(NetworkSettings, AProxyIsTakenOnceItIsOneAndItsPasswordIsNotShown)
{
    const auto panel = startPanel();
    Kanal kanal;
    kanal.signIn(*panel);
    kanal.click("railSettings");
    ASSERT_TRUE(kanal.sees("settingsPage"));
    auto *address = kanal.find<QLineEdit>("proxyAddressEdit");
    EXPECT_FALSE(address->isEnabled());
    kanal.find<QComboBox>("proxyCombo")->setCurrentIndex(2);
    EXPECT_TRUE(address->isEnabled());
    auto *notice = kanal.find<QLabel>("proxyNotice");
    EXPECT_FALSE(notice->text().isEmpty()) << "nothing has changed yet";
    kanal.type("proxyAddressEdit", QStringLiteral("no address"));
    kanal.key(Qt::Key_Return);
    EXPECT_TRUE(notice->text().contains(QStringLiteral("Nothing was changed")));
    kanal.type("proxyAddressEdit", QStringLiteral("http://ann:proxy-pass@proxy.example:3128"));
    kanal.key(Qt::Key_Return);
    EXPECT_EQ(address->text(), QStringLiteral("http://ann@proxy.example:3128"));
    EXPECT_TRUE(notice->text().isEmpty());
    kanal.find<QPushButton>("resetSettingsButton")->click();
    EXPECT_EQ(kanal.find<QComboBox>("proxyCombo")->currentIndex(), 0);
}

TEST(NetworkSettings, TheExampleOfAProxyStandsOnALineOfItsOwn)
{
    const auto panel = startPanel();
    Kanal kanal;
    kanal.signIn(*panel);
    kanal.proxy->setAddress(QStringLiteral("not a proxy"));
    EXPECT_TRUE(kanal.proxy->view().notice.split(QLatin1Char('\n')).contains(QStringLiteral("proxy.example:3128")));
}

TEST(NetworkSettings, ACertificateIsTrustedOverThePictureAndKeptForItsHost)
{
    const auto panel = startPanel();
    Kanal kanal;
    kanal.signIn(*panel);
    HttpStub edge([](const auto &) { return HttpStub::Reply{404}; }, QSslCertificate(read("self_signed.pem")),
                  QSslKey(read("self_signed.key"), QSsl::Ec));
    presenters::NowPlaying now;
    now.account = kanal.live->account();
    now.title = QStringLiteral("One");
    kanal.player->play({.url = edge.url("/live/1.ts"), .kind = MediaKind::Live}, now);
    ASSERT_TRUE(waitFor([&] { return kanal.sees("trustCertificateButton"); }));
    EXPECT_TRUE(edge.requests().empty()) << "nothing was asked for";
    kanal.click("trustCertificateButton");
    EXPECT_TRUE(waitFor([&] { return !edge.requests().empty(); }));
    EXPECT_TRUE(waitFor([&] { return kanal.accepts(now.account, "127.0.0.1"); }));
}

} // namespace
} // namespace kanal::ui::test
