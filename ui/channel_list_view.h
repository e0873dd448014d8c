// SPDX-License-Identifier: MIT
// A list of channels: one click (or two, by setting) plays, the star toggles.
#pragma once

#include "view_settings.h"

#include <QListView>

namespace kanal::presenters
{
class ChannelListModel;
class ImageStore;
} // namespace kanal::presenters

namespace kanal::ui
{

class ChannelListView : public QListView
{
    Q_OBJECT

public:
    ChannelListView(presenters::ChannelListModel &model, presenters::ImageStore &images, QWidget *parent = nullptr);

    void setPlayOn(ViewSettings::PlayOn playOn);
    /// Selects the channel and scrolls so that it is seen; false: it is not in the list.
    bool reveal(const QString &channelId);
    /// What stands at the top of the view: an id or kTopOfList.
    QString top() const;
    /// Scrolls there; false: it is not in the list.
    bool scrollToTopRow(const QString &top);
    /// The list was made anew, by a refresh for example: what was current still is, and nothing moves under the eyes.
    /// `id`: what it is listed under now, where that is another one.
    void keepCurrent(const QString &id = {});
    /// Moves the current row, skipping headings; stays at the ends.
    void step(int rows);
    QString currentId() const;

Q_SIGNALS:
    void channelActivated(const QString &channelId);
    void favouriteToggled(const QString &channelId);
    void favouriteMoved(const QString &channelId, int step);
    void hiddenToggled(const QString &channelId);
    void leaveUpwards(); ///< Up in the first row
    void leaveLeft();

protected:
    bool event(QEvent *event) override;
    void dataChanged(const QModelIndex &first, const QModelIndex &last, const QList<int> &roles) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    QString idAt(const QModelIndex &index) const;
    bool isStarAt(const QPoint &position, const QModelIndex &index) const;
    void moveCurrent(int step);

    presenters::ChannelListModel &m_model;
    ViewSettings::PlayOn m_playOn = ViewSettings::PlayOn::OneClick;
    QString m_current; ///< the last current channel, whether the list has it now or not
    QPersistentModelIndex m_pressed;
    bool m_pressedStar = false;
};

} // namespace kanal::ui
