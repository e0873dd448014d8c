// SPDX-License-Identifier: MIT
#include <kanal/xtream/pasted_login.h>

#include <gtest/gtest.h>

namespace kanal::xtream
{
namespace
{

using Servers = std::vector<std::string>;

struct Case {
    const char *text;
    Servers servers;
    const char *user = "";
    const char *password = "";
};

const Case kCases[] = {
    // Addresses.
    {"panel.example:8080", {"http://panel.example:8080", "https://panel.example:8080"}},
    {"panel.example", {"http://panel.example", "https://panel.example"}},
    {"  http://Panel.Example:8080/  ", {"http://panel.example:8080"}},
    {"https://panel.example", {"https://panel.example"}},
    {"HTTPS://panel.example:443", {"https://panel.example"}},
    {"panel.example:443", {"https://panel.example", "http://panel.example:443"}},
    {"panel.example:8443", {"https://panel.example:8443", "http://panel.example:8443"}},
    {"192.168.1.5:9191", {"http://192.168.1.5:9191", "https://192.168.1.5:9191"}},
    {"[2001:db8::1]:8080", {"http://[2001:db8::1]:8080", "https://[2001:db8::1]:8080"}},
    {"localhost:25461", {"http://localhost:25461", "https://localhost:25461"}},
    {"//panel.example:80", {"http://panel.example", "https://panel.example:80"}},
    {"http://host.example/Pluto/gb/", {"http://host.example/Pluto/gb"}},
    {"host.example/panel", {"http://host.example/panel", "https://host.example/panel"}},
    {"<http://panel.example:8080>", {"http://panel.example:8080"}},
    {"\"http://panel.example:8080\"", {"http://panel.example:8080"}},
    {"\u200Bhttp://panel.example:8080\uFEFF", {"http://panel.example:8080"}},
    {"http://panel.example:8080/c/", {"http://panel.example:8080"}},
    {"http://panel.example:8080/index.php", {"http://panel.example:8080"}},
    {"http://panel.example/player_api.php", {"http://panel.example"}},

    // Links.
    {"http://panel.example:8080/get.php?username=bob&password=pw&type=m3u_plus&output=ts",
     {"http://panel.example:8080"},
     "bob",
     "pw"},
    {"http://panel.example:8080/get.php?username=bob&amp;password=pw&amp;type=m3u_plus",
     {"http://panel.example:8080"},
     "bob",
     "pw"},
    {"https://h.example/sub/player_api.php?password=p%26w%2B1&username=bob%40x",
     {"https://h.example/sub"},
     "bob@x",
     "p&w+1"},
    {"http://h.example/xmltv.php?username=bob&password=pw", {"http://h.example"}, "bob", "pw"},
    {"http://h.example/panel_api.php?username=bob&password=pw", {"http://h.example"}, "bob", "pw"},
    {"h.example:8080/get.php?username=bob&password=pw",
     {"http://h.example:8080", "https://h.example:8080"},
     "bob",
     "pw"},
    {"http://bob:p%40w@h.example:8080/", {"http://h.example:8080"}, "bob", "p@w"},
    {"bob:pw@h.example:8080", {"http://h.example:8080", "https://h.example:8080"}, "bob", "pw"},
    {"http://h.example:8080/live/bob/pw/123.ts", {"http://h.example:8080"}, "bob", "pw"},
    {"http://h.example:8080/player_api/bob/pw", {"http://h.example:8080"}, "bob", "pw"},
    {"http://h.example:8080/get.php?username=bob&password=pw.", {"http://h.example:8080"}, "bob", "pw."},
    {"Your line: http://h.example:8080/get.php?username=bob&password=pw.\nEnjoy!",
     {"http://h.example:8080"},
     "bob",
     "pw"},
    {"See https://shop.example/help, then use http://h.example:8080/get.php?username=bob&password=pw",
     {"http://h.example:8080"},
     "bob",
     "pw"},

    // Mails.
    {"Host: http://h.example:8080\nUsername: bob\nPassword: pw", {"http://h.example:8080"}, "bob", "pw"},
    {"Server URL = h.example:8080\r\nUser = bob\r\nPass = p:w=1",
     {"http://h.example:8080", "https://h.example:8080"},
     "bob",
     "p:w=1"},
    {"Portal: http://h.example:8080/c/ Username: bob Password: pw", {"http://h.example:8080"}, "bob", "pw"},
    {"Server: h.example\nPort: 2095\nLogin: bob\nPassword: pw",
     {"http://h.example:2095", "https://h.example:2095"},
     "bob",
     "pw"},
    {"Hallo,\nIhre Zugangsdaten:\nServer-Adresse: http://h.example:80\nBenutzername: bob\nPasswort: pw\nViele Grüße",
     {"http://h.example"},
     "bob",
     "pw"},
    {"Serveur : http://h.example:8080\nNom d'utilisateur : bob\nMot de passe : pw",
     {"http://h.example:8080"},
     "bob",
     "pw"},
    {"Servidor: http://h.example:8080\nUsuario: bob\nContraseña: pw", {"http://h.example:8080"}, "bob", "pw"},
    {"Endereço: http://h.example\nUsuário: bob\nSenha: pw", {"http://h.example"}, "bob", "pw"},
    {"Indirizzo: http://h.example\nNome utente: bob\nPassword: pw", {"http://h.example"}, "bob", "pw"},
    {"Adres: http://h.example\nGebruikersnaam: bob\nWachtwoord: pw", {"http://h.example"}, "bob", "pw"},
    {"Sunucu: http://h.example\nKullanıcı adı: bob\nŞifre: pw", {"http://h.example"}, "bob", "pw"},
    {"Serwer: http://h.example\nNazwa użytkownika: bob\nHasło: pw", {"http://h.example"}, "bob", "pw"},
    {"Server: http://h.example\nAnvändarnamn: bob\nLösenord: pw", {"http://h.example"}, "bob", "pw"},
    {"Сервер: http://h.example\nЛогин: bob\nПароль: pw", {"http://h.example"}, "bob", "pw"},
    {"الرابط: http://h.example\nاسم المستخدم: bob\nكلمة المرور: pw", {"http://h.example"}, "bob", "pw"},
    {"🌐 HOST ➤ http://h.example:8080\n👤 USER ➤ bob\n🔑 PASS ➤ pw", {"http://h.example:8080"}, "bob", "pw"},
    {"**Host:** http://h.example:8080\n**Username:** `bob`\n**Password:** `pw`",
     {"http://h.example:8080"},
     "bob",
     "pw"},
    {"Username\nbob\nPassword\npw\nURL\nhttp://h.example:8080", {"http://h.example:8080"}, "bob", "pw"},
    {"Username:\n  bob\nPassword:\n  pw\nServer:\n  http://h.example:8080", {"http://h.example:8080"}, "bob", "pw"},
    {"Server:\nUsername: bob\nPassword: pw\nhttp://h.example:8080", {"http://h.example:8080"}, "bob", "pw"},
    {"Questions? support@shop.example\nYour username: bob\nYour password: pw!\nUse h.example:8080 please.",
     {"http://h.example:8080", "https://h.example:8080"},
     "bob",
     "pw!"},
    {"http://h.example:8080\nbob\npw", {"http://h.example:8080"}, "bob", "pw"},
    {"h.example:8080 bob pw", {"http://h.example:8080", "https://h.example:8080"}, "bob", "pw"},
    {"Visit https://shop.example\nThe server is http://line.h.example:8080\nUser-Name: bob\nPassword - pw",
     {"http://line.h.example:8080"},
     "bob",
     "pw"},
};

TEST(PastedLogin, TakesApartWhateverPeoplePaste)
{
    for (const Case &row : kCases) {
        const auto login = parsePastedLogin(row.text);
        ASSERT_TRUE(login) << row.text << ": " << login.error().detail;
        EXPECT_EQ(login->servers, row.servers) << row.text;
        EXPECT_EQ(login->user, row.user) << row.text;
        EXPECT_EQ(login->password, row.password) << row.text;
    }
}

TEST(PastedLogin, FailsWhereThereIsNoAddress)
{
    for (const char *text : {"", "   ", "hello world, no address here", "http://", "://x",
                             "Username: bob\nPassword: pw", "..", "host:port", "name@mail.example only"})
        EXPECT_FALSE(parsePastedLogin(text)) << text;
    EXPECT_EQ(parsePastedLogin("?").error().kind, ErrorKind::Address);
}

TEST(PastedLogin, SurvivesLongAndHostileText)
{
    EXPECT_FALSE(parsePastedLogin(std::string(1 << 20, 'a') + " b"));
    EXPECT_FALSE(parsePastedLogin(std::string(100'000, ':')));
    std::string noise;
    for (int i = 0; i < 5000; ++i)
        noise += "user: pass: host= \xFF\xFE ";
    parsePastedLogin(noise);
}

} // namespace
} // namespace kanal::xtream
