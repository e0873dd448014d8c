// SPDX-License-Identifier: MIT
// rooms: library core
// A profile as a damaged disk may give it back: whatever was done to user.db, catalogue.db, a mapped list or its plots,
// the library opens (restored or begun anew), can be read to its end and written to.
//
// The input: which file, whether its sums are made to fit again, then edits: two bytes place, one how, one what.
#include "checksum.h"
#include "fuzz_input.h"
#include "row_file.h"

#include <kanal/core/log.h>
#include <kanal/library/account_store.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/library/library.h>
#include <kanal/library/user_store.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <unistd.h>

using namespace kanal;
using namespace kanal::library;

namespace
{

namespace fs = std::filesystem;
using Bytes = std::vector<char>;

constexpr EntryKind kKinds[] = {EntryKind::Live, EntryKind::Movie};
constexpr std::chrono::sys_seconds kNow{std::chrono::seconds(1'800'000'000)};

Bytes contentOf(const fs::path &file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path &file, const Bytes &bytes)
{
    std::ofstream(file, std::ios::binary | std::ios::trunc).write(bytes.data(), std::streamsize(bytes.size()));
}

bool storeList(Library &library, AccountId account, EntryKind kind)
{
    auto refresh = library.catalogue().beginRefresh(account, kind);
    require(refresh.has_value());
    const CategoryRow categories[] = {{.id = "1", .name = "News"}, {.id = "2", .name = "Late", .adult = true}};
    const ChannelRow channels[] = {{.id = "1", .name = "One", .categoryId = "1"},
                                   {.id = "2", .name = "Spider-Man", .categoryId = "2", .moreCategoryIds = "1"},
                                   {.id = "3", .name = "Three"}};
    const MovieRow films[] = {{.id = "7", .name = "Alpha", .categoryId = "1", .genre = "Drama", .plot = "A plot."},
                              {.id = "8", .name = "Beta", .cast = "Ada", .year = 1999}};
    require((*refresh)->addCategories(categories).has_value());
    require((kind == EntryKind::Live ? (*refresh)->addChannels(channels) : (*refresh)->addMovies(films)).has_value());
    return (*refresh)->commit(kNow, CatalogueRefresh::Trust::Believe).has_value();
}

/// Damage that is found only when a list is to be shown costs one refresh; the next begins with a new catalogue.
void store(Library &library, AccountId account)
{
    bool whole = true;
    for (int attempt = 0; attempt < 2; ++attempt) {
        whole = true;
        for (const EntryKind kind : kKinds)
            whole &= storeList(library, account, kind);
        if (whole)
            return;
    }
    require(whole);
}

/// A small profile, made once; each input gets a copy of it.
class Profile
{
public:
    Profile()
    {
        const fs::path memory = "/dev/shm";
        std::error_code ignored;
        m_folder = (fs::is_directory(memory, ignored) ? memory : fs::temp_directory_path()) /
                   ("kanal-fuzz-store-" + std::to_string(getpid()));
        fs::remove_all(m_folder, ignored);
        {
            auto library = Library::open(m_folder / "whole");
            require(library.has_value());
            const auto account = (*library)->accounts().add({.name = "Home", .server = "http://panel.example"});
            require(account.has_value());
            store(**library, *account);
            const EntryShape shape{{*account, EntryKind::Live, "1"}, "One", "", "News"};
            require((*library)->user().setFavourite(shape, true).has_value());
            require((*library)->user().noteWatched(shape, kNow).has_value());
        }
        for (const auto &item : fs::recursive_directory_iterator(m_folder / "whole"))
            if (item.is_regular_file() && item.path().filename() != "kanal.lock")
                m_files.push_back(fs::relative(item.path(), m_folder / "whole"));
        std::sort(m_files.begin(), m_files.end());
    }
    ~Profile()
    {
        std::error_code ignored;
        fs::remove_all(m_folder, ignored);
    }

    const fs::path &file(std::size_t which) const { return m_files[which % m_files.size()]; }
    fs::path freshCopy() const
    {
        const fs::path copy = m_folder / "copy";
        std::error_code ignored;
        fs::remove_all(copy, ignored);
        fs::copy(m_folder / "whole", copy, fs::copy_options::recursive);
        return copy;
    }

private:
    fs::path m_folder;
    std::vector<fs::path> m_files;
};

void edit(Bytes &bytes, FuzzInput &input)
{
    while (!input.empty() && !bytes.empty()) {
        const std::size_t at = (std::size_t(input.byte()) << 8 | input.byte()) % bytes.size();
        const std::uint8_t how = input.byte();
        const char value = char(input.byte());
        switch (how % 4) {
        case 0:
            bytes[at] = value;
            break;
        case 1:
            bytes[at] = char(bytes[at] ^ value);
            break;
        case 2:
            bytes.resize(at);
            break;
        default:
            std::fill_n(bytes.begin() + std::ptrdiff_t(at), std::min<std::size_t>(512, bytes.size() - at), value);
        }
    }
}

/// Sums that fit, so that what they guard is looked at, too.
void mendSums(Bytes &bytes)
{
    RowFileHeader header;
    if (bytes.size() < sizeof header)
        return;
    std::memcpy(&header, bytes.data(), sizeof header);
    const auto all = std::as_bytes(std::span(bytes));
    for (RowFileHeader::Place &place : header.sections)
        if (place.offset <= all.size() && place.bytes <= all.size() - place.offset)
            place.checksum = RunningChecksum::of(all.subspan(place.offset, place.bytes));
    header.checksum = checksum(std::as_bytes(std::span(&header, 1)).first(offsetof(RowFileHeader, checksum)));
    std::memcpy(bytes.data(), &header, sizeof header);
}

std::size_t readList(const CatalogueSnapshot &list)
{
    std::size_t touched = 0;
    for (std::uint32_t row = 0; row < list.size() && row < 1000; ++row) {
        const ChannelRow channel = list.channel(row);
        const MovieRow film = list.movie(row);
        touched += channel.name.size() + channel.moreCategoryIds.size() + film.cast.size() + list.id(row).size();
        touched += list.find(list.id(row)).has_value();
    }
    for (std::uint32_t index = 0; index < list.categoryCount() && index < 1000; ++index)
        touched += list.category(index).name.size() + list.filter("spider", list.rowsOf(index)).size();
    return touched + list.search("spider-man", 5).size() + list.search("ada 1999", 5).size();
}

std::size_t readEverything(Library &library, AccountId account)
{
    std::size_t touched = library.notices().size();
    for (const EntryKind kind : kKinds) {
        for (const AdultEntries adult : {AdultEntries::Shown, AdultEntries::Hidden})
            if (const auto list = library.catalogue().snapshot(account, kind, adult))
                touched += readList(**list);
        touched += library.catalogue().plot(account, kind, "7").has_value();
        touched += library.catalogue().news(account, kind, {}).has_value();
        touched += library.user().marked(account, kind).has_value();
        touched += library.user().positions(account, kind).has_value();
    }
    return touched;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const bool quiet = [] {
        log::setSink([](log::Level, std::string_view, std::string_view) {});
        return true;
    }();
    static const Profile profile;
    [[maybe_unused]] static volatile std::size_t sink;
    FuzzInput input(data, size);
    const fs::path folder = profile.freshCopy();
    const fs::path file = folder / profile.file(input.byte());
    const bool mended = input.byte() % 2 == 1 && file.extension() == ".rows";
    Bytes bytes = contentOf(file);
    edit(bytes, input);
    if (mended)
        mendSums(bytes);
    write(file, bytes);

    auto library = Library::open(folder);
    if (!library) { // the one file that is no damage: one that a newer Kanal wrote
        require(quiet && library.error().detail.find("newer Kanal") != std::string::npos);
        return 0;
    }
    const auto accounts = (*library)->accounts().all();
    const AccountId first = accounts && !accounts->empty() ? accounts->front().id : AccountId{1};
    sink = readEverything(**library, first);
    const auto account = (*library)->accounts().add({.name = "Again", .server = "http://other.example"});
    require(account.has_value());
    store(**library, *account);
    require((*(*library)->catalogue().snapshot(*account, EntryKind::Live))->size() == 3);
    return 0;
}
