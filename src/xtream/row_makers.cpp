// SPDX-License-Identifier: MIT
#include "row_makers.h"

#include "adult_words.h"
#include "shown_text.h"

#include <kanal/core/limits.h>
#include <kanal/core/text.h>

#include <algorithm>
#include <limits>
#include <string>

namespace kanal::xtream
{

namespace
{

/// Nothing where it cannot be used.
std::string_view usableId(std::string_view id)
{
    const bool usable = id.size() <= limits::kIdBytes &&
                        std::none_of(id.begin(), id.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; });
    return usable ? id : std::string_view();
}

std::string_view idOf(const RawRow &raw)
{
    return usableId(toId(raw[Field::Id]));
}

/// A row without a name is shown by its id: dropping it would hide a channel that plays.
std::string_view nameOf(const RawRow &raw, std::string_view id, TextArena &arena)
{
    std::string_view name = shownText(raw[Field::Name], limits::kNameBytes, arena);
    if (name.empty())
        name = shownText(raw[Field::Title], limits::kNameBytes, arena);
    return name.empty() ? arena.keep(std::string(1, '#').append(id)) : name;
}

std::int32_t numberOf(const RawRow &raw)
{
    const auto number = toInt64(raw[Field::Number]).value_or(0);
    return number > 0 && number <= std::numeric_limits<std::int32_t>::max() ? std::int32_t(number) : 0;
}

std::int64_t timeOf(const RawRow &raw, const MakerContext &context)
{
    constexpr std::int64_t kTolerance = 24 * 3600;
    const auto time = toTime(raw[Field::Added]);
    return time && *time <= context.now + kTolerance ? *time : 0;
}

float ratingOf(const RawRow &raw)
{
    auto rating = toDouble(raw[Field::Rating]);
    if (!rating || *rating <= 0)
        if ((rating = toDouble(raw[Field::RatingOf5])))
            rating = *rating * 2;
    return rating && *rating > 0 ? float(std::min(*rating, 10.0)) : 0;
}

std::int32_t yearOf(const RawRow &raw, std::string_view name)
{
    if (const auto year = toYear(raw[Field::Year]))
        return year;
    if (const auto year = toYear(raw[Field::Released]))
        return year;
    const auto open = name.rfind('('); // "Title (1999)"
    return open != std::string_view::npos && name.size() >= open + 6 && name[open + 5] == ')'
               ? toYear(Scalar::of(name.substr(open + 1, 4)))
               : 0;
}

/// The first category and the others. `category_ids` may hold ids that `category_id` does not, and the other way round.
template<class Row>
void setCategories(Row &row, const RawRow &raw, TextArena &arena)
{
    row.categoryId = usableId(toId(raw[Field::CategoryId]));
    if (row.categoryId.empty() && !raw.categoryIds.empty())
        row.categoryId = usableId(raw.categoryIds.front());
    std::vector<std::string_view> others; // most rows have none
    std::string more;
    for (const std::string_view id : raw.categoryIds) {
        if (others.size() + 1 == limits::kCategoriesOfRow)
            break;
        if (usableId(id).empty() || id == row.categoryId || std::find(others.begin(), others.end(), id) != others.end())
            continue;
        others.push_back(id);
        more.append(more.empty() ? "" : "\n").append(id);
    }
    row.moreCategoryIds = arena.keep(more);
}

bool isAdult(const RawRow &raw, std::string_view name, NameOf what)
{
    return toBool(raw[Field::Adult]).value_or(false) || namesAdultContent(name, what);
}

std::int32_t archiveDaysOf(const RawRow &raw)
{
    constexpr std::int64_t kMost = 365;
    if (!toBool(raw[Field::Archive]).value_or(false))
        return 0;
    // An archive of unknown length is at least a day; 900 days are a typing error.
    return std::int32_t(std::clamp<std::int64_t>(toInt64(raw[Field::ArchiveDays]).value_or(1), 1, kMost));
}

/// Three marks may decorate what plays; what has nothing else to show for itself, or wears more of them, is a heading.
bool isHeading(std::string_view name, bool bare)
{
    const std::size_t marks = headingMarks(name);
    return marks >= 5 || (marks >= 3 && bare);
}

LiveForm formOf(const RawRow &raw, std::string_view name, const ChannelRow &row)
{
    if (isHeading(name, row.logoUrl.empty() && row.guideId.empty()))
        return LiveForm::Heading;
    const std::string_view type = toText(raw[Field::Type]);
    return type.starts_with("radio") ? LiveForm::Radio : LiveForm::Television;
}

constexpr FieldName kCategoryNames[] = {
    {"category_id", Field::Id}, {"category_name", Field::Name}, {"name", Field::Title}, {"is_adult", Field::Adult}};

constexpr FieldName kChannelNames[] = {{"stream_id", Field::Id},
                                       {"name", Field::Name},
                                       {"title", Field::Title},
                                       {"num", Field::Number},
                                       {"stream_type", Field::Type},
                                       {"stream_icon", Field::Image},
                                       {"thumbnail", Field::Image},
                                       {"epg_channel_id", Field::GuideId},
                                       {"added", Field::Added},
                                       {"category_id", Field::CategoryId},
                                       {"category_ids", Field::CategoryIds},
                                       {"tv_archive", Field::Archive},
                                       {"tv_archive_duration", Field::ArchiveDays},
                                       {"is_adult", Field::Adult}};

constexpr FieldName kMovieNames[] = {{"stream_id", Field::Id},
                                     {"name", Field::Name},
                                     {"title", Field::Title},
                                     {"num", Field::Number},
                                     {"stream_icon", Field::Image},
                                     {"cover", Field::Image},
                                     {"added", Field::Added},
                                     {"category_id", Field::CategoryId},
                                     {"category_ids", Field::CategoryIds},
                                     {"container_extension", Field::Container},
                                     {"is_adult", Field::Adult},
                                     {"rating", Field::Rating},
                                     {"rating_5based", Field::RatingOf5},
                                     {"genre", Field::Genre},
                                     {"cast", Field::Cast},
                                     {"director", Field::Director},
                                     {"plot", Field::Plot},
                                     {"year", Field::Year},
                                     {"release_date", Field::Released},
                                     {"releaseDate", Field::Released}};

constexpr FieldName kSeriesNames[] = {{"series_id", Field::Id},
                                      {"name", Field::Name},
                                      {"title", Field::Title},
                                      {"num", Field::Number},
                                      {"cover", Field::Image},
                                      {"stream_icon", Field::Image},
                                      {"last_modified", Field::Added},
                                      {"category_id", Field::CategoryId},
                                      {"category_ids", Field::CategoryIds},
                                      {"is_adult", Field::Adult},
                                      {"rating", Field::Rating},
                                      {"rating_5based", Field::RatingOf5},
                                      {"genre", Field::Genre},
                                      {"cast", Field::Cast},
                                      {"director", Field::Director},
                                      {"plot", Field::Plot},
                                      {"year", Field::Year},
                                      {"release_date", Field::Released},
                                      {"releaseDate", Field::Released},
                                      {"backdrop_path", Field::Backdrop},
                                      {"youtube_trailer", Field::Trailer},
                                      {"trailer", Field::Trailer}};

/// What films and series have in common.
template<class Row>
void setShared(Row &row, const RawRow &raw, MakerContext &context)
{
    row.name = nameOf(raw, row.id, context.arena);
    setCategories(row, raw, context.arena);
    row.posterUrl = addressText(raw[Field::Image]);
    row.genre = shownText(raw[Field::Genre], limits::kNameBytes, context.arena);
    row.cast = shownText(raw[Field::Cast], limits::kTextBytes, context.arena);
    row.director = shownText(raw[Field::Director], limits::kNameBytes, context.arena);
    row.plot = shownText(raw[Field::Plot], limits::kTextBytes, context.arena);
    row.number = numberOf(raw);
    row.year = yearOf(raw, row.name);
    row.rating = ratingOf(raw);
    row.adult = isAdult(raw, row.name, NameOf::Title);
    row.heading = isHeading(row.name, row.posterUrl.empty() && row.plot.empty());
}

} // namespace

std::span<const FieldName> RowMaker<CategoryRow>::names()
{
    return kCategoryNames;
}
std::span<const FieldName> RowMaker<ChannelRow>::names()
{
    return kChannelNames;
}
std::span<const FieldName> RowMaker<MovieRow>::names()
{
    return kMovieNames;
}
std::span<const FieldName> RowMaker<SeriesRow>::names()
{
    return kSeriesNames;
}

std::optional<CategoryRow> RowMaker<CategoryRow>::make(const RawRow &raw, MakerContext &context)
{
    CategoryRow row;
    row.id = idOf(raw);
    if (row.id.empty())
        return {};
    row.name = nameOf(raw, row.id, context.arena);
    row.adult = isAdult(raw, row.name, NameOf::Category);
    return row;
}

std::optional<ChannelRow> RowMaker<ChannelRow>::make(const RawRow &raw, MakerContext &context)
{
    ChannelRow row;
    row.id = idOf(raw);
    if (row.id.empty())
        return {};
    row.name = nameOf(raw, row.id, context.arena);
    setCategories(row, raw, context.arena);
    row.logoUrl = addressText(raw[Field::Image]);
    row.guideId = toText(raw[Field::GuideId]);
    row.number = numberOf(raw);
    row.archiveDays = archiveDaysOf(raw);
    row.added = timeOf(raw, context);
    row.form = formOf(raw, row.name, row);
    row.adult = isAdult(raw, row.name, NameOf::Channel);
    return row;
}

std::optional<MovieRow> RowMaker<MovieRow>::make(const RawRow &raw, MakerContext &context)
{
    MovieRow row;
    row.id = idOf(raw);
    if (row.id.empty())
        return {};
    setShared(row, raw, context);
    row.container = toText(raw[Field::Container]);
    row.added = timeOf(raw, context);
    return row;
}

std::optional<SeriesRow> RowMaker<SeriesRow>::make(const RawRow &raw, MakerContext &context)
{
    SeriesRow row;
    row.id = idOf(raw);
    if (row.id.empty())
        return {};
    setShared(row, raw, context);
    row.backdropUrl = addressText(raw[Field::Backdrop]);
    row.trailer = addressText(raw[Field::Trailer]);
    row.modified = timeOf(raw, context);
    return row;
}

} // namespace kanal::xtream
