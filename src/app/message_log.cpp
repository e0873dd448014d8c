// SPDX-License-Identifier: MIT
#include "message_log.h"

#include <kanal/core/log.h>

#include <QByteArray>
#include <QString>
#include <QtGlobal>

namespace kanal::app
{

namespace
{

log::Level levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return log::Level::Debug;
    case QtInfoMsg:
        return log::Level::Info;
    case QtWarningMsg:
        return log::Level::Warning;
    case QtCriticalMsg:
    case QtFatalMsg:
        return log::Level::Error;
    }
    return log::Level::Warning;
}

void take(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    log::write(levelOf(type), context.category ? context.category : "qt", message.toStdString());
}

} // namespace

void installMessageLog()
{
    qInstallMessageHandler(take); // after a fatal message Qt still aborts by itself
}

} // namespace kanal::app
