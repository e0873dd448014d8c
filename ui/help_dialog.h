// SPDX-License-Identifier: MIT
// Every key, made from the table of shortcuts.
#pragma once

#include <QDialog>

namespace kanal::ui
{

class HelpDialog : public QDialog
{
    Q_OBJECT

public:
    explicit HelpDialog(QWidget *parent = nullptr);
};

} // namespace kanal::ui
