// SPDX-License-Identifier: MIT
#include "refresh_report_dialog.h"

#include "refresh_report_delegate.h"
#include "theme.h"

#include <kanal/presenters/refresh_report_model.h>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace kanal::ui
{

using presenters::RefreshReportModel;

namespace
{

constexpr int kIndentation = 16;
constexpr int kWhereWidth = 180; // the rest is for names

/// A chosen row has the theme's colour from edge to edge.
class ReportTree : public QTreeView
{
public:
    using QTreeView::QTreeView;

protected:
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem row = option;
        if (selectionModel()->isSelected(index)) {
            const QColor selected = Tokens::of(option.palette).selected();
            painter->fillRect(option.rect, selected);
            row.palette.setColor(QPalette::Highlight, selected); // what styles fill the room before the names with
        }
        QTreeView::drawRow(painter, row, index);
    }
};

} // namespace

RefreshReportDialog::RefreshReportDialog(RefreshReportModel *report, QWidget *parent)
    : QDialog(parent)
    , m_report(report)
{
    report->setParent(this);
    setObjectName(QStringLiteral("refreshReport"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("What changed in the lists"));
    resize(720, 560);
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(24, 20, 24, 20);
    rows->setSpacing(12);
    auto *title = new QLabel(windowTitle(), this);
    title->setObjectName(QStringLiteral("pageTitle"));
    auto *note = new QLabel(tr("Refreshes of the last seven days, the newest first."), this);
    note->setProperty("role", QStringLiteral("secondary"));
    m_nothing = new QLabel(tr("Reading …"), this);
    m_nothing->setObjectName(QStringLiteral("reportEmpty"));
    m_nothing->setAlignment(Qt::AlignCenter);
    makeTree();
    rows->addWidget(title);
    rows->addWidget(note);
    rows->addWidget(m_tree, 1);
    rows->addWidget(m_nothing, 1);
    auto *buttons = new QHBoxLayout;
    m_open = new QPushButton(tr("Open"), this);
    m_open->setObjectName(QStringLiteral("openEntryButton"));
    m_open->setEnabled(false);
    auto *close = new QPushButton(tr("Close"), this);
    close->setObjectName(QStringLiteral("closeReportButton"));
    // Enter belongs to the tree: a default button would hear it as well.
    for (QPushButton *button : {m_open, close})
        button->setAutoDefault(false);
    buttons->addStretch();
    buttons->addWidget(m_open);
    buttons->addWidget(close);
    rows->addLayout(buttons);
    connect(m_open, &QPushButton::clicked, this, [this] { choose(m_tree->currentIndex()); });
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_report, &RefreshReportModel::loaded, this, &RefreshReportDialog::showLoaded);
    m_report->load();
}

void RefreshReportDialog::makeTree()
{
    m_tree = new ReportTree(this);
    m_tree->setObjectName(QStringLiteral("refreshReportTree"));
    m_tree->setAccessibleName(windowTitle());
    m_tree->setModel(m_report);
    m_tree->setHeaderHidden(true);
    m_tree->setItemDelegate(new RefreshReportDelegate(m_tree));
    m_tree->setVerticalScrollMode(QTreeView::ScrollPerItem); // of thousands of rows only those in view are measured
    m_tree->setIndentation(kIndentation);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(RefreshReportModel::NameColumn, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(RefreshReportModel::WhereColumn, QHeaderView::Interactive);
    m_tree->header()->resizeSection(RefreshReportModel::WhereColumn, kWhereWidth);
    m_tree->hide();
    connect(m_tree, &QTreeView::activated, this, &RefreshReportDialog::choose);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &index) { m_open->setEnabled(m_report->entry(index).has_value()); });
}

void RefreshReportDialog::showLoaded()
{
    const bool any = m_report->rowCount() > 0;
    m_nothing->setText(tr("Nothing changed in the last seven days."));
    m_nothing->setVisible(!any);
    m_tree->setVisible(any);
    for (int row = 0; row < m_report->rowCount(); ++row)
        if (const QModelIndex section = m_report->index(row, 0); m_report->isNewest(section))
            m_tree->expandRecursively(section);
    m_tree->setCurrentIndex(m_report->index(0, 0));
    if (any)
        m_tree->setFocus(Qt::OtherFocusReason);
}

void RefreshReportDialog::choose(const QModelIndex &index)
{
    const auto entry = m_report->entry(index);
    if (!entry)
        return;
    accept();
    Q_EMIT entryChosen(*entry);
}

} // namespace kanal::ui
