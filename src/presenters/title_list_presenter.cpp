// SPDX-License-Identifier: MIT
#include "text.h"
#include "title_list_data.h"

#include <kanal/session/entry_shape.h>
#include <kanal/session/services.h>
#include <kanal/session/shown_entries.h>

namespace kanal::presenters
{

TitleListPresenter::TitleListPresenter(VodContext &context, EntryKind kind, QObject *parent)
    : QObject(parent)
    , m_data(std::make_unique<Data>(*this, context, kind))
{
}

TitleListPresenter::~TitleListPresenter() = default;

EntryKind TitleListPresenter::kind() const
{
    return m_data->kind;
}

CategoryListModel &TitleListPresenter::categories()
{
    return m_data->categories;
}

TitleListModel &TitleListPresenter::titles()
{
    return m_data->titles;
}

const TitleListState &TitleListPresenter::state() const
{
    return m_data->state;
}

AccountId TitleListPresenter::account() const
{
    return m_data->account;
}

QString TitleListPresenter::place() const
{
    return m_data->stand.place;
}

QString TitleListPresenter::top() const
{
    return m_data->stand.top;
}

void TitleListPresenter::show()
{
    const bool first = !std::exchange(m_data->shown, true);
    const AccountId before = m_data->account;
    m_data->enterAccount();
    if (first || before != m_data->account) {
        m_data->readSnapshot();
        if (m_data->fetchMissing())
            return;
    }
    m_data->changed();
}

void TitleListPresenter::refresh()
{
    m_data->refresh();
}

void TitleListPresenter::cancelRefresh()
{
    m_data->context.services.sync().cancel(m_data->account);
}

void TitleListPresenter::believeRefresh()
{
    if (m_data->state.canBelieve)
        m_data->refresh(true);
}

void TitleListPresenter::keepList()
{
    if (m_data->state.canBelieve)
        m_data->context.services.sync().discard(m_data->account, {m_data->wireName()});
}

void TitleListPresenter::dismissNotice()
{
    m_data->state.setNotice({});
    Q_EMIT stateChanged();
}

void TitleListPresenter::setCategory(const QString &key)
{
    if (key == m_data->state.categoryKey || m_data->categories.rowOf(key) < 0)
        return;
    m_data->left[{m_data->account, m_data->state.categoryKey}] = m_data->stand;
    const auto before = m_data->left.find({m_data->account, key});
    m_data->stand = before != m_data->left.end() ? before->second : ListStand{{}, kTopOfList};
    m_data->save.start();
    m_data->state.categoryKey = key;
    m_data->category = m_data->categories.placeText(key);
    m_data->context.settings.set(m_data->keys.category, m_data->category, m_data->account);
    m_data->showRows();
    Q_EMIT stateChanged();
}

void TitleListPresenter::setFilter(const QString &text)
{
    if (text == m_data->state.filter)
        return;
    m_data->state.filter = text;
    m_data->save.start();
    m_data->showRows();
    Q_EMIT stateChanged();
}

void TitleListPresenter::setSort(const ListSort &sort)
{
    if (sort == m_data->state.sort)
        return;
    m_data->state.sort = sort;
    m_data->context.settings.set(m_data->keys.sort, sortText(sort), m_data->account);
    m_data->showRows();
    Q_EMIT stateChanged();
}

void TitleListPresenter::setChips(const ListChips &chips)
{
    if (chips == m_data->state.chips)
        return;
    m_data->state.chips = chips;
    m_data->context.settings.set(m_data->keys.chips, chipsText(chips), m_data->account);
    m_data->showRows();
    Q_EMIT stateChanged();
}

void TitleListPresenter::setPlace(const QString &id)
{
    if (id == m_data->stand.place)
        return;
    m_data->stand.place = id;
    m_data->save.start();
}

void TitleListPresenter::setTop(const QString &id)
{
    if (id == m_data->stand.top || !m_data->state.filter.isEmpty())
        return;
    m_data->stand.top = id;
    m_data->save.start();
}

void TitleListPresenter::clearFilters()
{
    setFilter({});
    setChips({});
}

void TitleListPresenter::toggleFavourite(const QString &id)
{
    if (!m_data->snapshot)
        return;
    if (const auto row = m_data->snapshot->find(toUtf8(id)))
        m_data->context.marks(m_data->kind).toggleFavourite(session::shapeOf(*m_data->snapshot, *row));
}

void TitleListPresenter::moveFavourite(const QString &id, int step)
{
    if (m_data->state.sort != ListSort{})
        return; // nothing would be seen of it
    m_data->context.marks(m_data->kind).moveFavourite(id, step, [this](const std::string &other) {
        return m_data->titles.rowOf(toQString(other)).has_value();
    });
}

void TitleListPresenter::toggleHidden(const QString &id)
{
    if (const auto row = m_data->snapshot ? m_data->snapshot->find(toUtf8(id)) : std::nullopt)
        m_data->context.marks(m_data->kind).toggleHidden(session::shapeOf(*m_data->snapshot, *row));
}

void TitleListPresenter::judgeCategory(const QString &key, bool adult)
{
    const auto judgement = m_data->categories.judgement(key, adult);
    if (!judgement)
        return;
    session::ShownEntries &entries = m_data->context.services.shownEntries();
    entries.judge(m_data->account, m_data->kind, *judgement);
    if (!adult || entries.adult() == library::AdultEntries::Shown)
        return;
    m_data->state.setNotice(categoryHiddenText(toQString(judgement->name)));
    Q_EMIT stateChanged();
}

} // namespace kanal::presenters
