// SPDX-License-Identifier: MIT
#include "text.h"
#include "title_presenter_data.h"

#include <kanal/library/library.h>
#include <kanal/session/entry_shape.h>
#include <kanal/session/services.h>

namespace kanal::presenters
{

TitlePresenter::TitlePresenter(VodContext &context, VodPlayer &player, QObject *parent)
    : QObject(parent)
    , m_data(std::make_unique<Data>(*this, context, player))
{
}

TitlePresenter::~TitlePresenter() = default;

const TitleState &TitlePresenter::state() const
{
    return m_data->state;
}

EpisodeListModel &TitlePresenter::episodes()
{
    return m_data->episodes;
}

void TitlePresenter::open(const EntryKey &key)
{
    m_data->open(key);
}

void TitlePresenter::close()
{
    m_data->close();
    Q_EMIT stateChanged();
}

void TitlePresenter::retry()
{
    m_data->ask();
}

void TitlePresenter::setSeason(int index)
{
    if (index < 0 || index >= int(m_data->state.seasons.size()) || index == m_data->state.season)
        return;
    m_data->state.season = index;
    m_data->showSeason();
    Q_EMIT stateChanged();
}

void TitlePresenter::play(PlayFrom from)
{
    const TitleState &state = m_data->state;
    if (state.key.kind == EntryKind::Series) {
        playEpisode(state.playEpisode, from);
        return;
    }
    if (state.playText.isEmpty())
        return;
    m_data->player.playMovie({state.key, state.name, state.posterUrl, m_data->movie.container, {}, {}, {}},
                             std::chrono::milliseconds(from == PlayFrom::WhereLeft ? state.resumeMs : 0));
}

void TitlePresenter::playEpisode(const QString &id, PlayFrom from)
{
    const std::vector<VodItem> items = m_data->items();
    const std::string wanted = toUtf8(id);
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].key.id != wanted)
            continue;
        const auto left = m_data->context.history.episode(wanted);
        const bool resume = from == PlayFrom::WhereLeft && left && isResumable(*left);
        m_data->player.playEpisode(items, i, resume ? left->at : std::chrono::milliseconds{0});
        return;
    }
}

void TitlePresenter::toggleFavourite()
{
    const EntryKey key = m_data->state.key;
    if (!key.account)
        return;
    const auto shape = session::shapeOf(m_data->context.services.library(), key);
    if (shape && m_data->shape && library::isSameEntry(*m_data->shape, *shape)) // else its id went to another
        m_data->context.marks(key.kind).toggleFavourite(*shape);
}

} // namespace kanal::presenters
