// SPDX-License-Identifier: MIT
#include "http_message.h"

#include <kanal/core/text.h>
#include <kanal/core/url.h>

#include <algorithm>
#include <charconv>

namespace kanal::panel
{
namespace
{

bool isToken(std::string_view text)
{
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 32 && c < 127 && c != ':'; });
}

std::string decodeQueryPart(std::string_view text)
{
    std::string spaced(text);
    std::replace(spaced.begin(), spaced.end(), '+', ' ');
    return percentDecode(spaced);
}

void readTarget(HttpRequest &request)
{
    std::string_view target = request.target;
    // A proxy's form: scheme://host/path.
    if (const std::size_t scheme = target.find("://"); scheme != std::string_view::npos && target.front() != '/') {
        const std::size_t slash = target.find('/', scheme + 3);
        target = slash == std::string_view::npos ? "/" : target.substr(slash);
    }
    const std::size_t mark = target.find('?');
    request.path = std::string(target.substr(0, mark));
    for (const std::string_view part : split(request.path, '/')) {
        if (!part.empty())
            request.segments.push_back(percentDecode(part));
    }
    if (mark == std::string_view::npos)
        return;
    for (const std::string_view pair : split(target.substr(mark + 1), '&')) {
        const std::size_t equals = pair.find('=');
        if (!pair.empty())
            request.query[decodeQueryPart(pair.substr(0, equals))] =
                equals == std::string_view::npos ? std::string() : decodeQueryPart(pair.substr(equals + 1));
    }
}

bool readRequestLine(std::string_view line, HttpRequest &request)
{
    const std::size_t first = line.find(' '), last = line.rfind(' ');
    if (first == std::string_view::npos || last <= first)
        return false;
    const std::string_view version = line.substr(last + 1);
    request.method = std::string(line.substr(0, first));
    request.target = std::string(line.substr(first + 1, last - first - 1));
    if (!isToken(request.method) || request.target.empty() || !version.starts_with("HTTP/1."))
        return false;
    const bool old = version == "HTTP/1.0";
    request.keepAlive = !old;
    request.chunksAllowed = !old;
    readTarget(request);
    return true;
}

} // namespace

std::string HttpRequest::queryValue(const std::string &name) const
{
    const auto found = query.find(name);
    return found == query.end() ? std::string() : found->second;
}

std::string HttpRequest::header(const std::string &name) const
{
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

std::string HttpRequest::segment(std::size_t index) const
{
    return index < segments.size() ? segments[index] : std::string();
}

HeadState parseHead(std::string_view bytes, HttpRequest &request, std::size_t &used)
{
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos)
        return bytes.size() >= kMaxHead ? HeadState::Bad : HeadState::Incomplete;
    if (end > kMaxHead)
        return HeadState::Bad;
    used = end + 4;
    request = {};
    std::string_view head = bytes.substr(0, end);
    bool first = true;
    while (!head.empty()) {
        const std::size_t lineEnd = std::min(head.find("\r\n"), head.size());
        const std::string_view line = head.substr(0, lineEnd);
        head.remove_prefix(std::min(head.size(), lineEnd + 2));
        if (std::exchange(first, false)) {
            if (!readRequestLine(line, request))
                return HeadState::Bad;
            continue;
        }
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || !isToken(line.substr(0, colon)))
            return HeadState::Bad;
        request.headers[lowered(line.substr(0, colon))] = std::string(trimmed(line.substr(colon + 1)));
    }
    if (first)
        return HeadState::Bad;
    const std::string connection = lowered(request.header("connection"));
    if (connection == "close")
        request.keepAlive = false;
    else if (connection == "keep-alive")
        request.keepAlive = true;
    return HeadState::Complete;
}

BodySource::State TextSource::read(std::string &out, std::size_t max)
{
    const std::size_t count = std::min(max, m_text.size() - m_sent);
    out.append(m_text, m_sent, count);
    m_sent += count;
    return count == 0 ? State::End : State::More;
}

HttpResponse HttpResponse::text(int status, std::string contentType, std::string body)
{
    HttpResponse response;
    response.status = status;
    response.contentType = std::move(contentType);
    response.body = std::make_shared<TextSource>(std::move(body));
    return response;
}

HttpResponse HttpResponse::redirect(const std::string &location)
{
    HttpResponse response = empty(302);
    response.headers.emplace_back("Location", location);
    return response;
}

ByteRange parseRange(std::string_view header, std::int64_t size)
{
    const ByteRange whole{0, size, ByteRange::Kind::Whole};
    if (!header.starts_with("bytes=") || header.find(',') != std::string_view::npos)
        return whole; // no range, or several: all of it is a correct answer
    header.remove_prefix(6);
    const std::size_t dash = header.find('-');
    if (dash == std::string_view::npos)
        return whole;
    const auto number = [](std::string_view text) -> std::optional<std::int64_t> {
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        return error == std::errc() && end == text.data() + text.size() && value >= 0 ? std::optional(value)
                                                                                      : std::nullopt;
    };
    const std::string_view from = header.substr(0, dash), to = header.substr(dash + 1);
    if (from.empty()) { // the last so many bytes
        const auto count = number(to);
        if (!count)
            return whole;
        if (*count == 0 || size == 0)
            return {0, 0, ByteRange::Kind::Unsatisfiable};
        const std::int64_t length = std::min(*count, size);
        return {size - length, length, ByteRange::Kind::Part};
    }
    const auto first = number(from);
    const auto last = to.empty() ? std::optional<std::int64_t>(size - 1) : number(to);
    if (!first || !last || (!to.empty() && *last < *first))
        return whole;
    if (*first >= size)
        return {0, 0, ByteRange::Kind::Unsatisfiable};
    return {*first, std::min(*last, size - 1) - *first + 1, ByteRange::Kind::Part};
}

std::string_view reasonOf(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 206:
        return "Partial Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Not Allowed";
    case 416:
        return "Range Not Satisfiable";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 503:
        return "Service Unavailable";
    default:
        return "Panel Says So";
    }
}

} // namespace kanal::panel
