"""What is stated of one thing more than once, by one or several sources, exactly or not."""

import json

from numerim import warehouse
from tests.numerim.conftest import HEAD, found

COLUMNS = "unit,candidate,office,measure,value,round,relation,category,according_to\n"


def share(*values):
    return [f"Peja,Ann Ray,mayor,share,{value},,,," for value in values]


def cast(*said):
    return [f"Peja,,mayor,cast,{value},,{relation},,{who}" for value, relation, who in said]


def votes(first, second):
    return [f"Peja,Ann Ray,mayor,votes,{first},,,,", f"Peja,Bob Lee,mayor,votes,{second},,,,"]


def shares(first, second):
    return [f"Peja,Ann Ray,mayor,share,{first},,,,", f"Peja,Bob Lee,mayor,share,{second},,,,"]


def seats(first, second):
    return [f"Peja,Ann Ray,council,seats,{first},,,,", f"Peja,Bob Lee,council,seats,{second},,,,"]


def said(measure, value, relation, office="mayor"):
    return [f"Peja,,{office},{measure},{value},,{relation},,"]


STATED = [
    ([share("61.20"), share("61.20")], []),
    ([share("61.20"), share("61.2")], []),
    ([share("61.20"), share("61.25")], ["R603"]),
    ([share("61.20"), share("61.60"), share("61")], ["R603"]),  # the third is rounded and agrees with each
    ([share("61"), share("62"), share("61.50")], []),  # all three may be 61.5
    ([share("61"), share("62"), share("61.51")], ["R603"]),
    ([cast((700, "", "")), cast((700, "", ""))], []),
    ([cast((700, "", "")), cast((701, "", ""))], ["R606"]),
    ([cast((700, "", "KQZ"), (700, "", "KQZ"), (900, "", "LDK"))], ["R609"]),  # one dispute, told once
    ([cast((700, "", "KQZ"), (800, "", "KQZ"))], ["R606"]),
    ([cast((700, "", "KQZ"), (900, "", "LDK")), cast((900, "", ""))], ["R609"]),
    ([said("council_size", 700, "", "council"), said("council_size", 699, "more than", "council")], []),
    ([said("council_size", 700, "", "council"), said("council_size", 700, "more than", "council")], ["R605"]),
    ([said("council_size", 700, "", "council"), said("council_size", 900, "about", "council")], []),
    (
        [said("council_size", 700, "more than", "council"), said("council_size", 700, "less than", "council")],
        ["R605"],
    ),
    ([[*votes(900, 300), *said("margin", 500, "more than")]], []),
    ([[*votes(900, 300), *said("margin", 600, "more than")]], ["R316"]),
    ([[*votes(900, 300), *said("margin", 599, "")]], ["R407"]),
    ([[*shares("60", "40"), *said("lead", 15, "more than")]], []),
    ([[*shares("60", "40"), *said("lead", 25, "more than")]], ["R316"]),
    ([[*shares("60", "40"), *said("lead", 20, "less than")]], []),  # each share may be half a point off
    ([[*shares("60", "40"), *said("lead", 18, "less than")]], ["R316"]),
    ([[*seats(12, 9), *said("council_size", 20, "more than", "council")]], []),
    ([[*seats(12, 9), *said("council_size", 21, "more than", "council")]], ["R316"]),
    ([[*seats(12, 9), *said("council_size", 19, "", "council")]], ["R301"]),
]


def test_what_is_stated_more_than_once(judged_together):
    sql = "SELECT DISTINCT rule FROM clean.findings WHERE rule[:2] IN ('R6', 'R3') AND rule <> 'R302' OR rule = 'R407'"
    made = judged_together([sources for sources, _ in STATED], columns=COLUMNS)
    told = [sorted(rule for (rule,) in warehouse.rows(db, sql)) for db in made]
    assert list(zip(told, STATED, strict=True)) == [(rules, (sources, rules)) for sources, rules in STATED]


PAIR = ["Peja,Ann Ray,mayor,votes,400,,,,", "Peja,Bob Lee,mayor,votes,350,,,,", "Peja,Cy Fox,mayor,votes,250,,,,"]


def runoff(*names):
    return [f"Peja,{name},mayor,outcome,runoff,,,," for name in names]


EXCUSED = [
    ([[*PAIR, *runoff("Ann Ray", "Bob Lee")]], []),
    ([[*PAIR, *runoff("Ann Ray", "Cy Fox")]], ["R513"]),
    ([[*PAIR, *runoff("Ann Ray", "Cy Fox")], runoff("Ann Ray", "Bob Lee")], ["R513", "R612"]),
    ([[*PAIR, *runoff("Ann Ray", "Bob Lee")], runoff("Ann Ray", "Cy Fox")], ["R612"]),
]


def test_one_source_does_not_excuse_another(judged_together):
    made = judged_together([sources for sources, _ in EXCUSED], columns=COLUMNS)
    assert [sorted(set(found(db))) for db in made] == [rules for _, rules in EXCUSED]


def units(turn, counted, counting):
    return [f",,mayor,units,{counted},{turn},,counted,", f",,mayor,units,{counting},{turn},,counting,"]


COUNTED = [([*units(1, 30, 8), *units(2, 10, 11)], []), (units(1, 30, 9), ["R306"])]


def test_units_are_counted_round_by_round(judged_together):
    head = HEAD.replace("{outcome_rule", "{unit: municipality, outcome_rule").replace(
        "sources:", "expect: {municipality: 38}\nsources:"
    )
    made = judged_together([[rows] for rows, _ in COUNTED], head=head, columns=COLUMNS)
    assert [found(db) for db in made] == [rules for _, rules in COUNTED]


SLIPPED = {
    "4.350": "4.350, with 3 decimals where the others have 2; without its last digit it would be 4.35",
    "4.355": "4.355",
}


def test_a_digit_that_slipped_in_is_cut_exactly(judged_together):
    rows = [[[*shares("55.10", "40.55"), f"Peja,Cy Fox,mayor,share,{printed},,,,"]] for printed in SLIPPED]
    for db, told in zip(judged_together(rows, columns=COLUMNS), SLIPPED.values(), strict=True):
        [(says, hint)] = warehouse.rows(db, "SELECT says, hints FROM core.findings WHERE rule = 'R408'")
        assert told in says
        assert "4.34" not in f"{says} {hint}"


BESIDE_VOTES = [
    ("4.350", (("Ann Ray", 5515, "55.15"), ("Bob Lee", 4050, "40.50"), ("Cy Fox", 435)), "4.35"),
    ("3.625", (("Ann Ray", 5940, "59.40"), ("Bob Lee", 435, "4.35"), ("Cy Fox", 3625)), "36.25"),
]
"""A percentage with a digit too many, the votes beside it, and what it should be: of the second the comma slipped."""


def test_a_digit_too_many_is_not_cut_where_the_votes_say_something_else(judged_together):
    def rows(printed, votes):
        for name, n, *share in votes:
            yield f"Peja,{name},mayor,votes,{n},,,,"
            yield f"Peja,{name},mayor,share,{(*share, printed)[0]},,,,"

    made = judged_together([[[*rows(printed, votes)]] for printed, votes, _ in BESIDE_VOTES], columns=COLUMNS)
    for db, (_, _, right) in zip(made, BESIDE_VOTES, strict=True):
        [(hint,)] = warehouse.rows(db, "SELECT hints FROM core.findings WHERE rule = 'R408'")
        assert json.loads(hint)[0]["changes"][0]["value"] == right


def test_what_shares_are_of_says_who_is_elected(judged_together):
    rows = "Peja,Cy Fox,mayor,share,10.0,,,,"
    sources = [*shares("30.5", "19.5"), rows], [*shares("29.5", "20.5"), rows]
    impacts = {"registered": "decisive", "valid": "none"}
    heads = [HEAD.replace("two_round_majority", f"two_round_majority, shares_of: {of}") for of in impacts]
    made = judged_together([{"sources": sources, "head": head} for head in heads], columns=COLUMNS)
    sql = "SELECT DISTINCT impact FROM clean.findings WHERE rule = 'R603'"
    assert [warehouse.rows(db, sql) for db in made] == [[(impact,)] for impact in impacts.values()]
