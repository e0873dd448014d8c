// SPDX-License-Identifier: MIT
#include <kanal/core/redact.h>
#include <kanal/presenters/error_text.h>

#include <QDate>
#include <QLocale>
#include <QSet>

#include <gtest/gtest.h>

namespace kanal::presenters
{
namespace
{

using namespace std::chrono_literals;

constexpr ErrorKind kKinds[] = {
    ErrorKind::Address,     ErrorKind::NameNotFound, ErrorKind::Refused,     ErrorKind::Timeout,
    ErrorKind::Tls,         ErrorKind::WebPage,      ErrorKind::Credentials, ErrorKind::Expired,
    ErrorKind::Disabled,    ErrorKind::Connections,  ErrorKind::RateLimited, ErrorKind::BadAnswer,
    ErrorKind::ServerError, ErrorKind::Network,      ErrorKind::NotFound,    ErrorKind::Unsupported,
    ErrorKind::Storage,     ErrorKind::Cancelled,
};

TEST(ErrorText, EveryKindHasItsOwnTitleAndSaysWhatToDo)
{
    QSet<QString> titles;
    QSet<QString> messages;
    for (const ErrorKind kind : kKinds) {
        const ErrorText text = errorText({.kind = kind, .subject = "tv.example"});
        EXPECT_FALSE(text.title.isEmpty());
        EXPECT_FALSE(text.message.isEmpty());
        EXPECT_TRUE(text.message.endsWith(u'.') || text.message.endsWith(u'?')) << text.message.toStdString();
        EXPECT_FALSE(text.message.contains(u'%')) << text.message.toStdString();
        titles.insert(text.title);
        messages.insert(text.message);
    }
    EXPECT_EQ(titles.size(), qsizetype(std::size(kKinds)));
    EXPECT_EQ(messages.size(), qsizetype(std::size(kKinds)));
}

TEST(ErrorText, EveryKindOfPlaybackErrorHasItsOwnTitle)
{
    QSet<QString> titles;
    for (const ErrorKind kind : kKinds) {
        const ErrorText text = playbackErrorText({.kind = kind}, QStringLiteral("Channel One"));
        EXPECT_FALSE(text.title.isEmpty());
        EXPECT_FALSE(text.message.isEmpty());
        EXPECT_FALSE(text.message.contains(u'%')) << text.message.toStdString();
        titles.insert(text.title);
    }
    EXPECT_EQ(titles.size(), qsizetype(std::size(kKinds)));
}

TEST(ErrorText, AFilmThatFailsIsNoChannel)
{
    const QString channel = QStringLiteral("channel");
    for (const ErrorKind kind : kKinds)
        for (const int status : {0, 403, 404, 405, 458, 500}) {
            const ErrorText text =
                playbackErrorText({.kind = kind, .httpStatus = status}, QStringLiteral("Heat"), Watched::Film);
            EXPECT_FALSE(text.title.contains(channel)) << text.title.toStdString();
            EXPECT_FALSE(text.message.contains(channel)) << text.message.toStdString();
            EXPECT_FALSE(text.message.contains(u'%')) << text.message.toStdString();
        }
}

TEST(ErrorText, NamesTheHost)
{
    for (const ErrorKind kind : {ErrorKind::NameNotFound, ErrorKind::Refused, ErrorKind::Timeout, ErrorKind::WebPage,
                                 ErrorKind::BadAnswer, ErrorKind::ServerError})
        EXPECT_TRUE(errorText({.kind = kind, .subject = "tv.example"}).message.contains(QStringLiteral("tv.example")));
}

TEST(ErrorText, NamesTheDateOfAnExpiredAccountAsTheUserWritesIt)
{
    using namespace std::chrono;
    const sys_seconds noon = sys_days{2024y / December / 24} + 12h;
    const ErrorText text = errorText({.kind = ErrorKind::Expired, .when = noon});
    EXPECT_TRUE(text.message.contains(QLocale().toString(QDate(2024, 12, 24), QLocale::LongFormat)))
        << text.message.toStdString();
    EXPECT_FALSE(errorText({.kind = ErrorKind::Expired}).message.isEmpty());
}

TEST(ErrorText, SaysHowLongTheServerAsksToWait)
{
    const auto message = [](std::chrono::seconds wait) {
        return errorText({.kind = ErrorKind::RateLimited, .retryAfter = wait}).message;
    };
    EXPECT_TRUE(message(30s).contains(QStringLiteral("30 seconds")));
    EXPECT_TRUE(message(300s).contains(QStringLiteral("5 minutes")));
    EXPECT_TRUE(message(3 * 3600s).contains(QStringLiteral("3 hours")));
    EXPECT_TRUE(message(100'000'000s).contains(QStringLiteral("tomorrow"))) << "a server cannot make us say nonsense";
}

TEST(ErrorText, TellsAWrongPasswordFromARefusalThatMayHaveOtherReasons)
{
    const ErrorText wrong = errorText({.kind = ErrorKind::Credentials, .subject = "tv.example", .httpStatus = 200});
    const ErrorText turnedAway =
        errorText({.kind = ErrorKind::Credentials, .subject = "tv.example", .httpStatus = 404});
    EXPECT_EQ(wrong.title, turnedAway.title);
    EXPECT_FALSE(wrong.message.contains(QStringLiteral("VPN")));
    EXPECT_TRUE(turnedAway.message.contains(QStringLiteral("VPN")));
    EXPECT_TRUE(turnedAway.message.contains(QStringLiteral("404")));
}

TEST(ErrorText, BlamesNeitherThePasswordNorTheAddressForWhatTheServerDid)
{
    const ErrorText list = errorText({.kind = ErrorKind::NotFound, .subject = subjects::kList, .httpStatus = 403});
    EXPECT_TRUE(list.message.contains(QStringLiteral("sign-in works"))) << list.message.toStdString();
    const ErrorText astray = errorText({.kind = ErrorKind::Address, .subject = subjects::kRedirect});
    EXPECT_NE(astray.title, errorText({.kind = ErrorKind::Address}).title);
}

TEST(ErrorText, WhereThereIsNoAccountYetOneIsToBeAdded)
{
    const ErrorText text = errorText({.kind = ErrorKind::NotFound, .subject = subjects::kAccount});
    EXPECT_TRUE(text.message.startsWith(QStringLiteral("Add an account"))) << text.message.toStdString();
}

TEST(ErrorText, AsksForAPasswordThatIsNotStored)
{
    const ErrorText text = errorText({.kind = ErrorKind::NotFound, .subject = "password"});
    EXPECT_NE(text.title, errorText({.kind = ErrorKind::NotFound}).title);
    EXPECT_TRUE(text.message.contains(QStringLiteral("Sign in again")));
}

TEST(ErrorText, SentencesBeginWithACapitalWhereNoHostIsKnown)
{
    for (const ErrorKind kind : kKinds) {
        const QString message = errorText({.kind = kind}).message;
        EXPECT_FALSE(message.at(0).isLower()) << message.toStdString();
    }
    EXPECT_TRUE(errorText({.kind = ErrorKind::Timeout, .subject = "tv.example"})
                    .message.startsWith(QStringLiteral("tv.example")));
}

TEST(ErrorText, AKeychainThatFailsIsNoFullDisk)
{
    const ErrorText text = errorText({.kind = ErrorKind::Storage, .subject = "keychain"});
    EXPECT_NE(text.title, errorText({.kind = ErrorKind::Storage}).title);
    EXPECT_TRUE(text.message.contains(QStringLiteral("keychain")));
    EXPECT_FALSE(text.message.contains(QStringLiteral("disk")));
}

TEST(ErrorText, DetailsHoldCodesButNoSecrets)
{
    const ErrorText text = errorText({.kind = ErrorKind::BadAnswer,
                                      .detail = "GET http://tv.example/player_api.php?username=jane&password=hunter22",
                                      .subject = "tv.example",
                                      .httpStatus = 502,
                                      .fingerprint = "AA:BB"});
    EXPECT_TRUE(text.details.contains(QStringLiteral("bad_answer")));
    EXPECT_TRUE(text.details.contains(QStringLiteral("502")));
    EXPECT_TRUE(text.details.contains(QStringLiteral("AA:BB")));
    EXPECT_FALSE(text.details.contains(QStringLiteral("hunter22")));
    EXPECT_FALSE(text.details.contains(QStringLiteral("jane")));
}

TEST(LibraryNoticeText, HasASentenceForEveryNotice)
{
    for (const char *notice : {"user_restored", "user_lost", "lists_lost", "read_only", "lists_frozen"})
        EXPECT_TRUE(libraryNoticeText(notice).endsWith(u'.')) << notice;
    EXPECT_TRUE(libraryNoticeText("something else").isEmpty());
}

TEST(PlaybackErrorText, RefusalCodesSayMoreThanTheirKind)
{
    const auto title = [](int status) {
        return playbackErrorText({.kind = ErrorKind::Network, .httpStatus = status}, QStringLiteral("One")).title;
    };
    EXPECT_EQ(title(458), playbackErrorText({.kind = ErrorKind::Connections}, {}).title);
    EXPECT_EQ(title(405), QStringLiteral("Stream format refused"));
    EXPECT_EQ(title(403), QStringLiteral("The server refuses this channel"));
    EXPECT_EQ(title(884), QStringLiteral("The server refuses this channel"));
    EXPECT_EQ(playbackErrorText({.kind = ErrorKind::NotFound, .httpStatus = 404}, QStringLiteral("One")).title,
              QStringLiteral("This channel is not there"));
}

TEST(PlaybackErrorText, AnAddressThatMayNotBeOpenedIsNoSignIn)
{
    for (const ErrorKind kind : {ErrorKind::Address, ErrorKind::NameNotFound, ErrorKind::Refused}) {
        const ErrorText text = playbackErrorText({.kind = kind, .subject = "tv.example"}, QStringLiteral("One"));
        EXPECT_TRUE(text.message.contains(QStringLiteral("One"))) << text.message.toStdString();
        for (const char *typed : {"paste", "spelling", "port number", "Enter"})
            EXPECT_FALSE(text.message.contains(QLatin1String(typed))) << text.message.toStdString();
    }
}

TEST(PlaybackErrorText, ACertificateIsToldWithItsHostAndFingerprint)
{
    const ErrorText text = playbackErrorText(
        {.kind = ErrorKind::Tls, .subject = "edge.example", .fingerprint = "AA:BB:CC"}, QStringLiteral("One"));
    for (const char *part : {"One", "edge.example", "\nAA:BB:CC"})
        EXPECT_TRUE(text.message.contains(QLatin1String(part))) << text.message.toStdString();
}

TEST(PlaybackErrorText, ARefusedFormatIsNoUnknownHost)
{
    for (const int status : {405, 415, 501}) {
        const ErrorText text =
            playbackErrorText({.kind = ErrorKind::Unsupported, .subject = "panel.example.org", .httpStatus = status},
                              QStringLiteral("One"));
        EXPECT_EQ(text.title, QStringLiteral("Stream format refused"));
        EXPECT_FALSE(text.message.contains(QStringLiteral("panel.example.org"))) << text.message.toStdString();
    }
}

TEST(PlaybackErrorText, WhatIsNoCodecHasASentenceOfItsOwn)
{
    QSet<QString> titles;
    for (const char *subject : {subjects::kEncryption, subjects::kProtection, subjects::kSeeking, "vvc"}) {
        const ErrorText text =
            playbackErrorText({.kind = ErrorKind::Unsupported, .subject = subject}, QStringLiteral("One"));
        titles.insert(text.title);
        EXPECT_FALSE(text.message.contains(QStringLiteral("uses protection"))) << text.message.toStdString();
    }
    EXPECT_EQ(titles.size(), 4);
}

TEST(ErrorText, NamesTheProxyThatFailed)
{
    QSet<QString> titles;
    for (const Error &error : {Error{.kind = ErrorKind::Refused, .subject = "tv.example", .proxy = "proxy.example:1"},
                               Error{.kind = ErrorKind::Network, .httpStatus = 407, .proxy = "proxy.example:1"},
                               Error{.kind = ErrorKind::Unsupported, .proxy = "proxy.example:1"}}) {
        for (const ErrorText &text : {errorText(error), playbackErrorText(error, QStringLiteral("One"))}) {
            EXPECT_TRUE(text.message.contains(QStringLiteral("proxy.example:1"))) << text.message.toStdString();
            EXPECT_TRUE(text.details.contains(QStringLiteral("proxy.example:1")));
            titles.insert(text.title);
        }
    }
    EXPECT_EQ(titles.size(), 3);
}

TEST(PlaybackErrorText, NamesChannelAndCodec)
{
    const ErrorText text =
        playbackErrorText({.kind = ErrorKind::Unsupported, .subject = "VVC"}, QStringLiteral("Channel %1 One"));
    EXPECT_TRUE(text.message.contains(QStringLiteral("Channel %1 One"))) << text.message.toStdString();
    EXPECT_TRUE(text.message.contains(QStringLiteral("VVC")));
}

} // namespace
} // namespace kanal::presenters
