// SPDX-License-Identifier: MIT
#include "remembering_secret_store.h"

#include "operation.h"

#include <utility>

namespace kanal::session
{

RememberingSecretStore::RememberingSecretStore(std::unique_ptr<SecretStore> store)
    : m_store(std::move(store))
{
}

QFuture<Result<>> RememberingSecretStore::write(AccountId account, const std::string &password)
{
    const int change = changed(account).changes;
    QFuture<Result<>> written = m_store->write(account, password);
    whenDone(written, &m_context, [this, account, change, password](const Result<> &done) {
        if (done && m_known[account].changes == change)
            m_known[account].password = password;
    });
    return written;
}

QFuture<Result<std::string>> RememberingSecretStore::read(AccountId account)
{
    const Known &known = m_known[account];
    if (known.password)
        return readyAnswer(Result<std::string>(*known.password));
    QFuture<Result<std::string>> answer = m_store->read(account);
    whenDone(answer, &m_context, [this, account, change = known.changes](const Result<std::string> &password) {
        if (password && m_known[account].changes == change)
            m_known[account].password = *password;
    });
    return answer;
}

QFuture<Result<>> RememberingSecretStore::remove(AccountId account)
{
    changed(account);
    return m_store->remove(account);
}

RememberingSecretStore::Known &RememberingSecretStore::changed(AccountId account)
{
    Known &known = m_known[account];
    known.password.reset();
    ++known.changes;
    return known;
}

} // namespace kanal::session
