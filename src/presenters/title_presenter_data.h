// SPDX-License-Identifier: MIT
// The state behind TitlePresenter: which title, what is known of it, the questions under way. GUI thread.
#pragma once

#include "vod_context.h"

#include <kanal/core/details.h>
#include <kanal/presenters/episode_list_model.h>
#include <kanal/presenters/title_presenter.h>
#include <kanal/presenters/vod_player.h>

#include <QFuture>

#include <optional>
#include <vector>

namespace kanal::presenters
{

struct TitlePresenter::Data {
    Data(TitlePresenter &owner, VodContext &vodContext, VodPlayer &vodPlayer);
    ~Data() { takeBack(); }

    void open(const EntryKey &key);
    void close();
    void followList(AccountId account, EntryKind kind);
    void ask();
    void takeBack();
    void showMovie();
    void showSeries();
    void showSeason();
    void showProgress();
    void changed();
    std::vector<VodItem> items() const; ///< every episode, in order
    template<class Details>
    void listen(QFuture<Result<Details>> &future, Details &details, void (Data::*show)());

    TitlePresenter &self;
    VodContext &context;
    VodPlayer &player;
    EpisodeListModel episodes;
    TitleState state;

    std::optional<library::EntryShape> shape; ///< of what is open: how it is found in the next list
    bool renumbered = false;                  ///< the episodes that are shown had other ids
    MovieDetails movie;
    SeriesDetails series;
    std::uint64_t number = 0; ///< of the newest question; answers to older ones are dropped
    QFuture<Result<MovieDetails>> askingMovie;
    QFuture<Result<SeriesDetails>> askingSeries;
};

} // namespace kanal::presenters
