// SPDX-License-Identifier: MIT
// Rows of a poster grid: films or series, straight from a mapped snapshot. Nothing is made for a row before somebody
// asks for it.
#pragma once

#include <kanal/core/ids.h>
#include <kanal/presenters/list_sort.h>

#include <QAbstractListModel>
#include <QSet>

#include <memory>
#include <optional>
#include <vector>

namespace kanal::library
{
class CatalogueSnapshot;
}

namespace kanal::presenters
{

class WatchHistory;

class TitleListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        NameRole,      ///< without a year at its end that YearRole gives
        PosterRole,    ///< QString address; empty: none
        InitialsRole,  ///< QString, at most two letters
        YearRole,      ///< int; 0: unknown
        RatingRole,    ///< double 0…10; 0: none
        FavouriteRole, ///< bool
        ProgressRole,  ///< double 0…1; 0: nothing to resume
        WatchedRole,   ///< bool
        NewRole,       ///< bool: came into the list this week
        AdultRole,     ///< bool
    };

    explicit TitleListModel(const WatchHistory &history, QObject *parent = nullptr);
    ~TitleListModel() override;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Which rows of the snapshot, in which order. Resets the model.
    void setRows(std::shared_ptr<const library::CatalogueSnapshot> snapshot, std::vector<std::uint32_t> rows);
    /// Which rows of `snapshot` are new; nothing happens when the model shows another one. Null: none is known to be.
    void setNew(const std::shared_ptr<const library::CatalogueSnapshot> &snapshot,
                std::shared_ptr<const std::vector<bool>> isNew);
    void setFavourites(const QSet<QString> &ids);
    void setPlace(ListPlace place); ///< which list this is now
    ListPlace place() const;
    void historyChanged();

    std::optional<int> rowOf(const QString &id) const;

private:
    QString accessibleText(const QModelIndex &index) const;

    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::presenters
