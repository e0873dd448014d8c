// SPDX-License-Identifier: MIT
#include "entry.h"

namespace kanal::library
{

Entry entryOf(const ChannelRow &row)
{
    Entry entry;
    entry.texts = {row.id, row.name, row.logoUrl, row.guideId, {}, {}, {}, {}, row.categoryId, row.moreCategoryIds, {}};
    entry.time = row.added;
    entry.number = row.number;
    entry.years = row.archiveDays;
    entry.form = row.form;
    entry.adult = row.adult;
    return entry;
}

Entry entryOf(const MovieRow &row)
{
    Entry entry;
    entry.texts = {row.id,       row.name, row.posterUrl,  row.container,       {},      row.genre,
                   row.director, row.cast, row.categoryId, row.moreCategoryIds, row.plot};
    entry.time = row.added;
    entry.number = row.number;
    entry.years = row.year;
    entry.rating = row.rating;
    entry.form = row.heading ? LiveForm::Heading : LiveForm::Television;
    entry.adult = row.adult;
    return entry;
}

Entry entryOf(const SeriesRow &row)
{
    Entry entry;
    entry.texts = {row.id,       row.name, row.posterUrl,  row.trailer,         row.backdropUrl, row.genre,
                   row.director, row.cast, row.categoryId, row.moreCategoryIds, row.plot};
    entry.time = row.modified;
    entry.number = row.number;
    entry.years = row.year;
    entry.rating = row.rating;
    entry.form = row.heading ? LiveForm::Heading : LiveForm::Television;
    entry.adult = row.adult;
    return entry;
}

ChannelRow channelOf(const Entry &entry)
{
    return {.id = entry.text(EntryText::Id),
            .name = entry.text(EntryText::Name),
            .categoryId = entry.text(EntryText::Category),
            .moreCategoryIds = entry.text(EntryText::MoreCategories),
            .logoUrl = entry.text(EntryText::Image),
            .guideId = entry.text(EntryText::Tag),
            .number = entry.number,
            .archiveDays = entry.years,
            .added = entry.time,
            .form = entry.form,
            .adult = entry.adult};
}

MovieRow movieOf(const Entry &entry)
{
    return {.id = entry.text(EntryText::Id),
            .name = entry.text(EntryText::Name),
            .categoryId = entry.text(EntryText::Category),
            .moreCategoryIds = entry.text(EntryText::MoreCategories),
            .posterUrl = entry.text(EntryText::Image),
            .container = entry.text(EntryText::Tag),
            .genre = entry.text(EntryText::Genre),
            .cast = entry.text(EntryText::Cast),
            .director = entry.text(EntryText::Director),
            .plot = entry.text(EntryText::Plot),
            .number = entry.number,
            .year = entry.years,
            .added = entry.time,
            .rating = entry.rating,
            .adult = entry.adult,
            .heading = entry.form == LiveForm::Heading};
}

SeriesRow seriesOf(const Entry &entry)
{
    return {.id = entry.text(EntryText::Id),
            .name = entry.text(EntryText::Name),
            .categoryId = entry.text(EntryText::Category),
            .moreCategoryIds = entry.text(EntryText::MoreCategories),
            .posterUrl = entry.text(EntryText::Image),
            .backdropUrl = entry.text(EntryText::Link),
            .genre = entry.text(EntryText::Genre),
            .cast = entry.text(EntryText::Cast),
            .director = entry.text(EntryText::Director),
            .plot = entry.text(EntryText::Plot),
            .trailer = entry.text(EntryText::Tag),
            .number = entry.number,
            .year = entry.years,
            .modified = entry.time,
            .rating = entry.rating,
            .adult = entry.adult,
            .heading = entry.form == LiveForm::Heading};
}

std::string_view shortened(std::string_view text, std::size_t bytes)
{
    if (text.size() <= bytes)
        return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80)
        --bytes;
    return text.substr(0, bytes);
}

} // namespace kanal::library
