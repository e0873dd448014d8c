// SPDX-License-Identifier: MIT
// What a hostile list may cost: memory and files stay in proportion to what was sent.
#include "library_fixture.h"
#include "row_file.h"
#include "row_file_builder.h"

#include <kanal/core/limits.h>

namespace kanal::library
{
namespace
{

class RowFileBuilderTest : public testing::Test
{
protected:
    void SetUp() override
    {
        auto created = RowFileBuilder::create({m_rows, m_plots}, {AccountId{1}, EntryKind::Live, 1, 1});
        ASSERT_TRUE(created);
        m_builder.emplace(std::move(*created));
    }
    Result<RowFileBuilder::Outcome> add(const std::string &id, const std::string &name, const std::string &category)
    {
        Entry entry;
        entry.text(EntryText::Id) = id;
        entry.text(EntryText::Name) = name;
        entry.text(EntryText::Category) = category;
        return m_builder->add(entry);
    }
    RowFile published()
    {
        EXPECT_TRUE(m_builder->publish(at(1)));
        auto file = RowFile::open(m_rows, RowFile::Check::Content);
        EXPECT_TRUE(file);
        return file ? std::move(*file) : RowFile();
    }

    TemporaryFolder m_folder;
    const std::filesystem::path m_rows = m_folder.path() / "list.rows", m_plots = m_folder.path() / "list.plots";
    std::optional<RowFileBuilder> m_builder;
};

/// The id of a category that is as long as it may be.
std::string longId(int number)
{
    std::string id = std::to_string(number) + "-";
    return id + std::string(limits::kIdBytes - id.size(), 'z');
}

TEST_F(RowFileBuilderTest, RowsInManyCategoriesOfLongNamesAreNoLargerThanWhatWasSent)
{
    std::size_t sent = 0;
    for (int row = 0; row < 100; ++row)
        for (int category = 0; category < 64; ++category) {
            const std::string id = longId(row * 64 + category);
            ASSERT_TRUE(add(std::to_string(row), "A", id));
            sent += id.size();
        }
    const RowFile file = published();
    EXPECT_EQ(file.rows(), 100u);
    EXPECT_LT(std::filesystem::file_size(m_rows), 3 * sent) << "each id, and each row's all together";
    const Entry last = file.entry(99);
    EXPECT_EQ(last.text(EntryText::Category), longId(99 * 64));
    EXPECT_EQ(last.text(EntryText::MoreCategories).size(), 63 * (limits::kIdBytes + 1) - 1);
}

TEST_F(RowFileBuilderTest, MergedCategoriesAreKeptInTheOrderTheyCameIn)
{
    ASSERT_TRUE(add("1", "A", ""));
    for (const char *category : {"5", "3", "5", "4"})
        ASSERT_EQ(add("1", "A", category).value(), RowFileBuilder::Outcome::Merged);
    EXPECT_EQ(m_builder->category(0), "5");
    const RowFile file = published();
    EXPECT_EQ(file.entry(0).text(EntryText::Category), "5");
    EXPECT_EQ(file.entry(0).text(EntryText::MoreCategories), "3\n4");
}

// Not the fault of this computer's disk, which would end the other lists, too.
TEST_F(RowFileBuilderTest, MoreRowsThanAnyListMayHaveAreThePanelsFault)
{
    Entry entry;
    Result<RowFileBuilder::Outcome> added = RowFileBuilder::Outcome::Added;
    for (std::size_t i = 0; added && i <= limits::kListRows; ++i) // without an id: none is the same as another
        added = m_builder->add(entry);
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().kind, ErrorKind::BadAnswer);
    EXPECT_EQ(m_builder->rows(), limits::kListRows);
}

TEST_F(RowFileBuilderTest, MoreTextOfCategoriesThanAnyListMayHaveIsRefused)
{
    Result<RowFileBuilder::Outcome> added = RowFileBuilder::Outcome::Added;
    const int most = int(limits::kCategoryBytes / limits::kIdBytes);
    for (int row = 0; added && row <= most + 1; ++row)
        added = add(std::to_string(row), "A", longId(row));
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().kind, ErrorKind::BadAnswer);
}

TEST_F(RowFileBuilderTest, NamesThatGrowWhenTheyAreFoldedStayInProportion)
{
    std::string name;
    while (name.size() + 3 <= limits::kNameBytes)
        name += "\uFDFA"; // three bytes, folded to 33
    for (int row = 0; row < 50; ++row)
        ASSERT_TRUE(add(std::to_string(row), name, "1"));
    const RowFile file = published();
    EXPECT_LT(file.names().size(), 50 * 5 * name.size());
    EXPECT_GT(file.names().size(), 50 * name.size());
}

} // namespace
} // namespace kanal::library
