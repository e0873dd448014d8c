// SPDX-License-Identifier: MIT
// A list of a panel, from bytes as they arrive to batches of rows. No thread of its own, no Qt: Client feeds it, tests
// and the fuzzer feed it, too.
//
//     ListDecoder<ChannelRow> decoder(sink, now);
//     while (…) { auto room = decoder.room(); …read into room…; if (auto ok = decoder.commit(count); !ok) …; }
//     Result<ListReport> report = decoder.finish();
#pragma once

#include "list_splitter.h"
#include "row_makers.h"
#include "row_parser.h"

#include <kanal/core/error.h>
#include <kanal/core/limits.h>

#include <cstdint>
#include <functional>
#include <optional>

namespace kanal::xtream
{

/// As ListReport of client.h, which the decoders do not see because it speaks Qt.
struct ListCount {
    std::int64_t received = 0;
    std::int64_t kept = 0;
    std::int64_t skipped = 0;
    std::int64_t bytes = 0;
};

/// Large enough that a batch costs little, small enough to stay in the cache and to show the first rows early.
inline constexpr std::size_t kBatchBytes = 256 * 1024;

/// The part that is the same for every kind of row.
class ListDecoderBase
{
public:
    virtual ~ListDecoderBase() = default;

    std::span<char> room() { return m_splitter.room(); }
    /// Fails when the sink fails or a limit is passed.
    Result<> commit(std::size_t count);
    /// The document has ended. Fails with BadAnswer unless its outermost bracket was closed; a document that is no list
    /// but for an empty one ("null", "false", {}) fails with BadAnswer, too, and other() tells what it was. So does a
    /// list none of whose elements is a row that can be used: see refusal().
    Result<ListCount> finish();

    /// The beginning of a document that is no list; empty when it is one.
    std::string_view other() const;
    /// After finish(): the beginning of the elements, where there was no row that can be used.
    std::string_view refusal() const { return m_refusal; }

protected:
    ListDecoderBase(std::span<const FieldName> names, std::size_t batchBytes)
        : m_parser(names, m_arena)
        , m_batchBytes(batchBytes)
    {
    }

    /// Turns m_raw into a row of the pending batch; false when it cannot be used.
    virtual bool keepRow() = 0;
    /// Hands the pending rows out and forgets them.
    virtual Result<> flushRows() = 0;
    virtual void forgetRows() = 0;

    TextArena m_arena;
    RawRow m_raw;
    ListCount m_count;

private:
    void noteFirst(std::string_view element);
    std::optional<Result<>> decodeAhead();
    Result<> decodeReady();
    bool decodeTogether(char *text, std::size_t begin, std::size_t end, std::optional<std::size_t> elements = {});
    Result<> decodeApart(const char *text, std::span<const ListSplitter::Element> elements);
    Result<> decodeOne(std::string_view element);
    Result<> checkRows(std::size_t waiting = 0) const; ///< that they are not too many; `waiting`: not counted yet
    Result<> collectKeyed();
    Result<> decodeKeyed();

    ListSplitter m_splitter;
    RowParser m_parser;
    const std::size_t m_batchBytes;
    std::string m_scratch, m_firstElement, m_refusal;
    std::int64_t m_objects = 0;
    int m_missedGuesses = 0; ///< in a row

    /// Rows of { "10": …, "2": … }: held back to be sorted by their number.
    struct Keyed {
        std::uint64_t key = 0;
        std::size_t begin = 0;
        std::size_t length = 0;
    };
    std::vector<Keyed> m_keyed;
    std::string m_keyedText;
};

template<class Row>
class ListDecoder final : public ListDecoderBase
{
public:
    using Sink = std::function<Result<>(std::span<const Row>)>;

    /// `batchBytes`: what is decoded at a time. Tests know of small ones.
    ListDecoder(Sink sink, std::int64_t now, std::size_t batchBytes = kBatchBytes)
        : ListDecoderBase(RowMaker<Row>::names(), batchBytes)
        , m_sink(std::move(sink))
        , m_context{m_arena, now}
    {
        m_rows.reserve(1024);
    }

private:
    bool keepRow() override
    {
        const auto row = RowMaker<Row>::make(m_raw, m_context);
        if (row)
            m_rows.push_back(*row);
        return row.has_value();
    }

    Result<> flushRows() override
    {
        if (m_rows.empty())
            return {};
        m_count.kept += std::int64_t(m_rows.size());
        Result<> taken = m_sink(m_rows);
        forgetRows();
        return taken;
    }

    void forgetRows() override { m_rows.clear(); }

    Sink m_sink;
    MakerContext m_context;
    std::vector<Row> m_rows;
};

} // namespace kanal::xtream
