// SPDX-License-Identifier: MIT
#include "settings_page.h"

#include "controls.h"
#include "theme.h"
#include "view_settings.h"

#include <kanal/presenters/proxy_presenter.h>

#include <QFormLayout>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>

namespace kanal::ui
{

using presenters::ProxyView;

namespace
{

constexpr int kCardWidth = 720;
constexpr int kLabelWidth = 180;
constexpr int kAddressWidth = 360;

QComboBox *comboBox(const QString &name, const QString &label, std::initializer_list<std::pair<QString, int>> choices)
{
    auto *box = new ChoiceBox;
    box->setObjectName(name);
    box->setAccessibleName(label);
    box->setMinimumWidth(240);
    for (const auto &[text, value] : choices)
        box->addItem(text, value);
    return box;
}

void choose(QComboBox *box, const QVariant &value)
{
    const QSignalBlocker blocker(box);
    box->setCurrentIndex(box->findData(value));
}

QComboBox *languageBox(const QString &name, const QString &label, const QString &none)
{
    QComboBox *box = comboBox(name, label, {});
    box->addItem(none, QString());
    for (const auto &[code, language] : presenters::commonLanguages())
        box->addItem(language, code);
    return box;
}

void check(QCheckBox *box, bool on)
{
    const QSignalBlocker blocker(box);
    box->setChecked(on);
}

QFormLayout *makeForm()
{
    auto *form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(24);
    form->setVerticalSpacing(10);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    return form;
}

/// Labels of every card end at the same column, and stand in the middle of their row.
void addRow(QFormLayout *form, const QString &text, QWidget *field)
{
    auto *label = new QLabel(text);
    label->setFixedWidth(kLabelWidth);
    label->setMinimumHeight(field->sizeHint().height());
    label->setBuddy(field);
    form->addRow(label, field);
}

} // namespace

SettingsPage::SettingsPage(ViewSettings &settings, presenters::ProxyPresenter &proxy, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_proxy(proxy)
{
    setObjectName(QStringLiteral("settingsPage"));
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    outer->addWidget(scroll);
    auto *body = new QWidget(scroll);
    body->setObjectName(QStringLiteral("scrollBody"));
    scroll->setWidget(body);
    auto *rows = new QVBoxLayout(body);
    rows->setContentsMargins(32, 24, 32, 24);
    rows->setSpacing(12);
    auto *title = new QLabel(tr("Settings"), body);
    title->setObjectName(QStringLiteral("pageTitle"));
    rows->addWidget(title);
    rows->addWidget(makeCard(tr("Appearance"), makeAppearance()));
    rows->addWidget(makeCard(tr("Live TV"), makeLive()));
    rows->addWidget(makeCard(tr("Lists"), makeLists()));
    rows->addWidget(makeCard(tr("Picture"), makePicture()));
    rows->addWidget(makeCard(tr("Sound"), makeSound()));
    rows->addWidget(makeCard(tr("Subtitles"), makeSubtitles()));
    rows->addWidget(makeCard(tr("Network"), makeNetwork()));
    auto *buttons = new QHBoxLayout;
    auto *keys = new QPushButton(tr("Show every key"), body);
    keys->setObjectName(QStringLiteral("keysButton"));
    auto *reset = new QPushButton(tr("Reset these settings"), body);
    reset->setObjectName(QStringLiteral("resetSettingsButton"));
    connect(keys, &QPushButton::clicked, this, &SettingsPage::keysRequested);
    connect(reset, &QPushButton::clicked, &settings, &ViewSettings::reset);
    connect(reset, &QPushButton::clicked, this, [this] { m_proxy.choose(ProxyView::Source::Environment); });
    buttons->addWidget(keys);
    buttons->addWidget(reset);
    buttons->addStretch();
    rows->addLayout(buttons);
    rows->addStretch();
    connect(&settings, &ViewSettings::changed, this, &SettingsPage::render);
    connect(&proxy, &presenters::ProxyPresenter::viewChanged, this, &SettingsPage::renderProxy);
    render();
    renderProxy();
}

QWidget *SettingsPage::makeCard(const QString &title, QFormLayout *form)
{
    auto *card = new QFrame;
    card->setObjectName(QStringLiteral("card"));
    card->setMaximumWidth(kCardWidth);
    auto *rows = new QVBoxLayout(card);
    rows->setContentsMargins(20, 16, 20, 16);
    rows->setSpacing(12);
    auto *label = new QLabel(title, card);
    label->setObjectName(QStringLiteral("sectionTitle"));
    rows->addWidget(label);
    rows->addLayout(form);
    return card;
}

QFormLayout *SettingsPage::makeAppearance()
{
    QFormLayout *form = makeForm();
    m_theme = comboBox(QStringLiteral("themeCombo"), tr("Theme"),
                       {{tr("As the system"), int(ThemeChoice::System)},
                        {tr("Dark"), int(ThemeChoice::Dark)},
                        {tr("Light"), int(ThemeChoice::Light)}});
    connect(m_theme, &QComboBox::currentIndexChanged, this,
            [this] { m_settings.setTheme(ThemeChoice(m_theme->currentData().toInt())); });
    addRow(form, tr("Theme"), m_theme);
    m_reducedMotion = new CheckBox(tr("Keep still what need not move"));
    m_reducedMotion->setObjectName(QStringLiteral("reducedMotionCheck"));
    connect(m_reducedMotion, &QCheckBox::toggled, this, [this](bool on) {
        m_settings.setMotion(on ? ViewSettings::Motion::Reduced : ViewSettings::Motion::AsSystem);
    });
    addRow(form, tr("Motion"), m_reducedMotion);
    return form;
}

QFormLayout *SettingsPage::makeLive()
{
    QFormLayout *form = makeForm();
    m_playOn = comboBox(QStringLiteral("playOnCombo"), tr("A channel plays on"),
                        {{tr("one click"), int(ViewSettings::PlayOn::OneClick)},
                         {tr("a double click"), int(ViewSettings::PlayOn::DoubleClick)}});
    connect(m_playOn, &QComboBox::currentIndexChanged, this,
            [this] { m_settings.setPlayOn(ViewSettings::PlayOn(m_playOn->currentData().toInt())); });
    addRow(form, tr("A channel plays on"), m_playOn);
    m_atStart = new CheckBox(tr("Play the last channel"));
    m_atStart->setObjectName(QStringLiteral("playAtStartCheck"));
    connect(m_atStart, &QCheckBox::toggled, this, [this](bool on) {
        m_settings.setAtStart(on ? ViewSettings::AtStart::LastChannel : ViewSettings::AtStart::Nothing);
    });
    addRow(form, tr("At start"), m_atStart);
    m_wrap = new CheckBox(tr("Go on at the other end of the list"));
    m_wrap->setObjectName(QStringLiteral("wrapCheck"));
    connect(m_wrap, &QCheckBox::toggled, this,
            [this](bool on) { m_settings.setEnds(on ? ViewSettings::Ends::Wrap : ViewSettings::Ends::Stop); });
    addRow(form, tr("Channel up and down"), m_wrap);
    return form;
}

QFormLayout *SettingsPage::makeLists()
{
    QFormLayout *form = makeForm();
    m_refresh = comboBox(QStringLiteral("refreshCombo"), tr("Refresh lists"),
                         {{tr("at every start"), -1},
                          {tr("every hour"), 1},
                          {tr("every 3 hours"), 3},
                          {tr("every 12 hours"), 12},
                          {tr("once a day"), 24},
                          {tr("only when asked"), 0}});
    connect(m_refresh, &QComboBox::currentIndexChanged, this,
            [this] { m_settings.setRefreshHours(m_refresh->currentData().toInt()); });
    addRow(form, tr("Refresh lists"), m_refresh);
    m_hideAdult = new CheckBox(tr("Hide adult entries"));
    m_hideAdult->setObjectName(QStringLiteral("hideAdultCheck"));
    m_hideAdult->setToolTip(tr("Takes what is marked 18+ out of every list and out of the search, of all accounts."));
    connect(m_hideAdult, &QCheckBox::toggled, this,
            [this](bool on) { m_settings.setAdult(on ? ViewSettings::Adult::Hidden : ViewSettings::Adult::Shown); });
    addRow(form, tr("For adults"), m_hideAdult);
    return form;
}

QFormLayout *SettingsPage::makePicture()
{
    QFormLayout *form = makeForm();
    m_aspect = comboBox(QStringLiteral("aspectCombo"), tr("Shape"), {});
    for (int i = 0; i < kAspects; ++i)
        m_aspect->addItem(aspectText(Aspect(i)), i);
    connect(m_aspect, &QComboBox::currentIndexChanged, this,
            [this] { m_settings.setAspect(Aspect(m_aspect->currentData().toInt())); });
    addRow(form, tr("Shape"), m_aspect);
    m_deinterlace = comboBox(QStringLiteral("deinterlaceCombo"), tr("Deinterlacing"),
                             {{tr("where the picture needs it"), int(playback::Deinterlace::Auto)},
                              {tr("always"), int(playback::Deinterlace::On)},
                              {tr("never"), int(playback::Deinterlace::Off)}});
    connect(m_deinterlace, &QComboBox::currentIndexChanged, this, [this] {
        playback::PictureOptions picture = m_settings.picture();
        picture.deinterlace = playback::Deinterlace(m_deinterlace->currentData().toInt());
        m_settings.setPicture(picture);
    });
    addRow(form, tr("Deinterlacing"), m_deinterlace);
    m_quality = comboBox(QStringLiteral("qualityCombo"), tr("Quality"),
                         {{tr("as line and screen allow"), int(playback::Quality::Auto)},
                          {tr("the best there is"), int(playback::Quality::Best)},
                          {tr("sparing with data"), int(playback::Quality::Sparing)}});
    connect(m_quality, &QComboBox::currentIndexChanged, this, [this] {
        playback::PictureOptions picture = m_settings.picture();
        picture.quality = playback::Quality(m_quality->currentData().toInt());
        m_settings.setPicture(picture);
    });
    addRow(form, tr("Quality"), m_quality);
    m_hardware = new CheckBox(tr("Let the graphics card decode, from the next channel on"));
    m_hardware->setObjectName(QStringLiteral("hardwareDecodingCheck"));
    connect(m_hardware, &QCheckBox::toggled, this, [this](bool on) {
        playback::PictureOptions picture = m_settings.picture();
        picture.hardware = on ? playback::HardwareDecoding::Auto : playback::HardwareDecoding::Off;
        m_settings.setPicture(picture);
    });
    addRow(form, tr("Hardware decoding"), m_hardware);
    return form;
}

QFormLayout *SettingsPage::makeSound()
{
    QFormLayout *form = makeForm();
    m_soundLanguage = languageBox(QStringLiteral("soundLanguageCombo"), tr("Language"), tr("as the stream has it"));
    connect(m_soundLanguage, &QComboBox::currentIndexChanged, this,
            [this] { m_settings.setSoundLanguage(m_soundLanguage->currentData().toString()); });
    addRow(form, tr("Language"), m_soundLanguage);
    m_levelling = comboBox(QStringLiteral("levellingCombo"), tr("Even loudness"),
                           {{tr("off"), int(playback::Levelling::Off)},
                            {tr("light"), int(playback::Levelling::Light)},
                            {tr("strong"), int(playback::Levelling::Strong)}});
    addRow(form, tr("Even loudness"), m_levelling);
    m_output = comboBox(QStringLiteral("soundOutputCombo"), tr("Speakers"),
                        {{tr("as the device"), int(playback::SoundOutput::Auto)},
                         {tr("mono"), int(playback::SoundOutput::Mono)},
                         {tr("stereo"), int(playback::SoundOutput::Stereo)},
                         {tr("5.1"), int(playback::SoundOutput::Surround)}});
    addRow(form, tr("Speakers"), m_output);
    m_delay = comboBox(QStringLiteral("soundDelayCombo"), tr("Sound and picture"), {});
    const int most = int(playback::kMostSoundDelay.count());
    for (int ms = -most; ms <= most; ms += 50)
        m_delay->addItem(presenters::soundDelayText(std::chrono::milliseconds(ms)), ms);
    addRow(form, tr("Sound and picture"), m_delay);
    for (QComboBox *box : {m_levelling, m_output, m_delay})
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            m_settings.setSound({.levelling = playback::Levelling(m_levelling->currentData().toInt()),
                                 .delay = std::chrono::milliseconds(m_delay->currentData().toInt()),
                                 .output = playback::SoundOutput(m_output->currentData().toInt())});
        });
    return form;
}

QFormLayout *SettingsPage::makeSubtitles()
{
    QFormLayout *form = makeForm();
    m_subtitleLanguage =
        languageBox(QStringLiteral("subtitleLanguageCombo"), tr("Show subtitles in"), tr("none, until I choose them"));
    connect(m_subtitleLanguage, &QComboBox::currentIndexChanged, this,
            [this] { m_settings.setSubtitleLanguage(m_subtitleLanguage->currentData().toString()); });
    addRow(form, tr("Show subtitles in"), m_subtitleLanguage);
    m_subtitleScale = comboBox(QStringLiteral("subtitleScaleCombo"), tr("Size"), {});
    for (const int percent : {60, 80, 100, 125, 150, 200})
        m_subtitleScale->addItem(tr("%1 %").arg(percent), percent);
    connect(m_subtitleScale, &QComboBox::currentIndexChanged, this,
            [this] { m_settings.setSubtitleScale(m_subtitleScale->currentData().toInt() / 100.0); });
    addRow(form, tr("Size"), m_subtitleScale);
    return form;
}

QFormLayout *SettingsPage::makeNetwork()
{
    QFormLayout *form = makeForm();
    m_proxySource = comboBox(QStringLiteral("proxyCombo"), tr("Proxy"),
                             {{tr("as this computer says"), int(ProxyView::Source::Environment)},
                              {tr("none"), int(ProxyView::Source::None)},
                              {tr("this one"), int(ProxyView::Source::Address)}});
    m_proxySource->setToolTip(
        tr("For streams, lists and pictures. As this computer says: by http_proxy, https_proxy, all_proxy and "
           "no_proxy. What is on this computer itself is never asked for through a proxy."));
    connect(m_proxySource, &QComboBox::currentIndexChanged, this,
            [this] { m_proxy.choose(ProxyView::Source(m_proxySource->currentData().toInt())); });
    addRow(form, tr("Proxy"), m_proxySource);
    m_proxyAddress = new QLineEdit;
    m_proxyAddress->setObjectName(QStringLiteral("proxyAddressEdit"));
    m_proxyAddress->setAccessibleName(tr("Address of the proxy"));
    m_proxyAddress->setPlaceholderText(QStringLiteral("http://proxy.example:3128"));
    m_proxyAddress->setMinimumWidth(kAddressWidth);
    connect(m_proxyAddress, &QLineEdit::editingFinished, this, [this] {
        if (m_proxyAddress->isModified())
            m_proxy.setAddress(m_proxyAddress->text());
    });
    addRow(form, tr("Address"), m_proxyAddress);
    m_proxyNotice = new QLabel;
    m_proxyNotice->setObjectName(QStringLiteral("proxyNotice"));
    m_proxyNotice->setWordWrap(true);
    form->addRow(m_proxyNotice);
    return form;
}

void SettingsPage::renderProxy()
{
    const ProxyView &view = m_proxy.view();
    choose(m_proxySource, int(view.source));
    m_proxyAddress->setEnabled(view.source == ProxyView::Source::Address);
    m_proxyAddress->setText(view.address); // with a password it is typed, never shown
    m_proxyNotice->setText(view.notice);
    m_proxyNotice->setVisible(!view.notice.isEmpty());
}

void SettingsPage::render()
{
    choose(m_aspect, int(m_settings.aspect()));
    choose(m_deinterlace, int(m_settings.picture().deinterlace));
    choose(m_quality, int(m_settings.picture().quality));
    check(m_hardware, m_settings.picture().hardware == playback::HardwareDecoding::Auto);
    const playback::SoundOptions sound = m_settings.sound();
    choose(m_levelling, int(sound.levelling));
    choose(m_output, int(sound.output));
    choose(m_delay, int(sound.delay.count()));
    choose(m_soundLanguage, m_settings.soundLanguage());
    choose(m_subtitleLanguage, m_settings.subtitleLanguage());
    choose(m_subtitleScale, qRound(m_settings.subtitleScale() * 100));
    choose(m_theme, int(m_settings.theme()));
    check(m_reducedMotion, m_settings.motion() == ViewSettings::Motion::Reduced);
    choose(m_playOn, int(m_settings.playOn()));
    choose(m_refresh, m_settings.refreshHours());
    check(m_hideAdult, m_settings.adult() == ViewSettings::Adult::Hidden);
    check(m_atStart, m_settings.atStart() == ViewSettings::AtStart::LastChannel);
    check(m_wrap, m_settings.ends() == ViewSettings::Ends::Wrap);
}

} // namespace kanal::ui
