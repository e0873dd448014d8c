// SPDX-License-Identifier: MIT
#include <kanal/core/url.h>
#include <kanal/xtream/endpoints.h>

#include <algorithm>

namespace kanal::xtream
{

namespace
{

std::string credentials(const ServerLogin &login)
{
    return std::string("username=")
        .append(percentEncode(login.user))
        .append("&password=")
        .append(percentEncode(login.password));
}

/// {server}/{kind}/{user}/{password}/
std::string mediaBase(const ServerLogin &login, std::string_view kind)
{
    return login.server + "/" + std::string(kind) + "/" + percentEncode(login.user) + "/" +
           percentEncode(login.password) + "/";
}

std::string mediaUrl(const ServerLogin &login, std::string_view kind, std::string_view id, std::string_view extension)
{
    std::string url = mediaBase(login, kind) + percentEncode(id);
    if (!extension.empty())
        url.append(".").append(percentEncode(extension));
    return url;
}

std::string_view orMp4(std::string_view extension)
{
    return extension.empty() ? "mp4" : extension;
}

} // namespace

std::string apiUrl(const ServerLogin &login, std::string_view action, const Parameters &parameters)
{
    std::string url = login.server + "/player_api.php?" + credentials(login);
    if (!action.empty())
        url.append("&action=").append(percentEncode(action));
    for (const auto &[name, value] : parameters)
        url.append("&").append(percentEncode(name)).append("=").append(percentEncode(value));
    return url;
}

std::string guideUrl(const ServerLogin &login)
{
    return login.server + "/xmltv.php?" + credentials(login);
}

std::string liveUrl(const ServerLogin &login, std::string_view id, std::string_view extension)
{
    return mediaUrl(login, "live", id, extension);
}

std::string movieUrl(const ServerLogin &login, std::string_view id, std::string_view extension)
{
    return mediaUrl(login, "movie", id, orMp4(extension));
}

std::string episodeUrl(const ServerLogin &login, std::string_view id, std::string_view extension)
{
    return mediaUrl(login, "series", id, orMp4(extension));
}

std::string timeshiftUrl(const ServerLogin &login, std::string_view id, std::string_view panelLocalStart, int minutes,
                         TimeshiftForm form)
{
    const std::string duration = std::to_string(std::max(minutes, 1));
    std::string start(panelLocalStart);
    if (form == TimeshiftForm::Query)
        return login.server + "/streaming/timeshift.php?" + credentials(login) + "&stream=" + percentEncode(id) +
               "&start=" + percentEncode(start) + "&duration=" + duration;
    if (form == TimeshiftForm::PathUnderscore)
        std::replace(start.begin(), start.end(), ':', '_');
    // The colon stays as it is: panels match the raw path.
    return mediaBase(login, "timeshift") + duration + "/" + start + "/" + percentEncode(id) +
           (form == TimeshiftForm::PathM3u8 ? ".m3u8" : ".ts");
}

} // namespace kanal::xtream
