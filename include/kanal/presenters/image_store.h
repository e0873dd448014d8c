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

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace kanal::presenters
{

/// A picture as a list names it, and whose list that is; account 0: the active one's.
struct ImageWish {
    QString url;
    AccountId account;

    friend bool operator==(const ImageWish &, const ImageWish &) = default;
};

/// Whose pictures are shown.
struct ImagePanel {
    AccountId account;
    std::string server;    ///< "http://host:8080"
    std::string userAgent; ///< empty: Kanal's own default
};

struct ImagePace {
    /// What is not on disk is fetched once nothing new was asked for this long: while one types or scrolls on, most of
    /// what flies past is wanted no more a moment later, and requests cost the window its time (ADR 0030).
    std::chrono::milliseconds rest{60};
    /// From the request to the last byte: one that trickles is silent never, and would keep others waiting for ever.
    std::chrono::milliseconds deadline{15'000};
};

class ImageStore : public QObject
{
    Q_OBJECT

public:
    explicit ImageStore(const std::filesystem::path &cacheFolder, ImagePace pace = {}, QObject *parent = nullptr);
    ~ImageStore() override;

    /// The panels of all accounts, and which of them is active. A picture is asked for in the name its account goes by;
    /// one on a private or loopback host only when the account's panel is such a host, too.
    void setPanels(const std::vector<ImagePanel> &panels, AccountId active);
    /// The exceptions of all accounts: their panels' pictures come through them, too.
    void setAccepted(AcceptedCertificates certificates);
    /// Of every fetch from now on; before the first call, what the environment says.
    void setProxy(const ProxyRule &rule);
    /// What had no picture is asked for again: else it rests for a day, from one start to the next.
    void forgetMissing();
    /// The image fitted into this size (device pixels) when it is in memory; else null, and it is fetched: ready()
    /// follows if it can be had. An address without a host is one of the account's panel; 0: of the active account.
    QImage image(const QString &url, QSize size, AccountId account = {});
    /// These are the rows in view: they are asked for, and what else of this size is not here yet is dropped, but for
    /// what another view has. Nothing in it: the view is seen no more.
    void keepOnly(QSize size, const std::vector<ImageWish> &inView, const void *view = nullptr);

Q_SIGNALS:
    void ready(const QString &url);

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::presenters
