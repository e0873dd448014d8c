// SPDX-License-Identifier: MIT
// Logos and posters: loaded for rows in view, few at a time, cached on disk, decoded off the GUI thread. png, jpeg,
// webp and the first picture of a gif only; size and pixel limits of limits.h; credentials never leave with such a
// request. GUI thread.
#pragma once

#include <kanal/core/account.h>
#include <kanal/core/proxy.h>

#include <QImage>
#include <QObject>
#include <QSize>
#include <QString>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace kanal::presenters
{

class ImageStore : public QObject
{
    Q_OBJECT

public:
    explicit ImageStore(std::filesystem::path cacheFolder, QObject *parent = nullptr);
    ~ImageStore() override;

    /// The panel's own address ("http://host:8080"): pictures on private or loopback hosts are fetched only when it is
    /// such a host, too.
    void setPanel(const std::string &server);
    /// The exceptions of all accounts, for their pictures.
    void setAccepted(AcceptedCertificates certificates);
    /// Of every fetch from now on; before the first call, what the environment says.
    void setProxy(const ProxyRule &rule);
    /// The image fitted into this size (device pixels) when it is in memory; else null, and it is fetched: ready()
    /// follows if it can be had.
    QImage image(const QString &url, QSize size);
    /// Rows left the view: fetches that nobody asked for since the last call of this are dropped.
    void forgetUnseen();

Q_SIGNALS:
    void ready(const QString &url);

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::presenters
