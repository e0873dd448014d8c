// SPDX-License-Identifier: MIT
#include <kanal/core/text.h>
#include <kanal/core/time_text.h>

#include <cstdio>
#include <cstdlib>

namespace kanal
{

namespace
{

using std::chrono::sys_seconds;

/// Reads numbers off the front of a text.
class Reader
{
public:
    explicit Reader(std::string_view text)
        : m_rest(text)
    {
    }

    std::optional<int> number(std::size_t digits)
    {
        if (m_rest.size() < digits)
            return {};
        int value = 0;
        for (char c : m_rest.substr(0, digits)) {
            if (c < '0' || c > '9')
                return {};
            value = value * 10 + (c - '0');
        }
        m_rest.remove_prefix(digits);
        return value;
    }

    bool skipOne(std::string_view choices)
    {
        if (m_rest.empty() || choices.find(m_rest.front()) == std::string_view::npos)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }

    void skipDigits()
    {
        while (!m_rest.empty() && m_rest.front() >= '0' && m_rest.front() <= '9')
            m_rest.remove_prefix(1);
    }

    bool atEnd() const { return m_rest.empty(); }
    std::string_view rest() const { return m_rest; }

private:
    std::string_view m_rest;
};

std::optional<sys_seconds> readDate(Reader &reader)
{
    const auto year = reader.number(4);
    if (!year || !reader.skipOne("-/"))
        return {};
    const auto month = reader.number(2);
    if (!month || !reader.skipOne("-/"))
        return {};
    const auto day = reader.number(2);
    if (!day || *year == 0)
        return {};
    const auto date =
        std::chrono::year(*year) / std::chrono::month(unsigned(*month)) / std::chrono::day(unsigned(*day));
    if (!date.ok())
        return {};
    return sys_seconds(std::chrono::sys_days(date));
}

/// HH:MM[:SS[.fraction]] with ':' or '-' between.
std::optional<std::chrono::seconds> readTimeOfDay(Reader &reader)
{
    const auto hour = reader.number(2);
    if (!hour || !reader.skipOne(":-"))
        return {};
    const auto minute = reader.number(2);
    int second = 0;
    if (reader.skipOne(":")) {
        const auto value = reader.number(2);
        if (!value)
            return {};
        second = *value;
        if (reader.skipOne(".,"))
            reader.skipDigits();
    } else if (reader.rest().size() >= 3 && reader.rest()[0] == '-' && reader.skipOne("-")) {
        const auto value = reader.number(2);
        if (!value)
            return {};
        second = *value;
    }
    if (!minute || *hour > 24 || *minute > 59 || second > 60)
        return {};
    return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(second);
}

/// "Z", "+01:00", "+0100", "+01" or nothing at all.
std::optional<std::chrono::minutes> readOffset(Reader &reader)
{
    reader.skipOne(" ");
    if (reader.atEnd() || (reader.skipOne("Zz") && reader.atEnd()))
        return std::chrono::minutes(0);
    const bool west = reader.rest().front() == '-';
    if (!reader.skipOne("+-"))
        return {};
    const auto hours = reader.number(2);
    reader.skipOne(":");
    const auto minutes = reader.atEnd() ? std::optional(0) : reader.number(2);
    if (!hours || !minutes || !reader.atEnd() || *hours > 18 || *minutes > 59)
        return {};
    const auto offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
    return west ? -offset : offset;
}

} // namespace

std::string isoTime(sys_seconds time, std::chrono::minutes offset)
{
    const sys_seconds local = time + offset;
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(local - day);
    char text[64];
    int length = std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", int(date.year()),
                               unsigned(date.month()), unsigned(date.day()), int(clock.hours().count()),
                               int(clock.minutes().count()), int(clock.seconds().count()));
    if (offset.count() == 0)
        return std::string(text, std::size_t(length)) + "Z";
    const long minutes = std::labs(long(offset.count()));
    length += std::snprintf(text + length, sizeof text - std::size_t(length), "%c%02ld:%02ld",
                            offset.count() < 0 ? '-' : '+', minutes / 60, minutes % 60);
    return std::string(text, std::size_t(length));
}

std::optional<sys_seconds> parseIsoTime(std::string_view text)
{
    Reader reader(trimmed(text));
    const auto date = readDate(reader);
    if (!date)
        return {};
    if (reader.atEnd())
        return date;
    if (!reader.skipOne("Tt "))
        return {};
    const auto time = readTimeOfDay(reader);
    if (!time)
        return {};
    const auto offset = readOffset(reader);
    if (!offset)
        return {};
    return *date + *time - *offset;
}

std::optional<sys_seconds> parsePlainTime(std::string_view text)
{
    Reader reader(trimmed(text));
    const auto date = readDate(reader);
    if (!date)
        return {};
    if (reader.atEnd())
        return date;
    if (!reader.skipOne(" :_T-"))
        return {};
    const auto time = readTimeOfDay(reader);
    if (!time || !reader.atEnd())
        return {};
    return *date + *time;
}

} // namespace kanal
