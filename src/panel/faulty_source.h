// SPDX-License-Identifier: MIT
// A body on which a fault script acts while it is sent.
#pragma once

#include "faults.h"
#include "programme_map.h"

#include <QDeadlineTimer>

namespace kanal::panel
{

class FaultySource final : public BodySource
{
public:
    FaultySource(std::shared_ptr<BodySource> body, std::vector<FaultStep> steps, unsigned seed,
                 std::shared_ptr<ScriptRun> run, bool startsTime);

    State read(std::string &out, std::size_t max) override;
    std::optional<std::int64_t> size() const override;

private:
    double seconds() const;
    bool isDue(const FaultStep &step) const;
    std::int64_t untilNextCut() const;
    std::int64_t rateBudget(const FaultStep &step);
    bool hiccups(const FaultStep &step);
    std::optional<State> interruption(const FaultStep &step);
    bool damage(const FaultStep &step, std::string &bytes);
    void dropPackets(double ratio, std::string &bytes);
    void restamp(const FaultStep &step, std::string &bytes);

    std::shared_ptr<BodySource> m_body;
    std::vector<FaultStep> m_steps;
    std::mt19937 m_random;
    std::shared_ptr<ScriptRun> m_run; ///< never null
    const bool m_startsTime;
    QElapsedTimer m_sinceFirstByte;
    std::int64_t m_sent = 0; // of the right body
    std::string m_rest;      // of a packet that was cut
    struct RateStart {
        double seconds;
        std::int64_t sent;
    };
    std::optional<RateStart> m_rateStart;
    Programme m_programme;
    QDeadlineTimer m_hiccup{0};
};

} // namespace kanal::panel
