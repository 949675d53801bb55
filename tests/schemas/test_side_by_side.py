"""What rules ask of many figures at once, in small tables on both sides of every border; no election is read."""

import duckdb
import pytest

from numerim.schemas.accounts import ACCOUNTS, BLANKS
from numerim.schemas.peers import beside_peers

COUNTED = ("cast", "valid", "invalid", "blank", "signatures", "torn", "lost")
KEYS = ("election_id", "office", "gp_unit_id", "round", "source_id", "said_by")


@pytest.fixture
def asked():
    """Ballots of units in the order of `COUNTED`, and what a source says of blanks -> a function that asks them."""
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:

        def of(units, inside=None):
            connection.execute(
                "CREATE SCHEMA core; CREATE TABLE core.measures (measure TEXT, inside TEXT);"
                "CREATE TABLE core.inside (source_id TEXT, measure TEXT, inside TEXT);"
                "CREATE TABLE core.one_ballot_counts (election_id TEXT, office TEXT, gp_unit_id TEXT, round BIGINT, "
                "source_id TEXT, said_by TEXT, measure TEXT, ballots BIGINT, place TEXT);"
                "CREATE TABLE core.contests AS SELECT 'e' AS election_id, 'c' AS contest_id, 'mayor' office, 1 round;"
                "CREATE TABLE core.one_vote_counts (election_id TEXT, contest_id TEXT, gp_unit_id TEXT, "
                "source_id TEXT, said_by TEXT, votes BIGINT, complete BOOLEAN, count_type TEXT)"
            )
            accounts = [("valid", "cast"), ("invalid", "cast"), ("blank", "cast"), ("torn", "cast"), ("lost", "valid")]
            connection.executemany("INSERT INTO core.measures VALUES (?, ?)", accounts)
            if inside:
                connection.execute("INSERT INTO core.inside VALUES ('a', 'blank', ?), ('b', 'torn', 'valid')", [inside])
            for unit, figures in units.items():
                at = dict(zip(KEYS, ("e", "mayor", unit, 1, "a", None), strict=True))
                if isinstance(figures[-1], dict):
                    figures, own = figures
                    at |= own
                for measure, ballots in zip(COUNTED, figures, strict=False):
                    if ballots is not None:
                        row = [*at.values(), measure, ballots, f"{at['source_id']}|{unit}:{measure}"]
                        connection.execute("INSERT INTO core.one_ballot_counts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            return lambda sql: connection.execute(sql).fetchall()

        yield of


INSIDE, APART, NEITHER = (100, 90, 10, 4), (104, 90, 10, 4), (110, 90, 10, 4)


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        # cast, valid, invalid, blank, signatures, torn, lost -> inside, apart
        (INSIDE, (1, 0)),
        (APART, (0, 1)),
        (NEITHER, (0, 0)),
        ((99, 90, 10, 4), (0, 0)),
        ((101, 90, 10, 4), (0, 0)),
        ((103, 90, 10, 4), (0, 0)),
        ((105, 90, 10, 4), (0, 0)),
        ((100, 90, 10, 0), (0, 0)),  # none is both
        ((100, 90, 10, 1), (1, 0)),
        ((101, 90, 10, 1), (0, 1)),
        ((100, 90, 10, None), (0, 0)),
        ((103, 90, 10, 4, None, 3), (1, 0)),  # what is torn is among the ballots cast
        ((107, 90, 10, 4, None, 3), (0, 1)),
        ((100, 90, 10, 4, None, None, 3), (1, 0)),  # and what is lost is not
        ((None, 90, 10, 4, 100), (1, 0)),  # voters who signed are the bound where ballots are not counted
        ((None, 90, 10, 4, 99), (0, 0)),
        ((None, 90, 10, 4, 103), (1, 0)),
        ((None, 90, 10, 4, 104), (0, 1)),
        ((None, 90, 10, 4, 105), (0, 1)),
        ((104, 90, 10, 4, 100), (0, 1)),  # which is not asked where they are
        ((100, 90, 10, 4, 104), (1, 0)),
        ((None, 90, 10, 4), (0, 0)),
    ],
)
def test_whether_blank_ballots_are_among_the_others_of_a_unit(asked, figures, told):
    assert asked({"A": figures})(f"SELECT inside, apart FROM ({ACCOUNTS})") == [told]


@pytest.mark.parametrize(
    ("units", "said", "told", "blank_is"),
    [
        # figures of units -> blank_inside, blank_open
        ([INSIDE], None, (0, 1), "open"),
        ([INSIDE, INSIDE], None, (0, 1), "open"),
        ([INSIDE] * 3, None, (1, 0), "inside"),
        ([INSIDE] * 2 + [NEITHER] * 3, None, (0, 1), "open"),
        ([INSIDE, APART], None, (0, 0), "apart"),
        ([INSIDE, INSIDE, APART], None, (0, 0), "apart"),
        ([INSIDE] * 3 + [APART] * 2, None, (1, 0), "inside"),
        ([INSIDE] * 3 + [APART] * 3, None, (0, 0), "apart"),
        ([INSIDE] * 4 + [APART] * 3, None, (1, 0), "inside"),
        ([APART] * 4, None, (0, 0), "apart"),
        ([NEITHER], None, (0, 0), "apart"),
        ([INSIDE] * 3, "cast", (0, 0), "apart"),
        ([APART] * 3, "invalid", (1, 0), "inside"),
        ([APART] * 3, "valid", (1, 0), "valid"),
        ([INSIDE], "cast", (0, 0), "apart"),
    ],
)
def test_whether_a_source_counts_blank_ballots_among_the_others(asked, units, said, told, blank_is):
    ask = asked({f"U{n}": figures for n, figures in enumerate(units)}, said)
    assert set(ask(f"SELECT blank_inside, blank_open FROM ({ACCOUNTS})")) == {told}
    assert ask(f"SELECT blank_is FROM ({BLANKS})") == [(blank_is,)]


@pytest.mark.parametrize(
    ("votes", "complete", "blank_is"),
    [(86, True, "valid"), (90, True, "open"), (85, True, "open"), (86, False, "open")],
)
def test_votes_show_that_blank_ballots_are_valid(asked, votes, complete, blank_is):
    """90 valid ones of which 4 are blank leave 86 for who stood; not if somebody may be missing among them."""
    ask = asked({"U": INSIDE})
    asked_of = f"INSERT INTO core.one_vote_counts VALUES ('e', 'c', 'U', 'a', NULL, {votes}, {complete}, 'total')"
    ask(asked_of)
    assert ask(f"SELECT blank_is FROM ({BLANKS})") == [(blank_is,)]


@pytest.mark.parametrize(
    "other", [{"election_id": "f"}, {"office": "head"}, {"round": 2}, {"source_id": "b"}, {"said_by": "X"}]
)
def test_units_of_another_race_or_source_say_nothing_of_it(asked, other):
    units = {f"U{n}": INSIDE for n in range(2)} | {"U2": (INSIDE, other)}
    ask = asked(units)
    assert set(ask(f"SELECT blank_inside, blank_open FROM ({ACCOUNTS})")) == {(0, 1)}
    assert ask(f"SELECT blank_is FROM ({BLANKS})") == [("open",)] * 2


def test_accounts_of_a_unit_stand_side_by_side(asked):
    """Each figure in its column, other ballots summed and counted, and what is true of a source in all its units."""
    ask = asked({"A": (100, 80, 10, 4, 101, 6, 2), "B": (50, 40, 10, None), "C": ((9, 9), {"source_id": "b"})})
    columns = "counted, valid, invalid, blank, signed, rest, rest_told, any_blank, most_rest"
    assert ask(f"SELECT gp_unit_id, {columns} FROM ({ACCOUNTS}) ORDER BY 1") == [
        ("A", 100, 80, 10, 4, 101, 6, 1, 1, 1),
        ("B", 50, 40, 10, None, None, 0, 0, 1, 1),
        ("C", 9, 9, None, None, None, 0, 0, 0, 0),
    ]
    ((places,),) = ask(f"SELECT places FROM ({ACCOUNTS}) WHERE gp_unit_id = 'A'")
    assert places == " ".join(sorted(f"a|A:{measure}" for measure in COUNTED if measure != "lost"))


@pytest.fixture
def peers():
    """Values of things that are alike or not -> what stands beside each that is compared."""
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:

        def of(values, units=5, times=3):
            connection.execute(
                "CREATE SCHEMA core;"
                "CREATE TABLE core.parameters (election_id TEXT, rule TEXT, name TEXT, value DOUBLE);"
                "CREATE TABLE given (election_id TEXT, source_id TEXT, kind TEXT, unit TEXT, value DOUBLE)"
            )
            for name, value in (("units", units), ("times", times)):
                connection.execute("INSERT INTO core.parameters VALUES ('e', 'R808', ?, ?)", [name, value])
                connection.execute("INSERT INTO core.parameters VALUES ('f', 'R808', ?, ?)", [name, value + 1])
            for n, (value, *own) in enumerate(values):
                election, source, kind = own or ("e", "a", None)
                connection.execute("INSERT INTO given VALUES (?, ?, ?, ?, ?)", [election, source, kind, f"U{n}", value])
            return connection.execute(
                f"WITH each_value AS (FROM given), {beside_peers('R808', 'kind')} "
                "SELECT unit, middle, peers, round(spread, 4), round(times, 4), most FROM beside ORDER BY unit"
            ).fetchall()

        yield of


def test_each_value_stands_beside_the_median_and_the_usual_spread(peers):
    """Of 10, 11, 12, 13 and 40 the median is 12, the distances are 2, 1, 0, 1 and 28: the usual one is 1."""
    assert peers([(10,), (11,), (12,), (13,), (40,)]) == [
        ("U0", 12, 5, 1.4826, 1.349, 3),
        ("U1", 12, 5, 1.4826, 0.6745, 3),
        ("U2", 12, 5, 1.4826, 0, 3),
        ("U3", 12, 5, 1.4826, 0.6745, 3),
        ("U4", 12, 5, 1.4826, 18.8857, 3),
    ]


@pytest.mark.parametrize(
    ("values", "compared"),
    [
        ([(10,), (11,), (12,), (13,)], 0),  # too few
        ([(10,), (11,), (12,), (13,), (14,), (15,)], 6),
        ([(12,)] * 4 + [(40,)], 0),  # of no spread nothing is far away
        ([*((v,) for v in range(10, 14)), (14, "e", "b", None)], 0),  # another source, another kind, another election
        ([*((v,) for v in range(10, 14)), (14, "e", "a", "k")], 0),
        ([*((v,) for v in range(10, 14)), (14, "f", "a", None)], 0),
        ([(v, "f", "a", "k") for v in range(10, 15)], 0),  # that wants six
        ([(v, "f", "a", "k") for v in range(10, 16)], 6),
        ([(v, "e", s, "k") for v in range(10, 15) for s in "ab"], 10),
        ([(v, "e", "a", k) for v in range(10, 15) for k in "kl"], 10),
    ],
)
def test_what_is_compared(peers, values, compared):
    assert len(peers(values)) == compared
