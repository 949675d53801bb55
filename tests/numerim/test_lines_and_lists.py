"""Lines, lists, days and words that an election says again, through the whole way."""

import pytest

from numerim import warehouse
from numerim.errors import InputError
from tests.numerim.conftest import found

FUSION = [("us", "", [], 4), ("xk", ", fusion: true", [], 4), ("xk", "", ["R105"], 0)]


def test_one_candidate_on_several_lines(declared_together):
    table = (
        "{set: {office: governor}, complete: [units, votes], "
        "columns: {c: within, p: unit, l: party, n: candidate, v: votes}}",
        "c,p,l,n,v",
        *(
            f"Dale,{p},{line},Ann Ray,{v}"
            for p, line, v in ((1, "One", 30), (1, "Two", 4), (2, "One", 10), (2, "Two", 5))
        ),
        "Dale,1,Three,Bo Lind,20",
        "Dale,2,Three,Bo Lind,9",
    )
    own = (
        "register: {unit: polling_station, within: county, party: party}\noffices: {governor: {unit: county, law: %s}}"
    )
    made = declared_together(
        [(country, own % f"plurality{fusion}", table) for country, fusion, *_ in FUSION], whole=True
    )
    for db, (*_, rules, lines) in zip(made, FUSION, strict=True):
        assert [rule for rule in found(db) if rule == "R105"] == rules
        assert len(warehouse.rows(db, "FROM clean.line_votes")) == lines
        if lines:
            sql = "SELECT selection_id, votes::INTEGER FROM core.contest_votes ORDER BY 1"
            assert warehouse.rows(db, sql) == [("ann-ray", 49), ("bo-lind", 29)]


def test_a_kind_of_ballots_withheld_of_a_line_takes_nothing_from_its_total(declared):
    db = declared(
        "us",
        "offices: {governor: {unit: county, law: plurality}}\nregister: {unit: county, party: party}",
        (
            "columns: {c: unit, n: candidate, l: party, early: {is: votes, ballots: early}, "
            "day: {is: votes, ballots: election-day}, v: votes}\n            set: {office: governor}\n"
            "            complete: [units, votes]",
            "c,n,l,early,day,v",
            "Oak,Ann Ray,DEM,40,20,60",
            "Oak,Ann Ray,WFP,5,2,7",
            "Oak,Bob Lee,REP,30,20,50",
            "Oak,Bob Lee,CON,*,*,3",
        ),
        source='missing: {"*": withheld}',
        whole=True,
    )
    assert found(db) == []
    sql = "SELECT selection_id, votes, complete FROM core.contest_votes ORDER BY ALL"
    assert warehouse.rows(db, sql) == [("ann-ray", 67, True), ("bob-lee", 53, True)]
    assert warehouse.rows(db, "SELECT list, votes, rank FROM clean.results ORDER BY rank") == [
        ("Ann Ray", 67, 1),
        ("Bob Lee", 53, 2),
    ]


def test_the_day_of_the_second_round_is_of_the_election_and_says_the_round(declared):
    db = declared(
        "xk",
        "runoff_on: 2030-06-23\noffices: {mayor: {unit: municipality, law: two_round_majority}}",
        (
            "{set: {office: mayor}, columns: {d: election_day, m: unit, n: candidate, v: votes}}",
            "d,m,n,v",
            *("2030-06-09,Prizren,Ann Ray,50", "2030-06-09,Prizren,Bob Lee,30", "2030-06-09,Prizren,Cy Fox,25"),
            *("2030-06-23,Prizren,Ann Ray,60", "2030-06-23,Prizren,Bob Lee,55"),
        ),
        whole=True,
    )
    assert warehouse.rows(
        db, "SELECT round, held_on::VARCHAR, count(*) FROM clean.results GROUP BY ALL ORDER BY 1"
    ) == [
        (1, "2030-06-09", 3),
        (2, "2030-06-23", 2),
    ]


@pytest.mark.parametrize(
    ("day", "turn", "told"),
    [
        ("2030-06-23", "1", "unknown round on the day of the second: '1'"),
        ("2030-06-30", "", "unknown day of an election: '2030-06-30'"),
    ],
)
def test_a_day_that_is_of_no_round_is_refused(declared, day, turn, told):
    with pytest.raises(InputError, match=told):
        declared(
            "xk",
            "runoff_on: 2030-06-23\noffices: {mayor: {unit: municipality, law: two_round_majority}}",
            (
                "{set: {office: mayor}, columns: {d: election_day, m: unit, r: round, n: candidate, v: votes}}",
                "d,m,r,n,v",
                f"{day},Prizren,{turn or 2},Ann Ray,50",
            ),
        )


LISTS = (
    "{set: {office: parliament}, parts: ["
    "{only: {row: list}, columns: {c: unit, p: party, v: %s}, ignore: {row: kind, n: nobody}}, "
    "{only: {row: person}, columns: {c: unit, p: party, n: candidate, v: votes}, ignore: {row: kind}}]}"
)
OPEN_LIST = (
    "row,c,p,n,v",
    "list,Berat,PS,,90",
    "person,Berat,PS,Ann Ray,90",
    "list,Berat,PD,,40",
    "person,Berat,PD,Bo Fox,40",
)


def test_what_a_table_says_goes_for_its_parts_and_lists_keep_their_votes(declared):
    own = "offices: {parliament: {unit: county, law: dhondt}}"
    with pytest.raises(InputError, match="Ann Ray stands on a list whose votes are given too"):
        declared("al", own, (LISTS % "votes", *OPEN_LIST))


def test_candidates_make_the_votes_of_their_list(declared):
    own = "offices: {parliament: {unit: county, law: dhondt}}"
    db = declared("al", own, (LISTS % "list_votes", *OPEN_LIST), whole=True)
    assert warehouse.rows(db, "SELECT list, party, votes FROM clean.results ORDER BY ALL") == [
        ("Ann Ray", "PS", 90),
        ("Bo Fox", "PD", 40),
    ]


def test_a_law_of_council_sizes_is_for_councils(declared):
    rows = ("c,p,s", "Berat,PS,4", "Berat,PD,3")
    table = "{set: {office: %s}, complete: [seats], columns: {c: unit, p: party, s: seats}}"
    assert found(declared("al", "offices: {parliament: {unit: county}}", (table % "parliament", *rows))) == []


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ("units: {precinct: {within: county}}", ""),
        ("units: {precinct: {type: county}}", "'precinct' ships with numerim and is of the type precinct"),
        ("ballots: {early: {title: {en: In advance}}}", ""),
        ("ballots: {early: {type: provisional}}", "'early' ships with numerim and is of the type early"),
        ("accounts: {blank: {inside: invalid}}", "'blank' ships with numerim and is inside cast"),
        ("accounts: {candidate: {inside: cast}}", "'candidate' is a role"),
    ],
)
def test_words_that_ship_may_be_said_again_but_not_otherwise(declared, own, told):
    table = (
        "{set: {office: sheriff}, columns: {c: within, p: unit, n: candidate, v: votes}}",
        "c,p,n,v",
        "Oak,1,Ann Ray,5",
    )
    own = f"{own}\nregister: {{unit: precinct, within: county}}\noffices: {{sheriff: {{unit: county, law: plurality}}}}"
    if told:
        with pytest.raises(InputError, match=told):
            declared("us", own, table)
    else:
        assert found(declared("us", own, table)) == []


@pytest.mark.parametrize(("total", "impact"), [(25, "none"), (99, "decisive")])
def test_a_doubt_about_a_line_is_one_about_the_contest(declared, total, impact):
    db = declared(
        "us",
        "offices: {governor: {unit: county, law: plurality}}\nregister: {unit: county, party: party}",
        (
            "{set: {office: governor}, complete: [units, votes], columns: {c: unit, n: candidate, l: party, "
            "early: {is: votes, ballots: early}, day: {is: votes, ballots: election-day}, v: votes}}",
            "c,n,l,early,day,v",
            "Oak,Ann Ray,DEM,40,20,60",
            "Oak,Ann Ray,WFP,5,2,7",
            "Oak,Bob Lee,REP,10,20,30",
            f"Oak,Bob Lee,CON,9,9,{total}",
        ),
    )
    assert warehouse.rows(db, "SELECT rule, impact FROM clean.findings WHERE severity = 'error'") == [("R315", impact)]


TYPED_TWICE = {"Elm,276,117": ["R890"], "Elm,276,118": [], "Elm,0,0": []}


def test_a_line_typed_twice_is_told_without_a_total(declared_together):
    own = "offices: {mayor: {unit: city, law: plurality}}\nregister: {unit: precinct, within: city}"
    table = (
        "{set: {office: mayor, within: Oakton}, complete: [units, votes], columns: {u: unit, "
        "x: {is: votes, with: {candidate: Xen}}, y: {is: votes, with: {candidate: Yip}}}}"
    )
    rows = ("u,x,y", "Ash,412,231", "Birch,538,148", "Dale,276,117")
    made = declared_together([("us", own, (table, *rows, row, "Fir,187,95")) for row in TYPED_TWICE])
    assert [found(db) for db in made] == list(TYPED_TWICE.values())


@pytest.mark.parametrize(("candidates", "rules"), [("", ["R518"]), (1, []), (2, ["R518"])])
def test_a_list_without_more_candidates_wins_no_more_seats(declared, candidates, rules):
    db = declared(
        "xk",
        "offices: {council: {unit: municipality, law: dhondt}}\nregister: {party: party}",
        (
            "{set: {office: council}, complete: [units, votes, seats], "
            "columns: {m: unit, p: party, v: votes, s: seats, k: candidates}}",
            *("m,p,v,s,k", "Klokot,Elm List,4000,8,", "Klokot,Oak List,3000,6,"),
            f"Klokot,Yew List,1500,1,{candidates}",
        ),
        source='missing: {"": not_given}',
    )
    assert found(db) == rules
