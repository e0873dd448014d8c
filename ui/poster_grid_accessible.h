// SPDX-License-Identifier: MIT
// What a screen reader sees of a wall of posters: a list whose children are the titles. Qt knows this of its own views
// only.
#pragma once

class QModelIndex;

namespace kanal::ui
{

class PosterGrid;

/// Once is enough; further calls do nothing.
void makePosterGridsAccessible();
/// The current title has the focus, or another one became current: it is read out.
void sayCurrentPoster(PosterGrid &grid, const QModelIndex &index);

} // namespace kanal::ui
