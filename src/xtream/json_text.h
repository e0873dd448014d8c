// SPDX-License-Identifier: MIT
// The JSON in what a panel sends: behind byte order marks and PHP notices, with bytes that are no UTF-8.
#pragma once

#include "scalar.h"

#include <kanal/core/error.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace kanal::xtream
{

using Json = nlohmann::json;

/// Without byte order mark and blanks around.
std::string_view strippedBody(std::string_view body);

/// Whether a JSON list or object can begin here: '[' before '{' or ']', '{' before '"' or '}'. Not on a text that ends
/// too early to say.
bool opensJson(std::string_view text);

/// An empty list or object with nothing but blanks behind it. In the middle of a text it is a word of PHP: "Fatal
/// error: [] operator not supported for strings".
bool endsWithNothing(std::string_view text);

/// The first list or object in `body` that is closed again: what stands before and behind it is noise, and so is an
/// empty one in the middle of it. Empty: there is none.
std::string_view jsonIn(std::string_view body);

/// The same text where a strict parser can read it: invalid bytes become U+FFFD, raw control characters blanks, broken
/// escapes U+FFFD.
std::string repairedJson(std::string_view text);

/// Fails with BadAnswer when there is no complete list or object, or it is deeper than limits::kJsonDepth.
Result<Json> parseJson(std::string_view body);

/// The member of an object; null for absent ones and for values that are no object.
const Json &member(const Json &object, std::string_view name);
/// The first of these members that is there and not null.
const Json &member(const Json &object, std::initializer_list<std::string_view> names);

/// A number's text is kept by the holder, so it must outlive the use of value().
class JsonScalar
{
public:
    explicit JsonScalar(const Json &json);
    Scalar value() const { return m_value; }
    operator Scalar() const { return m_value; } // NOLINT: it is one

private:
    std::string m_number;
    Scalar m_value;
};

/// Text fit to show: cleaned, entities decoded, lists joined with ", ", at most `maxBytes`.
std::string jsonText(const Json &json, std::size_t maxBytes);
/// The texts of a list, of an object's values, or a single text; empty ones are left out.
std::vector<std::string> jsonTexts(const Json &json);

} // namespace kanal::xtream
