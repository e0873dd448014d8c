// SPDX-License-Identifier: MIT
// From the entry someone typed to what the engine plays.
#pragma once

#include <kanal/core/error.h>
#include <kanal/core/media_request.h>

#include <string>

namespace kanal::cli
{

class Context;

/// A plain address needs no profile; everything else is looked up in the chosen account.
Result<MediaRequest> resolved(Context &context, const std::string &entry);

} // namespace kanal::cli
