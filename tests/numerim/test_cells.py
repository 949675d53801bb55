"""What stands in cells: patterns, rows that are chosen by them, columns that repeat, cells that cannot be read."""

import pytest

from numerim import warehouse
from numerim.errors import InputError
from numerim.model import pieces
from tests.numerim.conftest import found

CURE = (
    "say under corrections: what it should be, or how the source writes numbers (numbers:), marks beside them "
    "(marks: in numbers:) and gaps (missing:); rows of something else go under leave:"
)
OWN = "offices: {mayor: {unit: municipality, outcome_rule: plurality}}\nregister: {unit: municipality, party: party}"


def votes(connection):
    sql = """SELECT locator, unit_printed, candidate, party_printed, measure, coalesce(number::DOUBLE::VARCHAR, text)
        FROM core.statements ORDER BY statement_id"""
    return [(at.split(":")[-1], *rest) for at, *rest in warehouse.rows(connection, sql)]


def unread(connection):
    sql = "SELECT says FROM clean.findings WHERE rule = 'R118' ORDER BY says"
    return [says for (says,) in warehouse.rows(connection, sql)]


def test_of_several_patterns_the_first_that_fits_all_of_a_cell_is_meant(declared):
    table = """set: {office: mayor}
            columns:
              town: unit
              first: ["{candidate} ({party}) ({share}%)", "{candidate} ({share}%)"]
              second: {is: ["{candidate} ({party}) ({share}%)", "{candidate} ({share}%)", candidate]}"""
    made = declared(
        "fr",
        OWN,
        (table, "town,first,second", "Ville,Ann Ray (P) (55.5%),Bo Lind (44.5%)", "Mas,Cy Dow (60%),Di Eck"),
    )
    assert votes(made) == [
        ("L2.C2", "Ville", "Ann Ray", "P", "share", "55.5"),
        ("L2.C3", "Ville", "Bo Lind", None, "share", "44.5"),
        ("L3.C2", "Mas", "Cy Dow", None, "share", "60.0"),
    ]
    assert "R118" not in found(made)


def test_a_cell_that_fits_no_pattern_is_held_back(declared):
    table = """set: {office: mayor}
            columns:
              town: unit
              who: ["{candidate} ({party})", "{candidate}, {party}"]
              votes: votes
              next: ["{candidate} ({party}) ({share}%)", "{candidate} ({share}%)"]"""
    rows = ["Ville,Ann Ray (P),12,Bo Lind (44.5%)", "Mas,Cy Dow (P,13,Di Eck (40%)", "Bourg,Ed Fox (P),14,Gy Hay (30"]
    made = declared("fr", OWN, (table, "town,who,votes,next", *rows))
    assert [one[:2] for one in votes(made) if one[-1] is None] == [("L3.C3", "Mas"), ("L4.C4", "Bourg")]
    assert unread(made) == [
        "t0.csv:L3.C3: “Cy Dow (P” does not read as “{candidate} ({party})” (L3.C2) (votes); " + CURE,
        "t0.csv:L4.C4: “Gy Hay (30” does not read as “{candidate} ({share}%)” (share); " + CURE,
    ]


def test_most_of_a_column_that_fits_no_pattern_is_the_end(declared):
    table = "{set: {office: mayor}, columns: {town: unit, who: '{candidate} ({share}%)'}}"
    with pytest.raises(InputError, match=r"“Ann: 1%” does not read as “\{candidate} .*” \(3 such cells") as error:
        declared("fr", OWN, (table, "town,who", "Ville,Ann: 1%", "Mas,Bo: 2%", "Bourg,Cy: 3%", "Pic,Di (4%)"))
    assert error.value.place == "raw/fr/fr-test-2030/t0.csv:L2.C2"


ROWS = ["TOTAL,x,9", "Totally,x,1", "TOTAL OF B,x,9", ",x,2", "*,x,3", "A*B,x,4", "Mas\u00adsif\u00a0Est,x,5"]


@pytest.mark.parametrize(
    ("values", "left"),
    [
        ("TOTAL", ["TOTAL"]),
        ('"TOTAL*"', ["TOTAL", "TOTAL OF B"]),
        ('["*OF B", Totally]', ["TOTAL OF B", "Totally"]),
        ('""', [None]),
        ("null", [None]),
        ('[null, "T*"]', [None, "TOTAL", "TOTAL OF B", "Totally"]),
        ('"*"', ["*", "A*B", "Mas\u00adsif\u00a0Est", "TOTAL", "TOTAL OF B", "Totally"]),
        ('"**"', ["*"]),
        ('"A**B"', ["A*B"]),
        ('"A*"', ["A*B"]),
        ('"Massif Est"', ["Mas\u00adsif\u00a0Est"]),
    ],
)
def test_rows_are_chosen_by_what_one_sees(values, left, declared_together):
    """`only:`, `but:` and `leave:` mean the same rows."""
    common = "set: {office: mayor, unit: Ville}, columns: {town: note, list: party, votes: votes}"
    tables = [
        f"{{{common}, leave: {{town: {values}, because: a total}}}}",
        f"{{{common}, parts: [{{but: {{town: {values}}}}}, {{only: {{town: {values}}}, set: {{count_type: early}}}}]}}",
    ]
    lines = ["town,list,votes", *(f"{row.replace('x', f'P{i}')}" for i, row in enumerate(ROWS))]
    by_leave, by_part = declared_together([("fr", OWN, (table, *lines)) for table in tables])
    names = {row.split(",")[0] or None for row in ROWS}
    read = {name for (name,) in warehouse.rows(by_leave, "SELECT note FROM core.statements")}
    sql = "SELECT note FROM core.statements WHERE count_type = 'early'"
    assert sorted(names - read, key=str) == sorted(left, key=str)
    assert sorted((name for (name,) in warehouse.rows(by_part, sql)), key=str) == sorted(left, key=str)


def test_a_cell_in_which_one_sees_nothing_is_empty(declared):
    table = "{set: {office: mayor}, missing: [''], columns: {town: unit, list: party, votes: votes}}"
    made = declared("fr", OWN, (table, "town,list,votes", "Ville,P,1", "Ville,Q,\u200b\u00a0", "\u200b,R,2", "Mas,P,3"))
    sql = "SELECT unit_printed, number::INT, given, misread IS NULL FROM core.statements ORDER BY statement_id"
    assert warehouse.rows(made, sql) == [
        ("Ville", 1, "figure", True),
        ("Ville", None, "not_given", True),
        (None, None, "figure", False),
        ("Mas", 3, "figure", True),
    ]


def test_what_no_row_has_is_told(declared):
    table = (
        "{set: {office: mayor}, leave: {town: 'TOTAL**', because: x}, columns: {town: unit, list: party, votes: votes}}"
    )
    with pytest.raises(InputError, match=r"no row is left out by it \(town: TOTAL\*\*\)"):
        declared("fr", OWN, (table, "town,list,votes", "TOTAL,P,1"))


def test_columns_are_known_by_what_one_sees_of_their_names(declared):
    table = (
        "{set: {office: mayor}, columns: {Polling station: unit, list: party, votes: votes}, ignore: {'no': number}}"
    )
    made = declared("fr", OWN, (table, "no,Polling\u00a0sta\u00adtion, list\u200b,votes", "1,Ville,P,1"))
    assert votes(made) == [("L2.C4", "Ville", None, "P", "votes", "1.0")]


LONG = "town,day,who,party,of,said,measure,value,relation"
CELLS = {
    # the cell, what stands there -> what is told of it, what should stand there
    ("C7", "vote"): ("“vote” is no measure that numerim knows, did you mean “votes”? (votes)", "votes"),
    ("C8", "1O"): ("“1O” is not a whole number (votes)", "10"),
    ("C8", ""): ("the cell is empty, where it must hold a whole number (votes)", "10"),
    ("C8", "5.5"): ("“5.5” is not a whole number (votes)", "55"),
    ("C8", "1\u200bO"): ("“1\\u200bO” is not a whole number (votes)", "10"),
    ("C6", "erly"): ("“erly” is no count type that numerim knows, did you mean “early”? (votes)", "early"),
    ("C5", "mayr"): ("“mayr” is no office that numerim knows, did you mean “mayor”? (votes)", "mayor"),
    ("C2", "9 Brumaire"): ("“9 Brumaire” is not a date that numerim can read (votes)", "2030-06-09"),
    ("C2", "2030-06-08"): (
        "“2030-06-08” is no day of an election that numerim knows, did you mean “2030-06-09”? (votes)",
        "2030-06-09",
    ),
    ("C9", "moer than"): ("“moer than” is no relation that numerim knows, did you mean “more than”? (votes)", "equal"),
    ("C9", "more than"): ("votes can only be stated exactly, not as “more than” or the like (votes)", "equal"),
    ("C1", ""): ("votes is stated, but not of what: its unit or office is missing (votes)", "Ville"),
}


COLUMNS = (
    "{columns: {town: unit, day: election_day, who: candidate, party: party, of: office, said: count_type, "
    "measure: measure, value: value, relation: relation}}"
)


def with_a_bad_cell_each():
    """A table in which every other town has one of `CELLS` in the first of its three rows."""
    lines = [LONG]
    for i in range(2 * len(CELLS)):
        for who in ("Ann Ray", "Bo Lind", "Cy Dow"):
            row = [f"Town {i}", "2030-06-09", who, who[-3:], "mayor", "early", "votes", "10", "equal"]
            if i % 2 and who == "Ann Ray":
                cell, wrong = list(CELLS)[i // 2]
                row[int(cell[1:]) - 1] = wrong
            lines.append(",".join(row))
    return lines


def test_one_cell_that_cannot_be_read_is_held_back(declared):
    made = declared("fr", OWN, (COLUMNS, *with_a_bad_cell_each()), whole=True)
    told = {says.split(":L")[1].split(";")[0]: says for says in unread(made)}
    expected = [f"{5 + 6 * i}.C8: {says}" for i, (says, _) in enumerate(CELLS.values())]
    assert sorted(one.replace(" (votes)", "") for one in told) == sorted(
        one.replace(" (votes)", "") for one in expected
    )
    sql = "SELECT fate FROM clean.statements WHERE locator = 't0.csv:L{}.C8' AND fate <> 'used'"
    for i in range(len(CELLS)):
        assert warehouse.rows(made, sql.format(5 + 6 * i)) == [("held_back",)], list(CELLS)[i]
        assert warehouse.rows(made, sql.format(6 + 6 * i)) == [("published",)], list(CELLS)[i]


def test_a_correction_may_stand_on_any_cell(declared):
    fixes = [
        f'  - {{source: office, at: "t0.csv:L{5 + 6 * i}.{cell}", expect: "{wrong}", set: "{right}", reason: x}}'
        for i, ((cell, wrong), (_, right)) in enumerate(CELLS.items())
    ]
    own = "\n".join([OWN, "corrections:", *fixes]).replace("\u200b", "")
    made = declared("fr", own, (COLUMNS, *with_a_bad_cell_each()), whole=True)
    sql = "SELECT status, count(*) FROM clean.findings WHERE rule = 'R118' GROUP BY 1"
    assert warehouse.rows(made, sql) == [("corrected", len(CELLS))]
    assert warehouse.rows(made, "SELECT count(*) FROM clean.vote_counts") == [(6 * len(CELLS),)]


def test_corrections_may_stand_on_all_of_a_column(declared):
    """What is found without them is told all the same, and not that the column could not be read."""
    fixes = [f'  - {{source: office, at: "t0.csv:L{i}.C2", expect: "x{i}", set: "{i}", reason: x}}' for i in (2, 3, 4)]
    table = "{set: {office: mayor}, columns: {town: unit, A: votes}}"
    rows = ["Ville,x2", "Mas,x3", "Bourg,x4"]
    made = declared("fr", "\n".join([OWN, "corrections:", *fixes]), (table, "town,A", *rows), whole=True)
    sql = "SELECT status, count(*) FROM clean.findings WHERE rule = 'R118' GROUP BY 1"
    assert warehouse.rows(made, sql) == [("corrected", 3)]


def test_names_are_matched_by_what_one_sees(declared):
    table = (
        "{set: {office: mayor}, columns: {town: unit, who: {is: candidate, words: {All others: others}}, votes: votes}}"
    )
    rows = [
        "Pri\u00adzren,A\u200bnn Ray,10",
        "Prizren,All\u00a0others,3",
        "\u200eGjakovë,Bo\u00a0Lind,4",
        "Gjakovë,Bo Lind,4",
    ]
    made = declared("xk", "offices: {mayor: {}}", (table, "town,who,votes", *rows))
    sql = "SELECT DISTINCT gp_unit_id, selection_id FROM core.statements ORDER BY ALL"
    assert warehouse.rows(made, sql) == [
        ("xk-gjakove", "bo-lind"),
        ("xk-prizren", "ann-ray"),
        ("xk-prizren", "others"),
    ]


def test_columns_that_repeat_are_said_once(declared):
    table = """set: {office: mayor}
            complete: [units, votes]
            columns:
              town: unit
              roll: registered
              First: {is: candidate, states: {outcome: elected}}
            repeat:
              times: 3
              columns: {First: candidate, Votes: votes, "%": share}
              ignore: {Colour: of the party}
            ignore: {Note: remarks}"""
    made = declared(
        "fr",
        OWN,
        (
            table,
            "town,roll,First,Votes,Colour,%,Second,Votes,Colour,%,Third,Votes,Colour,%,Note",
            "Ville,90,Ann Ray,30,red,60,Bo Lind,15,blue,30,Cy Dow,5,green,10,x",
            "Mas,80,Di Eck,20,red,66.7,Ed Fox,10,blue,33.3,,,,,",
            "Bourg,70,,,,,,,,,,,,,none",
        ),
    )
    told = [(at, unit, who, measure, value) for at, unit, who, _, measure, value in votes(made)]
    assert sorted(told) == sorted(
        [
            ("L2.C2", "Ville", None, "registered", "90.0"),
            ("L2.C3", "Ville", "Ann Ray", "outcome", "elected"),
            ("L2.C4", "Ville", "Ann Ray", "votes", "30.0"),
            ("L2.C6", "Ville", "Ann Ray", "share", "60.0"),
            ("L2.C8", "Ville", "Bo Lind", "votes", "15.0"),
            ("L2.C10", "Ville", "Bo Lind", "share", "30.0"),
            ("L2.C12", "Ville", "Cy Dow", "votes", "5.0"),
            ("L2.C14", "Ville", "Cy Dow", "share", "10.0"),
            ("L3.C2", "Mas", None, "registered", "80.0"),
            ("L3.C3", "Mas", "Di Eck", "outcome", "elected"),
            ("L3.C4", "Mas", "Di Eck", "votes", "20.0"),
            ("L3.C6", "Mas", "Di Eck", "share", "66.7"),
            ("L3.C8", "Mas", "Ed Fox", "votes", "10.0"),
            ("L3.C10", "Mas", "Ed Fox", "share", "33.3"),
            ("L4.C2", "Bourg", None, "registered", "70.0"),
        ]
    )
    assert "R118" not in found(made)


@pytest.mark.parametrize(
    ("header", "repeat", "told"),
    [
        ("town,A,Votes,B,Votes", "", "the column 'Votes' stands there twice"),
        (
            "town,A,Votes,B,Votes",
            "{times: 3, columns: {A: candidate, Votes: votes}}",
            "do not stand 3 times from 'A' on",
        ),
        (
            "town,A,Votes,Votes,A",
            "{times: 2, columns: {A: candidate, Votes: votes}}",
            "in group 2, 'Votes' stands where",
        ),
        ("town,A,x,Votes,A", "{times: 2, columns: {A: candidate, Votes: votes}}", "'x' stands between its columns"),
        ("town,A,Vote,B,Vote", "{times: 2, columns: {A: candidate, Votes: votes}}", "repeat: unknown column 'Votes'"),
    ],
)
def test_columns_that_do_not_repeat_as_is_said(header, repeat, told, declared):
    again = f", repeat: {repeat}" if repeat else ""
    table = f"{{set: {{office: mayor}}, columns: {{town: unit}}{again}}}"
    with pytest.raises(InputError) as error:
        declared("fr", OWN, (table, header, "Ville,Ann Ray,3,Bo Lind,2"))
    assert told in str(error.value)


def test_a_row_that_lost_its_unit_is_not_of_the_country(declared):
    table = "{set: {office: mayor}, columns: {town: unit, roll: registered, who: candidate, votes: votes}}"
    rows = [*(f"{town},100,Ann Ray,60" for town in ("Ville", "Mas", "Bourg")), ",90,Ann Ray,50", "Pic,80,Ann Ray (P,40"]
    made = declared("fr", OWN, (table, "town,roll,who,votes", *rows))
    assert [one.split(";")[0] for one in unread(made)] == [
        "t0.csv:L5.C2: of which unit it is, is not said, and other figures of the row are of none (registered)",
        "t0.csv:L5.C4: votes is stated, but not of what: its unit or office is missing (votes)",
    ]
    registered = "SELECT gp_unit_id, ballots FROM core.ballot_counts ORDER BY gp_unit_id"
    assert warehouse.rows(made, registered) == [
        ("fr-bourg", 100),
        ("fr-mas", 100),
        ("fr-pic", 80),
        ("fr-ville", 100),
    ]


def test_what_cannot_be_read_holds_back_what_it_is_about_and_no_more(declared):
    table = """set: {office: mayor}
            columns:
              town: "{unit} ({unit_number})"
              who: "{candidate} ({party})"
              votes: votes
              valid: valid"""
    rows = [
        *("Ville (1),Ann Ray (P),30,50", "Ville (1),Bo Lind (Q,20,50", "Mas (2),Ann Ray (P),30,50"),
        *("Mas 2,Bo Lind (Q),20,50", "Pic (3),Ann Ray (P),30,50", "Pic (3),Bo Lind (Q),20,50"),
    ]
    made = declared("fr", OWN, (table, "town,who,votes,valid", *rows))
    assert [says.split(" ")[0] for says in unread(made)] == ["t0.csv:L3.C3:", "t0.csv:L5.C3:", "t0.csv:L5.C4:"]


def test_zeros_behind_all_whole_numbers_of_a_column_say_nothing(declared):
    """One that has them alone may be a slip."""
    table = "set: {office: mayor}\n            columns: {town: unit, A: votes, B: valid, C: registered}"
    rows = ["Ville,12.0,5,100.0", "Mas,13.00,6.0,200.0", "Bourg,14.0,7,300.0"]
    made = declared("fr", OWN, (table, "town,A,B,C", *rows))
    assert [one[-1] for one in votes(made)] == ["12.0", "5.0", "100.0", "13.0", None, "200.0", "14.0", "7.0", "300.0"]


def test_a_space_that_is_no_plain_one_may_stand_behind_such_zeros(declared):
    table = 'set: {office: mayor}\n            columns: {town: unit, A: "{votes} x"}'
    rows = ["Ville,12.0\u00a0 x", "Mas,13.0\u2003 x", "Bourg,14.0 x"]
    assert [one[-1] for one in votes(declared("fr", OWN, (table, "town,A", *rows)))] == ["12.0", "13.0", "14.0"]


def test_columns_may_repeat_beside_nothing_else(declared):
    table = """set: {unit: Ville, office: mayor}
            columns: {remark: note}
            repeat: {times: 2, columns: {x: "{candidate}: {votes}"}}"""
    made = declared("fr", OWN, (table, "remark,x,x", "none,Ann Ray: 3,Bo Lind: 2"))
    assert [(one[2], one[-1]) for one in votes(made)] == [("Ann Ray", "3.0"), ("Bo Lind", "2.0")]


@pytest.mark.parametrize("rows", [None, 3])
def test_many_columns_are_read_some_after_the_others(declared, monkeypatch, rows):
    """Their statements do not come in the order of the rows then, and are numbered in it all the same."""
    if rows:
        monkeypatch.setattr(pieces, "SLICE", rows)
    names = "ABCDEFG"
    columns = ", ".join(f"{name}: {{is: votes, with: {{candidate: Ann {name}}}}}" for name in names)
    table = f"set: {{office: mayor}}\n            columns: {{town: unit, {columns}}}"
    made = declared("fr", OWN, (table, f"town,{','.join(names)}", "Ville,1,2,3,4,5,6,7", "Mas,8,9,10,11,12,13,14"))
    assert [one[-1] for one in votes(made)] == [f"{number}.0" for number in range(1, 15)]
