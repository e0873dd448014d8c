// SPDX-License-Identifier: MIT
#pragma once

#include "player_probe.h"
#include "support/file_server.h"

#include <string>

namespace kanal::playback
{

/// A film on a server of its own, opened in a player.
struct FilmInPlayer {
    explicit FilmInPlayer(std::string bytes, std::chrono::milliseconds startAt = {},
                          std::size_t stallAt = std::string::npos)
        : film(std::move(bytes))
        , server(fileServer(film, stallAt))
    {
        MediaRequest request;
        request.url = server.url("/film");
        request.kind = MediaKind::Vod;
        request.startAt = startAt;
        probe.player.open(request);
    }

    const std::string film;
    TcpStub server;
    PlayerProbe probe; ///< last: it goes before the server
};

} // namespace kanal::playback
