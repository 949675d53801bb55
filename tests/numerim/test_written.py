"""How figures are written may be said of a source, a file, a table, a part and a column: the nearest counts."""

from numerim import warehouse
from tests.numerim.conftest import found

OWN = "offices: {mayor: {unit: municipality, outcome_rule: plurality}}\nregister: {unit: municipality, party: party}"


def figures(connection):
    sql = "SELECT locator, measure, number::DOUBLE, given FROM core.statements ORDER BY statement_id"
    return [
        (at.split(":")[-1], measure, number, given) for at, measure, number, given in warehouse.rows(connection, sql)
    ]


TABLE = """set: {office: mayor}
            numbers: {thousands: " ", marks: ["*"]}
            missing: ["-"]
            parts:
              - only: {part: a}
                missing: {x: withheld}
                columns:
                  town: unit
                  list: party
                  votes: votes
                  share: {is: share, numbers: {decimal: "."}, missing: ["?"]}
              - only: {part: b}
                numbers: {thousands: "."}
                columns:
                  town: unit
                  list: party
                  votes: {is: votes, numbers: {brackets: nothing}}
                  share: share"""


def test_the_nearest_that_says_something_wins_and_missing_adds(declared):
    made = declared(
        "fr",
        OWN,
        (
            TABLE,
            "part;town;list;votes;share".replace(";", ","),
            'a,Ville,P,"1 234*",55.2',
            'a,Ville,Q,"1 001",44.8*',
            "a,Bourg,P,-,?",
            "a,Bourg,Q,x,n/a",
            'b,Mas,P,(2.500),"62,5"',
            'b,Mas,Q,1.500*,"37,5*"',
        ),
        source='numbers: {decimal: ","}\n    missing: [n/a]',
    )
    assert figures(made) == [
        ("L2.C4", "votes", 1234, "figure"),
        ("L2.C5", "share", 55.2, "figure"),
        ("L3.C4", "votes", 1001, "figure"),
        ("L3.C5", "share", 44.8, "figure"),
        ("L4.C4", "votes", None, "not_given"),
        ("L4.C5", "share", None, "not_given"),
        ("L5.C4", "votes", None, "withheld"),
        ("L5.C5", "share", None, "not_given"),
        ("L6.C4", "votes", 2500, "figure"),
        ("L6.C5", "share", 62.5, "figure"),
        ("L7.C4", "votes", 1500, "figure"),
        ("L7.C5", "share", 37.5, "figure"),
    ]
    assert found(made) == []
    told = "SELECT printed, how FROM core.statements WHERE how IS NOT NULL ORDER BY statement_id LIMIT 1"
    assert warehouse.rows(made, told) == [("1 234*", "“*” is a mark beside it; ' ' read as dividing thousands")]


def test_a_mark_for_no_figure_may_have_a_footnote(declared):
    table = """set: {office: mayor}
            numbers: {marks: ["[{letter}]"]}
            missing: ["-"]
            columns: {town: unit, list: party, votes: votes}"""
    made = declared("fr", OWN, (table, "town,list,votes", "Ville,P,12", "Ville,Q,-[a]"))
    assert [given for *_, given in figures(made)] == ["figure", "not_given"]


def test_what_a_file_says_goes_for_its_tables(declared):
    table = (
        '{set: {office: mayor}, columns: {town: unit, list: party, votes: votes}}\n        numbers: {thousands: "\'"}'
    )
    made = declared("fr", OWN, (table, "town,list,votes", "Ville,P,1’200", "Ville,Q,1'150"))
    assert [number for _, _, number, _ in figures(made)] == [1200, 1150]
