// SPDX-License-Identifier: MIT
#include "playback_menus.h"

#include "aspect.h"
#include "view_settings.h"

#include <kanal/presenters/track_text.h>

#include <QCoreApplication>
#include <QFileDialog>

#include <cmath>

namespace kanal::ui
{

namespace
{

using playback::TrackKind;
using presenters::PlayerPresenter;

constexpr double kSizes[] = {0.6, 0.8, 1.0, 1.25, 1.5, 2.0};
constexpr std::chrono::milliseconds kSubtitleStep{250};

class Menus
{
    Q_DECLARE_TR_FUNCTIONS(kanal::ui::PlaybackMenus)
};

QMenu *newMenu(const QString &name, QWidget *owner)
{
    auto *menu = new QMenu(owner);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(name);
    return menu;
}

template<class Do>
QAction *addChoice(QMenu *menu, const QString &text, bool chosen, Do onChoice)
{
    QAction *action = menu->addAction(text);
    action->setCheckable(true);
    action->setChecked(chosen);
    QObject::connect(action, &QAction::triggered, menu, onChoice);
    return action;
}

QStringList subtitleEndings()
{
    return {QStringLiteral("srt"), QStringLiteral("ass"), QStringLiteral("ssa"), QStringLiteral("vtt"),
            QStringLiteral("sub"), QStringLiteral("smi"), QStringLiteral("txt")};
}

void addSubtitleChoices(QMenu *menu, PlayerPresenter &player, ViewSettings &settings)
{
    menu->addSeparator();
    QWidget *owner = menu->parentWidget();
    QAction *file = menu->addAction(Menus::tr("From a file …"));
    file->setObjectName(QStringLiteral("subtitleFileAction"));
    QObject::connect(file, &QAction::triggered, owner, [&player, owner] { chooseSubtitleFile(player, owner); });
    QMenu *sizes = menu->addMenu(Menus::tr("Size"));
    sizes->setObjectName(QStringLiteral("subtitleSizeMenu"));
    for (const double size : kSizes)
        addChoice(sizes, Menus::tr("%1 %").arg(qRound(size * 100)), std::abs(settings.subtitleScale() - size) < 0.01,
                  [&settings, size] { settings.setSubtitleScale(size); });
    QMenu *time = menu->addMenu(Menus::tr("Time"));
    time->setObjectName(QStringLiteral("subtitleTimeMenu"));
    QObject::connect(time->addAction(Menus::tr("Earlier\tAlt+-")), &QAction::triggered, menu,
                     [&player] { player.shiftSubtitles(-kSubtitleStep); });
    QObject::connect(time->addAction(Menus::tr("Later\tAlt++")), &QAction::triggered, menu,
                     [&player] { player.shiftSubtitles(kSubtitleStep); });
}

void addSpeeds(QMenu *menu, PlayerPresenter &player)
{
    QMenu *speeds = menu->addMenu(Menus::tr("Speed"));
    speeds->setObjectName(QStringLiteral("speedMenu"));
    speeds->setEnabled(player.canChangeSpeed());
    for (const double speed : PlayerPresenter::speeds())
        addChoice(speeds, Menus::tr("%1 ×").arg(speed), std::abs(player.view().speed - speed) < 0.01,
                  [&player, speed] { player.setSpeed(speed); });
}

} // namespace

QMenu *makeTrackMenu(TrackKind kind, PlayerPresenter &player, ViewSettings &settings, QWidget *owner)
{
    QMenu *menu = newMenu(QStringLiteral("trackMenu"), owner);
    bool anySelected = false;
    int number = 0;
    const auto add = [&](const QString &text, int id, bool selected) {
        addChoice(menu, text, selected, [&player, kind, id] { player.selectTrack(kind, id); });
    };
    for (const playback::Track &track : player.view().tracks) {
        if (track.kind != kind)
            continue;
        // An ampersand in a stream's own words is no mnemonic.
        add(presenters::trackText(track, ++number).replace(QLatin1Char('&'), QLatin1String("&&")), track.id,
            track.selected);
        anySelected |= track.selected;
    }
    if (kind == TrackKind::Subtitle) {
        menu->addSeparator();
        add(Menus::tr("Off"), -1, !anySelected);
        addSubtitleChoices(menu, player, settings);
    }
    return menu;
}

QMenu *makePictureMenu(PlayerPresenter &player, ViewSettings &settings, QWidget *owner)
{
    QMenu *menu = newMenu(QStringLiteral("pictureMenu"), owner);
    QMenu *shapes = menu->addMenu(Menus::tr("Shape"));
    shapes->setObjectName(QStringLiteral("shapeMenu"));
    for (int i = 0; i < kAspects; ++i)
        addChoice(shapes, aspectText(Aspect(i)), settings.aspect() == Aspect(i),
                  [&settings, i] { settings.setAspect(Aspect(i)); });
    QMenu *deinterlace = menu->addMenu(Menus::tr("Deinterlacing"));
    deinterlace->setObjectName(QStringLiteral("deinterlaceMenu"));
    const std::pair<playback::Deinterlace, QString> modes[] = {
        {playback::Deinterlace::Auto, Menus::tr("Where the picture needs it")},
        {playback::Deinterlace::On, Menus::tr("Always")},
        {playback::Deinterlace::Off, Menus::tr("Never")}};
    for (const auto &[mode, text] : modes)
        addChoice(deinterlace, text, settings.picture().deinterlace == mode, [&settings, mode = mode] {
            playback::PictureOptions picture = settings.picture();
            picture.deinterlace = mode;
            settings.setPicture(picture);
        });
    addSpeeds(menu, player);
    return menu;
}

void chooseSubtitleFile(PlayerPresenter &player, QWidget *owner)
{
    auto *dialog = new QFileDialog(owner->window(), Menus::tr("Subtitles from a file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("subtitleFileDialog"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    QStringList patterns;
    for (const QString &ending : subtitleEndings())
        patterns << QStringLiteral("*.") + ending;
    dialog->setNameFilters(
        {Menus::tr("Subtitles (%1)").arg(patterns.join(QLatin1Char(' '))), Menus::tr("All files (*)")});
    QObject::connect(dialog, &QFileDialog::fileSelected, owner,
                     [&player](const QString &file) { player.addSubtitles(file); });
    dialog->open();
}

bool isSubtitleFile(const QString &name)
{
    const QStringList endings = subtitleEndings();
    return std::any_of(endings.begin(), endings.end(), [&](const QString &ending) {
        return name.endsWith(QLatin1Char('.') + ending, Qt::CaseInsensitive);
    });
}

} // namespace kanal::ui
