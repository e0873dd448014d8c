// SPDX-License-Identifier: MIT
#include "serial_writer.h"
#include "text.h"

#include <kanal/core/log.h>
#include <kanal/library/user_store.h>
#include <kanal/presenters/settings.h>

#include <map>
#include <optional>
#include <utility>

namespace kanal::presenters
{

struct Settings::Data {
    using Name = std::pair<AccountId, std::string>;

    library::UserStore &store;
    std::map<Name, std::string> written; ///< by us, perhaps not on disk yet
    std::map<Name, std::string> waiting; ///< the writer's: to be stored now, or refused by the disk before
    SerialWriter writer;                 // last: its writes end before the rest goes

    std::optional<std::string> read(const char *name, AccountId account) const
    {
        if (const auto found = written.find({account, name}); found != written.end())
            return found->second;
        const auto stored = store.setting(account, name);
        return stored ? *stored : std::nullopt;
    }

    void write(const char *name, AccountId account, std::string value)
    {
        const auto [place, fresh] = written.try_emplace({account, name}, value);
        if (!fresh && std::exchange(place->second, value) == value)
            return;
        writer.post([this, name = Name(account, name), value = std::move(value)] {
            waiting.insert_or_assign(name, value);
            storeWaiting();
        });
    }

    /// What the disk refuses is tried again with the next one: there may be room by then.
    void storeWaiting()
    {
        while (!waiting.empty()) {
            const auto next = waiting.begin();
            const auto &[account, name] = next->first;
            const Result<> done = store.setSetting(account, name, next->second);
            if (!done)
                log::warning("kanal.presenters.settings", "not stored name=" + name + " " + done.error().detail);
            if (!done && done.error().kind == ErrorKind::Storage)
                return;
            waiting.erase(next);
        }
    }
};

Settings::Settings(library::UserStore &store)
    : m_data(new Data{store, {}, {}, {}})
{
}

Settings::~Settings()
{
    m_data->writer.post([data = m_data.get()] { data->storeWaiting(); });
}

bool Settings::get(const SettingKey<bool> &key, AccountId account) const
{
    const auto text = m_data->read(key.name, account);
    return text ? *text == "true" : key.fallback;
}

int Settings::get(const SettingKey<int> &key, AccountId account) const
{
    bool good = false;
    const int value = toQString(m_data->read(key.name, account).value_or(std::string())).toInt(&good);
    return good ? value : key.fallback;
}

double Settings::get(const SettingKey<double> &key, AccountId account) const
{
    bool good = false;
    const double value = toQString(m_data->read(key.name, account).value_or(std::string())).toDouble(&good);
    return good ? value : key.fallback;
}

QString Settings::get(const SettingKey<const char *> &key, AccountId account) const
{
    return toQString(m_data->read(key.name, account).value_or(std::string(key.fallback)));
}

void Settings::set(const SettingKey<bool> &key, bool value, AccountId account)
{
    m_data->write(key.name, account, value ? "true" : "false");
}

void Settings::set(const SettingKey<int> &key, int value, AccountId account)
{
    m_data->write(key.name, account, std::to_string(value));
}

void Settings::set(const SettingKey<double> &key, double value, AccountId account)
{
    m_data->write(key.name, account, toUtf8(QString::number(value)));
}

void Settings::set(const SettingKey<const char *> &key, const QString &value, AccountId account)
{
    m_data->write(key.name, account, toUtf8(value));
}

} // namespace kanal::presenters
