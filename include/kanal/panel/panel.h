// SPDX-License-Identifier: MIT
// A whole Xtream panel in one library: API, guide, streams, quirks and faults. Behind --demo, `kanal-cli panel` and the
// tests. Listens on 127.0.0.1 only.
#pragma once

#include <kanal/core/error.h>

#include <QObject>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace kanal::panel
{

/// Where the machine-readable marks of our pictures lie, in units of a picture 720 high (so 1280 wide at 16:9);
/// programs that measure players read them from the screen, tests from decoded pictures.
namespace marks
{
struct Area {
    double x, y, width, height;
};
/// Full white in the first 40 ms of each second, with the beep; else dark.
inline constexpr Area kFlash{64, 56, 104, 104};
/// The frame's number in the clip: 16 cells, white 1, black 0, the lowest bit on the left.
inline constexpr Area kCells{448, 664, 384, 24};
inline constexpr int kCellCount = 16;
/// Above the monogram: the channel's own colour.
inline constexpr Area kIdentity{78, 538, 84, 14};
} // namespace marks

struct PanelOptions {
    int port = 0; ///< 0: any free one
    std::string user = "demo";
    std::string password = "demo";
    std::string scenario;             ///< empty: the well-behaved demo panel; see scenarios()
    std::filesystem::path faultFile;  ///< a fault script (docs/testing.md); empty: none
    std::filesystem::path clipFolder; ///< where the clips are made once and kept; empty: a folder in the user's cache
    /// How much of the recent past a live connection gets at once, from a key frame; 0: the live edge. A request may
    /// say otherwise in its address: ?burst=MS.
    int burstMs = 2000;
    bool smallClips = false; ///< tests: a few small pictures instead of the full demo
};

/// Names and one-line descriptions of the scenarios, for --help and the tests.
std::vector<std::pair<std::string, std::string>> scenarios();

/// What a test asks afterwards: how the client behaved.
struct PanelCounters {
    int apiCalls = 0;
    int streamsOpened = 0;
    int streamsOpenNow = 0;
    int mostStreamsAtOnce = 0;
    int refused = 0;
    int mediaRequests = 0; ///< whatever was answered
    int faultsMet = 0;     ///< steps of the fault script that have done something
};

class PanelServer;

class Panel : public QObject
{
    Q_OBJECT

public:
    explicit Panel(PanelOptions options, QObject *parent = nullptr);
    ~Panel() override;

    /// Listens and serves on its own threads (Unsupported: the panel's library is missing); returns when the port is
    /// open. After stop() it comes back on the same port. Clips that are missing are made on first use.
    Result<> start();
    /// Makes every clip now (seconds of work the first time).
    Result<> prepareClips();
    void stop();

    std::string url() const; ///< "http://127.0.0.1:PORT"
    int port() const;
    const PanelOptions &options() const;
    PanelCounters counters() const; ///< any thread

private:
    const PanelOptions m_options;
    std::unique_ptr<PanelServer> m_server; ///< null: its library is missing
};

} // namespace kanal::panel
