// SPDX-License-Identifier: MIT
#include "database.h"
#include "library_fixture.h"

namespace kanal::library
{
namespace
{

constexpr const char *kFirst = "CREATE TABLE a (x TEXT) STRICT; INSERT INTO a VALUES ('kept');";
constexpr const char *kSecond = "ALTER TABLE a ADD COLUMN y INTEGER NOT NULL DEFAULT 7; CREATE TABLE b (z)";
constexpr const char *kBroken = "ALTER TABLE a ADD COLUMN y INTEGER; CREATE TABLE a (again)";

constexpr const char *kOneStep[] = {kFirst};
constexpr const char *kTwoSteps[] = {kFirst, kSecond};
constexpr const char *kBrokenSteps[] = {kFirst, kBroken};

class DatabaseTest : public testing::Test
{
protected:
    Result<Database> open(SchemaSteps schema, std::int32_t application = 42)
    {
        DatabaseOptions options;
        options.schema = schema;
        options.applicationId = application;
        return Database::open(m_file, options, m_state);
    }
    static std::int64_t number(Database &db, const char *sql)
    {
        Query query(db, sql);
        EXPECT_TRUE(query.next()) << (query.result() ? "no row" : query.result().error().detail);
        return query.integer(0);
    }

    TemporaryFolder m_folder;
    std::filesystem::path m_file = m_folder.path() / "test file #1%?.db";
    Database::State m_state{};
};

TEST_F(DatabaseTest, BringsAnOlderSchemaUpToDateAndKeepsItsRows)
{
    ASSERT_TRUE(open(kOneStep));
    auto db = open(kTwoSteps);
    ASSERT_TRUE(db);
    EXPECT_EQ(number(*db, "SELECT count(*) FROM a WHERE x = 'kept' AND y = 7"), 1);
    EXPECT_EQ(number(*db, "PRAGMA user_version"), 2);
    EXPECT_EQ(number(*db, "SELECT count(*) FROM b"), 0);
    EXPECT_TRUE(std::filesystem::exists(m_file)) << "under the very name it was given";
}

TEST_F(DatabaseTest, AMigrationThatFailsChangesNothing)
{
    ASSERT_TRUE(open(kOneStep));
    EXPECT_FALSE(open(kBrokenSteps));
    EXPECT_EQ(m_state, Database::State::Fine) << "it is we who cannot; the file is good";
    auto db = open(kOneStep);
    ASSERT_TRUE(db);
    EXPECT_EQ(number(*db, "PRAGMA user_version"), 1);
    EXPECT_EQ(number(*db, "SELECT count(*) FROM pragma_table_info('a')"), 1);
}

TEST_F(DatabaseTest, RefusesANewerFileAndLeavesItAsItIs)
{
    ASSERT_TRUE(open(kTwoSteps));
    const auto before = readBytes(m_file);
    const auto db = open(kOneStep);
    ASSERT_FALSE(db);
    EXPECT_EQ(db.error().kind, ErrorKind::Storage);
    EXPECT_EQ(m_state, Database::State::Newer);
    EXPECT_EQ(readBytes(m_file), before);
}

TEST_F(DatabaseTest, RefusesAnotherProgramsDatabase)
{
    ASSERT_TRUE(open(kOneStep, 1));
    EXPECT_FALSE(open(kOneStep, 2));
    EXPECT_EQ(m_state, Database::State::Damaged);
}

TEST_F(DatabaseTest, RefusesWhatIsNoDatabase)
{
    writeBytes(m_file, std::vector<char>(20'000, 'x'));
    EXPECT_FALSE(open(kOneStep));
    EXPECT_EQ(m_state, Database::State::Damaged);
}

TEST_F(DatabaseTest, ATransactionThatIsNotCommittedLeavesNothing)
{
    auto db = open(kOneStep);
    {
        Transaction transaction(*db);
        ASSERT_TRUE(db->run("INSERT INTO a VALUES ('x')"));
    }
    EXPECT_EQ(number(*db, "SELECT count(*) FROM a"), 1);
    {
        Transaction transaction(*db);
        ASSERT_TRUE(db->run("INSERT INTO a VALUES ('x')"));
        ASSERT_TRUE(transaction.commit());
    }
    EXPECT_EQ(number(*db, "SELECT count(*) FROM a"), 2);
}

TEST_F(DatabaseTest, TheSameStatementMayRunInsideItself)
{
    auto db = open(kOneStep);
    ASSERT_TRUE(db->run("INSERT INTO a VALUES ('second')"));
    int seen = 0;
    constexpr std::string_view kAll = "SELECT x FROM a ORDER BY x";
    for (Query outer(*db, kAll); outer.next();) {
        Query inner(*db, kAll);
        while (inner.next())
            ++seen;
    }
    EXPECT_EQ(seen, 4);
}

TEST_F(DatabaseTest, BindsEveryKindOfValue)
{
    auto db = open(kTwoSteps);
    const std::byte blob[] = {std::byte{0}, std::byte{255}};
    ASSERT_TRUE(Query(*db, "INSERT INTO b VALUES (?), (?), (?), (?), (?), (?)")
                    .bind("text", std::string_view(), std::span<const std::byte>(blob), 1.5,
                          std::optional<std::int64_t>(), std::int64_t(1) << 40)
                    .run());
    Query query(*db, "SELECT group_concat(typeof(z)) FROM b");
    ASSERT_TRUE(query.next());
    EXPECT_EQ(query.text(0), "text,text,blob,real,null,integer");
}

TEST_F(DatabaseTest, TellsTheFirstErrorOfAQuery)
{
    auto db = open(kOneStep);
    Query query(*db, "SELECT x FROM nowhere");
    EXPECT_FALSE(query.bind(1).next());
    ASSERT_FALSE(query.result());
    EXPECT_EQ(query.result().error().kind, ErrorKind::Storage);
    EXPECT_NE(query.result().error().detail.find("nowhere"), std::string::npos);
}

TEST_F(DatabaseTest, RunsNoTriggersOrViewsOfTheFile)
{
    constexpr const char *kTrap[] = {"CREATE TABLE a (x); CREATE TABLE trapped (y);"
                                     "CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO trapped VALUES (1); END;"
                                     "CREATE VIEW v AS SELECT 1;"};
    auto db = open(kTrap);
    ASSERT_TRUE(db) << db.error().detail;
    ASSERT_TRUE(db->run("INSERT INTO a VALUES (1)"));
    EXPECT_EQ(number(*db, "SELECT count(*) FROM trapped"), 0);
    EXPECT_FALSE(db->run("SELECT * FROM v"));
    EXPECT_FALSE(db->run("ATTACH ':memory:' AS other"));
}

TEST_F(DatabaseTest, GoesOnAfterBeingReopened)
{
    auto db = open(kOneStep);
    ASSERT_TRUE(Query(*db, "INSERT INTO a VALUES (?)").bind("x").run());
    ASSERT_TRUE(db->reopen());
    ASSERT_TRUE(Query(*db, "INSERT INTO a VALUES (?)").bind("x").run());
    EXPECT_EQ(number(*db, "SELECT count(*) FROM a"), 3);
    EXPECT_EQ(db->changedRowsSinceOpen(), 3) << "the migration's row and ours";
}

TEST_F(DatabaseTest, WritesAheadWithEveryCommitFlushed)
{
    auto db = open(kOneStep);
    Query mode(*db, "PRAGMA journal_mode");
    ASSERT_TRUE(mode.next());
    EXPECT_EQ(mode.text(0), "wal");
    EXPECT_EQ(number(*db, "PRAGMA synchronous"), 2);
    EXPECT_EQ(number(*db, "PRAGMA foreign_keys"), 1);
    EXPECT_EQ(number(*db, "PRAGMA trusted_schema"), 0);
    EXPECT_EQ(number(*db, "PRAGMA cell_size_check"), 1);
    EXPECT_EQ(number(*db, "PRAGMA busy_timeout"), 5000);
}

} // namespace
} // namespace kanal::library
