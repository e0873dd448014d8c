// SPDX-License-Identifier: MIT
// The proxy as the settings show it, and its way to everything that opens connections. GUI thread.
#pragma once

#include <QObject>
#include <QString>

#include <memory>

namespace kanal::session
{
class Services;
}

namespace kanal::presenters
{

class ImageStore;
class PlayerPresenter;

struct ProxyView {
    enum class Source { Environment, None, Address } source = Source::Environment;
    QString address; ///< without a password; what was typed where that was refused
    QString notice;  ///< what is wrong with it, or happened to its password; empty: nothing
};

class ProxyPresenter : public QObject
{
    Q_OBJECT

public:
    /// `player` and `images` follow from now on; all three must outlive it.
    ProxyPresenter(session::Services &services, PlayerPresenter &player, ImageStore &images, QObject *parent = nullptr);
    ~ProxyPresenter() override;

    const ProxyView &view() const;
    void choose(ProxyView::Source source);
    void setAddress(const QString &address);

Q_SIGNALS:
    void viewChanged();

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::presenters
