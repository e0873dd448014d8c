// SPDX-License-Identifier: MIT
// rooms: playback core
// Subtitle files of strangers, their letters encoded in anything: lines out of them, and no more than there may be.
#include "fuzz_input.h"
#include "subtitle_file.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include <unistd.h>

extern "C" {
#include <libavutil/log.h>
}

using namespace kanal::playback;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    [[maybe_unused]] static const bool quiet = (av_log_set_level(AV_LOG_QUIET), true);
    static constexpr const char *kEndings[] = {".srt", ".ass", ".vtt", ".sub", ".smi", ".mpl"};
    static const std::string stem =
        (std::filesystem::temp_directory_path() / ("kanal-fuzz-subtitles-" + std::to_string(getpid()))).string();
    FuzzInput input(data, size);
    const std::filesystem::path path = stem + kEndings[input.byte() % std::size(kEndings)];
    const std::string text(input.rest());
    {
        std::ofstream file(path, std::ios::binary | std::ios::trunc);
        file.write(text.data(), std::streamsize(text.size()));
    }
    const auto read = readSubtitleFile(path);
    std::filesystem::remove(path);
    if (read && (read->items.empty() || read->items.size() > 60'000))
        std::abort();
    return 0;
}
