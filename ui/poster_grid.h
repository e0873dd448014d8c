// SPDX-License-Identifier: MIT
// A wall of posters. Places are arithmetic, so a list of 150,000 costs what is in view; posters are asked for when they
// come into view and let go when they leave it.
#pragma once

#include <QAbstractItemView>

namespace kanal::presenters
{
class ImageStore;
class TitleListModel;
} // namespace kanal::presenters

namespace kanal::ui
{

class PosterGrid : public QAbstractItemView
{
    Q_OBJECT

public:
    PosterGrid(presenters::TitleListModel &model, presenters::ImageStore &images, QWidget *parent = nullptr);

    /// Selects the title and scrolls so that it is seen; false: it is not in the list.
    bool reveal(const QString &id);
    /// As ChannelListView.
    QString top() const;
    bool scrollToTopRow(const QString &top);
    /// After a reset of the same list: the title, or what took its place in the row, is current and nothing moves.
    void keepPlace(const QString &id);
    QString currentId() const;
    int columns() const;

    QRect visualRect(const QModelIndex &index) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    QModelIndex indexAt(const QPoint &point) const override;

Q_SIGNALS:
    void titleActivated(const QString &id);
    void favouriteToggled(const QString &id);
    void favouriteMoved(const QString &id, int step);
    void hiddenToggled(const QString &id);
    void leaveUpwards(); ///< Up in the first row
    void leaveLeft();    ///< Left in the first column
    void currentTitle(const QString &id);

protected:
    bool event(QEvent *event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    int horizontalOffset() const override { return 0; }
    int verticalOffset() const override;
    bool isIndexHidden(const QModelIndex &) const override { return false; }
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;
    QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    void updateGeometries() override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void dataChanged(const QModelIndex &from, const QModelIndex &to, const QList<int> &roles) override;

    void focusInEvent(QFocusEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    struct Layout {
        int columns = 1, cellWidth = 0, cellHeight = 0, left = 0;
    };
    Layout layout() const;
    QRect contentRect(int row) const; ///< not scrolled
    std::pair<int, int> rowsInView() const;
    QString idAt(const QModelIndex &index) const;

    presenters::TitleListModel &m_model;
    int m_rowBefore = -1; ///< that was current before the reset
    int m_columns = 0;    ///< since the last change of size
};

} // namespace kanal::ui
