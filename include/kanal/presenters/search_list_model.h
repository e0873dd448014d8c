// SPDX-License-Identifier: MIT
// The rows of the search panel: for each kind a heading with its count, the best hits, and a row that shows the rest,
// or says that not even the rest is all.
// GUI thread.
#pragma once

#include <kanal/core/ids.h>

#include <QAbstractListModel>
#include <QString>

#include <vector>

namespace kanal::presenters
{

struct SearchItem {
    EntryKey key;
    QString name;
    QString facts; ///< "101 · News", "2020 · Comedy · Home"
    QString artUrl;
    QString initials;
    bool favourite = false;
    bool recent = false;
    bool adult = false;
    bool radio = false;
    bool isNew = false; ///< came into its list this week
};

/// The hits of one kind, best first.
struct SearchGroup {
    EntryKind kind = EntryKind::Live;
    std::vector<SearchItem> items;
    bool more = false; ///< there are more than these
};

class SearchListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum class RowType { Heading, Item, More, Cut };
    enum Role {
        TypeRole = Qt::UserRole + 1,
        NameRole,
        FactsRole,
        ArtRole,
        InitialsRole,
        KindRole,
        AccountRole,
        FavouriteRole,
        RecentRole,
        AdultRole,
        RadioRole,
        NewRole
    };
    static constexpr int kFirst = 6; ///< hits of a kind that are shown at first

    explicit SearchListModel(QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

    void setGroups(std::vector<SearchGroup> groups, const QString &query);
    void showAll(EntryKind kind);
    const QString &query() const; ///< what these rows answer
    RowType typeOf(int row) const;
    bool isChoosable(int row) const; ///< it opens or shows something
    EntryKind kindOf(int row) const;
    const SearchItem *item(int row) const;   ///< null: not a hit
    int rowOf(const SearchItem &item) const; ///< the row of this hit of older lists, also under a new id; -1: none

private:
    struct Row {
        RowType type = RowType::Item;
        std::size_t group = 0, item = 0;
    };
    void layOut();
    QString headingText(const SearchGroup &group) const;

    std::vector<SearchGroup> m_groups;
    std::vector<Row> m_rows;
    std::vector<EntryKind> m_whole; ///< kinds that are shown to their end
    QString m_query;
};

} // namespace kanal::presenters
