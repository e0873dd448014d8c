// SPDX-License-Identifier: MIT
// What is painted over the picture and cannot be clicked: channel card, notes, digits, spinner, statistics. Always
// dark, whatever the theme: the picture is.
#pragma once

#include <kanal/presenters/player_presenter.h>

#include <QTimer>
#include <QWidget>

namespace kanal::presenters
{
class ImageStore;
}

namespace kanal::ui
{

/// A dark translucent card with rounded corners that lets the mouse through.
class OverlayCard : public QWidget
{
    Q_OBJECT

public:
    explicit OverlayCard(const QString &name, QWidget *parent);

protected:
    void paintCard(QPainter &painter) const;
};

/// Number, logo, name: there at once after a zap, gone after 4 s.
class ZapOverlay : public OverlayCard
{
    Q_OBJECT

public:
    ZapOverlay(presenters::ImageStore &images, QWidget *parent);

    void setNow(const presenters::NowPlaying &now);
    void setStatus(const QString &status); ///< "Connecting…", "1920 × 1080 · H.264 · AAC"
    void appear();
    QString title() const;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintLogo(QPainter &painter, const QRect &box);

    presenters::ImageStore &m_images;
    presenters::NowPlaying m_now;
    QString m_status;
    QTimer m_hide;
};

/// One line at the top: "Volume 60 %", a channel number being typed.
class NoteOverlay : public OverlayCard
{
    Q_OBJECT

public:
    enum class Size { Small, Large };
    NoteOverlay(const QString &name, Size size, QWidget *parent);

    void say(const QString &text, int forMs); ///< 0: until it is said otherwise; empty text hides
    QString text() const;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Size m_size;
    QString m_text;
    QTimer m_hide;
};

/// Turns while one waits for the picture; appears only after 400 ms.
class Spinner : public QWidget
{
    Q_OBJECT

public:
    explicit Spinner(QWidget *parent);

    void setWaiting(bool waiting);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QTimer m_appear;
    QTimer m_turn;
    int m_step = 0;
};

class StatsOverlay : public OverlayCard
{
    Q_OBJECT

public:
    StatsOverlay(const presenters::PlayerPresenter &player, QWidget *parent);
    QSize sizeHint() const override;

    struct Row {
        QString name, value;
    };

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void refresh();

    const presenters::PlayerPresenter &m_player;
    std::vector<Row> m_rows;
    QTimer m_timer;
};

} // namespace kanal::ui
