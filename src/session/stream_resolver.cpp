// SPDX-License-Identifier: MIT
#include "operation.h"

#include <kanal/core/text.h>
#include <kanal/core/time_text.h>
#include <kanal/core/url.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/library/library.h>
#include <kanal/session/account_book.h>
#include <kanal/session/services.h>
#include <kanal/session/stream_resolver.h>
#include <kanal/xtream/endpoints.h>

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <array>
#include <charconv>

namespace kanal::session
{

namespace
{

constexpr std::array<std::string_view, 7> kPlayableSchemes = {"http", "https", "rtsp", "udp", "srt", "rtp", "rtmp"};
constexpr int kLongestCatchup = 24 * 60;

template<class... Cases>
struct Overload : Cases... {
    using Cases::operator()...;
};
template<class... Cases>
Overload(Cases...) -> Overload<Cases...>;

tl::unexpected<Error> noEntry(const std::string &text, const std::string &why)
{
    return fail(ErrorKind::Address, why, text.substr(0, 80));
}

/// "ID" or "ID.mkv": an episode's container is known only to whoever asked for its series.
EpisodeEntry episodeEntry(std::string_view text)
{
    const std::size_t dot = text.rfind('.');
    const auto isSuffix = [](std::string_view suffix) {
        return suffix.size() >= 2 && suffix.size() <= 4 && std::any_of(suffix.begin(), suffix.end(), [](char c) {
                   return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
               });
    };
    if (dot == std::string_view::npos || dot == 0 || !isSuffix(text.substr(dot + 1)))
        return {std::string(text), {}};
    return {std::string(text.substr(0, dot)), std::string(text.substr(dot + 1))};
}

/// "ID@START/MINUTES"
Result<PlayableEntry> catchupEntry(const std::string &text, std::string_view rest)
{
    const std::size_t at = rest.find('@');
    const std::size_t slash = rest.rfind('/');
    if (at == std::string_view::npos || at == 0 || slash == std::string_view::npos || slash < at)
        return noEntry(text, "catch-up is written catchup:ID@START/MINUTES");
    const auto start = parseIsoTime(rest.substr(at + 1, slash - at - 1));
    if (!start)
        return noEntry(text, "the start of a catch-up is an ISO 8601 time");
    const std::string_view length = rest.substr(slash + 1);
    int minutes = 0;
    const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), minutes);
    if (error != std::errc{} || end != length.data() + length.size() || minutes < 1 || minutes > kLongestCatchup)
        return noEntry(text, "the length of a catch-up is 1 to 1440 minutes");
    return CatchupEntry{std::string(rest.substr(0, at)), *start, minutes};
}

Result<PlayableEntry> addressEntry(const std::string &text)
{
    const std::size_t colon = text.find("://");
    if (colon == std::string::npos)
        return noEntry(text, "neither live:, movie:, episode:, catchup: nor an address");
    const std::string scheme = lowered(std::string_view(text).substr(0, colon));
    if (std::find(kPlayableSchemes.begin(), kPlayableSchemes.end(), scheme) == kPlayableSchemes.end())
        return fail(ErrorKind::Unsupported, "addresses of this kind are not opened", scheme);
    if (const Result<Url> url = Url::parse(text); !url)
        return tl::unexpected(url.error());
    return AddressEntry{text};
}

bool speaks(const AccountInfo &panel, std::string_view format)
{
    return std::any_of(panel.outputFormats.begin(), panel.outputFormats.end(),
                       [&](const std::string &offered) { return equalsIgnoringCase(offered, format); });
}

/// TS is one connection and zaps faster; HLS only for a panel that offers nothing else (docs: xtream-api 3.2).
bool wantsHls(const AccountInfo &panel)
{
    return !speaks(panel, "ts") && speaks(panel, "m3u8");
}

MediaFormat formatOfAddress(const std::string &address)
{
    const Result<Url> url = Url::parse(address);
    if (!url)
        return MediaFormat::Auto;
    const std::string path = lowered(url->path);
    if (path.ends_with(".m3u8"))
        return MediaFormat::Hls;
    return path.ends_with(".ts") ? MediaFormat::Ts : MediaFormat::Auto;
}

bool isFile(const std::string &address)
{
    static constexpr std::array<std::string_view, 7> kFiles = {".mp4", ".mkv", ".avi", ".mov", ".webm", ".m4v", ".mp3"};
    const Result<Url> url = Url::parse(address);
    const std::string path = url ? lowered(url->path) : std::string();
    return std::any_of(kFiles.begin(), kFiles.end(), [&](std::string_view suffix) { return path.ends_with(suffix); });
}

/// What the catalogue knows of an entry: enough to name it and to build its address.
struct Known {
    std::string title;
    std::string container;
};

Result<Known> lookUp(const library::CatalogueStore &store, AccountId account, EntryKind kind, const std::string &id)
{
    const auto snapshot = store.snapshot(account, kind);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    const std::optional<std::uint32_t> row = (*snapshot)->find(id);
    if (!row)
        return fail(ErrorKind::NotFound, "the catalogue has no such entry",
                    std::string(entryKindName(kind)) + ":" + id);
    Known known{std::string((*snapshot)->name(*row)), {}};
    if (kind == EntryKind::Movie)
        known.container = (*snapshot)->movie(*row).container;
    return known;
}

} // namespace

Result<PlayableEntry> parseEntry(const std::string &text)
{
    const std::string entry(trimmed(text));
    const std::size_t colon = entry.find(':');
    if (colon == std::string::npos)
        return noEntry(entry, "neither live:, movie:, episode:, catchup: nor an address");
    const std::string kind = lowered(std::string_view(entry).substr(0, colon));
    const std::string_view rest = std::string_view(entry).substr(colon + 1);
    if (rest.starts_with("//") || !(kind == "live" || kind == "movie" || kind == "episode" || kind == "catchup"))
        return addressEntry(entry);
    if (rest.empty())
        return noEntry(entry, "the id is missing");
    if (kind == "live")
        return LiveEntry{std::string(rest)};
    if (kind == "movie")
        return MovieEntry{std::string(rest)};
    if (kind == "episode")
        return episodeEntry(rest);
    return catchupEntry(entry, rest);
}

std::string panelLocalStart(std::chrono::sys_seconds start, const AccountInfo &panel)
{
    std::chrono::seconds offset = panel.utcOffset.value_or(std::chrono::seconds{0});
    const QByteArray id = QByteArray::fromStdString(panel.timeZone);
    // Only names the zone database lists: "UTC+3" and the like are read with either sign, depending on who reads.
    if (QTimeZone::isTimeZoneIdAvailable(id) && !id.startsWith("UTC+") && !id.startsWith("UTC-")) {
        const QDateTime when = QDateTime::fromSecsSinceEpoch(start.time_since_epoch().count(), Qt::UTC);
        offset = std::chrono::seconds(QTimeZone(id).offsetFromUtc(when));
    }
    const auto local = start.time_since_epoch() + offset;
    return QDateTime::fromSecsSinceEpoch(local.count(), Qt::UTC)
        .toString(QStringLiteral("yyyy-MM-dd:HH-mm"))
        .toStdString();
}

MediaRequest makeRequest(const PlayableEntry &entry, const Account &account, const ServerLogin &login,
                         const std::string &title, const std::string &container)
{
    MediaRequest request;
    request.title = title;
    request.userAgent = login.userAgent;
    request.certificates = login.certificates;
    request.connectionLimit = account.info.maxConnections.value_or(0);
    const bool hls = wantsHls(account.info);
    const auto file = [&](std::string url) {
        request.kind = MediaKind::Vod;
        request.format = equalsIgnoringCase(container, "m3u8") ? MediaFormat::Hls : MediaFormat::File;
        request.url = std::move(url);
    };
    const std::string extension = container.empty() ? "mp4" : container;
    std::visit(Overload{
                   [&](const LiveEntry &live) {
                       request.kind = MediaKind::Live;
                       request.format = hls ? MediaFormat::Hls : MediaFormat::Ts;
                       request.url = xtream::liveUrl(login, live.id, hls ? "m3u8" : "ts");
                       request.channelKey = std::to_string(account.id.value) + "/live/" + live.id;
                   },
                   [&](const MovieEntry &movie) { file(xtream::movieUrl(login, movie.id, extension)); },
                   [&](const EpisodeEntry &episode) { file(xtream::episodeUrl(login, episode.id, extension)); },
                   [&](const CatchupEntry &catchup) {
                       const auto form = hls ? xtream::TimeshiftForm::PathM3u8 : xtream::TimeshiftForm::Path;
                       request.kind = MediaKind::Catchup;
                       request.format = hls ? MediaFormat::Hls : MediaFormat::Ts;
                       request.catchup =
                           CatchupWindow{std::chrono::minutes(catchup.minutes),
                                         [login, catchup, form, info = account.info](std::chrono::minutes into) {
                                             return xtream::timeshiftUrl(login, catchup.id,
                                                                         panelLocalStart(catchup.start + into, info),
                                                                         catchup.minutes - int(into.count()), form);
                                         }};
                       request.url = request.catchup->urlAt({});
                       request.channelKey = std::to_string(account.id.value) + "/live/" + catchup.id;
                   },
                   [&](const AddressEntry &address) {
                       request.kind = isFile(address.url) ? MediaKind::Vod : MediaKind::Live;
                       request.format = isFile(address.url) ? MediaFormat::File : formatOfAddress(address.url);
                       request.url = address.url;
                   },
               },
               entry);
    return request;
}

StreamResolver::StreamResolver(Services &services)
    : m_services(services)
{
}

QFuture<Result<MediaRequest>> StreamResolver::resolve(AccountId account, const PlayableEntry &entry)
{
    if (const auto *address = std::get_if<AddressEntry>(&entry))
        return readyAnswer(Result<MediaRequest>(makeRequest(*address, {}, {}, {}, {})));

    const library::CatalogueStore &store = m_services.library().catalogue();
    const Result<Known> known =
        std::visit(Overload{
                       [&](const LiveEntry &live) { return lookUp(store, account, EntryKind::Live, live.id); },
                       [&](const MovieEntry &movie) {
                           Result<Known> film = lookUp(store, account, EntryKind::Movie, movie.id);
                           if (film && film->container.empty())
                               film->container = movie.container;
                           return film;
                       },
                       [&](const EpisodeEntry &episode) {
                           return Result<Known>(Known{{}, episode.container});
                       },
                       [&](const CatchupEntry &catchup) { return lookUp(store, account, EntryKind::Live, catchup.id); },
                       [&](const AddressEntry &) { return Result<Known>(Known{}); },
                   },
                   entry);
    if (!known)
        return readyAnswer(Result<MediaRequest>(tl::unexpected(known.error())));
    const Result<Account> owner = m_services.accounts().account(account);
    if (!owner)
        return readyAnswer(Result<MediaRequest>(tl::unexpected(owner.error())));

    AccountBook &accounts = m_services.accounts();
    return transformed(accounts.login(account), &accounts, [entry, owner, known](const Result<ServerLogin> &login) {
        return login.map(
            [&](const ServerLogin &with) { return makeRequest(entry, *owner, with, known->title, known->container); });
    });
}

} // namespace kanal::session
