// SPDX-License-Identifier: MIT
// Fault scripts: what goes wrong, when, on which connection. docs/testing.md describes the files. Server thread.
#pragma once

#include "hls.h"
#include "http_message.h"
#include "ts_clip.h"

#include <kanal/core/error.h>

#include <QElapsedTimer>

#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace kanal::panel
{

/// What a request is for, in the words of a script's "applies".
enum class RequestKind { Live, Hls, Movie, HlsMovie, Series, Timeshift, Api, Guide, Image };

struct FaultStep {
    enum class Action {
        Refuse,       ///< the connection is reset instead of an answer
        AcceptSilent, ///< no answer, for ever
        Status,
        Redirect,
        ReplaceBody,
        Latency,
        Replay, ///< a live stream begins further back
        Rst,
        Fin,
        Stall,
        Rate,
        Corrupt,
        DropTs,
        Restamp,
        Truncate,
        Retype,       ///< the pictures are announced as another codec
        Hiccup,       ///< now and then nothing comes for a moment, as when packets are lost on the way
        Without,      ///< a track, its key pictures or the clock are missing
        MovePids,     ///< a new version of the programme map has the streams elsewhere
        Become,       ///< goes on as another channel does: other codec, other size
        SegmentNames, ///< the segments of a playlist are called otherwise
        Playlist,     ///< a live playlist stands still, counts otherwise or wants a key that is not there
    };
    static constexpr double kNever = std::numeric_limits<double>::infinity();

    Action action = Action::Rst;
    std::size_t number = 0; ///< its place in the script
    // When.
    int connection = 0;     ///< the n-th of its path, from 1; 0: each
    std::string path = "*"; ///< a pattern with *
    double atSeconds = 0, untilSeconds = kNever;
    std::int64_t afterBytes = 0;
    // What.
    int status = 503;
    std::string text; ///< a body, a place to redirect to ("self": round and round), a kind of replacement
    std::string contentType = "text/html";
    std::vector<std::pair<std::string, std::string>> headers;
    double value = 0; ///< bytes a second, a ratio, seconds …

    bool actsOnStream() const { return action >= Action::Rst && action < Action::Become; }
    /// Its seconds are the script's, not those of one answer: what is cut into segments changes at one moment.
    bool countsFromScript() const { return action == Action::Without || action == Action::MovePids; }
};

/// What all connections of a script share. Server thread.
struct ScriptRun {
    QElapsedTimer sinceFirstByte;       ///< started by the first media byte
    std::optional<std::int64_t> wrapBy; ///< what times are shifted by so that their 33 bits run over, 1/90,000 s
    std::set<std::size_t> met;          ///< numbers of the steps that have done something
    std::function<void(int)> onMet;     ///< so many have, each counted once

    void note(const FaultStep &step);
    double seconds() const { return sinceFirstByte.isValid() ? double(sinceFirstByte.elapsed()) / 1000 : 0; }
};

class FaultScript
{
public:
    /// Fails on what is no script, with the reason.
    static Result<FaultScript> load(const std::filesystem::path &file);
    static Result<FaultScript> parse(const std::string &json);

    bool empty() const { return m_steps.empty(); }
    /// Calls it with the number of steps that have done something, each time one does for the first time.
    void onMet(std::function<void(int)> listener) { m_run->onMet = std::move(listener); }

    /// What this request meets: fixed when it arrives.
    struct Encounter {
        std::vector<FaultStep> steps;
        std::string path;
        unsigned seed = 0;
        std::shared_ptr<ScriptRun> run; ///< null: the script is not about such requests
        bool startsTime = false;        ///< its first byte is the one that the script's seconds count from

        /// The answer that a fault gives instead of the right one.
        std::optional<HttpResponse> instead() const;
        /// The right answer with what the script does to it.
        HttpResponse through(HttpResponse response) const;
        /// How much of the past a live stream shall send again.
        double replaySeconds() const;
        /// The channel it becomes, sooner or later.
        std::optional<int> becomes() const;
        bool hasBecome() const;
        /// What the names of segments end with.
        std::string segmentEnding() const;
        PlaylistTwist playlistTwist() const;
    };
    Encounter meet(RequestKind kind, const std::string &path);

private:
    std::vector<RequestKind> m_applies;
    std::vector<FaultStep> m_steps;
    unsigned m_seed = 1;
    int m_requests = 0;
    std::vector<int> m_seen; ///< by a step's number: requests for its path
    std::shared_ptr<ScriptRun> m_run = std::make_shared<ScriptRun>();
};

bool matchesPattern(std::string_view pattern, std::string_view text);

} // namespace kanal::panel
