// SPDX-License-Identifier: MIT
// rooms: playback core
// What servers say about a file, a refusal and their patience: "name: value" in lines behind the status and the place
// that was asked for. Whatever they say, places lie in a file and pauses end.
#include "content_range.h"
#include "fuzz_input.h"
#include "status_policy.h"

#include <kanal/core/text.h>

#include <limits>

using namespace kanal;
using namespace kanal::playback;

namespace
{

NetHead headOf(int status, std::string_view text)
{
    NetHead head;
    head.status = status;
    for (const std::string_view line : split(text, '\n'))
        if (const std::size_t colon = line.find(':'); colon != std::string_view::npos)
            head.headers.emplace_back(lowered(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1))));
    return head;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    FuzzInput input(data, size);
    const int status = input.byte() * 4 + input.byte() % 4;
    const std::int64_t askedFrom = input.number() & std::numeric_limits<std::int64_t>::max();
    const NetHead head = headOf((status & 1) != 0 ? 206 : status, input.rest());

    const BodyPlace place = placeOf(head, askedFrom);
    require(place.begin >= 0 && place.fileSize >= -1);
    require(head.status == 206 || place.begin == 0);
    const ContentRange range = parseContentRange(head.header("content-range"));
    require(range.first >= -1 && range.total >= -1 && (range.total < 0 || range.first <= range.total));
    const auto pause = head.retryAfter(std::chrono::sys_seconds(std::chrono::seconds(1'800'000'000)));
    require(!pause || (*pause >= std::chrono::seconds(0) && *pause <= std::chrono::hours(1)));
    require(validatorOf(head).find('\n') == std::string::npos);
    static_cast<void>(promisesRanges(head));

    for (const bool hasPlayed : {false, true})
        if (const auto refusal = refusalOf(head.status, {.hasPlayed = hasPlayed})) {
            Error error{*refusal, "refused"};
            error.httpStatus = head.status;
            const RetryRule rule = retryRule(error, {.hasPlayed = hasPlayed});
            require(rule.retries >= 0 && rule.atLeast >= std::chrono::milliseconds(0));
        }
    return 0;
}
