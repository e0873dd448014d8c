// SPDX-License-Identifier: MIT
// A client, and what a server on loopback answers it.
#pragma once

#include <kanal/xtream/client.h>

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <support/http_stub.h>

namespace kanal::xtream
{

inline constexpr const char *kAccount =
    R"({"user_info":{"username":"bob","auth":1,"status":"Active","exp_date":null,"max_connections":"2",
    "active_cons":"0","allowed_output_formats":["ts"]},"server_info":{"timezone":"Europe/London","timestamp_now":1535230020,
    "time_now":"2018-08-25 21:47:00"}})";
inline constexpr const char *kChannels =
    R"([{"num":1,"name":"One","stream_id":11},{"num":2,"name":"Two","stream_id":"12"}])";
inline constexpr const char *kNginxPage =
    "<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center><hr>"
    "<center>nginx</center></body></html>";

class ClientTest : public testing::Test
{
protected:
    ServerLogin loginAt(const HttpStub &server) const { return {server.url(), "bob+1", "p&w d", {}, {}}; }

    template<class T>
    static Result<T> await(QFuture<Result<T>> future)
    {
        future.waitForFinished();
        if (future.resultCount() == 0)
            return fail(ErrorKind::Cancelled);
        return future.result();
    }

    /// All names of a channel list, or the error.
    Result<std::vector<std::string>> channelNames(const HttpStub &server)
    {
        std::vector<std::string> names;
        const auto report =
            await(client.channels(loginAt(server), [&names](std::span<const ChannelRow> rows) -> Result<> {
                for (const ChannelRow &row : rows)
                    names.emplace_back(row.name);
                return {};
            }));
        if (!report)
            return tl::unexpected(report.error());
        EXPECT_EQ(report->kept, std::int64_t(names.size()));
        return names;
    }

    Client client;
};

inline const std::vector<std::string> kBoth{"One", "Two"};

} // namespace kanal::xtream
