// SPDX-License-Identifier: MIT
// What the refreshes of this week changed in an account's lists, as a tree: refresh of a list → New, Gone, Renamed →
// names. Read off the GUI thread; until it is there the tree is empty. Names are made only for rows that are asked for.
#pragma once

#include <kanal/core/ids.h>

#include <QAbstractItemModel>

#include <memory>
#include <optional>

namespace kanal::library
{
class CatalogueStore;
enum class AdultEntries;
} // namespace kanal::library

namespace kanal::presenters
{

class RefreshReportModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, WhereColumn, Columns }; ///< where: the category, or when the refresh was

    enum Role { NameRole = Qt::UserRole + 1, BeforeRole }; ///< of an entry; before: the old name of a renamed one

    /// `store` outlives it.
    RefreshReportModel(const library::CatalogueStore &store, AccountId account, library::AdultEntries adult,
                       QObject *parent = nullptr);
    ~RefreshReportModel() override;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    /// Reads what there is now; loaded() follows.
    void load();
    bool isLoaded() const;
    /// The newest refresh of its list: what one opens the report for.
    bool isNewest(const QModelIndex &section) const;
    /// What is in the list still, for opening it; nullopt: gone, or no entry.
    std::optional<EntryKey> entry(const QModelIndex &index) const;

Q_SIGNALS:
    void loaded();

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::presenters
