"""What must hold of the three packages, asked as a consumer asks it."""

import pytest

from numerim import warehouse
from numerim.publish.contract import sql_type
from numerim.publish.library import build_database, is_current, latest_releases
from numerim.schemas.table import about, tables
from tests.conftest import ELECTIONS


@pytest.fixture(scope="module")
def ask(house):
    if not is_current(house):
        build_database(house)
    with warehouse.open_published(house.analysts_database) as connection:
        yield lambda sql: warehouse.rows(connection, sql)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "SELECT party, count(*) FROM results WHERE election_id = 'al-local-2023' AND office = 'mayor' "
            "AND outcome = 'elected' "
            "GROUP BY party ORDER BY 2 DESC, 1",
            [("PS", 53), ("PD (BF)", 5), ("MEGA", 1), ("PD", 1), ("PL", 1)],
        ),
        (
            "SELECT party_id, sum(seats)::INT FROM results WHERE election_id = 'al-local-2023' AND office = 'council' "
            "GROUP BY ALL ORDER BY 2 DESC",
            [("al-ps", 757), ("al-bf", 291), ("al-others", 274), ("al-pd", 123), ("al-psd", 116), ("al-paa", 52)],
        ),
        (
            "SELECT sum(seats)::INT, count(DISTINCT unit_id) FROM results "
            "WHERE election_id = 'al-local-2023' AND office = 'council'",
            [(1613, 61)],
        ),
        (
            "SELECT election_id, count(DISTINCT unit_id) FROM results WHERE outcome = 'runoff' GROUP BY ALL ORDER BY 1",
            [("xk-local-2017", 19), ("xk-local-2021", 21)],
        ),
        (
            "SELECT election_id, count(DISTINCT unit_id) FROM results WHERE election_id LIKE 'xk%' "
            "AND outcome = 'elected' GROUP BY ALL ORDER BY 1",
            [("xk-local-2017", 19), ("xk-local-2021", 16)],
        ),
        (
            "SELECT count(*) FROM results WHERE election_id = 'al-local-2023' AND coalition = 'BF' "
            "AND outcome = 'elected'",
            [(6,)],
        ),
        ("SELECT count(*) FROM registrations", [(40,)]),
        (
            "SELECT measure, count(*) FROM reported_totals WHERE measure LIKE 'total%' GROUP BY ALL ORDER BY 2 DESC",
            [("total_seats", 37), ("total_votes", 36)],
        ),
        (
            "SELECT unit, candidate, coalition_id FROM results WHERE party = 'PL' AND outcome = 'elected'",
            [("Memaliaj", "Albert Malaj", "al-bf")],
        ),
        (
            "SELECT candidate, share::DOUBLE FROM results WHERE unit = 'Gjilan' AND election_id = 'xk-local-2021' "
            "AND outcome = 'runoff' ORDER BY 2 DESC",
            [("Alban Hyseni", 44.71), ("Lutfi Haziri", 43.51)],
        ),
        (
            "SELECT total FROM reported_totals WHERE measure = 'subjects' AND category = 'all'",
            [(91,)],
        ),
        (
            "SELECT measure, ballots FROM ballot_counts WHERE election_id = 'xk-local-2017' ORDER BY ballots",
            [("cast", 819865), ("registered", 1890952)],
        ),
        (
            "SELECT turnout::DOUBLE, computed::DOUBLE, doubts FROM turnout WHERE election_id = 'xk-local-2017'",
            [(43.68, 43.36, "R403")],
        ),
        (
            "SELECT election_id, turnout::DOUBLE FROM turnout WHERE gp_unit_id = 'al' ORDER BY 1",
            [("al-local-2019", 22.97), ("al-local-2023", 38.28)],
        ),
        (
            "SELECT poll_id, lead::DOUBLE FROM poll_leads ORDER BY 2",
            [
                ("euronews-albania-2023-04-14", 17.7),
                ("euronews-albania-2023-03-17", 31.6),
                ("euronews-albania-2023-02", 37.0),
            ],
        ),
        (
            "SELECT count(*), count(DISTINCT election_id) FROM results WHERE election_id LIKE 'al-by%' "
            "AND outcome = 'elected'",
            [(9, 4)],
        ),
    ],
)
def test_answers(ask, question, answer):
    assert ask(question) == answer


def test_everything_has_a_comment(ask):
    assert ask("SELECT table_name FROM duckdb_tables() WHERE comment IS NULL AND NOT internal") == []
    assert ask("SELECT view_name FROM duckdb_views() WHERE comment IS NULL AND NOT internal") == []
    bare = ask(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal "
        "AND table_name IN (SELECT table_name FROM duckdb_tables()) AND table_name <> 'packages'"
    )
    assert bare == []


@pytest.mark.parametrize("package", ELECTIONS)
@pytest.mark.parametrize("name", tables())
def test_csv_and_parquet_say_the_same(house, package, name):
    data = latest_releases(house)[package] / "data"
    key = ", ".join(about(tables()[name]).key)
    with warehouse.open_memory() as connection:
        types = {c: sql_type(spec.dtype) for c, spec in tables()[name].to_schema().columns.items()}
        columns = list(types)
        told = ", ".join(f"{c}::{kind}::VARCHAR AS {c}" for c, kind in types.items())
        names = ", ".join(f"'{c}': 'VARCHAR'" for c in columns)
        csv = f"read_csv('{data / f'{name}.csv'}', header = true, auto_detect = false, delim = ',', quote = '\"', "
        csv += f"escape = '\"', columns = {{{names}}})"
        ours = warehouse.rows(connection, f"SELECT {told} FROM {csv} ORDER BY {key}")
        theirs = warehouse.rows(connection, f"SELECT {told} FROM '{data / f'{name}.parquet'}' ORDER BY {key}")
    assert ours == theirs
