// SPDX-License-Identifier: MIT
// Requests and answers of a small HTTP/1.1 server.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kanal::panel
{

inline constexpr std::size_t kMaxHead = 64 * 1024;

struct HttpRequest {
    std::string method;
    std::string target;                         ///< as sent
    std::string path;                           ///< as sent, without the query
    std::vector<std::string> segments;          ///< of the path, each decoded: "/live/a%20b/1.ts" → live, "a b", 1.ts
    std::map<std::string, std::string> query;   ///< decoded; the last of equal names wins, as in PHP
    std::map<std::string, std::string> headers; ///< names in lower case
    bool keepAlive = true;
    bool chunksAllowed = true;        ///< HTTP/1.1
    std::weak_ptr<const void> viewer; ///< expired: whoever asked has gone

    std::string queryValue(const std::string &name) const;
    std::string header(const std::string &name) const;
    std::string segment(std::size_t index) const; ///< empty beyond the end
};

enum class HeadState { Incomplete, Bad, Complete };
/// Reads one request's head from `bytes`; `used` is its length when complete.
HeadState parseHead(std::string_view bytes, HttpRequest &request, std::size_t &used);

/// Where an answer's body comes from, bit by bit.
class BodySource
{
public:
    enum class State {
        More,  ///< something was appended
        Later, ///< nothing is due now: ask again in a few milliseconds
        End,   ///< all was sent
        Close, ///< nothing more is sent, whatever was promised; the connection is closed
        Reset, ///< break the connection off
    };
    virtual ~BodySource() = default;
    /// Appends up to about `max` bytes.
    virtual State read(std::string &out, std::size_t max) = 0;
    /// Known beforehand: the answer gets a Content-Length.
    virtual std::optional<std::int64_t> size() const { return {}; }
};

/// A body that is there already.
class TextSource final : public BodySource
{
public:
    explicit TextSource(std::string text)
        : m_text(std::move(text))
    {
    }
    State read(std::string &out, std::size_t max) override;
    std::optional<std::int64_t> size() const override { return std::int64_t(m_text.size()); }

private:
    std::string m_text;
    std::size_t m_sent = 0;
};

struct HttpResponse {
    enum class Delivery {
        Normal,
        Endless, ///< neither length nor chunks: the end of the connection ends it, as real live streams do
        Reset,   ///< no answer at all: the connection is reset
        Silent,  ///< no answer at all, for ever
    };
    int status = 200;
    std::string contentType = "text/html; charset=UTF-8";
    std::vector<std::pair<std::string, std::string>> headers;
    std::shared_ptr<BodySource> body; ///< null: none
    Delivery delivery = Delivery::Normal;
    int delayMs = 0;

    static HttpResponse text(int status, std::string contentType, std::string body);
    static HttpResponse json(std::string body) { return text(200, "application/json", std::move(body)); }
    static HttpResponse empty(int status) { return text(status, "text/html; charset=UTF-8", {}); }
    static HttpResponse redirect(const std::string &location);
};

/// What a Range header asks of a body of `size` bytes.
struct ByteRange {
    std::int64_t first = 0, length = 0;
    enum class Kind { Whole, Part, Unsatisfiable } kind = Kind::Whole;
};
ByteRange parseRange(std::string_view header, std::int64_t size);

std::string_view reasonOf(int status);

} // namespace kanal::panel
