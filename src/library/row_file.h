// SPDX-License-Identifier: MIT
// The read model on disk: one immutable file for each generation of a list, mapped when the list is shown.
//
//   header   who and when, where the sections are, their checksums; its own checksum last
//   text     every listed text of every row, one after another (written while the rows arrive)
//   records  one fixed-size record a row
//   names    "\n" + folded name of each row, then a last "\n": search is a scan of this blob. Where signs take words
//            apart, kJoined and those words written together follow the name ("spider man\x1f spiderman")
//   extras   the same for genre, year, cast and director
//   …        starts of the rows in both blobs, hash slots of the ids, categories and their rows
//
// Nothing in a file is believed: sections are checked against its size, indices against the sections at opening, and
// the texts of a record when they are asked for. A file that fails is not shown, and the list is fetched again.
#pragma once

#include "entry.h"
#include "mapped_file.h"
#include "plot_file.h"

#include <kanal/core/error.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>

namespace kanal::library
{

enum class Section : std::uint8_t {
    Text,
    Records,
    Names,
    NameStarts,
    Extras,
    ExtraStarts,
    IdSlots,
    Categories,
    CategoryStarts,
    CategoryRows,
    Terms,  ///< the distinct texts of category ids, see Record::category
    Labels, ///< the text of categories and terms
};
inline constexpr std::size_t kSections = 12;

struct RowFileHeader {
    std::array<char, 8> magic;
    std::uint32_t version;
    std::uint32_t kind;
    std::int64_t account;
    std::uint64_t generation;
    std::uint64_t stamp; ///< random; the same in SQLite: a file of another database with equal numbers is not ours
    std::int64_t refreshedAt;
    std::uint32_t rows;
    std::uint32_t categories;
    struct Place {
        std::uint64_t offset;
        std::uint64_t bytes;
        std::uint64_t checksum;
    };
    std::array<Place, kSections> sections;
    std::uint64_t checksum; ///< of all before
};
inline constexpr std::array<char, 8> kRowFileMagic = {'K', 'a', 'n', 'a', 'l', 'r', 'o', 'w'};
inline constexpr std::uint32_t kRowFileVersion =
    3; ///< 2: words written together, 3: plots; also changes with the folding
inline constexpr char kJoined = '\x1f';
inline constexpr std::uint64_t kRowFileTextOffset = 4096;

inline std::string_view withoutJoined(std::string_view foldedName)
{
    return foldedName.substr(0, std::min(foldedName.find(kJoined), foldedName.size()));
}

struct Record {
    std::int64_t time;
    std::uint32_t text; ///< where its texts begin
    std::int32_t number;
    std::int32_t years;
    float rating;
    std::uint32_t category; ///< term: the first category id
    std::uint32_t more;     ///< term: further ones, separated by '\n'
    std::uint32_t plot;     ///< where it begins in the file of plots
    std::array<std::uint16_t, kListedTexts> lengths;
    std::uint8_t form;
    std::uint8_t adult;
    std::uint16_t plotBytes;
};

struct LabelPlace {
    std::uint32_t offset;
    std::uint32_t bytes;
};

struct CategoryRecord {
    LabelPlace id;
    LabelPlace name;
    std::uint32_t count; ///< headings not counted
    std::uint32_t adult;
};

/// Stable for ever: it is in the files.
std::uint32_t idHash(std::string_view id);

/// An opened file whose indices have been checked.
class RowFile
{
public:
    enum class Check {
        Structure, ///< what safety needs, and the checksums of all indices
        Content,   ///< every checksum
    };
    static Result<RowFile> open(const std::filesystem::path &path, Check check);
    /// The header of a file that has the length it should have: a quick look.
    static std::optional<RowFileHeader> readHeader(const std::filesystem::path &path);
    /// No rows at all.
    RowFile() = default;

    const RowFileHeader &header() const { return m_header; }
    std::uint32_t rows() const { return m_header.rows; }

    Entry entry(std::uint32_t row) const;
    PlotPlace plotPlace(std::uint32_t row) const
    {
        return row < rows() ? PlotPlace{m_records[row].plot, m_records[row].plotBytes} : PlotPlace{};
    }
    bool isHeading(std::uint32_t row) const;
    bool isAdult(std::uint32_t row) const { return row < rows() && m_records[row].adult != 0; }
    std::string_view text(std::uint32_t row, EntryText which) const;
    std::optional<std::uint32_t> find(std::string_view id) const;

    std::span<const CategoryRecord> categories() const { return m_categories; }
    std::span<const std::uint32_t> rowsOf(std::uint32_t category) const;
    std::string_view label(LabelPlace place) const;

    std::string_view names() const { return m_names; }
    std::span<const std::uint32_t> nameStarts() const { return m_nameStarts; }
    std::string_view extras() const { return m_extras; }
    std::span<const std::uint32_t> extraStarts() const { return m_extraStarts; }

private:
    bool readSections(std::uint64_t fileBytes);
    bool checksumsMatch(Check check) const;
    bool indicesFit() const;
    std::string_view term(std::uint32_t index) const;
    std::span<const std::byte> section(Section which) const;
    template<class T>
    std::span<const T> items(Section which) const;

    MappedFile m_file;
    RowFileHeader m_header{};
    std::string_view m_text, m_names, m_extras, m_labels;
    std::span<const Record> m_records;
    std::span<const std::uint32_t> m_nameStarts, m_extraStarts, m_idSlots, m_categoryStarts, m_categoryRows;
    std::span<const CategoryRecord> m_categories;
    std::span<const LabelPlace> m_terms;
};

} // namespace kanal::library
