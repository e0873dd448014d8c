// SPDX-License-Identifier: MIT
// answer_bench URL: the real window signed in to a panel whose streams are dead, and how long it does not listen while
// one zaps, stops and quits. One line of JSON, in ms; `playback answer` makes the panels and the table.
#include "bench_window.h"
#include "watched_application.h"

#include <QAbstractItemView>

#include <cstdio>
#include <optional>

using namespace kanal;
using namespace kanal::bench;

namespace
{

constexpr int kZaps = 20, kStops = 10;
constexpr int kBetween = 150; ///< one after the other, as a held key does not
constexpr int kLookAt = 3000; ///< a stream that dies later has begun, and died

/// The longest gap of this thread from the call on until the window has done what follows.
double gapOf(const std::function<void()> &act)
{
    GapProbe probe;
    act();
    idle(kBetween);
    return probe.longest();
}

void print(const char *name, const std::vector<double> &values)
{
    std::printf("\"%s\": [", name);
    for (std::size_t i = 0; i < values.size(); ++i)
        std::printf("%s%.1f", i ? ", " : "", values[i]);
    std::printf("], ");
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    WatchedApplication application(argc, argv);
    if (application.arguments().size() != 2)
        giveUp("usage: answer_bench URL");
    std::optional<BenchWindow> kanal(std::in_place);
    kanal->signIn(application.arguments()[1].toStdString());
    kanal->show();
    const auto *list = kanal->find<QAbstractItemView>("channelList");
    if (!waitUntil([&] { return list->model()->rowCount() > 1; }))
        giveUp("no list of channels");
    kanal->live->playLastWatched();
    idle(kLookAt);

    std::vector<double> zaps, stops;
    for (int i = 0; i < kZaps; ++i)
        zaps.push_back(gapOf([&] { kanal->live->zap(i % 2 ? 1 : -1); }));
    for (int i = 0; i < kStops; ++i) {
        stops.push_back(gapOf([&] { kanal->player->stop(); }));
        kanal->live->zap(1);
        idle(kBetween);
    }
    idle(kLookAt);
    const double asked = wallMs();
    kanal->window->close();
    kanal->player->shutDown();
    kanal->window.reset();
    const double quit = wallMs() - asked;

    std::printf("{");
    print("zaps", zaps);
    print("stops", stops);
    std::printf("\"quit\": %.1f}\n", quit);
    return 0;
}
