// SPDX-License-Identifier: MIT
// Text of panels made safe and comparable.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kanal
{

std::string_view trimmed(std::string_view text);
std::string lowered(std::string_view text);                                 ///< ASCII only
bool equalsIgnoringCase(std::string_view a, std::string_view b);            ///< ASCII only
std::vector<std::string_view> split(std::string_view text, char separator); ///< empty parts are kept

bool isValidUtf8(std::string_view text);
/// Invalid bytes become U+FFFD, line breaks and tabs a blank; other control characters and bidirectional overrides are
/// dropped. Never longer than `maxBytes`.
std::string cleanText(std::string_view text, std::size_t maxBytes = 1024);
/// &amp; &lt; &gt; &quot; &apos; &#39; &#x27; and the common named ones of HTML.
std::string decodeHtmlEntities(std::string_view text);

/// For search: lower case, accents removed, punctuation to single blanks, compatibility forms folded (ᴴᴰ → hd). UTF-8
/// in and out; what comes out has no control characters.
std::string folded(std::string_view text);
/// The same, appended to `out`; ASCII takes a fast path without allocation.
void foldInto(std::string_view text, std::string &out);

/// The words of a name that signs take apart, written together as people type them, each behind a blank:
/// "Grey's S.W.A.T." → " greys swat". Empty for most names.
void foldJoinedInto(std::string_view text, std::string &out);

/// Whether people read both as the same name. One of signs only (★★★) folds to nothing and is itself and no other.
bool isSameName(std::string_view a, std::string_view b);
/// Whether one has all words of the other in a row, as names do that were written anew: "Film" and "EN - Film (2019)".
bool isSimilarName(std::string_view a, std::string_view b);

/// Up to two letters that stand for a name where its logo is missing: "Channel One" → "CO". What panels put before a
/// name to say its country does not count: "UK: Channel One", "|FR| …", "[PT] …", "US - …".
std::string initials(std::string_view name);

std::string base64Encode(std::string_view bytes);
/// Tolerant: white space, missing padding, URL alphabet. False, and `out` untouched, when it is not base64.
bool base64Decode(std::string_view text, std::string &out);

} // namespace kanal
