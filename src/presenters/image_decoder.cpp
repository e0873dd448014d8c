// SPDX-License-Identifier: MIT
#include "image_decoder.h"

#include <kanal/core/limits.h>

#include <QBuffer>
#include <QImageReader>

namespace kanal::presenters
{

QByteArray imageFormat(const QByteArray &bytes)
{
    if (bytes.startsWith(QByteArrayView("\x89PNG\r\n\x1a\n", 8)))
        return QByteArrayLiteral("png");
    if (bytes.startsWith("\xff\xd8\xff"))
        return QByteArrayLiteral("jpeg");
    if (bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a"))
        return QByteArrayLiteral("gif");
    if (bytes.startsWith("RIFF") && bytes.mid(8, 4) == "WEBP")
        return QByteArrayLiteral("webp");
    return {};
}

QImage decodeImage(const QByteArray &bytes, QSize box)
{
    const QByteArray format = imageFormat(bytes);
    if (format.isEmpty() || bytes.size() > qsizetype(limits::kLogoBytes) || box.isEmpty())
        return {};
    QBuffer buffer;
    buffer.setData(bytes);
    if (!buffer.open(QIODevice::ReadOnly))
        return {};
    QImageReader reader(&buffer, format);
    reader.setAutoDetectImageFormat(false); // no other decoder gets a look at it
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (size.isEmpty() || size.width() > limits::kLogoPixels || size.height() > limits::kLogoPixels)
        return {};
    // jpeg decodes straight to an eighth, a quarter or half; twice the box keeps the last step smooth.
    const QSize twice = size.scaled(box * 2, Qt::KeepAspectRatio);
    if (format == "jpeg" && twice.width() < size.width() && !twice.isEmpty())
        reader.setScaledSize(twice);
    QImage image = reader.read();
    if (image.isNull())
        return {};
    if (image.width() > box.width() || image.height() > box.height()) {
        const QSize fitted = image.size().scaled(box, Qt::KeepAspectRatio).expandedTo({1, 1});
        image = image.scaled(fitted, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    }
    // What the painter blends fastest, made here and not with every repaint.
    return image.convertToFormat(image.hasAlphaChannel() ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
}

} // namespace kanal::presenters
