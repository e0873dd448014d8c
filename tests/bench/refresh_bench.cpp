// SPDX-License-Identifier: MIT
// A refresh of a large panel, from loopback to stored and searchable, beside what merely reading the same bytes costs.
// The panel is a process of its own, so that its work is not counted.
#include "compact_rows.h"
#include "figures.h"
#include "list_decoder.h"
#include "panel_process.h"

#include <kanal/library/catalogue_store.h>
#include <kanal/library/library.h>
#include <kanal/session/account_book.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/services.h>

#include <QCoreApplication>
#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTemporaryDir>
#include <QUrl>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace kanal;
using namespace kanal::bench;

namespace
{

constexpr std::array<const char *, 3> kActions = {"get_live_streams", "get_vod_streams", "get_series"};

QByteArray fetched(const std::string &panel, const char *action)
{
    QNetworkAccessManager manager;
    const QUrl url(QString::fromStdString(panel) +
                   QStringLiteral("/player_api.php?username=demo&password=demo&action=") + QLatin1String(action));
    QNetworkReply *reply = manager.get(QNetworkRequest(url));
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    return reply->readAll();
}

template<class Row, class Take>
std::int64_t decode(const QByteArray &text, Take take)
{
    xtream::ListDecoder<Row> decoder(
        [&take](std::span<const Row> rows) -> Result<> {
            take(rows);
            return {};
        },
        1'795'550'400);
    for (qsizetype at = 0; at < text.size();) {
        const auto room = decoder.room();
        const qsizetype count = std::min<qsizetype>(qsizetype(room.size()), text.size() - at);
        std::copy_n(text.data() + at, count, room.data());
        at += count;
        if (!decoder.commit(std::size_t(count)))
            giveUp("the decoder refuses the list");
    }
    const auto done = decoder.finish();
    return done ? done->kept : 0;
}

struct ParseCost {
    double decoder = 0, compact = 0, document = 0, documentRows = 0; ///< CPU ms
    double bytes = 0;
};

/// The same text decoded and thrown away, then kept in the least that holds it.
template<class Row>
std::int64_t parse(const QByteArray &text, ParseCost &cost)
{
    double start = cpuMs();
    decode<Row>(text, [](std::span<const Row>) {});
    cost.decoder += cpuMs() - start;
    start = cpuMs();
    CompactRows<Row> rows;
    const std::int64_t kept = decode<Row>(text, [&rows](std::span<const Row> batch) { rows.add(batch); });
    cost.compact += cpuMs() - start;
    if (kept == 0 || rows.size() != std::size_t(kept))
        giveUp("a list has no rows");
    return kept;
}

/// What a player built on QJsonDocument would hold: every field of every row as text.
std::size_t rowsOfStrings(const QJsonDocument &document)
{
    std::vector<std::vector<QString>> rows;
    rows.reserve(std::size_t(document.array().size()));
    for (const QJsonValue &each : document.array()) {
        const QJsonObject fields = each.toObject();
        std::vector<QString> row;
        row.reserve(std::size_t(fields.size()));
        for (const QJsonValue &field : fields)
            row.push_back(field.toVariant().toString());
        rows.push_back(std::move(row));
    }
    return rows.size();
}

void parseWithQt(const QByteArray &text, std::int64_t kept, ParseCost &cost)
{
    const double start = cpuMs();
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    cost.document += cpuMs() - start;
    if (rowsOfStrings(document) != std::size_t(kept))
        giveUp("QJsonDocument finds other rows: " + error.errorString().toStdString());
    cost.documentRows += cpuMs() - start;
}

/// CPU ms of taking the three lists off the socket and doing nothing with them: what no client gets below.
double plainReading(const std::string &panel)
{
    const QUrl url(QString::fromStdString(panel));
    const double start = cpuMs();
    std::vector<char> piece(256 * 1024);
    for (const char *action : kActions) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(std::uint16_t(url.port()));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int connection = socket(AF_INET, SOCK_STREAM, 0);
        const std::string request = std::string("GET /player_api.php?username=demo&password=demo&action=") + action +
                                    " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        if (connect(connection, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 ||
            write(connection, request.data(), request.size()) != ssize_t(request.size()))
            giveUp("no connection to the panel");
        while (read(connection, piece.data(), piece.size()) > 0) {
        }
        close(connection);
    }
    return cpuMs() - start;
}

/// CPU ms of writing as many bytes as a refresh does, whatever they are.
double plainWriting(const std::string &folder, double megabytes)
{
    const std::vector<char> piece(256 * 1024, 'k');
    const double start = cpuMs();
    const int file = open((folder + "/plain").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    for (double left = megabytes * 1e6; left > 0; left -= double(piece.size()))
        if (write(file, piece.data(), piece.size()) != ssize_t(piece.size()))
            giveUp("the disk is full");
    close(file);
    return cpuMs() - start;
}

/// Peak memory of this process in MB.
double peakMb()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:"))
            return std::stod(line.substr(6)) / 1024;
    return 0;
}

/// What this process has given the disk to write so far, in MB.
double writtenMb()
{
    std::ifstream io("/proc/self/io");
    for (std::string line; std::getline(io, line);)
        if (line.starts_with("write_bytes: "))
            return std::stod(line.substr(13)) / 1e6;
    return 0;
}

void forgetPeak()
{
    std::ofstream("/proc/self/clear_refs") << "5";
}

void row(const char *what, double figure, const char *unit, const char *target)
{
    std::printf("| %s | %.0f %s | %s |\n", what, figure, unit, target);
}

} // namespace

int main(int argc, char **argv)
{
    const PanelProcess panel; // before Qt has threads
    QCoreApplication application(argc, argv);
    QTemporaryDir folder;
    auto services = session::Services::open(
        {.folder = std::filesystem::path(folder.path().toStdString()), .secrets = session::SecretPlace::Memory});
    if (!services)
        giveUp(services.error().detail);
    const Account account = answerOf((*services)->accounts().signIn({panel.url(), "demo", "demo"}));

    std::printf("| what | figure | target |\n|---|---|---|\n");
    std::vector<double> refreshCpu;
    double stored = 0;
    for (const char *what : {"first refresh: CPU", "refresh of an unchanged panel: CPU"}) {
        forgetPeak();
        const double memory = residentMb(), written = writtenMb(), cpu = cpuMs(), wall = wallMs();
        const session::SyncReport report = answerOf((*services)->sync().refresh(account.id));
        refreshCpu.push_back(cpuMs() - cpu);
        row(what, refreshCpu.back(), "ms", "2.5 × compact parse, 0.2 × QJsonDocument into rows");
        row("… wall, the panel's own work included", wallMs() - wall, "ms", "");
        row("… memory gained at its peak", peakMb() - memory, "MB", "100 MB");
        stored = writtenMb() - written;
        row("… written to the disk", stored, "MB", "");
        for (const auto &[kind, counts] : report.kinds)
            if (counts.error || counts.kept == 0)
                giveUp(kind + " could not be refreshed");
    }

    ParseCost cost;
    for (const char *action : kActions) {
        const QByteArray text = fetched(panel.url(), action);
        cost.bytes += double(text.size());
        const std::int64_t kept = action == kActions[0]   ? parse<ChannelRow>(text, cost)
                                  : action == kActions[1] ? parse<MovieRow>(text, cost)
                                                          : parse<SeriesRow>(text, cost);
        parseWithQt(text, kept, cost);
    }
    row("the lists", cost.bytes / 1e6, "MB", "");
    row("the decoder alone, rows thrown away: CPU", cost.decoder, "ms", "");
    row("compact parse, the decoder into records and an arena: CPU", cost.compact, "ms", "");
    row("QJsonDocument, only parsing: CPU", cost.document, "ms", "");
    row("QJsonDocument into rows of QStrings: CPU", cost.documentRows, "ms", "");
    const double reading = plainReading(panel.url()), writing = plainWriting(folder.path().toStdString(), stored);
    row("taking the lists off the socket: CPU", reading, "ms", "");
    row("writing as much as was stored: CPU", writing, "ms", "");
    std::printf("| the least, socket, decoder and file ÷ QJsonDocument into rows | %.2f | |\n",
                (reading + cost.decoder + writing) / cost.documentRows);
    for (const auto &[name, cpu] : {std::pair{"first refresh", refreshCpu[0]}, {"refresh again", refreshCpu[1]}}) {
        std::printf("| %s ÷ compact parse | %.2f | 2.5 |\n", name, cpu / cost.compact);
        std::printf("| %s ÷ the decoder alone | %.2f | |\n", name, cpu / cost.decoder);
        std::printf("| %s ÷ QJsonDocument into rows | %.2f | 0.2 |\n", name, cpu / cost.documentRows);
    }
    return 0;
}
