// SPDX-License-Identifier: MIT
// The rows the user hid, and those that are for adults. Pure.
#pragma once

#include <kanal/library/catalogue_store.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace kanal::presenters
{

/// Those that are in the catalogue, in its order.
std::vector<std::uint32_t> hiddenRows(const library::CatalogueSnapshot &snapshot, const std::set<std::string> &ids);
bool isAdult(const library::CatalogueSnapshot &snapshot, std::uint32_t row);
/// `gone` is sorted.
void dropRows(std::vector<std::uint32_t> &rows, const std::vector<std::uint32_t> &gone);

} // namespace kanal::presenters
