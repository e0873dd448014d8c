// SPDX-License-Identifier: MIT
#include "overlays.h"

#include "channel_delegate.h"
#include "icons.h"
#include "row_painting.h"

#include <kanal/presenters/image_store.h>
#include <kanal/presenters/stream_health.h>
#include <kanal/presenters/track_text.h>

#include <QLocale>
#include <QPainter>

namespace kanal::ui
{

using presenters::NowPlaying;

OverlayCard::OverlayCard(const QString &name, QWidget *parent)
    : QWidget(parent)
{
    setObjectName(name);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setPalette(paletteOf(Tokens::dark()));
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void OverlayCard::paintCard(QPainter &painter) const
{
    const Tokens tokens = Tokens::dark();
    QColor fill = tokens.window;
    fill.setAlphaF(0.94F);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(tokens.line); // an edge on dark pictures
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::kDialogRadius,
                            metrics::kDialogRadius);
}

// --- the channel card

namespace
{

constexpr int kZapMs = 4000;

/// The card of a small picture is smaller, so that there is still a picture to see.
struct CardMeasures {
    int height, numberText, nameText, margin;
    QSize logo;
};
constexpr CardMeasures kRoomy{88, 30, metrics::kHeadlineText, 20, {72, 54}};
constexpr CardMeasures kCompact{64, 22, metrics::kTitleText, 14, {56, 42}};
constexpr int kRoomyFrom = 800;

const CardMeasures &measuresIn(const QWidget &picture)
{
    return picture.width() >= kRoomyFrom ? kRoomy : kCompact;
}

} // namespace

ZapOverlay::ZapOverlay(presenters::ImageStore &images, QWidget *parent)
    : OverlayCard(QStringLiteral("zapOverlay"), parent)
    , m_images(images)
{
    m_hide.setSingleShot(true);
    m_hide.setInterval(kZapMs);
    connect(&m_hide, &QTimer::timeout, this, &QWidget::hide);
    connect(&images, &presenters::ImageStore::ready, this, [this](const QString &url) {
        if (url == m_now.logoUrl)
            update();
    });
}

void ZapOverlay::setNow(const NowPlaying &now)
{
    m_now = now;
    setAccessibleName(now.title);
    update();
}

void ZapOverlay::setStatus(const QString &status)
{
    if (m_status == status)
        return;
    m_status = status;
    update();
}

void ZapOverlay::appear()
{
    m_hide.start();
    show();
    raise();
    update();
}

QString ZapOverlay::title() const
{
    return m_now.title;
}

QSize ZapOverlay::sizeHint() const
{
    const CardMeasures &m = measuresIn(*parentWidget());
    const auto widthOf = [this](const QString &text, int pixels) {
        return QFontMetrics(sized(font(), pixels, Weight::Bold)).horizontalAdvance(text);
    };
    const int number = m_now.number > 0 ? widthOf(QString::number(m_now.number), m.numberText) + m.margin : 0;
    const int star = m_now.favourite ? 36 : 0;
    const int status = QFontMetrics(sized(font(), metrics::kBaseText)).horizontalAdvance(m_status);
    const int text = std::max({m.logo.width() * 3, widthOf(m_now.title, m.nameText), status}) + 8;
    return {m.margin + number + m.logo.width() + 16 + text + star + m.margin, m.height};
}

void ZapOverlay::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    paintCard(painter);
    const Tokens tokens = Tokens::dark();
    const CardMeasures &m = measuresIn(*parentWidget());
    int left = m.margin;
    if (m_now.number > 0) {
        const QFont font = sized(this->font(), m.numberText, Weight::Bold);
        const QString number = QString::number(m_now.number);
        const int width = QFontMetrics(font).horizontalAdvance(number);
        paintText(painter, QRect(left, 0, width + 2, height()), number, font, tokens.accent);
        left += width + m.margin;
    }
    const QRect logoBox(QPoint(left, (height() - m.logo.height()) / 2), m.logo);
    paintLogo(painter, logoBox);
    left = logoBox.right() + 17;
    QRect text(left, 0, width() - left - m.margin, height());
    if (m_now.favourite) {
        painter.drawPixmap(QPoint(width() - m.margin - 20, (height() - 20) / 2),
                           iconPixmap(QStringLiteral("star-filled"), tokens.catchup, 20, devicePixelRatioF()));
        text.setRight(text.right() - 28);
    }
    const QFont nameFont = sized(font(), m.nameText, Weight::Bold);
    if (m_status.isEmpty()) {
        paintText(painter, text, m_now.title, nameFont, tokens.text);
        return;
    }
    const int middle = height() * 9 / 16;
    paintText(painter, QRect(text.left(), middle - 32, text.width(), 30), m_now.title, nameFont, tokens.text);
    paintText(painter, QRect(text.left(), middle, text.width(), 18), m_status, sized(font(), metrics::kBaseText),
              tokens.secondary);
}

void ZapOverlay::paintLogo(QPainter &painter, const QRect &box)
{
    const QSize wanted = ChannelDelegate::logoSize(devicePixelRatioF());
    const QImage logo = m_now.logoUrl.isEmpty() ? QImage() : m_images.image(m_now.logoUrl, wanted);
    if (logo.isNull()) {
        paintAvatar(painter, box, m_now.initials, m_now.title, AvatarShape::Rounded);
        return;
    }
    const Tokens tokens = Tokens::dark();
    painter.setBrush(mixed(tokens.raised, tokens.text, 0.08));
    painter.setPen(Qt::NoPen);
    painter.drawRoundedRect(box, metrics::kRowRadius, metrics::kRowRadius);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    QRect target(QPoint(), logo.size().scaled(box.size() - QSize(10, 10), Qt::KeepAspectRatio));
    target.moveCenter(box.center());
    painter.drawImage(target, logo);
}

// --- notes and digits

NoteOverlay::NoteOverlay(const QString &name, Size size, QWidget *parent)
    : OverlayCard(name, parent)
    , m_size(size)
{
    m_hide.setSingleShot(true);
    connect(&m_hide, &QTimer::timeout, this, &QWidget::hide);
}

void NoteOverlay::say(const QString &text, int forMs)
{
    m_text = text;
    setAccessibleName(text);
    if (text.isEmpty()) {
        hide();
        return;
    }
    updateGeometry();
    resize(sizeHint());
    show();
    raise();
    update();
    if (forMs > 0)
        m_hide.start(forMs);
    else
        m_hide.stop();
}

QString NoteOverlay::text() const
{
    return m_text;
}

QSize NoteOverlay::sizeHint() const
{
    const bool large = m_size == Size::Large;
    const QFont font = sized(this->font(), large ? 40 : 14, large ? Weight::Bold : Weight::Medium);
    const QFontMetrics measure(font);
    return {measure.horizontalAdvance(m_text) + (large ? 48 : 32), large ? 68 : 36};
}

void NoteOverlay::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    paintCard(painter);
    const bool large = m_size == Size::Large;
    paintText(painter, rect().adjusted(8, 0, -8, 0), m_text,
              sized(font(), large ? 40 : 14, large ? Weight::Bold : Weight::Medium), Tokens::dark().text,
              Qt::AlignCenter);
}

// --- the spinner

namespace
{
constexpr int kSpinnerDelayMs = 400;
constexpr int kSpinnerTurnMs = 60;
constexpr int kSpokes = 12;
} // namespace

Spinner::Spinner(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("spinner"));
    setAccessibleName(tr("Loading"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
    m_appear.setSingleShot(true);
    m_appear.setInterval(kSpinnerDelayMs);
    m_turn.setInterval(kSpinnerTurnMs);
    connect(&m_appear, &QTimer::timeout, this, [this] {
        show();
        raise();
        if (motionWanted())
            m_turn.start();
    });
    connect(&m_turn, &QTimer::timeout, this, [this] {
        m_step = (m_step + 1) % kSpokes;
        update();
    });
}

void Spinner::setWaiting(bool waiting)
{
    if (!waiting) {
        m_appear.stop();
        hide();
    } else if (!isVisible() && !m_appear.isActive()) {
        m_appear.start();
    }
}

QSize Spinner::sizeHint() const
{
    return {56, 56};
}

void Spinner::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 140));
    painter.drawEllipse(rect());
    painter.translate(QRectF(rect()).center());
    for (int spoke = 0; spoke < kSpokes; ++spoke) {
        QColor colour = Qt::white;
        colour.setAlphaF(0.15F + 0.85F * float((spoke - m_step + 2 * kSpokes) % kSpokes) / kSpokes);
        painter.save();
        painter.rotate(360.0 * spoke / kSpokes);
        painter.setBrush(colour);
        painter.drawRoundedRect(QRectF(-1.5, -19, 3, 8), 1.5, 1.5);
        painter.restore();
    }
}

void Spinner::hideEvent(QHideEvent *event)
{
    m_turn.stop();
    QWidget::hideEvent(event);
}

// --- statistics

namespace
{
constexpr int kStatsWidth = 470;
constexpr int kStatsValueLeft = 136;
constexpr int kStatsValueWidth = kStatsWidth - kStatsValueLeft - 12;

/// A sentence in as many rows as it takes; the first has the name.
std::vector<StatsOverlay::Row> rowsOf(const QString &name, const QString &sentence, const QFont &font)
{
    std::vector<StatsOverlay::Row> rows;
    for (const QString &line : wrappedLines(sentence, font, kStatsValueWidth))
        rows.push_back({rows.empty() ? name : QString(), line});
    return rows;
}
} // namespace

StatsOverlay::StatsOverlay(const presenters::PlayerPresenter &player, QWidget *parent)
    : OverlayCard(QStringLiteral("statsOverlay"), parent)
    , m_player(player)
{
    m_timer.setInterval(500);
    connect(&m_timer, &QTimer::timeout, this, &StatsOverlay::refresh);
}

QSize StatsOverlay::sizeHint() const
{
    return {kStatsWidth, 28 + 18 * int(m_rows.size())};
}

void StatsOverlay::refresh()
{
    const playback::PlayerStats s = m_player.stats();
    const QLocale locale;
    const auto ms = [&](const std::optional<double> &value) {
        return value ? tr("%1 ms").arg(locale.toString(*value, 'f', 0)) : QStringLiteral("–");
    };
    m_rows = {
        {tr("Picture"), presenters::streamText(m_player.view().tracks)},
        {tr("Decoder"), QString::fromStdString(s.videoDecoder)},
        {tr("Container"), QString::fromStdString(s.container)},
        {tr("Sound"), QString::fromStdString(s.audioOutput)},
        {tr("Input"),
         tr("%1 kb/s, %2 read").arg(locale.toString(s.inputKbps, 'f', 0), locale.formattedDataSize(s.bytes))},
        {tr("Buffer"), tr("%1 s").arg(locale.toString(s.bufferedSeconds, 'f', 2))},
        {tr("Pictures"),
         tr("%1 shown, %2 dropped, %3 repeated").arg(s.framesShown).arg(s.framesDropped).arg(s.framesRepeated)},
        {tr("Sound and picture"),
         s.skewSamples > 0 ? tr("%1 ms (%2 … %3)")
                                 .arg(locale.toString(s.skewMeanMs, 'f', 1), locale.toString(s.skewMinMs, 'f', 0),
                                      locale.toString(s.skewMaxMs, 'f', 0))
                           : QStringLiteral("–")},
        {tr("Interruptions"), tr("%1 pauses (%2 ms), %3 reconnects")
                                  .arg(s.rebuffers)
                                  .arg(locale.toString(s.rebufferMs, 'f', 0))
                                  .arg(s.reconnects)},
        {tr("Start"), tr("connected %1, first byte %2").arg(ms(s.phases.connect), ms(s.phases.firstByte))},
        {QString(), tr("key picture %1, picture %2, sound %3")
                        .arg(ms(s.phases.firstKey), ms(s.phases.firstPicture), ms(s.phases.firstSound))},
    };
    const std::vector<Row> trouble =
        rowsOf(tr("Trouble"), presenters::streamHealth(s), sized(font(), metrics::kCaptionText));
    m_rows.insert(m_rows.begin(), trouble.begin(), trouble.end());
    if (size() != sizeHint())
        resize(sizeHint().boundedTo(parentWidget()->size()));
    update();
}

void StatsOverlay::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    paintCard(painter);
    const Tokens tokens = Tokens::dark();
    const QFont font = sized(this->font(), metrics::kCaptionText);
    int top = 14;
    for (const Row &row : m_rows) {
        paintText(painter, QRect(16, top, 116, 18), row.name, font, tokens.secondary);
        paintText(painter, QRect(kStatsValueLeft, top, width() - kStatsValueLeft - 12, 18), row.value, font,
                  tokens.text);
        top += 18;
    }
}

void StatsOverlay::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
    m_timer.start();
}

void StatsOverlay::hideEvent(QHideEvent *event)
{
    m_timer.stop();
    QWidget::hideEvent(event);
}

} // namespace kanal::ui
