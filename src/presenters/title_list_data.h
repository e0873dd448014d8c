// SPDX-License-Identifier: MIT
// The state behind TitleListPresenter. GUI thread.
#pragma once

#include "list_orders.h"
#include "title_list.h"
#include "vod_context.h"

#include <kanal/presenters/category_list_model.h>
#include <kanal/presenters/title_list_model.h>
#include <kanal/presenters/title_list_presenter.h>
#include <kanal/session/catalogue_sync.h>

#include <QTimer>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace kanal::presenters
{

struct TitleListPresenter::Data {
    Data(TitleListPresenter &owner, VodContext &vodContext, EntryKind whatKind);
    ~Data();

    void connectSync();
    void enterAccount();
    void followPlace();
    void readSnapshot();
    bool fetchMissing();
    void takeCategory();
    void showRows();
    void showFacets();
    void showMarks();
    void showNew(); ///< which rows are new, once that is known
    std::vector<std::string> begun() const;
    void updateStale();
    void changed(); ///< works out the phase, then tells
    void store();   ///< what waits to be kept
    void refresh(bool believe = false);
    void refreshed(AccountId id, const Result<session::SyncReport> &report);
    void takeReport(const session::SyncReport &report);
    void showHeldBack();
    void sayNotKept();
    bool needsFacets() const { return !state.chips.genre.isEmpty() || state.chips.decade != 0; }
    const std::string &wireName() const;

    TitleListPresenter &self;
    VodContext &context;
    const EntryKind kind;
    const settings::TitleListKeys &keys;
    CategoryListModel categories;
    TitleListModel titles;
    TitleListState state;
    ListOrders orders;

    bool shown = false; ///< the page was looked at: from here on it is kept up to date
    AccountId account;
    std::shared_ptr<const library::CatalogueSnapshot> snapshot;
    std::shared_ptr<const library::CatalogueSnapshot> listed; ///< the one the model's rows are of
    QString category; ///< that is shown, with its name: CategoryListModel::placeText()
    ListStand stand;
    std::map<std::pair<AccountId, QString>, ListStand> left; ///< where one was in this session, by category key
    std::set<std::string> shownHidden;                       ///< what was hidden when the rows were worked out
    int awaiting = 0;                                        ///< refreshes whose report we wait for
    QTimer save;                                             ///< not with every letter and every step
    QTimer minute;
};

} // namespace kanal::presenters
