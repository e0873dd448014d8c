// SPDX-License-Identifier: MIT
// The least a Qt program can put on the screen: what a cold start is measured against.
#include <QApplication>
#include <QMainWindow>

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QMainWindow window;
    window.resize(1280, 720);
    window.show();
    return QApplication::exec();
}
