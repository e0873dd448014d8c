// SPDX-License-Identifier: MIT
#include "json_text.h"

#include <kanal/core/limits.h>
#include <kanal/core/text.h>

#include <algorithm>

namespace kanal::xtream
{

namespace
{

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Extent {
    std::size_t length = 0; ///< 0: not closed
    int depth = 0;
};

/// How far the list or object at the front reaches.
Extent extentOf(std::string_view text)
{
    int depth = 0;
    Extent extent;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            extent.depth = std::max(extent.depth, ++depth);
        } else if ((c == '}' || c == ']') && --depth == 0) {
            extent.length = i + 1;
            return extent;
        }
    }
    return extent;
}

/// The length of the valid UTF-8 sequence at the front, 0 when there is none.
std::size_t sequenceLength(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = first < 0x80   ? 1
                               : first < 0xC2 ? 0
                               : first < 0xE0 ? 2
                               : first < 0xF0 ? 3
                               : first < 0xF5 ? 4
                                              : 0;
    return length > 0 && length <= text.size() && isValidUtf8(text.substr(0, length)) ? length : 0;
}

int unicodeEscape(std::string_view text)
{
    if (text.size() < 6 || text[0] != '\\' || text[1] != 'u')
        return -1;
    int value = 0;
    for (char c : text.substr(2, 4)) {
        const int digit = c >= '0' && c <= '9'                 ? c - '0'
                          : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                               : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/// Copies the escape at the front of `text`, or U+FFFD where it is none; returns how much it took.
std::size_t repairEscape(std::string_view text, std::string &out)
{
    if (text.size() >= 2 && std::string_view("\"\\/bfnrt").find(text[1]) != std::string_view::npos) {
        out += text.substr(0, 2);
        return 2;
    }
    const int high = unicodeEscape(text);
    const int low = high >= 0 ? unicodeEscape(text.substr(6)) : -1;
    if (high >= 0xD800 && high <= 0xDBFF && low >= 0xDC00 && low <= 0xDFFF) {
        out += text.substr(0, 12);
        return 12;
    }
    if (high >= 0 && (high < 0xD800 || high > 0xDFFF)) {
        out += text.substr(0, 6);
        return 6;
    }
    out += kReplacement;
    return high >= 0 ? 6 : 1;
}

const Json kNothing;

} // namespace

std::string_view strippedBody(std::string_view body)
{
    body = trimmed(body);
    while (body.starts_with(kByteOrderMark))
        body = trimmed(body.substr(kByteOrderMark.size()));
    return body;
}

bool opensJson(std::string_view text)
{
    if (text.empty() || (text.front() != '[' && text.front() != '{'))
        return false;
    const auto next = text.find_first_not_of(" \t\r\n", 1);
    if (next == std::string_view::npos)
        return false;
    return text.front() == '[' ? text[next] == '{' || text[next] == ']' || text[next] == '['
                               : text[next] == '"' || text[next] == '}';
}

bool endsWithNothing(std::string_view text)
{
    text = trimmed(text);
    if (text.size() < 2 || (text.front() != '[' && text.front() != '{'))
        return false;
    return trimmed(text.substr(1)) == (text.front() == '[' ? "]" : "}");
}

std::string_view jsonIn(std::string_view body)
{
    body = strippedBody(body);
    int attempts = 0; // a text full of brackets must not cost its square
    for (std::size_t at = 0; at < body.size() && attempts < 16; ++at) {
        at = body.find_first_of("[{", at);
        if (at == std::string_view::npos)
            return {};
        if (!opensJson(body.substr(at)))
            continue;
        const auto next = body.find_first_not_of(" \t\r\n", at + 1);
        if (at > 0 && (body[next] == ']' || body[next] == '}') && !endsWithNothing(body.substr(at)))
            continue;
        ++attempts;
        if (const Extent extent = extentOf(body.substr(at)); extent.length > 0)
            return body.substr(at, extent.length);
        if (at == 0)
            return {}; // begins as JSON and never ends: cut off, and no smaller piece of it is the answer
    }
    return {};
}

std::string repairedJson(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + 16);
    while (!text.empty()) {
        std::size_t taken = 1;
        if (text.front() == '\\') {
            taken = repairEscape(text, out);
        } else if (static_cast<unsigned char>(text.front()) < 0x20) {
            out += ' ';
        } else if (const std::size_t length = sequenceLength(text); length > 0) {
            out += text.substr(0, length);
            taken = length;
        } else {
            out += kReplacement;
        }
        text.remove_prefix(taken);
    }
    return out;
}

Result<Json> parseJson(std::string_view body)
{
    const std::string_view text = jsonIn(body);
    if (text.empty())
        return fail(ErrorKind::BadAnswer, "no complete JSON in the answer");
    if (extentOf(text).depth > limits::kJsonDepth)
        return fail(ErrorKind::BadAnswer, "JSON is nested too deeply");
    Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded())
        json = Json::parse(repairedJson(text), nullptr, false);
    if (json.is_discarded())
        return fail(ErrorKind::BadAnswer, "the JSON cannot be parsed");
    return json;
}

const Json &member(const Json &object, std::string_view name)
{
    if (!object.is_object())
        return kNothing;
    const auto found = object.find(name);
    return found == object.end() ? kNothing : *found;
}

const Json &member(const Json &object, std::initializer_list<std::string_view> names)
{
    for (std::string_view name : names)
        if (const Json &value = member(object, name); !value.is_null())
            return value;
    return kNothing;
}

JsonScalar::JsonScalar(const Json &json)
{
    switch (json.type()) {
    case Json::value_t::null:
    case Json::value_t::discarded:
        m_value.kind = Scalar::Kind::Null;
        break;
    case Json::value_t::boolean:
        m_value.kind = json.get<bool>() ? Scalar::Kind::True : Scalar::Kind::False;
        break;
    case Json::value_t::string:
        m_value = Scalar::of(json.get_ref<const std::string &>());
        break;
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
    case Json::value_t::number_float:
        m_number = json.dump();
        m_value = Scalar::number(m_number);
        break;
    default:
        m_value.kind = Scalar::Kind::Compound;
    }
}

std::vector<std::string> jsonTexts(const Json &json)
{
    std::vector<std::string> texts;
    if (json.is_array() || json.is_object()) {
        for (const Json &item : json)
            if (const JsonScalar scalar(item); !toText(scalar).empty())
                texts.emplace_back(toText(scalar));
    } else if (const JsonScalar scalar(json); !toText(scalar).empty()) {
        texts.emplace_back(toText(scalar));
    }
    return texts;
}

std::string jsonText(const Json &json, std::size_t maxBytes)
{
    if (json.is_object())
        return {};
    std::string joined;
    for (const std::string &text : jsonTexts(json))
        joined += joined.empty() ? text : ", " + text;
    return std::string(trimmed(cleanText(decodeHtmlEntities(joined), maxBytes)));
}

} // namespace kanal::xtream
