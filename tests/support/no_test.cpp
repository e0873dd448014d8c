// SPDX-License-Identifier: MIT
// The program that the tests' precompiled headers are made for has nothing of its own.
