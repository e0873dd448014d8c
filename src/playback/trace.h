// SPDX-License-Identifier: MIT
// KANAL_TRACE=FILE: what the engine did when, as a Chrome trace (chrome://tracing, ui.perfetto.dev read it). Off, each
// mark costs one look at a flag. Names are words of ours, never addresses. Any thread.
#pragma once

#include <cstdint>

namespace kanal::playback::trace
{

/// Whether KANAL_TRACE names a file that could be opened; decided once.
bool on();

/// The work between its making and its end, on the thread that does it. `name`: a literal.
class Span
{
public:
    explicit Span(const char *name);
    ~Span();
    Span(const Span &) = delete;
    Span &operator=(const Span &) = delete;

private:
    const char *m_name; ///< nullptr: off
    std::int64_t m_beganUs = 0;
};

/// A stage of the start of `session`: a bar from `ms` ago until now, all stages of a session under each other.
void stage(const char *name, std::uint64_t session, double ms);
/// Something that happened to `session`, at this moment.
void moment(const char *name, std::uint64_t session);
/// A curve.
void counter(const char *name, double value);
/// What this thread is called in the trace.
void nameThread(const char *name);

} // namespace kanal::playback::trace
