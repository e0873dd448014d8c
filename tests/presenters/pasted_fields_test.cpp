// SPDX-License-Identifier: MIT
#include "pasted_fields.h"

#include <gtest/gtest.h>

namespace kanal::presenters
{
namespace
{

void expectFields(const char *text, const char *server, const char *user, const char *password)
{
    const PastedFields fields = readPastedFields(QString::fromUtf8(text));
    EXPECT_EQ(fields.server.toStdString(), server) << text;
    EXPECT_EQ(fields.user.toStdString(), user) << text;
    EXPECT_EQ(fields.password.toStdString(), password) << text;
}

TEST(PastedFields, TakesLinksApart)
{
    expectFields("http://tv.example:8080/get.php?username=jane&password=p%2Bw&type=m3u_plus", "http://tv.example:8080",
                 "jane", "p+w");
    expectFields("https://tv.example/sub/player_api.php?username=jane&password=pw", "https://tv.example/sub", "jane",
                 "pw");
    expectFields("http://tv.example:8080/live/jane/pw/17.ts", "http://tv.example:8080", "jane", "pw");
    expectFields("http://tv.example:8080/", "http://tv.example:8080", "", "");
    expectFields("tv.example:8080", "tv.example:8080", "", "");
}

TEST(PastedFields, TakesAMailApart)
{
    expectFields("Welcome!\nSee https://shop.example for help.\n\nServer: http://tv.example:8080\nUsername : "
                 "jane\nPassword: s3cret\n",
                 "http://tv.example:8080", "jane", "s3cret");
    expectFields("Your list: http://tv.example/get.php?username=jane&password=pw and https://shop.example",
                 "http://tv.example", "jane", "pw");
    expectFields("Host: tv.example:8080\nUser=jane\nPass=pw", "tv.example:8080", "jane", "pw");
}

TEST(PastedFields, FindsNothingInProse)
{
    expectFields("hello there", "", "", "");
}

} // namespace
} // namespace kanal::presenters
