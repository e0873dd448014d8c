// SPDX-License-Identifier: MIT
// Two categories, a heading, a radio and a channel without a category.
#pragma once

#include <memory>

#include <support/fake_snapshot.h>

namespace kanal::test
{

inline std::shared_ptr<const FakeSnapshot> smallCatalogue()
{
    return std::make_shared<FakeSnapshot>(
        std::vector<std::pair<std::string, std::string>>{{"1", "News"}, {"2", "Sports"}, {"", ""}},
        std::vector<FakeSnapshot::Channel>{
            {"h", "##### NEWS #####", "1", 1, LiveForm::Heading},
            {"10", "Channel One", "1", 101, LiveForm::Television, "http://logo.example/1.png"},
            {"11", "Channel Two", "1", 102},
            {"20", "Arena", "2", 201},
            {"21", "Arena Radio", "2", 101, LiveForm::Radio},
            {"30", "Ärger", "", 0},
        });
}

} // namespace kanal::test
