// SPDX-License-Identifier: MIT
// What the user said of the categories of a list, as one text of user.db: a line each. Pure.
#pragma once

#include <kanal/library/catalogue_store.h>

#include <string>
#include <string_view>
#include <vector>

namespace kanal::session
{

/// The newest that are kept of a list.
inline constexpr std::size_t kJudgements = 500;

std::string textOf(const std::vector<library::CategoryJudgement> &judgements);
/// Lines that are none are skipped.
std::vector<library::CategoryJudgement> judgementsOf(std::string_view text);
/// The word on this category in place of an earlier one.
void put(std::vector<library::CategoryJudgement> &judgements, const library::CategoryJudgement &judgement);

} // namespace kanal::session
