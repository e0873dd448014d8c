// SPDX-License-Identifier: MIT
#include "av_log.h"

#include "av_handles.h"

#include <kanal/core/log.h>
#include <kanal/core/redact.h>

#include <atomic>
#include <chrono>
#include <cstdarg>
#include <mutex>
#include <string_view>
#include <utility>

namespace kanal::playback
{

namespace
{

constexpr int kLinesPerSecond = 5;

/// True while this second's lines are not used up.
bool withinBudget()
{
    static std::atomic<std::int64_t> second{0};
    static std::atomic<int> lines{0};
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
    if (second.exchange(now) != now)
        lines = 0;
    return lines++ < kLinesPerSecond;
}

/// libavformat has one error code for all that can go wrong on a connection.
thread_local std::string t_complaint;

bool isTls(void *context)
{
    const AVClass *about = context ? *static_cast<const AVClass *const *>(context) : nullptr;
    return about && std::string_view(about->item_name(context)) == "tls";
}

void onAvLog(void *context, int level, const char *format, va_list arguments)
{
    if (level > AV_LOG_WARNING || (!withinBudget() && !isTls(context)))
        return;
    char line[1024];
    int prefix = 1;
    av_log_format_line(context, level, format, arguments, line, sizeof line, &prefix);
    std::string text = line;
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    if (isTls(context) && text.find("ertificate") != std::string::npos)
        t_complaint = text.substr(text.find("] ") == std::string::npos ? 0 : text.find("] ") + 2);
    log::debug("kanal.playback.libav", text);
}

} // namespace

void installAvLog()
{
    static std::once_flag once;
    std::call_once(once, [] { av_log_set_callback(onAvLog); });
}

std::string takeCertificateComplaint()
{
    return std::exchange(t_complaint, {});
}

} // namespace kanal::playback
