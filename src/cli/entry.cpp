// SPDX-License-Identifier: MIT
#include "entry.h"

#include "context.h"

#include <kanal/session/stream_resolver.h>

namespace kanal::cli
{

Result<MediaRequest> resolved(Context &context, const std::string &text)
{
    const Result<session::PlayableEntry> entry = session::parseEntry(text);
    if (!entry)
        return tl::unexpected(entry.error());
    if (std::holds_alternative<session::AddressEntry>(*entry))
        return session::makeRequest(*entry, {}, {}, {}, {});
    const Result<Account> account = context.account();
    if (!account)
        return tl::unexpected(account.error());
    return context.await((*context.services())->resolver().resolve(account->id, *entry));
}

} // namespace kanal::cli
