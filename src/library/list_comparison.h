// SPDX-License-Identifier: MIT
// What a new list changes in the one before it: which rows are new, gone, named anew. Panels renumber: what has another
// id but its old name in its old category is the same entry, neither new nor gone. Headings of live lists are no news.
//
// Costs a look-up a row while the rows arrive; what did not stay with its id is compared by name at the end. Nothing of
// it copies texts of rows that stayed.
#pragma once

#include "row_file_builder.h"
#include "row_snapshot.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace kanal::library
{

/// Rows of the list before and of the list after, each in the order of its list.
struct ListDifference {
    struct Pair {
        std::uint32_t before = 0, after = 0;
    };
    std::vector<std::uint32_t> added; ///< of the list after
    std::vector<std::uint32_t> gone;  ///< of the list before
    std::vector<Pair> renamed;        ///< same id, other name
    std::vector<Pair> moved;          ///< other id, same name and category; by `before`

    bool isEmpty() const { return added.empty() && gone.empty() && renamed.empty(); }
};

class ListComparison
{
public:
    explicit ListComparison(std::shared_ptr<const RowSnapshot> before);

    /// The next row of the new list that is no duplicate.
    void add(const Entry &entry);
    /// Once all rows are there; `after` has taken the same ones. An empty list before: everything is new.
    ListDifference finish(const RowFileBuilder &after);

private:
    void follow(const RowFileBuilder &after, ListDifference &difference);

    std::shared_ptr<const RowSnapshot> m_before;
    std::uint32_t m_rows = 0;
    std::uint32_t m_next = 0;                  ///< of the list before: behind the one found last
    std::vector<bool> m_stayed;                ///< of the list before: its id is still there
    std::vector<std::uint32_t> m_unknown;      ///< of the list after: ids that were not there before
    std::vector<ListDifference::Pair> m_same;  ///< same entry under its id, written in another way
    std::vector<ListDifference::Pair> m_other; ///< same id, perhaps dealt to another entry
};

} // namespace kanal::library
