"""The table `results`: made-up elections through the whole way, and the three published ones."""

import pytest

from numerim import warehouse
from numerim.schemas.table import FIRST, resources, tables

HEAD = """id: xk-test-2030
title: {en: Test}
country: %s
licence: CC0-1.0
held_on: 2030-10-17
runoff_on: 2030-11-14
status: final
offices:
  mayor: {outcome_rule: two_round_majority, fusion: true}
  council: {outcome_rule: sainte_lague}
  question: {kind: ballot-measure}
register: {unit: polling_station}
sources:
"""
COLUMNS = "unit,within,office,round,candidate,option,party,coalition,measure,count_type,value\n"
MISSING = '{"*": withheld, "–": not_given}'
COMPLETE = "votes, share, seats, units"


@pytest.fixture
def results(judged):
    """Rows of each source, and the columns that are asked for -> these columns of `results`."""

    def of(columns, *sources, country="XK", complete=COMPLETE):
        made = judged(*sources, head=HEAD % country, columns=COLUMNS, complete=complete, missing=MISSING, whole=True)
        return asked(made, columns)

    return of


@pytest.fixture
def results_of_each(judged_together):
    """The columns that are asked for, and rows of the one source of many elections -> these columns of each."""

    def of(columns, elections):
        rows = [[one] for one in elections]
        made = judged_together(rows, HEAD % "XK", COMPLETE, COLUMNS, MISSING, whole=True)
        return [asked(db, columns) for db in made]

    return of


def asked(connection, columns):
    return warehouse.rows(connection, f"SELECT {columns} FROM clean.results ORDER BY contest_id, rank, list")


def votes(candidate, value, *, count_type="total", party="", unit="Prizren", within="", measure="votes"):
    return f"{unit},{within},mayor,1,{candidate},,{party},,{measure},{count_type},{value}"


VOTES = {
    "printed": [votes("Ana", 600), votes("Ben", 400)],
    "nought is a figure": [votes("Ana", 600), votes("Ben", 0)],
    "kinds of ballots": [
        *(votes("Ana", 100, count_type="early"), votes("Ana", 500, count_type="election-day")),
        *(votes("Ben", 150, count_type="early"), votes("Ben", 250, count_type="election-day")),
    ],
    "a total beside its kinds": [
        *(votes("Ana", 100, count_type="early"), votes("Ana", 500, count_type="election-day"), votes("Ana", 600)),
        *(votes("Ben", 150, count_type="early"), votes("Ben", 250, count_type="election-day"), votes("Ben", 400)),
    ],
    "fusion": [votes("Ana", 400, party="LVV"), votes("Ana", 200, party="LDK"), votes("Ben", 400, party="PDK")],
    "stations": [
        *(votes("Ana", 350, unit="001", within="Prizren"), votes("Ben", 150, unit="001", within="Prizren")),
        *(votes("Ana", 250, unit="002", within="Prizren"), votes("Ben", 250, unit="002", within="Prizren")),
    ],
    "withheld": [votes("Ana", 600), votes("Ben", "*")],
    "not given": [votes("Ana", 600), votes("Ben", "–")],
    "a kind withheld": [
        *(votes("Ana", 100, count_type="early"), votes("Ana", 500, count_type="election-day")),
        *(votes("Ben", "*", count_type="early"), votes("Ben", 250, count_type="election-day")),
    ],
    "a station withheld": [
        *(votes("Ana", 350, unit="001", within="Prizren"), votes("Ben", 150, unit="001", within="Prizren")),
        *(votes("Ana", 250, unit="002", within="Prizren"), votes("Ben", "*", unit="002", within="Prizren")),
    ],
    "not listed": [votes("Ana", 600), votes("Ben", "", measure="candidacy")],
}


ONE_FIGURE = [
    ("printed", ("600", 600, "printed"), ("400", 400, "printed"), 200),
    ("nought is a figure", ("600", 600, "printed"), ("0", 0, "printed"), 600),
    ("kinds of ballots", (None, 600, "reckoned"), (None, 400, "reckoned"), 200),
    ("a total beside its kinds", ("600", 600, "printed"), ("400", 400, "printed"), 200),
    ("fusion", (None, 600, "reckoned"), ("400", 400, "printed"), 200),
    ("stations", (None, 600, "reckoned"), (None, 400, "reckoned"), 200),
    ("withheld", ("600", 600, "printed"), ("*", None, "withheld"), None),
    ("not given", ("600", 600, "printed"), ("–", None, "not_given"), None),
    ("a kind withheld", (None, 600, "reckoned"), (None, None, "withheld"), None),
    ("a station withheld", (None, None, "not_listed"), (None, None, "withheld"), None),
    ("not listed", ("600", 600, "printed"), (None, None, "not_listed"), None),
]


def test_one_figure_for_all_ballots(results_of_each):
    made = results_of_each("list, votes_printed, votes, votes_are, lead", [VOTES[case] for case, *_ in ONE_FIGURE])
    for told, (case, ana, ben, lead) in zip(made, ONE_FIGURE, strict=True):
        assert {row[0]: row[1:] for row in told} == {"Ana": (*ana, lead), "Ben": (*ben, None)}, case


def test_stations_of_which_not_all_are_listed_make_no_sum(results):
    told = results("list, votes, votes_are", VOTES["stations"], complete="votes")
    assert told == [("Ana", None, "not_listed"), ("Ben", None, "not_listed")]


def test_all_lines_of_a_fusion_are_told(results):
    told = results("list, party, parties", VOTES["fusion"])
    assert told == [("Ana", "LVV", "LVV; LDK"), ("Ben", "PDK", None)]


def test_what_is_printed_for_all_ballots_goes_before_what_is_reckoned(results):
    told = results("list, votes_are, source_id", VOTES["kinds of ballots"], VOTES["printed"])
    assert told == [("Ana", "printed", "s2"), ("Ben", "printed", "s2")]


def test_of_two_sources_the_first_is_reckoned_from(results):
    other = [row.replace("500", "499") for row in VOTES["kinds of ballots"]]
    assert results("votes, source_id", VOTES["kinds of ballots"], other)[0] == (600, "s1")


@pytest.mark.parametrize(
    ("statuses", "told"),
    [
        (("final", "final"), [("Ana", "final", "s1"), ("Ben", "final", "s1")]),
        (("partial", "final"), [("Ana", "partial", "s1"), ("Ben", "partial", "s1")]),
        (("final", "partial"), [("Ana", "partial", "s1"), ("Ben", "final", "s1")]),  # her share is of the second
        (("preliminary", "partial"), [("Ana", "partial", "s1"), ("Ben", "preliminary", "s1")]),
    ],
)
def test_a_row_says_how_far_the_count_was_in_the_sources_of_its_figures(judged, statuses, told):
    head = HEAD % "XK"
    sources = [VOTES["printed"], [votes("Ana", 60, measure="share")]]
    made = judged(
        *sources, head=head, columns=COLUMNS, complete="votes, units", missing=MISSING, statuses=statuses, whole=True
    )
    asked = "SELECT list, source_status, source_id FROM clean.results ORDER BY rank"
    assert warehouse.rows(made, asked) == told
    assert warehouse.rows(made, "SELECT DISTINCT election_status FROM clean.results") == [("final",)]


KINDS = VOTES["kinds of ballots"]
VALID = "Prizren,,mayor,1,,,,,valid,total,1000"
CAST = (("cast", "1100"), ("invalid", "100"))
SHARES = [votes("Ana", "61.2", measure="share"), votes("Ben", "48.8", measure="share")]


HELD_BACK = [
    (
        [*VOTES["printed"], *SHARES, VALID],
        "R411",
        ("600", 600, "printed", "61.2", None, "share", 1),
        ("400", 400, "printed", "48.8", None, "share", 2),
    ),
    (
        [*KINDS, votes("Ana", 700), votes("Ben", 400), VALID],
        "R311",
        ("700", None, "held_back", None, None, "votes", None),
        ("400", 400, "printed", None, None, None, None),
    ),
    (
        [*KINDS, votes("Ana", 111, count_type="early")],
        "R602",
        (None, None, "held_back", None, None, "votes", None),
        (None, 400, "reckoned", None, None, None, None),
    ),
    (
        [
            *KINDS,
            VALID.replace("1000", "900"),
            *(VALID.replace("valid", what).replace("1000", n) for what, n in CAST),
        ],
        "R203",
        (None, 600, "reckoned", None, None, "valid", 1),
        (None, 400, "reckoned", None, None, "valid", 2),
    ),
]


def test_what_is_held_back_is_told(results_of_each):
    columns = "list, votes_printed, votes, votes_are, share_printed, share, held_back, rank, doubts"
    made = results_of_each(columns, [rows for rows, *_ in HELD_BACK])
    for found, (_, rule, ana, ben) in zip(made, HELD_BACK, strict=True):
        told = {row[0]: row[1:] for row in found}
        assert {name: row[:-1] for name, row in told.items()} == {"Ana": ana, "Ben": ben}, rule
        doubted = [rule in (row[-1] or "").split() for row in told.values()]
        assert doubted == [row[5] is not None for row in told.values()], rule


def test_a_figure_that_is_not_held_back_steps_in(results):
    """The sum of one source contradicts its total; the other source has the sum alone."""
    asked = "list, votes_printed, votes, votes_are, held_back, source_id"
    assert results(asked, [*KINDS, votes("Ana", 700), votes("Ben", 400), VALID], KINDS) == [
        ("Ana", "700", 600, "reckoned", "votes", "s2"),
        ("Ben", "400", 400, "printed", None, "s1"),
    ]


def test_rounds_are_contests_of_their_own(results):
    rows = [
        *("Prizren,,mayor,1,Ana,,LVV,,share,,48.5", "Prizren,,mayor,1,Ana,,LVV,,outcome,,runoff"),
        *("Prizren,,mayor,1,Ben,,LDK,,share,,40.25", "Prizren,,mayor,1,Ben,,LDK,,outcome,,runoff"),
        "Prizren,,mayor,1,Cen,,PDK,,share,,11.25",
        *("Prizren,,mayor,2,Ana,,LVV,,share,,47", "Prizren,,mayor,2,Ben,,LDK,,share,,53"),
        "Prizren,,mayor,2,Ben,,LDK,,outcome,,elected",
        "Gjakovë,,mayor,1,,,,,outcome,,runoff",
    ]
    told = results("unit, round, held_on::VARCHAR, list, share::DOUBLE, outcome, rank, ranked_by, lead::DOUBLE", rows)
    assert told == [
        ("Gjakovë", 1, "2030-10-17", "somebody not named", None, "runoff", None, None, None),
        ("Prizren", 1, "2030-10-17", "Ana", 48.5, "runoff", 1, "share", 8.25),
        ("Prizren", 1, "2030-10-17", "Ben", 40.25, "runoff", 2, "share", None),
        ("Prizren", 1, "2030-10-17", "Cen", 11.25, None, 3, "share", None),
        ("Prizren", 2, "2030-11-14", "Ben", 53.0, "elected", 1, "share", 6.0),
        ("Prizren", 2, "2030-11-14", "Ana", 47.0, None, 2, "share", None),
    ]


LEADS = {
    (6, 6, 3): [(1, 0), (1, 0), (3, None)],
    (7, 4, 4): [(1, 3), (2, None), (2, None)],
    (15,): [(1, None)],
}


def test_only_who_is_first_leads_and_nobody_in_a_tie(results_of_each):
    parties = ("LDK", "LVV", "PDK")
    rows = [
        [f"Prizren,,council,1,,,{party},,seats,,{n}" for party, n in zip(parties, seats, strict=False)]
        for seats in LEADS
    ]
    assert results_of_each("rank, lead::INT", rows) == list(LEADS.values())


def test_a_question_has_answers(results):
    rows = ["Prizren,,question,1,,Yes,,,votes,total,510", "Prizren,,question,1,,No,,,votes,total,490"]
    told = results("contest_kind, list, candidate, party, selection_kind, votes, rank, lead::INT", rows)
    assert told == [
        ("ballot-measure", "Yes", None, None, "option", 510, 1, 20),
        ("ballot-measure", "No", None, None, "option", 490, 2, None),
    ]


def test_a_coalition_is_the_party_of_its_list_and_not_of_its_members(results):
    rows = [
        "Tiranë,,mayor,1,Ana,,PD,BF,outcome,,elected",
        *("Tiranë,,council,1,,,BF,,seats,,7", "Tiranë,,council,1,,,PD,,seats,,5", "Tiranë,,council,1,,,PS,,seats,,9"),
    ]
    told = results("office, list, party, party_kind, coalition, seats, rank, ranked_by", rows, country="AL")
    assert told == [
        ("council", "PS", "PS", "party", None, 9, 1, "seats"),
        ("council", "BF", "BF", "coalition", "BF", 7, 2, "seats"),
        ("council", "PD", "PD", "party", None, 5, 3, "seats"),
        ("mayor", "Ana", "PD", "party", "BF", None, None, None),
    ]


BALLOTS = [
    (
        ["Prizren,,mayor,1,,,,,registered,total,2000", "Prizren,,mayor,1,,,,,cast,total,1100"],
        (2000, 1100, None, None),
    ),
    (["Prizren,,all,1,,,,,cast,total,1100", "Prizren,,mayor,1,,,,,cast,total,1090"], (None, 1090, None, None)),
    (["Prizren,,all,1,,,,,cast,total,1100", "Prizren,,all,1,,,,,turnout,,55"], (None, 1100, None, 55)),
    (
        ["Prizren,,mayor,1,,,,,cast,early,300", "Prizren,,mayor,1,,,,,cast,election-day,800"],
        (None, 1100, None, None),
    ),
    (["Prizren,,mayor,2,,,,,cast,total,1100", "Prizren,,mayor,1,,,,,valid,total,1000"], (None, None, 1000, None)),
    (["Prizren,,council,1,,,,,cast,total,1100", "Gjakovë,,mayor,1,,,,,cast,total,1090"], (None, None, None, None)),
]


def test_ballots_are_those_of_the_unit_round_and_race(results_of_each):
    columns = "unit, round, registered, ballots_cast, valid, turnout"
    made = results_of_each(columns, [[*VOTES["printed"], *rows] for rows, _ in BALLOTS])
    told = [{row[2:] for row in one if row[:2] == ("Prizren", 1)} for one in made]
    assert told == [{expected} for _, expected in BALLOTS]


def test_every_selection_has_one_row_and_a_name(checked):
    made = checked("al-local-2023")
    key = "election_id, contest_id, selection_id"
    assert warehouse.rows(made, f"SELECT {key} FROM clean.results ORDER BY ALL") == warehouse.rows(
        made, f"SELECT {key} FROM clean.selections ORDER BY ALL"
    )
    assert warehouse.rows(made, "SELECT count(*) FROM clean.results WHERE list = ''") == [(0,)]


@pytest.mark.parametrize(
    ("election", "sql", "expected"),
    [
        (
            "al-local-2023",
            "SELECT party, count(*) FROM clean.results WHERE office = 'mayor' AND outcome = 'elected' "
            "AND election_id = 'al-local-2023' GROUP BY ALL ORDER BY 2 DESC, 1",
            [("PS", 53), ("PD (BF)", 5), ("MEGA", 1), ("PD", 1), ("PL", 1)],
        ),
        (
            "al-local-2023",
            "SELECT party, sum(seats)::INT FROM clean.results WHERE office = 'council' GROUP BY ALL ORDER BY 2 DESC",
            [("PS", 757), ("BF", 291), ("Other parties and independents", 274), ("PD", 123), ("PSD", 116), ("PAA", 52)],
        ),
        (
            "al-local-2023",
            "SELECT unit, list, share_printed, share::DOUBLE FROM clean.results WHERE doubts = 'R401' ORDER BY locator",
            [
                ("Dibër", "Rrahim Spahiu", "60.82%", 60.82),
                ("Dibër", "PD", "19.28%", 19.28),
                ("Dibër", "SHeL", "19.46%", 19.46),
            ],
        ),
        (
            "xk-local-2017",
            "SELECT outcome, count(*), count(DISTINCT unit) FROM clean.results WHERE election_id = 'xk-local-2017' "
            "GROUP BY ALL ORDER BY 1",
            [("elected", 19, 19), ("runoff", 24, 19)],
        ),
        (
            "xk-local-2021",
            "SELECT unit, list, share::DOUBLE, lead::DOUBLE FROM clean.results WHERE outcome = 'runoff' AND rank = 1 "
            "ORDER BY share DESC LIMIT 2",
            [("Fushë Kosovë", "Burim Berisha", 49.72, 24.14), ("Mamushë", "Abdulhadi Krasniqi", 48.92, 11.97)],
        ),
        (
            "xk-local-2021",
            "SELECT outcome, count(*), count(share), count(DISTINCT unit) FROM clean.results GROUP BY ALL ORDER BY 1",
            [("elected", 16, 0, 16), ("runoff", 42, 42, 21)],
        ),
    ],
)
def test_published_elections(checked, election, sql, expected):
    assert warehouse.rows(checked(election), sql) == expected


@pytest.mark.parametrize("figure", ["votes", "share", "seats", "outcome"])
@pytest.mark.parametrize("election", ["al-local-2023", "xk-local-2017", "xk-local-2021"])
def test_printed_stands_beside_clean(checked, election, figure):
    """What is clean is printed or reckoned; what is printed and not clean is held back or marks that there is none."""
    wrong = warehouse.rows(
        checked(election),
        f"SELECT list FROM clean.results WHERE ({figure} IS NULL) <> ({figure}_printed IS NULL) "
        f"AND NOT contains(' ' || coalesce(held_back, '') || ' ', ' {figure} ')",
    )
    assert wrong == []


def test_it_is_the_first_of_a_package():
    assert next(iter(resources())) == FIRST == "results"
    assert set(resources()) == set(tables())


SHARES = ["Prizren,A,LVV,mayor,share,,{},,", "Prizren,B,LDK,mayor,share,,40.00,,", "Istog,C,PDK,mayor,share,,55.00,,"]


HELD_BY = [
    ([["60.00"]], {"A": 1, "B": 1, "C": 0}),  # Prizren adds up to a hundred; Istog has a share alone
    ([["60.10"]], {"A": 0, "B": 0, "C": 0}),  # it does not, and the relation holds nothing
    ([["60.00"], ["60.00"]], {"A": 2, "B": 2, "C": 1}),  # so say two sources, which agree
]


def test_how_many_relations_hold_a_row(judged_together):
    lists = [[[SHARES[0].format(*share), *SHARES[1:]] for share in sources] for sources, _ in HELD_BY]
    made = judged_together(lists, whole=True)
    told = [dict(warehouse.rows(db, "SELECT candidate, held_by FROM clean.results")) for db in made]
    assert told == [held for _, held in HELD_BY]
