// SPDX-License-Identifier: MIT
// A quarter of a million entries from the wire to the answers of the commands.
#include "cli_run.h"

#include <gmock/gmock.h>

namespace kanal::cli
{
namespace
{

using HugePanel = CliTest;

TEST_F(HugePanel, IsStoredSearchedAndListed)
{
    const QTemporaryDir clips;
    const PanelProcess panel({QStringLiteral("--scenario"), QStringLiteral("huge"), QStringLiteral("--small"),
                              QStringLiteral("--clips"), clips.path()});
    ASSERT_NE(panel.url(), "");
    ASSERT_EQ(
        run({"accounts", "add", "--name", "Huge", "--server", panel.url(), "--user", "demo"}, panel.password() + "\n")
            .status,
        0);
    const Outcome sync = run({"sync", "--json"});
    ASSERT_EQ(sync.status, 0) << sync.err;
    const auto kinds = sync.json()["kinds"];
    for (const auto &[kind, rows] : {std::pair("live", 20'000), {"movies", 150'000}, {"series", 40'000}}) {
        EXPECT_EQ(kinds[kind]["received"], rows) << kind;
        EXPECT_EQ(kinds[kind]["kept"], rows) << kind;
        EXPECT_EQ(kinds[kind]["after"], rows) << kind;
    }
    const auto channels = run({"channels", "--json"}).json();
    ASSERT_TRUE(channels.is_array());
    EXPECT_EQ(channels.size(), kinds["live"]["after"].get<std::size_t>());
    const std::string name = channels.back()["name"].get<std::string>();
    const auto found = run({"search", name, "--json"}).json();
    EXPECT_THAT(found.dump(), testing::HasSubstr(channels.back()["id"].get<std::string>())) << name;
    EXPECT_LT(run({"channels", "--filter", name, "--json"}).json().size(), channels.size());
}

} // namespace
} // namespace kanal::cli
