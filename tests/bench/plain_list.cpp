// SPDX-License-Identifier: MIT
// The least a Qt program needs to show a list one can type into: no store, no icons, one font. What of a cold start is
// Qt's own share.
#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QMainWindow>
#include <QStringListModel>
#include <QVBoxLayout>

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QStringList names;
    for (int i = 0; i < 20'000; ++i)
        names += QStringLiteral("A channel of the list %1").arg(i);
    QStringListModel model(names);

    QMainWindow window;
    auto *page = new QWidget(&window);
    auto *list = new QListView(page);
    list->setUniformItemSizes(true);
    list->setModel(&model);
    auto *layout = new QVBoxLayout(page);
    layout->addWidget(new QLineEdit(page));
    layout->addWidget(list);
    window.setCentralWidget(page);
    window.resize(1280, 720);
    window.show();
    return QApplication::exec();
}
