// SPDX-License-Identifier: MIT
#include "detail_decoders.h"
#include "json_text.h"
#include "media_fields.h"

#include <kanal/core/limits.h>

namespace kanal::xtream
{

Result<MovieDetails> decodeMovieDetails(std::string_view body, std::string_view id)
{
    const auto json = parseJson(body);
    if (!json)
        return tl::unexpected(json.error());
    const Json &info = member(*json, "info");
    const Json &data = member(*json, "movie_data");
    const bool tells = (info.is_object() && !info.empty()) || (data.is_object() && !data.empty());
    if (!tells)
        return fail(ErrorKind::NotFound, "the panel knows nothing of this film", std::string(id));

    MovieDetails movie;
    movie.id = toId(JsonScalar(member(data, "stream_id")));
    if (movie.id.empty())
        movie.id = id;
    movie.name =
        firstText({&member(data, {"name", "title"}), &member(info, {"name", "o_name", "title"})}, limits::kNameBytes);
    movie.container = firstText({&member(data, "container_extension"), &member(info, "container_extension")}, 32);
    movie.plot = firstText({&member(info, "plot"), &member(info, "description")}, limits::kTextBytes);
    movie.genre = jsonText(member(info, "genre"), limits::kNameBytes);
    movie.cast = firstText({&member(info, "cast"), &member(info, "actors")}, limits::kTextBytes);
    movie.director = jsonText(member(info, "director"), limits::kNameBytes);
    movie.posterUrl = firstAddress({&member(info, "movie_image"), &member(info, "cover_big"), &member(info, "cover"),
                                    &member(data, "stream_icon")});
    movie.backdropUrl = firstAddress({&member(info, "backdrop_path"), &member(info, "backdrop")});
    movie.trailer = firstAddress({&member(info, "youtube_trailer"), &member(info, "trailer")});
    movie.country = jsonText(member(info, "country"), limits::kNameBytes);
    movie.year = firstYear({&member(info, "releasedate"), &member(info, "release_date"), &member(info, "releaseDate"),
                            &member(info, "year"), &member(data, "year")});
    movie.durationSeconds = durationOf(info);
    movie.rating = ratingOf(info);
    movie.tmdbId = toId(JsonScalar(member(info, {"tmdb_id", "tmdb"})));
    if (movie.tmdbId == "0")
        movie.tmdbId.clear();
    return movie;
}

} // namespace kanal::xtream
