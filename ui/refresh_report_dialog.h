// SPDX-License-Identifier: MIT
// What the refreshes of this week changed: a list of names under New, Gone and Renamed of each list. Enter opens what
// is still there.
#pragma once

#include <kanal/core/ids.h>

#include <QDialog>

class QLabel;
class QModelIndex;
class QPushButton;
class QTreeView;

namespace kanal::presenters
{
class RefreshReportModel;
}

namespace kanal::ui
{

class RefreshReportDialog : public QDialog
{
    Q_OBJECT

public:
    /// Takes `report` and has it read.
    explicit RefreshReportDialog(presenters::RefreshReportModel *report, QWidget *parent = nullptr);

Q_SIGNALS:
    void entryChosen(const kanal::EntryKey &entry); ///< to be opened; the dialog is closed

private:
    void makeTree();
    void showLoaded();
    void choose(const QModelIndex &index);

    presenters::RefreshReportModel *m_report;
    QTreeView *m_tree = nullptr;
    QLabel *m_nothing = nullptr;
    QPushButton *m_open = nullptr;
};

} // namespace kanal::ui
