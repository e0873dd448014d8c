// SPDX-License-Identifier: MIT
// Small tools of the benchmarks: time, CPU, memory and quantiles of this process.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

namespace kanal::bench
{

inline double wallMs()
{
    using namespace std::chrono;
    return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

/// CPU of all threads of this process.
inline double cpuMs()
{
    return 1000.0 * double(std::clock()) / CLOCKS_PER_SEC;
}

/// Memory in RAM now, in MB; 0 where the system does not say it in /proc.
inline double residentMb()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:"))
            return std::stod(line.substr(6)) / 1024;
    return 0;
}

/// The q-th quantile (0…1) of what was measured; `values` is put in order.
inline double quantile(std::vector<double> &values, double q)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[std::min(values.size() - 1, std::size_t(q * double(values.size())))];
}

} // namespace kanal::bench
