"""What elections declare of their own, through the whole way: words, districts, gaps, who has the office."""

import pytest

from numerim import warehouse
from numerim.errors import InputError
from tests.numerim.conftest import found

VOTES = "SELECT contest_id, gp_unit_id, selection_id, votes, given FROM clean.vote_counts ORDER BY ALL"


def test_an_office_of_its_own_by_district(declared):
    connection = declared(
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
        whole=True,
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


def test_a_question_with_answers(declared):
    connection = declared(
        "ch",
        "register: {unit: municipality}\noffices: {question: {unit: country, law: majority}}",
        (
            "{set: {office: question}, complete: [units, votes], columns: {g: unit, e: cast, l: blank, u: invalid, "
            "ja: {is: votes, with: {option: Ja}}, nein: {is: votes, with: {option: Nein}}}}",
            "g,e,l,u,ja,nein",
            "Altburg,150,3,1,80,66",
            "Neuburg,40,0,0,15,25",
        ),
        whole=True,
    )
    assert warehouse.rows(connection, "SELECT contest_id, kind FROM clean.contests") == [
        ("ch-test-2030/question/ch/1", "ballot-measure")
    ]
    assert warehouse.rows(connection, "SELECT selection_id, kind, selection FROM clean.selections ORDER BY 1") == [
        ("ja", "option", "Ja"),
        ("nein", "option", "Nein"),
    ]
    assert found(connection) == []


def test_what_stands_among_the_candidates(declared):
    connection = declared(
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
        whole=True,
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


@pytest.mark.parametrize("mark", ["withheld", "not_given", "not_listed"])
def test_four_ways_of_having_no_figure(declared, mark):
    connection = declared(
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
        whole=True,
    )
    kept = [("us-dale-p1", None, mark)] if mark != "not_listed" else []
    assert warehouse.rows(connection, "SELECT gp_unit_id, votes, given FROM clean.vote_counts ORDER BY 1") == [
        ("us-dale", 415, "figure"),
        *kept,
        ("us-dale-p2", 0, "figure"),
        ("us-dale-p3", 410, "figure"),
    ]
    assert found(connection) == (
        [] if kept else ["R307"]
    )  # without the mark the units are all there, and five votes short


def test_accounts_inside_the_ballots_cast(declared):
    own = "register: {unit: municipality}\noffices: {mayor: {unit: municipality}}\naccounts: {torn: {inside: cast}}"
    columns = "columns: {m: unit, c: cast, v: valid, i: invalid, u: unstamped, t: torn}"
    table = (f"{{set: {{office: mayor}}, {columns}}}", "m,c,v,i,u,t", "Abo,100,90,5,3,2", "Bao,100,90,5,3,3")
    connection = declared("fi", own, table)
    assert found(connection) == ["R202"]
    assert warehouse.rows(connection, "SELECT gp_unit_id FROM clean.findings WHERE rule = 'R202'") == [("fi-bao",)]


@pytest.mark.parametrize(("inside", "whole"), [("cast", "100"), ("registered", "200")])
def test_an_account_is_not_more_than_what_it_is_inside(declared, inside, whole):
    own = "register: {unit: municipality}\noffices: {mayor: {unit: municipality}}\n"
    own += f"accounts: {{torn: {{inside: {inside}}}}}"
    table = (
        "{set: {office: mayor}, columns: {m: unit, r: registered, c: cast, t: torn}}",
        "m,r,c,t",
        "Abo,200,100,999",
    )
    connection = declared("fi", own, table)
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
def test_a_source_says_what_lies_in_what(declared, said, rows, rules):
    own = "register: {unit: municipality}\noffices: {mayor: {unit: municipality}}"
    table = ("{set: {office: mayor}, columns: {m: unit, c: cast, v: valid, i: invalid, b: blank}}", "m,c,v,i,b", *rows)
    assert found(declared("fi", own, table, source=said)) == rules


def test_a_misspelt_place_makes_no_contest(declared):
    connection = declared(
        "al",
        "register: {unit: polling_station, within: municipality, party: party}\noffices: {council: {unit: county}}",
        (
            "{set: {office: council}, columns: {w: within, s: unit, c: cast, a: {is: votes, with: {party: PS}}}}",
            "w,s,c,a",
            "Berat,1,100,60",
            "Beratt,2,100,60",
        ),
        whole=True,
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
def test_the_unit_that_has_the_office_is_meant(declared, unit, id_):
    connection = declared(
        "al",
        f"offices: {{council: {{unit: {unit}}}}}",
        ("{set: {office: council}, columns: {w: unit, a: {is: votes, with: {party: PS}}}}", "w,a", "Fier,60"),
        whole=True,
    )
    assert warehouse.rows(connection, "SELECT gp_unit_id FROM clean.vote_counts") == [(id_,)]


def test_rounds_are_as_many_as_there_are(declared):
    connection = declared(
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
        whole=True,
    )
    assert warehouse.rows(connection, "SELECT count(*), max(round) FROM clean.contests") == [(4, 4)]
    assert warehouse.rows(connection, "SELECT round, ballots FROM clean.ballot_counts ORDER BY 1") == [
        *((1, 0), (2, 0), (3, 1), (4, 5)),
    ]


def test_namesakes_have_numbers(declared):
    connection = declared(
        "xk",
        "offices: {mayor: {}}",
        (
            "{set: {office: mayor}, columns: {u: unit, k: ballot_number, n: candidate, v: votes}}",
            "u,k,n,v",
            "Prizren,3,Agim Krasniqi,30",
            "Prizren,7,Agim Krasniqi,20",
        ),
        whole=True,
    )
    assert warehouse.rows(
        connection,
        "SELECT selection_id, ballot_number, votes FROM clean.vote_counts "
        "JOIN clean.selections USING (election_id, contest_id, selection_id) ORDER BY 1",
    ) == [
        ("agim-krasniqi-3", 3, 30),
        ("agim-krasniqi-7", 7, 20),
    ]


def test_the_votes_beside_a_winner_are_the_winners(declared):
    connection = declared(
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
        whole=True,
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
def test_stripped_zeros(declared, values, decimals):
    connection = declared(
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


def test_an_office_that_is_not_declared_is_refused(declared):
    with pytest.raises(InputError, match="unknown office: 'mayr'"):
        declared(
            "xk",
            "offices: {mayor: {}}",
            ("columns: {u: unit, o: office, n: candidate, v: votes}", "u,o,n,v", "Prizren,mayr,A B,3"),
        )
