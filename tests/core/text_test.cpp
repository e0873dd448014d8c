// SPDX-License-Identifier: MIT
#include "utf8.h"

#include <kanal/core/text.h>

#include <algorithm>

#include <gtest/gtest.h>

namespace kanal
{
namespace
{

TEST(Text, TrimsBlanksOfAllKinds)
{
    EXPECT_EQ(trimmed(" \t\r\n a b \f\v"), "a b");
    EXPECT_EQ(trimmed(" \n "), "");
}

TEST(Text, SplitKeepsEmptyParts)
{
    EXPECT_EQ(split("a,,b,", ','), (std::vector<std::string_view>{"a", "", "b", ""}));
    EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
}

TEST(Text, ComparesAsciiWithoutCase)
{
    EXPECT_TRUE(equalsIgnoringCase("MiXed1", "mIxEd1"));
    EXPECT_FALSE(equalsIgnoringCase("abc", "abcd"));
    EXPECT_FALSE(equalsIgnoringCase("\xC3\x89", "\xC3\xA9")); // É é: not ASCII, not folded
    EXPECT_EQ(lowered("ABC\xC3\x89"), "abc\xC3\x89");
}

TEST(Text, RecognisesValidUtf8)
{
    EXPECT_TRUE(isValidUtf8("plain, é, €, 😀"));
    for (const char *bad :
         {"\x80", "\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xE2\x82", "\xF4\x90\x80\x80", "\xFF", "a\xE9 b"})
        EXPECT_FALSE(isValidUtf8(bad)) << bad;
}

TEST(Text, CleanTextReplacesInvalidBytes)
{
    EXPECT_EQ(cleanText("caf\xE9 noir"), "caf\uFFFD noir");
    EXPECT_EQ(cleanText("\xE2\x82"), "\uFFFD");
}

TEST(Text, CleanTextDropsControlsAndDirectionOverrides)
{
    EXPECT_EQ(cleanText("a\x01\x7F"
                        "b\u202E"
                        "c\u2066"
                        "d\uFEFF"
                        "e\u0085"),
              "abcde");
    EXPECT_EQ(cleanText("one\r\ntwo\tthree"), "one two three");
}

TEST(Text, CleanTextNeverCutsThroughACharacter)
{
    EXPECT_EQ(cleanText("a€€", 4), "a€");
    EXPECT_EQ(cleanText("a€€", 6), "a€");
    EXPECT_EQ(cleanText("a€€", 7), "a€€");
    EXPECT_EQ(cleanText("abc", 0), "");
}

TEST(Text, DecodesEntities)
{
    EXPECT_EQ(decodeHtmlEntities("Tom &amp; Jerry &lt;3&gt; &quot;x&quot; it&#39;s &#x27;y&#X27; &apos;"),
              "Tom & Jerry <3> \"x\" it's 'y' '");
    EXPECT_EQ(decodeHtmlEntities("Am&eacute;lie &Uuml;ber &euro;5 &hellip;"), "Amélie Über €5 …");
    EXPECT_EQ(decodeHtmlEntities("&#233;&#x1F600;"), "é😀");
}

TEST(Text, LeavesWhatIsNoEntity)
{
    for (const char *text :
         {"R&B", "A & B; C", "&unknown;", "&#0;", "&#xD800;", "&#1114112;", "&;", "&#;", "&#x;", "&"})
        EXPECT_EQ(decodeHtmlEntities(text), text);
}

TEST(Text, DecodesEntitiesOnce)
{
    EXPECT_EQ(decodeHtmlEntities("&amp;lt;"), "&lt;");
}

TEST(Folding, WritesTogetherWhatSignsTakeApart)
{
    const auto joined = [](std::string_view text) {
        std::string out;
        foldJoinedInto(text, out);
        return out;
    };
    EXPECT_EQ(joined("Grey's S.W.A.T."), " greys swat");
    EXPECT_EQ(joined("Grey’s Anatomy"), " greys");
    EXPECT_EQ(joined("Plain words, and (signs) around them!"), "");
    EXPECT_EQ(joined("Amélie"), "");
    EXPECT_EQ(joined(std::string(400, '-') + "a-b"), "") << "nothing that long is a word";
    EXPECT_LT(joined([] {
                  std::string many;
                  for (int i = 0; i < 1000; ++i)
                      many += "a-b ";
                  return many;
              }())
                  .size(),
              200u);
}

TEST(Folding, LowersAndSeparatesAscii)
{
    EXPECT_EQ(folded("BBC  One - HD"), "bbc one hd");
    EXPECT_EQ(folded("  |UK| Sky_News! "), "uk sky news");
    EXPECT_EQ(folded("24/7"), "24 7");
    EXPECT_EQ(folded("***"), "");
    EXPECT_TRUE(isSameName("Télé 1", "TELE-1"));
    EXPECT_TRUE(isSameName("***", "***"));
    EXPECT_FALSE(isSameName("***", "###"));
    EXPECT_FALSE(isSameName("", ""));
}

TEST(Text, ANameThatHasAllWordsOfAnotherIsSimilar)
{
    EXPECT_TRUE(isSimilarName("Film", "EN - Film (2019)"));
    EXPECT_TRUE(isSimilarName("UK: Télé-1 HD", "TELE 1"));
    EXPECT_FALSE(isSimilarName("Film 1", "Film 12"));
    EXPECT_FALSE(isSimilarName("One", "Uno"));
    EXPECT_FALSE(isSimilarName("***", "Film"));
    EXPECT_EQ(folded(""), "");
}

TEST(Folding, RemovesAccentsAndStrokes)
{
    EXPECT_EQ(folded("Amélie ÀÉÎÕÜ ñ Ç"), "amelie aeiou n c");
    EXPECT_EQ(folded("Łódź Ørsted Đorđe Straße Æon"), "lodz orsted dorde strasse aeon");
    EXPECT_EQ(folded("İstanbul ışık"), "istanbul isik");
    EXPECT_EQ(folded("e\u0301te\u0301"), "ete"); // already taken apart
}

TEST(Folding, FoldsCompatibilityForms)
{
    EXPECT_EQ(folded("Sport ᴴᴰ"), "sport hd");
    EXPECT_EQ(folded("ＢＢＣ １"), "bbc 1");
    EXPECT_EQ(folded("●◉ UK ◉●"), "uk");
    EXPECT_EQ(folded("ﬁlm"), "film");
}

TEST(Folding, KeepsOtherScripts)
{
    EXPECT_EQ(folded("ПЕРВЫЙ Канал"), "первыи канал");
    EXPECT_EQ(folded("الجزيرة"), "الجزيرة");
    EXPECT_EQ(folded("الْجَزِيرَة"), "الجزيرة"); // vowel points are not typed
    EXPECT_EQ(folded("ไทยรัฐ"), folded("ไทยรัฐ"));
    EXPECT_NE(folded("กิน"), folded("กน")); // Thai vowel signs are letters
    EXPECT_EQ(folded("東京ＴＶ"), "東京tv");
}

TEST(Folding, TakesInvalidBytesAsBlanks)
{
    EXPECT_EQ(folded("caf\xE9s"), "caf s");
}

TEST(Folding, AppendsWithoutLookingAtWhatIsThere)
{
    std::string out = "x";
    foldInto(" - Été", out);
    EXPECT_EQ(out, "xete");
}

TEST(Folding, LeavesNoControlCharacterOfAnyCharacter)
{
    std::string out;
    for (std::int32_t point = 0; point < 0x110000; ++point) {
        std::string text;
        utf8::append(point, text);
        out.clear();
        foldInto("a" + text + "b", out);
        const bool clean =
            std::none_of(out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
        ASSERT_TRUE(clean) << std::hex << point;
    }
}

TEST(Folding, BlanksBetweenPlainAndOtherLettersAreSingle)
{
    EXPECT_EQ(folded("one -- été -- two -- ★ -- three"), "one ete two three");
    EXPECT_EQ(folded("12345678 é 12345678é12345678 - "), "12345678 e 12345678e12345678");
}

TEST(Folding, IsIdempotent)
{
    for (const char *text : {"Ünïcödé ᴴᴰ", "ПЕРВЫЙ", "  a--b  ", "ǆ ŉ ẞ", "ﷺ", "한국방송"})
        EXPECT_EQ(folded(folded(text)), folded(text)) << text;
}

TEST(Initials, TakesTheFirstLettersOfTwoWords)
{
    EXPECT_EQ(initials("Channel One"), "CO");
    EXPECT_EQ(initials("channel 4 HD"), "C4");
    EXPECT_EQ(initials("  élan tv"), "ÉT");
    EXPECT_EQ(initials("Tom's Kitchen"), "TK");
}

TEST(Initials, SkipsTheCountryBeforeAName)
{
    for (const char *name : {"UK: BBC One", "DE| BBC One", "US - BBC One", "|FR| BBC One", "[PT] BBC One",
                             "(USA) BBC One", "UK:BBC One", " NL | BBC One"})
        EXPECT_EQ(initials(name), "BO") << name;
    EXPECT_EQ(initials("DE: 3sat"), "3S");
    EXPECT_EQ(initials("UK: Élan"), "ÉL");
    EXPECT_EQ(initials("UK BBC"), "UB") << "nothing says that it is a country";
    EXPECT_EQ(initials("MTV-Hits"), "MH");
    EXPECT_EQ(initials("Up: The Film"), "UT");
    EXPECT_EQ(initials("UK: "), "UK");
    EXPECT_EQ(initials("|FR| ###"), "FR");
}

TEST(Initials, TakesTwoLettersOfASingleWord)
{
    EXPECT_EQ(initials("News"), "NE");
    EXPECT_EQ(initials("[ARD]"), "AR");
    EXPECT_EQ(initials("X"), "X");
    EXPECT_EQ(initials("### "), "");
}

TEST(Base64, RoundTripsEveryLength)
{
    std::string bytes;
    for (int length = 0; length < 70; ++length) {
        std::string decoded;
        ASSERT_TRUE(base64Decode(base64Encode(bytes), decoded));
        EXPECT_EQ(decoded, bytes);
        bytes += char(length * 37);
    }
    EXPECT_EQ(base64Encode("Man"), "TWFu");
    EXPECT_EQ(base64Encode("Ma"), "TWE=");
    EXPECT_EQ(base64Encode("M"), "TQ==");
}

TEST(Base64, IsTolerant)
{
    std::string out;
    EXPECT_TRUE(base64Decode("TWE", out));
    EXPECT_EQ(out, "Ma");
    EXPECT_TRUE(base64Decode(" T W\r\nFu ", out));
    EXPECT_EQ(out, "Man");
    EXPECT_TRUE(base64Decode("-_-_", out));
    EXPECT_EQ(out, "\xFB\xFF\xBF");
}

TEST(Base64, LeavesTheOutputAloneWhenItIsNone)
{
    std::string out = "kept";
    for (const char *bad : {"Hello, world", "A", "TQ===", "T=Q=", "é"})
        EXPECT_FALSE(base64Decode(bad, out)) << bad;
    EXPECT_EQ(out, "kept");
}

} // namespace
} // namespace kanal
