// SPDX-License-Identifier: MIT
// The settings that exist so far. Each takes effect at once.
#pragma once

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace kanal::presenters
{
class ProxyPresenter;
}

namespace kanal::ui
{

class ViewSettings;

class SettingsPage : public QWidget
{
    Q_OBJECT

public:
    SettingsPage(ViewSettings &settings, presenters::ProxyPresenter &proxy, QWidget *parent = nullptr);

Q_SIGNALS:
    void keysRequested();

private:
    QWidget *makeCard(const QString &title, QFormLayout *form);
    QFormLayout *makeAppearance();
    QFormLayout *makeLive();
    QFormLayout *makeLists();
    QFormLayout *makePicture();
    QFormLayout *makeSound();
    QFormLayout *makeSubtitles();
    QFormLayout *makeNetwork();
    void render();
    void renderProxy();

    ViewSettings &m_settings;
    presenters::ProxyPresenter &m_proxy;
    QComboBox *m_proxySource = nullptr;
    QLineEdit *m_proxyAddress = nullptr;
    QLabel *m_proxyNotice = nullptr;
    QComboBox *m_theme = nullptr;
    QCheckBox *m_reducedMotion = nullptr;
    QComboBox *m_playOn = nullptr;
    QCheckBox *m_atStart = nullptr;
    QCheckBox *m_wrap = nullptr;
    QComboBox *m_refresh = nullptr;
    QCheckBox *m_hideAdult = nullptr;
    QComboBox *m_aspect = nullptr;
    QComboBox *m_deinterlace = nullptr;
    QCheckBox *m_hardware = nullptr;
    QComboBox *m_levelling = nullptr;
    QComboBox *m_output = nullptr;
    QComboBox *m_delay = nullptr;
    QComboBox *m_soundLanguage = nullptr;
    QComboBox *m_quality = nullptr;
    QComboBox *m_subtitleLanguage = nullptr;
    QComboBox *m_subtitleScale = nullptr;
};

} // namespace kanal::ui
