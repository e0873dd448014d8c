// SPDX-License-Identifier: MIT
// Writes of the user store, one after another, off the GUI thread: each waits for the disk (synchronous FULL), so it
// must not be done where the window is painted. What was posted is done before this is gone.
#pragma once

#include <QThreadPool>

#include <functional>

namespace kanal::presenters
{

class SerialWriter
{
public:
    SerialWriter() { m_pool.setMaxThreadCount(1); }
    ~SerialWriter() { m_pool.waitForDone(); }
    SerialWriter(const SerialWriter &) = delete;
    SerialWriter &operator=(const SerialWriter &) = delete;

    void post(std::function<void()> write) { m_pool.start(std::move(write)); }

private:
    QThreadPool m_pool;
};

} // namespace kanal::presenters
