// SPDX-License-Identifier: MIT
// A refresh of a large panel, from loopback to stored and searchable, beside what merely reading the same bytes costs.
// The panel is a process of its own, so that its work is not counted.
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
#include <vector>

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

template<class Row>
std::int64_t decode(const QByteArray &text)
{
    xtream::ListDecoder<Row> decoder([](std::span<const Row>) -> Result<> { return {}; }, 1'795'550'400);
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

/// Peak memory of this process in MB.
double peakMb()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:"))
            return std::stod(line.substr(6)) / 1024;
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
    double refreshCpu = 0;
    for (const char *what : {"first refresh: CPU", "refresh of an unchanged panel: CPU"}) {
        forgetPeak();
        const double memory = residentMb(), cpu = cpuMs(), wall = wallMs();
        const session::SyncReport report = answerOf((*services)->sync().refresh(account.id));
        refreshCpu = cpuMs() - cpu;
        row(what, refreshCpu, "ms", "2.5 × the decoder alone, 0.2 × QJsonDocument into rows");
        row("… wall, the panel's own work included", wallMs() - wall, "ms", "");
        row("… memory gained at its peak", peakMb() - memory, "MB", "100 MB");
        for (const auto &[kind, counts] : report.kinds)
            if (counts.error || counts.kept == 0)
                giveUp(kind + " could not be refreshed");
    }

    double decoderCpu = 0, documentCpu = 0, rowsCpu = 0, bytes = 0;
    for (const char *action : kActions) {
        const QByteArray text = fetched(panel.url(), action);
        bytes += double(text.size());
        double start = cpuMs();
        const std::int64_t kept = action == kActions[0]   ? decode<ChannelRow>(text)
                                  : action == kActions[1] ? decode<MovieRow>(text)
                                                          : decode<SeriesRow>(text);
        decoderCpu += cpuMs() - start;
        start = cpuMs();
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(text, &error);
        documentCpu += cpuMs() - start;
        if (kept == 0)
            giveUp(std::string(action) + " has no rows");
        if (rowsOfStrings(document) == 0)
            giveUp("QJsonDocument finds no rows");
        rowsCpu += cpuMs() - start;
        if (document.array().size() != kept)
            std::printf("| QJsonDocument on %s | %s | |\n", action, qPrintable(error.errorString()));
    }
    row("the lists", bytes / 1e6, "MB", "");
    row("the decoder alone, rows thrown away: CPU", decoderCpu, "ms", "");
    row("QJsonDocument, only parsing: CPU", documentCpu, "ms", "");
    row("QJsonDocument into rows of QStrings: CPU", rowsCpu, "ms", "");
    std::printf("| refresh ÷ QJsonDocument into rows | %.2f | 0.2 |\n", refreshCpu / rowsCpu);
    std::printf("| refresh ÷ decoder | %.2f | 2.5 |\n| refresh ÷ QJsonDocument, only parsing | %.2f | |\n",
                refreshCpu / decoderCpu, refreshCpu / documentCpu);
    return 0;
}
