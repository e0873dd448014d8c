// SPDX-License-Identifier: MIT
#include "login_labels.h"

#include <kanal/core/text.h>

#include <string>
#include <unordered_map>

namespace kanal::xtream
{

namespace
{

struct Label {
    std::string_view word; ///< folded
    LoginLabel label;
};

constexpr Label kLabels[] = {
    {"host", LoginLabel::Server},
    {"hostname", LoginLabel::Server},
    {"host name", LoginLabel::Server},
    {"host url", LoginLabel::Server},
    {"host address", LoginLabel::Server},
    {"server", LoginLabel::Server},
    {"server url", LoginLabel::Server},
    {"server name", LoginLabel::Server},
    {"server address", LoginLabel::Server},
    {"server adresse", LoginLabel::Server},
    {"serveradresse", LoginLabel::Server},
    {"url", LoginLabel::Server},
    {"url port", LoginLabel::Server},
    {"portal", LoginLabel::Server},
    {"portal url", LoginLabel::Server},
    {"portal address", LoginLabel::Server},
    {"dns", LoginLabel::Server},
    {"domain", LoginLabel::Server},
    {"address", LoginLabel::Server},
    {"link", LoginLabel::Server},
    {"m3u", LoginLabel::Server},
    {"m3u url", LoginLabel::Server},
    {"m3u link", LoginLabel::Server},
    {"playlist", LoginLabel::Server},
    {"xtream url", LoginLabel::Server},
    {"api url", LoginLabel::Server},
    {"adresse", LoginLabel::Server},
    {"serveur", LoginLabel::Server},
    {"lien", LoginLabel::Server},
    {"servidor", LoginLabel::Server},
    {"direccion", LoginLabel::Server},
    {"enlace", LoginLabel::Server},
    {"endereco", LoginLabel::Server},
    {"indirizzo", LoginLabel::Server},
    {"sunucu", LoginLabel::Server},
    {"adres", LoginLabel::Server},
    {"serwer", LoginLabel::Server},
    {"palvelin", LoginLabel::Server},
    {"сервер", LoginLabel::Server},
    {"адрес", LoginLabel::Server},
    {"ссылка", LoginLabel::Server},
    {"الرابط", LoginLabel::Server},
    {"السيرفر", LoginLabel::Server},
    {"الخادم", LoginLabel::Server},
    {"port", LoginLabel::Port},
    {"puerto", LoginLabel::Port},
    {"porta", LoginLabel::Port},
    {"порт", LoginLabel::Port},
    {"user", LoginLabel::User},
    {"username", LoginLabel::User},
    {"user name", LoginLabel::User},
    {"user id", LoginLabel::User},
    {"login", LoginLabel::User},
    {"benutzer", LoginLabel::User},
    {"benutzername", LoginLabel::User},
    {"benutzer name", LoginLabel::User},
    {"nutzername", LoginLabel::User},
    {"utilisateur", LoginLabel::User},
    {"nom d utilisateur", LoginLabel::User},
    {"nom utilisateur", LoginLabel::User},
    {"identifiant", LoginLabel::User},
    {"usuario", LoginLabel::User},
    {"nombre de usuario", LoginLabel::User},
    {"nome de usuario", LoginLabel::User},
    {"utente", LoginLabel::User},
    {"nome utente", LoginLabel::User},
    {"gebruiker", LoginLabel::User},
    {"gebruikersnaam", LoginLabel::User},
    {"kullanici", LoginLabel::User},
    {"kullanici adi", LoginLabel::User},
    {"anvandare", LoginLabel::User},
    {"anvandarnamn", LoginLabel::User},
    {"bruger", LoginLabel::User},
    {"brugernavn", LoginLabel::User},
    {"brukernavn", LoginLabel::User},
    {"kayttaja", LoginLabel::User},
    {"kayttajatunnus", LoginLabel::User},
    {"uzytkownik", LoginLabel::User},
    {"nazwa uzytkownika", LoginLabel::User},
    {"логин", LoginLabel::User},
    {"пользователь", LoginLabel::User},
    {"имя пользователя", LoginLabel::User},
    {"اسم المستخدم", LoginLabel::User},
    {"المستخدم", LoginLabel::User},
    {"pass", LoginLabel::Password},
    {"password", LoginLabel::Password},
    {"pwd", LoginLabel::Password},
    {"pw", LoginLabel::Password},
    {"passwort", LoginLabel::Password},
    {"kennwort", LoginLabel::Password},
    {"mot de passe", LoginLabel::Password},
    {"mdp", LoginLabel::Password},
    {"contrasena", LoginLabel::Password},
    {"clave", LoginLabel::Password},
    {"senha", LoginLabel::Password},
    {"palavra passe", LoginLabel::Password},
    {"wachtwoord", LoginLabel::Password},
    {"sifre", LoginLabel::Password},
    {"parola", LoginLabel::Password},
    {"losenord", LoginLabel::Password},
    {"adgangskode", LoginLabel::Password},
    {"kodeord", LoginLabel::Password},
    {"passord", LoginLabel::Password},
    {"salasana", LoginLabel::Password},
    {"haslo", LoginLabel::Password},
    {"пароль", LoginLabel::Password},
    {"كلمة المرور", LoginLabel::Password},
    {"كلمة السر", LoginLabel::Password},
};

} // namespace

std::optional<LoginLabel> loginLabel(std::string_view text)
{
    constexpr std::size_t kLongest = 80; // with its bullets and decorations
    if (text.size() > kLongest)
        return {};
    static const auto kByWord = [] {
        std::unordered_map<std::string, LoginLabel> words;
        for (const Label &known : kLabels)
            words.emplace(folded(known.word), known.label);
        return words;
    }();
    const auto found = kByWord.find(folded(text));
    return found == kByWord.end() ? std::nullopt : std::optional(found->second);
}

} // namespace kanal::xtream
