// SPDX-License-Identifier: MIT
// A playback error over the picture: what happened, when it is tried again, Retry and Details.
#pragma once

#include <kanal/presenters/error_text.h>

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace kanal::ui
{

class ErrorPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ErrorPanel(QWidget *parent);

    /// `retryInMs` 0: nothing is tried by itself.
    void setError(const presenters::ErrorText &error, int attempt, int retryInMs);
    /// A certificate of this host that may be trusted all the same; empty: it is not about one.
    void setCertificateHost(const QString &host);

Q_SIGNALS:
    void retryRequested();
    void certificateAccepted();
    void resized(); ///< details opened or closed: the owner places the panel again

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void renderCountdown();

    QLabel *m_title = nullptr;
    QLabel *m_message = nullptr;
    QLabel *m_countdown = nullptr;
    QLabel *m_details = nullptr;
    QPushButton *m_accept = nullptr;
    QPushButton *m_detailsButton = nullptr;
    int m_attempt = 0;
    int m_retryInMs = 0;
    QElapsedTimer m_since;
    QTimer m_tick;
};

} // namespace kanal::ui
