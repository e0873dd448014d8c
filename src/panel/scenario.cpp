// SPDX-License-Identifier: MIT
#include "scenario.h"

#include <kanal/panel/panel.h>

#include <algorithm>

namespace kanal::panel
{
namespace
{

struct Known {
    const char *name, *description;
    void (*apply)(Scenario &);
};

template<Scenario::SignIn Face>
void show(Scenario &scenario)
{
    scenario.signIn = Face;
}

template<Scenario::Lists Kind>
void list(Scenario &scenario)
{
    scenario.lists = Kind;
}

using SignIn = Scenario::SignIn;
using Lists = Scenario::Lists;

constexpr const char *kReplay = "replay:";

const Known kKnown[] = {
    {"auth0", "sign-in refused as Xtream Codes 2 does: 200 and auth 0", show<SignIn::Auth0>},
    {"nginx404", "sign-in refused as XUI does: a 404 page that imitates nginx", show<SignIn::Nginx404>},
    {"json401", "sign-in refused with 401 and JSON", show<SignIn::Json401>},
    {"empty", "every API answer is 200 with nothing in it", show<SignIn::Empty>},
    {"null-envelope", "sign-in answers an account of nulls", show<SignIn::NullEnvelope>},
    {"expired", "the account has run out", show<SignIn::Expired>},
    {"disabled", "the account is disabled", show<SignIn::Disabled>},
    {"banned", "the account is banned", show<SignIn::Banned>},
    {"connections", "sign-in works, every stream is refused with 458", [](Scenario &s) { s.streamsRefused = true; }},
    {"ratelimited", "every API call is answered 429 with Retry-After", show<SignIn::RateLimited>},
    {"html", "a captive portal's web page instead of any answer", show<SignIn::Html>},
    {"garbage", "bytes that are no JSON", show<SignIn::Garbage>},
    {"blocked-text", "the word Blocked, as some filters answer", show<SignIn::BlockedText>},
    {"server-error", "500 to every API call", show<SignIn::ServerError>},
    {"mixed-types", "numbers as text and the reverse, huge ids, objects for lists, null and broken rows",
     list<Lists::Mixed>},
    {"limit1", "one stream at a time; a newcomer is refused with 458 while it is in use",
     [](Scenario &s) { s.connections = 1; }},
    {"many", "up to 100 streams at once instead of two", [](Scenario &s) { s.connections = 100; }},
    {"first503", "the first answer of every address is 503, then all is well", [](Scenario &s) { s.first503 = true; }},
    {"slow-api", "API answers take 2.5 seconds", [](Scenario &s) { s.apiDelayMs = 2'500; }},
    {"huge", "20,000 channels, 150,000 films, 40,000 series, about 200 MB, and a guide to match", list<Lists::Huge>},
    {"bench", "pairs of channels of one kind, to measure players on; up to 100 streams at once",
     [](Scenario &s) { s.connections = 100; }},
    {"empty-lists", "every list is empty", list<Lists::Empty>},
    {"shrinking", "full lists the first time, empty ones after", list<Lists::Shrinking>},
    {"no-ts", "live streams as HLS only: 405 for .ts", [](Scenario &s) { s.tsForbidden = true; }},
};

} // namespace

std::vector<std::pair<std::string, std::string>> knownScenarios()
{
    std::vector<std::pair<std::string, std::string>> all;
    for (const Known &known : kKnown)
        all.emplace_back(known.name, known.description);
    all.emplace_back(std::string(kReplay) + "DIR",
                     "captured answers from a folder: auth.json, get_live_streams.json …");
    return all;
}

Result<Scenario> Scenario::named(const std::string &name)
{
    Scenario scenario;
    if (name.empty())
        return scenario;
    if (name.starts_with(kReplay)) {
        scenario.replayFolder = std::filesystem::path(name.substr(std::string_view(kReplay).size()));
        std::error_code ignored;
        if (!std::filesystem::is_directory(scenario.replayFolder, ignored))
            return fail(ErrorKind::NotFound, "no such folder of captured answers", scenario.replayFolder.string());
        return scenario;
    }
    const auto known =
        std::find_if(std::begin(kKnown), std::end(kKnown), [&](const Known &k) { return name == k.name; });
    if (known == std::end(kKnown))
        return fail(ErrorKind::NotFound, "no such scenario", name);
    known->apply(scenario);
    return scenario;
}

bool Scenario::accountUsable() const
{
    return signIn == SignIn::Fine;
}

std::string Scenario::status() const
{
    return signIn == SignIn::Expired    ? "Expired"
           : signIn == SignIn::Disabled ? "Disabled"
           : signIn == SignIn::Banned   ? "Banned"
                                        : "Active";
}

std::optional<HttpResponse> signInFace(Scenario::SignIn face)
{
    switch (face) {
    case SignIn::Auth0:
        return HttpResponse::json(R"({"user_info":{"auth":0}})");
    case SignIn::Nginx404:
        return HttpResponse::text(404, "text/html",
                                  "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 "
                                  "Not Found</h1></center>\r\n"
                                  "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n");
    case SignIn::Json401:
        return HttpResponse::text(401, "application/json", R"({"user_info":{"auth":0,"msg":"Invalid credentials"}})");
    case SignIn::Empty:
        return HttpResponse::text(200, "application/json", {});
    case SignIn::NullEnvelope:
        return HttpResponse::json(
            R"({"user_info":{"username":null,"password":null,"message":"","status":null,"exp_date":null,)"
            R"("is_trial":null,"active_cons":null,"created_at":null,"max_connections":null,)"
            R"("allowed_output_formats":[]},"server_info":{}})");
    case SignIn::RateLimited: {
        HttpResponse response =
            HttpResponse::text(429, "text/html", "<html><body><h1>429 Too Many Requests</h1></body></html>");
        response.headers.emplace_back("Retry-After", "30");
        return response;
    }
    case SignIn::Html:
        return HttpResponse::text(
            200, "text/html",
            "<!DOCTYPE html><html><head><title>Hotel Wi-Fi: please sign in</title></head>"
            "<body><form action=\"/portal\"><button>Accept the terms</button></form></body></html>");
    case SignIn::Garbage:
        return HttpResponse::json(std::string("\x00\xff\x8a{\"user_info\":[[[\x01\x02", 20));
    case SignIn::BlockedText:
        return HttpResponse::text(200, "text/html", "Blocked");
    case SignIn::ServerError:
        return HttpResponse::text(500, "text/html", "<html><body><h1>500 Internal Server Error</h1></body></html>");
    case SignIn::Fine:
    case SignIn::Expired:
    case SignIn::Disabled:
    case SignIn::Banned:
        break;
    }
    return std::nullopt;
}

} // namespace kanal::panel
