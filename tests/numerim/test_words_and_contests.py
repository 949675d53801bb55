"""What elections declare of their own, through the whole way: words, districts, lines, gaps, who has the office."""

import shutil
from hashlib import sha256

import pytest

from numerim import warehouse
from numerim.declare.house import House
from numerim.errors import InputError
from tests.conftest import ROOT, completed, loud

HEAD = """id: {country}-test-2030
title: {{en: Test}}
country: {country}
held_on: 2030-06-09
status: final
{own}
sources:
  office:
    title: Results
    language: en
    licence: CC0-1.0
    rank: 1
    {source}
    files:
"""
FILE = """      {name}:
        sha256: "{sha}"
        reader: csv
        tables:
          - {table}
"""


@pytest.fixture
def made(tmp_path):
    """A country, what its election declares, and tables (what is declared of one, its lines) -> a database."""

    def of(country, own, *tables, source=""):
        house = House(tmp_path)
        shutil.copytree(ROOT / "seeds", house.seeds)
        folder = house.raw / country / f"{country}-test-2030"
        folder.mkdir(parents=True)
        yml = HEAD.format(country=country, own=own, source=source).replace(
            f"country: {country}", f"country: {country.upper()}"
        )
        for i, (table, *lines) in enumerate(tables):
            content = "\n".join(lines) + "\n"
            (folder / f"t{i}.csv").write_text(content, encoding="utf-8")
            yml += FILE.format(name=f"t{i}.csv", sha=sha256(content.encode()).hexdigest(), table=table)
        (folder / "election.yml").write_text(yml, encoding="utf-8")
        return loud(completed(house, f"{country}-test-2030"))

    return of


def found(connection):
    sql = "SELECT rule FROM clean.findings WHERE severity <> 'info' ORDER BY ALL"
    return [rule for (rule,) in warehouse.rows(connection, sql)]


VOTES = "SELECT contest_id, gp_unit_id, selection_id, votes, given FROM clean.vote_counts ORDER BY ALL"


def test_an_office_of_its_own_by_district(made):
    connection = made(
        "us",
        "register: {unit: precinct, within: county}\n"
        "offices: {trustee: {title: {en: Trustee of schools}, unit: county, law: plurality}}",
        (
            "columns: {c: within, p: unit, o: {is: office, words: {Trustee: trustee}}, d: district, "
            "n: candidate, v: votes}",
            "c,p,o,d,n,v",
            "Dale,P1,Trustee,2,Ann Ray,30",
            "Dale,P1,Trustee,5,Bo Lind,28",
        ),
    )
    assert warehouse.rows(connection, VOTES) == [
        ("us-test-2030/trustee/us-dale/2/1", "us-dale-p1", "ann-ray", 30, "figure"),
        ("us-test-2030/trustee/us-dale/5/1", "us-dale-p1", "bo-lind", 28, "figure"),
    ]
    assert warehouse.rows(connection, "SELECT race, kind, law, contest FROM clean.contests ORDER BY 1") == [
        ("trustee/2", "candidate", "plurality", "Trustee of schools of Dale, 2, 2030-06-09"),
        ("trustee/5", "candidate", "plurality", "Trustee of schools of Dale, 5, 2030-06-09"),
    ]
    assert ("office", "trustee", "Trustee of schools") in warehouse.rows(
        connection, "SELECT kind, word, title FROM clean.words"
    )


def test_a_question_with_answers(made):
    connection = made(
        "ch",
        "register: {unit: municipality}\noffices: {question: {unit: country, law: majority}}",
        (
            "{set: {office: question}, complete: [units, votes], columns: {g: unit, e: cast, l: blank, u: invalid, "
            "ja: {is: votes, with: {option: Ja}}, nein: {is: votes, with: {option: Nein}}}}",
            "g,e,l,u,ja,nein",
            "Altburg,150,3,1,80,66",
            "Neuburg,40,0,0,15,25",
        ),
    )
    assert warehouse.rows(connection, "SELECT contest_id, kind FROM clean.contests") == [
        ("ch-test-2030/question/ch/1", "ballot-measure")
    ]
    assert warehouse.rows(connection, "SELECT selection_id, kind, selection FROM clean.selections ORDER BY 1") == [
        ("ja", "option", "Ja"),
        ("nein", "option", "Nein"),
    ]
    assert found(connection) == []


def test_what_stands_among_the_candidates(made):
    connection = made(
        "us",
        "register: {unit: precinct, within: county}\noffices: {sheriff: {unit: county, law: plurality}}",
        (
            "{set: {office: sheriff}, leave: {p: ALL, because: a row of totals}, columns: {c: within, p: unit, "
            "n: {is: candidate, words: {OVER: overvotes, UNDER: undervotes, WRITE-IN: write-in, CAST: cast}}, "
            "e: {is: votes, ballots: early}, v: votes}}",
            "c,p,n,e,v",
            "Dale,P1,Ann Ray,3,30",
            "Dale,P1,WRITE-IN,0,2",
            "Dale,P1,OVER,0,1",
            "Dale,P1,CAST,3,33",
            "Dale,ALL,Ann Ray,3,30",
        ),
    )
    assert warehouse.rows(connection, "SELECT selection_id, kind FROM clean.selections ORDER BY 1") == [
        ("ann-ray", "candidate"),
        ("write-in", "write-in"),
    ]
    assert warehouse.rows(
        connection, "SELECT race, measure, count_type, ballots FROM clean.ballot_counts ORDER BY ALL"
    ) == [
        ("sheriff", "cast", "early", 3),
        ("sheriff", "cast", "total", 33),
        ("sheriff", "overvotes", "early", 0),
        ("sheriff", "overvotes", "total", 1),
    ]


@pytest.mark.parametrize(
    ("country", "fusion", "rules", "lines"),
    [
        ("us", "", [], 4),
        ("xk", ", fusion: true", [], 4),
        ("xk", "", ["R105"], 0),
    ],
)
def test_one_candidate_on_several_lines(made, country, fusion, rules, lines):
    connection = made(
        country,
        "register: {unit: polling_station, within: county, party: party}\n"
        f"offices: {{governor: {{unit: county, law: plurality{fusion}}}}}",
        (
            "{set: {office: governor}, complete: [units, votes], "
            "columns: {c: within, p: unit, l: party, n: candidate, v: votes}}",
            "c,p,l,n,v",
            *(
                f"Dale,{p},{line},Ann Ray,{v}"
                for p, line, v in ((1, "One", 30), (1, "Two", 4), (2, "One", 10), (2, "Two", 5))
            ),
            "Dale,1,Three,Bo Lind,20",
            "Dale,2,Three,Bo Lind,9",
        ),
    )
    assert [rule for rule in found(connection) if rule == "R105"] == rules
    assert len(warehouse.rows(connection, "FROM clean.line_votes")) == lines
    if lines:
        assert warehouse.rows(connection, "SELECT selection_id, votes::INTEGER FROM core.contest_votes ORDER BY 1") == [
            ("ann-ray", 49),
            ("bo-lind", 29),
        ]


def test_a_kind_of_ballots_withheld_of_a_line_takes_nothing_from_its_total(made):
    db = made(
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
    )
    assert found(db) == []
    sql = "SELECT selection_id, votes, complete FROM core.contest_votes ORDER BY ALL"
    assert warehouse.rows(db, sql) == [("ann-ray", 67, True), ("bob-lee", 53, True)]
    assert warehouse.rows(db, "SELECT list, votes, rank FROM clean.results ORDER BY rank") == [
        ("Ann Ray", 67, 1),
        ("Bob Lee", 53, 2),
    ]


@pytest.mark.parametrize("mark", ["withheld", "not_given", "not_listed"])
def test_four_ways_of_having_no_figure(made, mark):
    connection = made(
        "us",
        "register: {unit: precinct, within: county}\noffices: {sheriff: {unit: county, law: plurality}}",
        (
            "{parts: [{but: {p: TOTAL}, set: {office: sheriff}, complete: [units, votes], "
            "columns: {c: within, p: unit, n: candidate, v: votes}}, "
            "{only: {p: TOTAL}, set: {office: sheriff}, columns: {c: unit, n: candidate, v: votes}}]}",
            "c,p,n,v",
            "Dale,P1,Ann Ray,X",
            "Dale,P2,Ann Ray,0",
            "Dale,P3,Ann Ray,410",
            "Dale,TOTAL,Ann Ray,415",
        ),
        source=f"missing: {{X: {mark}}}",
    )
    kept = [("us-dale-p1", None, mark)] if mark != "not_listed" else []
    assert warehouse.rows(connection, "SELECT gp_unit_id, votes, given FROM clean.vote_counts ORDER BY 1") == [
        *([("us-dale", 415, "figure")] if kept else []),
        *kept,
        ("us-dale-p2", 0, "figure"),
        ("us-dale-p3", 410, "figure"),
    ]
    assert found(connection) == (
        [] if kept else ["R307"]
    )  # without the mark the units are all there, and five votes short


def test_accounts_inside_the_ballots_cast(made):
    own = "register: {unit: municipality}\noffices: {mayor: {unit: municipality}}\naccounts: {torn: {inside: cast}}"
    columns = "columns: {m: unit, c: cast, v: valid, i: invalid, u: unstamped, t: torn}"
    table = (f"{{set: {{office: mayor}}, {columns}}}", "m,c,v,i,u,t", "Abo,100,90,5,3,2", "Bao,100,90,5,3,3")
    connection = made("fi", own, table)
    assert found(connection) == ["R202"]
    assert warehouse.rows(connection, "SELECT gp_unit_id FROM clean.findings WHERE rule = 'R202'") == [("fi-bao",)]


@pytest.mark.parametrize(("inside", "whole"), [("cast", "100"), ("registered", "200")])
def test_an_account_is_not_more_than_what_it_is_inside(made, inside, whole):
    own = "register: {unit: municipality}\noffices: {mayor: {unit: municipality}}\n"
    own += f"accounts: {{torn: {{inside: {inside}}}}}"
    table = (
        "{set: {office: mayor}, columns: {m: unit, r: registered, c: cast, t: torn}}",
        "m,r,c,t",
        "Abo,200,100,999",
    )
    connection = made("fi", own, table)
    assert found(connection) == ["R209"]
    assert warehouse.rows(connection, "SELECT expected FROM clean.findings WHERE rule = 'R209'") == [(whole,)]


@pytest.mark.parametrize(
    ("said", "rows", "rules"),
    [
        (
            "",
            ["Abo,100,90,10,4"],
            [],
        ),  # nobody says; the figures tell that blanks are inside, in too few units to judge
        ("inside: {blank: invalid}", ["Abo,100,90,10,4"], []),
        ("inside: {blank: cast}", ["Abo,100,90,10,4"], ["R202"]),
        ("inside: {blank: invalid}", ["Abo,100,90,6,4"], ["R202"]),
    ],
)
def test_a_source_says_what_lies_in_what(made, said, rows, rules):
    own = "register: {unit: municipality}\noffices: {mayor: {unit: municipality}}"
    table = ("{set: {office: mayor}, columns: {m: unit, c: cast, v: valid, i: invalid, b: blank}}", "m,c,v,i,b", *rows)
    assert found(made("fi", own, table, source=said)) == rules


def test_a_misspelt_place_makes_no_contest(made):
    connection = made(
        "al",
        "register: {unit: polling_station, within: municipality, party: party}\noffices: {council: {unit: county}}",
        (
            "{set: {office: council}, columns: {w: within, s: unit, c: cast, a: {is: votes, with: {party: PS}}}}",
            "w,s,c,a",
            "Berat,1,100,60",
            "Beratt,2,100,60",
        ),
    )
    assert warehouse.rows(connection, "SELECT contest_id FROM clean.contests") == [
        ("al-test-2030/council/al-county-berat/1",)
    ]
    [(says, held)] = warehouse.rows(
        connection,
        "SELECT says, (SELECT count(*) FROM clean.statements WHERE fate = 'held_back') FROM clean.findings "
        "WHERE rule = 'R119'",
    )
    assert "al-berat,Beratt,misprint" in says
    assert held == 2


@pytest.mark.parametrize(("unit", "id_"), [("county", "al-county-fier"), ("municipality", "al-fier")])
def test_the_unit_that_has_the_office_is_meant(made, unit, id_):
    connection = made(
        "al",
        f"offices: {{council: {{unit: {unit}}}}}",
        ("{set: {office: council}, columns: {w: unit, a: {is: votes, with: {party: PS}}}}", "w,a", "Fier,60"),
    )
    assert warehouse.rows(connection, "SELECT gp_unit_id FROM clean.vote_counts") == [(id_,)]


def test_rounds_are_as_many_as_there_are(made):
    connection = made(
        "us",
        "register: {unit: city}\noffices: {mayor: {unit: city, law: ranked_choice}}",
        (
            "{set: {office: mayor}, columns: {c: unit, n: {is: candidate, words: {Gone: exhausted}}, "
            + ", ".join(f'r{i}: {{is: votes, with: {{round: "{i}"}}}}' for i in range(1, 5))
            + "}}",
            "c,n,r1,r2,r3,r4",
            "Minn,Ann Ray,40,45,50,60",
            "Minn,Bo Lind,60,55,49,35",
            "Minn,Gone,0,0,1,5",
        ),
    )
    assert warehouse.rows(connection, "SELECT count(*), max(round) FROM clean.contests") == [(4, 4)]
    assert warehouse.rows(connection, "SELECT round, ballots FROM clean.ballot_counts ORDER BY 1") == [
        *((1, 0), (2, 0), (3, 1), (4, 5)),
    ]


def test_namesakes_have_numbers(made):
    connection = made(
        "xk",
        "offices: {mayor: {}}",
        (
            "{set: {office: mayor}, columns: {u: unit, k: ballot_number, n: candidate, v: votes}}",
            "u,k,n,v",
            "Prizren,3,Agim Krasniqi,30",
            "Prizren,7,Agim Krasniqi,20",
        ),
    )
    assert warehouse.rows(
        connection,
        "SELECT selection_id, ballot_number, votes FROM clean.vote_counts "
        "JOIN clean.selections USING (election_id, contest_id, selection_id) ORDER BY 1",
    ) == [
        ("agim-krasniqi-3", 3, 30),
        ("agim-krasniqi-7", 7, 20),
    ]


def test_the_votes_beside_a_winner_are_the_winners(made):
    connection = made(
        "gb",
        "register: {unit: ward, party: party}\noffices: {council: {unit: ward, law: plurality}}",
        (
            "{parts: [{set: {office: council}, only: {e: y}, "
            "columns: {w: unit, n: {is: candidate, states: {outcome: elected}}, p: party, v: votes}}, "
            "{set: {office: council}, but: {e: y}, columns: {w: unit, n: candidate, p: party, v: votes}}]}",
            "w,n,p,v,e",
            "Cheap,Ann Ray,LD,16,y",
            "Cheap,Bo Lind,LD,14,n",
        ),
    )
    assert warehouse.rows(connection, "SELECT selection_id, votes FROM clean.vote_counts ORDER BY 1") == [
        ("ann-ray", 16),
        ("bo-lind", 14),
    ]


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        (["6.98", "55.6", "37.42"], [2, 2, 2]),  # a spreadsheet stripped a zero
        (["6.90", "55.6", "37.50"], [2, 1, 2]),  # zeros are printed, so 55.6 is printed with one decimal
        (["6.9", "55.62", "37"], [1, 2, 0]),
    ],
)
def test_stripped_zeros(made, values, decimals):
    connection = made(
        "xk",
        "offices: {mayor: {}}",
        (
            "{set: {office: mayor}, columns: {u: unit, n: candidate, s: share}}",
            "u,n,s",
            *(f"Prizren,{n},{s}" for n, s in zip(("A A", "B B", "C C"), values, strict=True)),
        ),
    )
    assert [
        d for (d,) in warehouse.rows(connection, "SELECT decimals FROM core.vote_shares ORDER BY selection_id")
    ] == decimals


def test_an_office_that_is_not_declared_is_refused(made):
    with pytest.raises(InputError, match="unknown office: 'mayr'"):
        made(
            "xk",
            "offices: {mayor: {}}",
            ("columns: {u: unit, o: office, n: candidate, v: votes}", "u,o,n,v", "Prizren,mayr,A B,3"),
        )


def test_the_day_of_the_second_round_is_of_the_election_and_says_the_round(made):
    db = made(
        "xk",
        "runoff_on: 2030-06-23\noffices: {mayor: {unit: municipality, law: two_round_majority}}",
        (
            "{set: {office: mayor}, columns: {d: election_day, m: unit, n: candidate, v: votes}}",
            "d,m,n,v",
            *("2030-06-09,Prizren,Ann Ray,50", "2030-06-09,Prizren,Bob Lee,30", "2030-06-09,Prizren,Cy Fox,25"),
            *("2030-06-23,Prizren,Ann Ray,60", "2030-06-23,Prizren,Bob Lee,55"),
        ),
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
def test_a_day_that_is_of_no_round_is_refused(made, day, turn, told):
    with pytest.raises(InputError, match=told):
        made(
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


def test_what_a_table_says_goes_for_its_parts_and_lists_keep_their_votes(made):
    own = "offices: {parliament: {unit: county, law: dhondt}}"
    with pytest.raises(InputError, match="Ann Ray stands on a list whose votes are given too"):
        made("al", own, (LISTS % "votes", *OPEN_LIST))


def test_candidates_make_the_votes_of_their_list(made):
    db = made("al", "offices: {parliament: {unit: county, law: dhondt}}", (LISTS % "list_votes", *OPEN_LIST))
    assert warehouse.rows(db, "SELECT list, party, votes FROM clean.results ORDER BY ALL") == [
        ("Ann Ray", "PS", 90),
        ("Bo Fox", "PD", 40),
    ]


def test_a_law_of_council_sizes_is_for_councils(made):
    rows = ("c,p,s", "Berat,PS,4", "Berat,PD,3")
    table = "{set: {office: %s}, complete: [seats], columns: {c: unit, p: party, s: seats}}"
    assert found(made("al", "offices: {parliament: {unit: county}}", (table % "parliament", *rows))) == []


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
def test_words_that_ship_may_be_said_again_but_not_otherwise(made, own, told):
    table = (
        "{set: {office: sheriff}, columns: {c: within, p: unit, n: candidate, v: votes}}",
        "c,p,n,v",
        "Oak,1,Ann Ray,5",
    )
    own = f"{own}\nregister: {{unit: precinct, within: county}}\noffices: {{sheriff: {{unit: county, law: plurality}}}}"
    if told:
        with pytest.raises(InputError, match=told):
            made("us", own, table)
    else:
        assert found(made("us", own, table)) == []


@pytest.mark.parametrize(("total", "impact"), [(25, "none"), (99, "decisive")])
def test_a_doubt_about_a_line_is_one_about_the_contest(made, total, impact):
    db = made(
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
