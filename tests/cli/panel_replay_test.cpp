// SPDX-License-Identifier: MIT
#include "cli_run.h"

#include <filesystem>
#include <fstream>

namespace kanal::cli
{
namespace
{

using PanelReplay = CliTest;

TEST_F(PanelReplay, ReplaysAFolderOfCapturedAnswers)
{
    QTemporaryDir folder;
    const std::filesystem::path answers = folder.path().toStdString();
    std::ofstream(answers / "auth.json") << R"({"user_info":{"auth":1,"username":"demo","status":"Active"}})";
    std::ofstream(answers / "get_live_categories.json") << R"([{"category_id":"7","category_name":"Captured"}])";
    std::ofstream(answers / "get_live_streams.json")
        << R"([{"num":1,"name":"One","stream_id":11,"category_id":"7"},{"num":2,"name":"Two","stream_id":12,"category_id":"7","is_adult":"1"}])";
    PanelProcess panel({QStringLiteral("--scenario"), QStringLiteral("replay:") + folder.path()});
    ASSERT_NE(panel.url(), "");
    ASSERT_EQ(
        run({"accounts", "add", "--name", "Replay", "--server", panel.url(), "--user", "demo"}, panel.password() + "\n")
            .status,
        0);
    const auto report = run({"sync", "--kind", "live", "--json"}).json();
    EXPECT_EQ(report["kinds"]["live"]["kept"], 2);
    EXPECT_EQ(run({"categories", "live", "--json"}).json()[0]["name"], "Captured");
    const auto channels = run({"channels", "--json"}).json();
    EXPECT_EQ(channels[0]["adult"], false);
    EXPECT_EQ(channels[1]["adult"], true);
}

TEST_F(PanelReplay, AFolderThatIsNotThereIsNamed)
{
    const Outcome panel = run({"panel", "--scenario", "replay:/no/such/folder"});
    EXPECT_EQ(panel.status, 1);
    EXPECT_NE(panel.err.find("/no/such/folder"), std::string::npos) << panel.err;
}

} // namespace
} // namespace kanal::cli
