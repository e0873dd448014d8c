// SPDX-License-Identifier: MIT
// One film or series: backdrop, poster, what it is about, what one can do; below a series its episodes.
#pragma once

#include "shortcuts.h"

#include <QImage>
#include <QWidget>

class QLabel;
class QListView;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace kanal::presenters
{
class ImageStore;
class TitlePresenter;
struct TitleState;
} // namespace kanal::presenters

namespace kanal::ui
{

class ElidedText;
class IconButton;
class StateView;

class DetailPage : public QWidget
{
    Q_OBJECT

public:
    DetailPage(presenters::TitlePresenter &title, presenters::ImageStore &images, QWidget *parent = nullptr);

    bool run(Command command);
    void enter(); ///< the main button takes the keys

Q_SIGNALS:
    void backRequested();
    void signInRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeTexts(QWidget *parent);
    QWidget *makeButtons(QWidget *parent);
    QWidget *makeEpisodes();
    void render();
    void renderEpisodes(const presenters::TitleState &state);
    void renderPoster();
    void fit();
    void openSeasonMenu();
    void activateEpisode(const QModelIndex &index);
    QRect backdropBox() const;
    QSize posterSize() const;

    presenters::TitlePresenter &m_title;
    presenters::ImageStore &m_images;
    QPushButton *m_back = nullptr;
    QLabel *m_poster = nullptr;
    ElidedText *m_name = nullptr;
    QLabel *m_facts = nullptr;
    QLabel *m_genre = nullptr;
    QPushButton *m_play = nullptr;
    QPushButton *m_fromStart = nullptr;
    IconButton *m_favourite = nullptr;
    QProgressBar *m_progress = nullptr;
    QProgressBar *m_busy = nullptr;
    ElidedText *m_plot = nullptr;
    ElidedText *m_cast = nullptr;
    ElidedText *m_director = nullptr;
    ElidedText *m_country = nullptr;
    QWidget *m_error = nullptr;
    QLabel *m_errorText = nullptr;
    QWidget *m_episodesPane = nullptr;
    QToolButton *m_season = nullptr;
    QLabel *m_seasonCount = nullptr;
    QStackedWidget *m_stack = nullptr;
    QListView *m_episodes = nullptr;
    StateView *m_stateView = nullptr;
};

} // namespace kanal::ui
