// SPDX-License-Identifier: MIT
// The rows of the channel list: a view over a catalogue snapshot, filtered as one types. Makes QStrings only for rows
// that are asked for.
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

class ChannelListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        NameRole,        ///< QString
        NumberRole,      ///< int; 0: none
        LogoRole,        ///< QString address; empty: none
        InitialsRole,    ///< QString, at most two letters
        FavouriteRole,   ///< bool
        ArchiveRole,     ///< int days
        HeadingRole,     ///< bool: a separator row, not selectable
        RadioRole,       ///< bool
        PlayingRole,     ///< bool
        NowTitleRole,    ///< QString; empty: unknown
        NowProgressRole, ///< double 0…1; negative: unknown
        NewRole,         ///< bool: came into the list this week
        AdultRole,       ///< bool
    };

    explicit ChannelListModel(QObject *parent = nullptr);
    ~ChannelListModel() override;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Which rows of the snapshot, in which order. Resets the model.
    void setRows(std::shared_ptr<const library::CatalogueSnapshot> snapshot, std::vector<std::uint32_t> rows);
    /// Which rows of `snapshot` are new; nothing happens when the model shows another one. Null: none is known to be.
    void setNew(const std::shared_ptr<const library::CatalogueSnapshot> &snapshot,
                std::shared_ptr<const std::vector<bool>> isNew);
    void setFavourites(const QSet<QString> &ids);
    void setPlace(ListPlace place); ///< which list this is now
    ListPlace place() const;
    void setPlaying(const QString &id);
    void setNow(const QString &id, const QString &title, double progress);

    std::optional<int> rowOf(const QString &id) const;

private:
    QString accessibleText(const QModelIndex &index) const;
    void touch(const QString &id, const QList<int> &roles);

    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::presenters
