// SPDX-License-Identifier: MIT
// Cuts a list of a panel into its elements while it arrives. Reads straight into its own buffer, looks at each byte
// once, and hands out elements as views into that buffer, so that a list of 150 MB needs less than a megabyte. Who
// parses them anyway may let it guess where the last of them ends, and not look at all.
//
//     auto room = splitter.room();                 // read from the socket into it
//     splitter.commit(read);
//     for (auto element : splitter.elements()) …   // once enough is there
//     splitter.release();
#pragma once

#include <kanal/core/error.h>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kanal::xtream
{

class ListSplitter
{
public:
    /// What the document turned out to be.
    enum class Shape {
        Unknown, ///< nothing but blanks so far
        Array,   ///< [ … ]
        Keyed,   ///< { "0": …, "2": … }: an array of PHP that has holes
        Other,   ///< no list: text() is its beginning
    };

    /// An element of an array, somewhere in the buffer.
    struct Element {
        std::size_t begin = 0;
        std::size_t length = 0;
    };

    static constexpr std::size_t kRoom = 64 * 1024; ///< what room() offers at least
    static constexpr std::size_t kPadding = 64;     ///< readable bytes behind everything handed out

    ListSplitter();

    std::span<char> room();
    /// What room() offers without growing the buffer.
    std::size_t freeBytes() const { return m_buffer.size() - kPadding - m_end; }
    /// Takes `count` bytes that were put into room(), and looks at them.
    void commit(std::size_t count);
    /// The same, but inside an array they are only looked at by look().
    void hold(std::size_t count);
    void look();
    /// What hold() took and look() has not seen.
    std::size_t heldBytes() const { return m_end - m_cursor; }

    /// All from the first element that is not complete, up to what looks like the end of one. Where that was none (it
    /// stood in a text, or deeper), the whole is no list of JSON. Empty: nothing looks like one, or something has to be
    /// looked at first.
    Element ahead() const;
    /// They were one.
    void skipAhead(const Element &elements);

    Shape shape() const { return m_shape; }
    /// The outermost bracket was closed.
    bool closed() const { return m_state == State::Closed; }
    /// A wrong bracket closed the list.
    bool broken() const { return m_state == State::Broken; }
    /// Other: a notice, and behind it an empty list or object that the document ends with.
    bool endsWithEmptyList() const;
    /// Other: the first bytes of the document (at most 64 KiB and a little).
    std::string_view text() const;

    /// The complete elements in the buffer, in order. Valid until release().
    std::span<const Element> elements() const { return m_elements; }
    std::size_t elementBytes() const;
    char *data() { return m_buffer.data(); }
    /// Forgets elements() and makes room.
    void release();

    /// Elements that were dropped for their size.
    std::int64_t oversized() const { return m_oversized; }

private:
    enum class State { Prefix, List, Closed, Broken, Collecting };

    void readPrefix();
    bool startArray(std::size_t at);
    bool startObject(std::size_t at);
    bool skipNoise(std::size_t at);
    void scan();
    void skipString();
    void endElement(std::size_t end);
    void dropOversized();
    void keepFrom(std::size_t begin);
    void forgetNoise();

    std::string m_buffer; // [0] is never text: the bracket in front of a batch is written there
    std::size_t m_end = 1;
    std::size_t m_cursor = 1; // everything before it was looked at
    std::size_t m_elementBegin = 1;
    std::vector<Element> m_elements;
    State m_state = State::Prefix;
    Shape m_shape = Shape::Unknown;
    int m_depth = 0; // below the list itself
    bool m_inString = false;
    bool m_escaped = false;    // the last byte looked at was a backslash in a string
    bool m_discarding = false; // inside an element that is too large
    std::int64_t m_oversized = 0;
};

} // namespace kanal::xtream
