// SPDX-License-Identifier: MIT
// The categories beside a list: Favourites, All, then the panel's own with their counts.
#pragma once

#include <kanal/core/ids.h>

#include <QAbstractListModel>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace kanal::library
{
class CatalogueSnapshot;
struct CategoryJudgement;
} // namespace kanal::library

namespace kanal::presenters
{

class CategoryListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    /// AdultRole: of the panel's categories only.
    enum Role { KeyRole = Qt::UserRole + 1, NameRole, CountRole, SpecialRole, AdultRole };

    /// `kind` decides which rows stand above the panel's own, and what is counted.
    explicit CategoryListModel(EntryKind kind = EntryKind::Live, QObject *parent = nullptr);
    ~CategoryListModel() override;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void setSnapshot(std::shared_ptr<const library::CatalogueSnapshot> snapshot, int favourites);
    void setFavouriteCount(int favourites);
    void setRecentCount(int recents); ///< 0: no such row
    /// Rows the user hid, sorted: they are counted in their own category only. None: there is no such category.
    void setHidden(const std::vector<std::uint32_t> &rows);

    /// Keys: "favourites", "recent" (of films and series: to continue), "added" (not of channels), "all", "hidden", or
    /// "category:ID".
    int rowOf(const QString &key) const; ///< -1: none
    /// A key with what the category is called, as view states keep it: panels number their categories anew.
    QString placeText(const QString &key) const;
    /// The key of such a text in the list of now; "all" where there is none. Without a name the number counts.
    QString keyAt(const QString &placeText) const;
    /// The snapshot's index of a "category:ID" key.
    std::optional<std::uint32_t> categoryIndex(const QString &key) const;
    /// What is to be said of a "category:ID" key; nullopt: it is none of the panel's.
    std::optional<library::CategoryJudgement> judgement(const QString &key, bool adult) const;

private:
    void showSpecial(int which, int row, bool wanted);

    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::presenters
