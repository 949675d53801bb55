"""What the views, the findings and the README tell is what the tables have."""

import json
import re
from decimal import Decimal

import duckdb
import pytest

from numerim import warehouse
from numerim.publish.library import build_database, is_current, says_what_releases_say
from numerim.publish.release import versions
from numerim.publish.views import VIEWS, views_sql
from numerim.schemas.table import tables
from tests.conftest import ELECTIONS


@pytest.fixture
def ask(house):
    """A question to the database of the latest release of a package."""

    def of(package, sql):
        home = house.published / package
        data = home / versions(home)[-1]["version"] / "data"
        with warehouse.open_memory() as connection:
            for name in tables():
                connection.execute(f"CREATE TABLE {name} AS FROM {warehouse.parquet(data / f'{name}.parquet')}")
            connection.execute(views_sql())
            return warehouse.rows(connection, sql)

    return of


def test_a_row_tells_what_is_in_doubt(ask):
    sql = "SELECT unit, share::DOUBLE, held_back FROM results WHERE doubts = 'R401' ORDER BY 2"
    assert ask("al-local-2023", sql) == [("Dibër", share, None) for share in (19.28, 19.46, 60.82)]


def test_a_doubt_about_turnout_is_one_about_the_computed_one(ask):
    sql = 'SELECT turnout, registered, "cast", computed, doubts, locators FROM turnout'
    places = "article|article.csv:L64.C8 article|article.csv:L63.C8 article|article.csv:L62.C8"
    assert ask("xk-local-2017", sql) == [(43.68, 1_890_952, 819_865, Decimal("43.36"), "R403", places)]


@pytest.mark.parametrize(
    ("registered", "cast", "computed"), [(20_000, 201, "1.01"), (3, 1, "33.33"), (3, 2, "66.67"), (0, 0, None)]
)
def test_turnout_is_rounded_half_up(registered, cast, computed):
    with warehouse.open_memory() as connection:
        connection.execute(f"""
            CREATE TABLE gp_units AS SELECT 'u' AS gp_unit_id, 'U' AS name;
            CREATE TABLE findings AS SELECT 'e' AS election_id, 'R' AS finding_id, 'R' AS rule, 'error' AS severity,
                'open' AS status;
            CREATE TABLE finding_places AS SELECT election_id, finding_id, 's' AS source_id, 'f:L9.C9' AS locator
                FROM findings;
            CREATE TABLE reported_shares (election_id VARCHAR, race VARCHAR, gp_unit_id VARCHAR, round BIGINT,
                measure VARCHAR, category VARCHAR, share DECIMAL(12, 6), relation VARCHAR, doubts VARCHAR,
                source_id VARCHAR, locator VARCHAR);
            CREATE TABLE ballot_counts AS SELECT 'e' AS election_id, 'mayor' AS race, 'u' AS gp_unit_id, 1 AS round,
                'total' AS count_type, 's' AS source_id, 'f:L1.C1' AS locator,
                unnest(['registered', 'cast']) AS measure, unnest([{registered}, {cast}]) AS ballots""")
        answer = warehouse.rows(connection, f"SELECT computed FROM ({VIEWS['turnout'].sql.format(package='')})")
    assert answer == [(computed and Decimal(computed),)]


@pytest.mark.parametrize("package", ELECTIONS)
def test_a_result_says_where_each_figure_stands(ask, package):
    sql = """
        SELECT count(*), count(locators), count(*) FILTER (NOT list_has_all(
            (SELECT list(source_id || '|' || locator) FROM statements), string_split(locators, ' ')))
        FROM results"""
    ((rows, placed, lost),) = ask(package, sql)
    assert rows >= placed > 30
    assert lost == 0


@pytest.mark.parametrize("package", ELECTIONS)
def test_findings_lead_to_contests_units_and_statements(ask, package):
    for column, table in (("contest_id", "contests"), ("gp_unit_id", "gp_units")):
        named = f"SELECT {column} FROM findings WHERE {column} IS NOT NULL"
        assert ask(package, f"{named} AND {column} NOT IN (SELECT {column} FROM {table})") == []
    both = "SELECT finding_id FROM findings JOIN contests c USING (election_id, contest_id)"
    assert ask(package, f"{both} WHERE findings.gp_unit_id IS NULL") == []
    cells = "(SELECT source_id, locator FROM statements WHERE measure <> '-')"
    of_findings = "finding_places JOIN findings USING (election_id, finding_id)"
    told = f"SELECT DISTINCT source_id, locator, rule FROM {of_findings} SEMI JOIN {cells} USING (source_id, locator)"
    known = (
        "SELECT DISTINCT source_id, locator, unnest(string_split(rules, ' ')) FROM statements WHERE rules IS NOT NULL"
    )
    assert set(ask(package, known)) == set(ask(package, told))


@pytest.mark.parametrize("package", ELECTIONS)
def test_a_transcribed_statement_has_its_sentence(ask, package):
    sql = "SELECT split_part(locator, ':', 1) AS file, count(*), count(sentence) FROM statements GROUP BY file"
    counted = {file: (rows, sentences) for file, rows, sentences in ask(package, sql)}
    assert counted.pop("wikipedia.txt", (845, 0)) == (845, 0)
    assert counted
    assert all(rows == sentences for rows, sentences in counted.values())


@pytest.mark.parametrize(
    ("package", "rows"),
    [
        (
            "al-local-2023",
            [
                "All 61 contests for mayor are decided: PS won 53",
                "For 17 of these 61 contests votes (for 8) or shares (for 10) are published",
                "Largest list in 61 contests for council, as the source names it: PS in 57 and PSD 4.",
                "The source prints PD without a coalition in Fushë-Arrëz; it may mean PD (BF) there.",
                "In 11 of the 61, “Other parties and independents” (lumped together in the source) have more",
            ],
        ),
        (
            "xk-local-2017",
            ["more than 90 per cent of the ballots were counted.", "19 were decided in the first round and 19 go to a runoff"],
        ),
        ("xk-local-2021", ["16 were decided in the first round and 21 go to a runoff", "contests shares are published"]),
    ],
)
def test_the_readme_says_what_happened(house, package, rows):
    home = house.published / package
    text = (home / versions(home)[-1]["version"] / "README.md").read_text("utf-8")
    assert all(row in text for row in rows)


@pytest.mark.parametrize("package", ELECTIONS)
def test_the_descriptor_names_the_views_of_the_database(house, ask, package):
    home = house.published / package
    said = json.loads((home / versions(home)[-1]["version"] / "datapackage.json").read_text("utf-8"))["views"]
    sql = "SELECT table_name, list(column_name ORDER BY ordinal_position) FROM information_schema.columns GROUP BY ALL"
    there = dict(ask(package, sql))
    assert {view["name"]: view["columns"] for view in said} == {name: there[name] for name in VIEWS}


def test_packages_says_what_is_in_the_database_of_all(spoiled):
    with warehouse.open_published(build_database(spoiled)) as connection:
        rows = warehouse.rows(connection, "SELECT package, title, version, status, is_here FROM packages ORDER BY 1")
    listed = [versions(spoiled.published / package)[-1] for package in sorted(ELECTIONS)]
    assert [(row[0], *row[2:]) for row in rows] == [
        (package, entry["version"], entry["status"], True)
        for package, entry in zip(sorted(ELECTIONS), listed, strict=True)
    ]
    assert all(re.match("(Albanian|Kosovan) local elections", row[1]) for row in rows)
    assert is_current(spoiled)
    assert says_what_releases_say(spoiled)
    with duckdb.connect(str(spoiled.analysts_database)) as connection:
        connection.execute("UPDATE outcomes SET locator = 'x' WHERE selection_id = 'erion-veliaj'")
    assert not says_what_releases_say(spoiled)
    assert is_current(spoiled)  # that it was touched is asked by `numerim verify`
    with duckdb.connect(str(spoiled.analysts_database)) as connection:
        connection.execute("CREATE OR REPLACE VIEW turnout AS FROM outcomes")
    assert not is_current(spoiled)  # as after an update of numerim
