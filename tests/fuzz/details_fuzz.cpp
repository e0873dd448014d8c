// SPDX-License-Identifier: MIT
// rooms: xtream core
// The small answers: film, series, guide, sign-in; and what people paste.
#include "detail_decoders.h"
#include "fuzz_input.h"
#include "login_classifier.h"

#include <kanal/core/redact.h>
#include <kanal/core/url.h>
#include <kanal/xtream/pasted_login.h>

using namespace kanal;
using namespace kanal::xtream;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    FuzzInput input(data, size);
    const std::uint8_t which = input.byte();
    const std::string_view text = input.rest();
    switch (which % 6) {
    case 0:
        (void)decodeMovieDetails(text, "7");
        break;
    case 1:
        (void)decodeSeriesDetails(text);
        break;
    case 2:
        (void)decodeGuide(text, "7");
        break;
    case 3:
        (void)classifyLogin({which % 2 ? 200 : 404, text, "text/html", "30"}, std::chrono::sys_seconds{});
        break;
    case 4:
        (void)parsePastedLogin(text);
        break;
    default:
        (void)redact(text);
        (void)Url::parse(text);
    }
    return 0;
}
