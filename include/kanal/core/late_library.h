// SPDX-License-Identifier: MIT
// Parts of the program that are libraries of their own and are loaded when they are needed first: what drags a hundred
// other libraries behind it must not stand between a click and the window. They lie beside our other libraries, or
// beside the program.
#pragma once

#include <kanal/core/error.h>

#include <string>

/// What such a library gives out.
#ifdef _WIN32
#define KANAL_GIVEN_OUT extern "C" __declspec(dllexport)
#else
#define KANAL_GIVEN_OUT extern "C" __attribute__((visibility("default")))
#endif

namespace kanal
{

/// The address of `symbol` in our library `name` ("kanal-engine"), which is loaded for it and stays loaded. Any thread;
/// takes tens of milliseconds the first time. Unsupported with the system's own words where it is missing or broken;
/// the log says so, too.
Result<void *> findInLateLibrary(const std::string &name, const char *symbol);

} // namespace kanal
