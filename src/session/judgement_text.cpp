// SPDX-License-Identifier: MIT
#include "judgement_text.h"

#include <kanal/core/text.h>

namespace kanal::session
{

namespace
{

constexpr std::string_view kAdult = "adult", kNot = "not";

/// What would part a line goes: such an id is no longer one, and the name is what counts.
std::string oneWord(std::string_view text)
{
    return text.find_first_of("\t\n") == std::string_view::npos ? std::string(text) : std::string();
}

} // namespace

std::string textOf(const std::vector<library::CategoryJudgement> &judgements)
{
    std::string text;
    for (const library::CategoryJudgement &judgement : judgements)
        text.append(judgement.adult ? kAdult : kNot)
            .append("\t")
            .append(oneWord(judgement.id))
            .append("\t")
            .append(oneWord(judgement.name))
            .append("\n");
    return text;
}

std::vector<library::CategoryJudgement> judgementsOf(std::string_view text)
{
    std::vector<library::CategoryJudgement> judgements;
    for (const std::string_view line : split(text, '\n')) {
        const std::vector<std::string_view> parts = split(line, '\t');
        if (parts.size() == 3 && (parts[0] == kAdult || parts[0] == kNot))
            judgements.push_back({std::string(parts[1]), std::string(parts[2]), parts[0] == kAdult});
    }
    return judgements;
}

void put(std::vector<library::CategoryJudgement> &judgements, const library::CategoryJudgement &judgement)
{
    std::erase_if(judgements, [&](const library::CategoryJudgement &each) {
        return judgement.name.empty() ? each.id == judgement.id : each.name == judgement.name;
    });
    judgements.push_back(judgement);
    if (judgements.size() > kJudgements)
        judgements.erase(judgements.begin());
}

} // namespace kanal::session
