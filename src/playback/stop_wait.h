// SPDX-License-Identifier: MIT
// Waiting for work that ends with a stop.
#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace kanal::playback
{

/// Waits until `met()`. False when stopped, even if it is met, too (there the standard's wait says true): whoever is
/// stopped begins nothing more.
template<class Predicate>
bool waitUnlessStopped(std::condition_variable_any &changed, std::unique_lock<std::mutex> &lock,
                       const std::stop_token &stop, Predicate met)
{
    return changed.wait(lock, stop, met) && !stop.stop_requested();
}

} // namespace kanal::playback
