// SPDX-License-Identifier: MIT
// An object library needs one source of its own; the assets are added by CMake.
