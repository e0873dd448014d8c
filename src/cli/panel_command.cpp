// SPDX-License-Identifier: MIT
// panel [--port P] [--scenario NAME] [--fault FILE] …: the built-in panel until SIGTERM or Ctrl+C.
#include "commands.h"
#include "context.h"

#include <kanal/panel/panel.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <thread>

#include <CLI/App.hpp>

namespace kanal::cli
{

namespace
{

std::string scenarioHelp()
{
    std::string text = "Which panel to play:";
    for (const auto &[name, what] : panel::scenarios())
        text += "\n" + name + ": " + what;
    return text;
}

/// "replay:DIR" stands for every folder; whether it is there the panel says.
bool isScenario(const std::string &name)
{
    const auto all = panel::scenarios();
    return std::any_of(all.begin(), all.end(), [&](const auto &scenario) {
        const std::string &known = scenario.first;
        const auto colon = known.find(':');
        return known == name || (colon != std::string::npos && name.starts_with(known.substr(0, colon + 1)));
    });
}

Result<int> serve(Context &context, const panel::PanelOptions &options)
{
    panel::Panel panel(options);
    if (const Result<> started = panel.start(); !started)
        return tl::unexpected(started.error());
    printJson({{"url", panel.url()}, {"user", options.user}, {"password", options.password}});

    // Ready means listening. Clips that are missing are made meanwhile; whoever opens a channel early waits for its
    // clip.
    std::atomic<bool> made = false;
    std::thread maker([&panel, &made] {
        if (const Result<> clips = panel.prepareClips(); !clips)
            reportError(clips.error(), false);
        made = true;
    });
    QEventLoop loop;
    QObject::connect(&context.interrupt(), &Interrupt::raised, &loop, &QEventLoop::quit);
    if (!Interrupt::happened())
        loop.exec();
    panel.stop();
    if (made) {
        maker.join();
        return kDone;
    }
    // Encoding cannot be interrupted, and a clip gets its name only when it is whole: leave it.
    std::fflush(nullptr);
    std::_Exit(kDone);
}

} // namespace

void addPanel(CLI::App &app, Context &context)
{
    CLI::App *command = app.add_subcommand("panel", "Serve the built-in panel on this computer");
    auto options = std::make_shared<panel::PanelOptions>();
    auto fault = std::make_shared<std::string>();
    auto clips = std::make_shared<std::string>();
    command->add_option("--port", options->port, "Port (0: any free one)")->check(CLI::Range(0, 65535))->type_name("P");
    command->add_option("--scenario", options->scenario, scenarioHelp())->check([](const std::string &name) {
        return isScenario(name) ? std::string() : "there is no scenario " + name;
    });
    command->add_option("--fault", *fault, "A fault script")->check(CLI::ExistingFile);
    command->add_option("--burst", options->burstMs, "How much of the recent past a new viewer gets at once")
        ->check(CLI::Range(0, 60000))
        ->type_name("MS");
    command->add_flag("--small", options->smallClips, "A few small pictures, quickly made");
    command->add_option("--clips", *clips, "Where the clips are made once and kept")->type_name("DIR");
    command->callback([&context, options, fault, clips] {
        options->faultFile = *fault;
        options->clipFolder = *clips;
        context.command = [&context, options] { return serve(context, *options); };
    });
}

} // namespace kanal::cli
