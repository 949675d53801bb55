"""Figures that cannot be read: each is a finding, most of a column the end."""

import shutil

import pytest

from numerim import stages, warehouse
from numerim.ask.advise import advised
from numerim.declare.house import House
from numerim.errors import InputError, NothingYetError
from tests.numerim.conftest import HEAD

MAYORS = HEAD.replace("two_round_majority", "plurality")
COLUMNS = "unit,candidate,party,office,measure,value,within,count_type\n"
STATIONS = MAYORS.replace("sources:\n", "register: {unit: polling_station, party: party}\nsources:\n")


def votes(*rows):
    return [f"{unit},{name},,mayor,votes,{value},{within},{kind}" for unit, name, value, within, kind in rows]


def found(connection):
    return warehouse.rows(
        connection, "SELECT rule, status, says FROM clean.findings WHERE severity = 'error' ORDER BY 1"
    )


def kept(connection):
    sql = "SELECT votes FROM clean.vote_counts ORDER BY selection_id, count_type, gp_unit_id"
    return [value for (value,) in warehouse.rows(connection, sql)]


UNREAD = {
    "12a": "“12a” is not a whole number (votes)",
    "5.5": "“5.5” is not a whole number (votes)",
    "1.234": "“1.234” is not a whole number (votes)",
    "": "the cell is empty, where it must hold a whole number (votes)",
}


def test_one_is_a_finding_and_can_be_corrected(judged_together):
    winner = "Prizren,A B,,mayor,outcome,elected,,"
    rows = [
        [
            *votes(("Prizren", "A B", 30, "", ""), ("Prizren", "C D", value, "", ""), ("Lipjan", "E F", 7, "", "")),
            winner,
        ]
        for value in UNREAD
    ]
    made = judged_together([[one] for one in rows], head=MAYORS, columns=COLUMNS, whole=True)
    for db, (value, told) in zip(made, UNREAD.items(), strict=True):
        ((rule, status, says),) = found(db)
        assert (rule, status) == ("R118", "open")
        assert f"s1.csv:L3.C6: {told}; " in says
        assert kept(db) == [30, 7]
        fate = "SELECT printed, value, fate FROM clean.statements WHERE locator LIKE '%s1.csv:L3.C6'"
        assert warehouse.rows(db, fate) == [(value, None, "held_back")]


def test_a_list_of_gaps_alone_says_so(judged):
    """It has no figure, and is not empty."""
    rows = votes(("Prizren", "A B", "n/a", "", ""), ("Prizren", "C D", "", "", ""))
    gaps = '{"n/a": withheld, "": not_given}'
    made = judged(rows, head=MAYORS, columns=COLUMNS, missing=gaps, whole=True)
    given = "SELECT given FROM clean.vote_counts ORDER BY selection_id"
    assert warehouse.rows(made, given) == [("withheld",), ("not_given",)]


@pytest.mark.parametrize(
    ("cell", "error", "says"),
    [
        ("n/a", InputError, "by `missing:`, every cell in their columns of figures says so"),
        ("\u00a0", NothingYetError, "all cells of their columns of figures are empty"),
    ],
)
def test_where_no_figure_and_no_gap_is_stated_it_is_said_why(judged, cell, error, says):
    with pytest.raises(InputError, match=says) as caught:
        judged(
            [f"Prizren,,,mayor,cast,{cell},,"],
            head=MAYORS,
            columns=COLUMNS,
            missing='{"n/a": not_listed, "": not_given}',
        )
    assert type(caught.value) is error


@pytest.mark.parametrize("value", ["12a", "5.5", ""])
def test_a_correction_mends_it_and_stays_in_sight(value, judged):
    rows = votes(("Prizren", "A B", 30, "", ""), ("Prizren", "C D", value, "", ""))
    said = f'{{source: s1, at: "s1.csv:L3.C6", expect: "{value}", set: "12", reason: The protocol.}}'
    fix = f"corrections:\n  - {said}\nsources:\n"
    made = judged(rows, head=MAYORS.replace("sources:\n", fix), columns=COLUMNS, whole=True)
    assert [(rule, status) for rule, status, _ in found(made)] == [("R118", "corrected")]
    assert kept(made) == [30, 12]


def test_a_correction_without_which_nothing_can_be_read_leaves_the_others_in_sight(judged):
    rows = ["Prizren,A B,,major,votes,3o,,", "Prizren,C D,,major,votes,12,,"]
    fixes = (
        'corrections:\n  - {source: s1, at: "s1.csv:L2.C6", expect: "3o", set: "30", reason: The protocol.}\n'
        '  - {source: s1, at: "s1.csv:L2.C4", expect: "major", set: "mayor", reason: A slip.}\n'
        '  - {source: s1, at: "s1.csv:L3.C4", expect: "major", set: "mayor", reason: A slip.}\nsources:\n'
    )
    made = judged(rows, head=MAYORS.replace("sources:\n", fixes), columns=COLUMNS, whole=True)
    assert [(rule, status) for rule, status, _ in found(made)] == [("R118", "corrected")]
    assert warehouse.rows(made, "SELECT count(*) FROM clean.corrections") == [(3,)]


@pytest.mark.parametrize(
    ("rows", "about"),
    [
        ([(1, 100, 90), (2, "x", 90), (3, 100, 90)], "a station"),
        ([("election-day", 100, 90), ("early", 50, 45), ("absentee-mail", "4?", 5)], "a kind of ballots"),
    ],
)
def test_no_winner_is_judged_on_part_of_the_votes(rows, about, judged):
    """C D leads among what can be read, A B may have won."""
    stated = []
    for place, first, second in rows:
        unit, within, kind = ("Prizren", "", place) if about == "a kind of ballots" else (place, "Prizren", "")
        stated += votes((unit, "A B", first, within, kind), (unit, "C D", second, within, kind))
    wins = "A B" if about == "a station" else "C D"
    made = judged(
        [*stated, f"Prizren,{wins},,mayor,outcome,elected,,"], head=STATIONS, columns=COLUMNS, complete="units, votes"
    )
    assert [rule for rule, _, _ in found(made)] == ["R118"]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            ["1'200", "950", "1'100", "1'050"],
            '3 of 4 figures are not a whole number (votes): "1\'200" (L2.C6), "1\'100" (L4.C6), "1\'050" (L5.C6)',
        ),
        (
            ["1.200", "950", "870", "1.100", "1.050", "12", "15", "30"],
            'declare numbers: {thousands: ".", decimal: ","}',
        ),
        (["1 200", "950", "1 100", "1 050"], 'declare numbers: {thousands: " ", decimal: "."}'),
        (["1’200", "950", "1'100", "1'050"], 'declare numbers: {thousands: "’", decimal: "."}'),
        (
            ["1\u202f200*", "950[a]", "1\u00a0100", "1 050*"],
            'declare numbers: {thousands: " ", decimal: ".", marks: ["*", "[{letter}]"]}',
        ),
        (["12¹", "9", "11²", "8³"], 'declare numbers: {thousands: "", decimal: ".", marks: ["{superscript}"]}'),
        (
            ["1,23,456", "95", "12,34,567", "1,05,000"],
            'declare numbers: {thousands: ",", decimal: ".", groups: "lakh"}',
        ),
        (["(12)", "(9)", "(11)", "8"], "Say what the brackets mean: numbers: {brackets: negative}, or nothing."),
        (["12 mijë", "9 mijë", "11 mijë"], 'say by what: numbers: {scale: {"mijë": 1000}}.'),
        (["9.25", "12", "8,019.50", "7.5"], 'leave them out (numbers: {fractions: "left out"})'),
        (["many", "few", "12", "some"], "How a source writes numbers stands under numbers: and missing:"),
    ],
)
def test_most_of_a_column_is_the_end(values, message, judged):
    values = [f'"{value}"' if "," in value else value for value in values]
    rows = votes(*(("Prizren", f"C {'ABCDEFGH'[i]}", value, "", "") for i, value in enumerate(values)))
    with pytest.raises(InputError) as error:
        judged(rows, head=MAYORS, columns=COLUMNS)
    assert message in str(error.value)
    assert error.value.place == "raw/xk/xk-test-2030/s1.csv:L2.C6"


def test_one_way_of_writing_that_reads_every_column_is_named_once(declared):
    table = "{set: {office: mayor}, columns: {town: unit, list: party, votes: votes, share: share}}"
    rows = [f'Ville,{party},"1\u00a023{i}","24,{i} %*"' for i, party in enumerate("PQRS")]
    own = "offices: {mayor: {}}\nregister: {unit: municipality, party: party}"
    with pytest.raises(InputError) as error:
        declared("fr", own, (table, "town,list,votes,share", *rows))
    assert str(error.value).endswith('declare numbers: {thousands: " ", decimal: ",", marks: ["*"]}.')


def test_where_others_of_the_source_are_read_it_is_of_that_column(declared):
    table = "{set: {office: mayor}, columns: {town: unit, list: party, share: share, turnout: turnout}}"
    rows = [f'Town {i},P,24.{i},"55,{i}"' for i in range(4)]
    own = "offices: {mayor: {}}\nregister: {unit: municipality, party: party}"
    with pytest.raises(InputError) as error:
        declared("fr", own, (table, "town,list,share,turnout", *rows), source="numbers: {decimal: ','}")
    assert str(error.value).endswith('declare numbers: {thousands: "", decimal: "."} of that column.')


def test_the_entry_that_mends_a_cell_can_be_pasted(declared, tmp_path):
    """`--explain` prints it; filled in, it reads."""
    table = "{set: {office: mayor}, columns: {town: unit, list: party, votes: votes}}"
    own = "offices: {mayor: {}}\nregister: {unit: municipality, party: party}"
    values = ("1O", '"1\u200b2 l"', "", 7, 7, 7, 7)
    rows = [f"Ville,{party},{value}" for party, value in zip("PQRSTUV", values, strict=True)]
    made = declared("fr", own, (table, "town,list,votes", *rows))
    text = advised(made, stages.election_file(House(tmp_path), "fr-test-2030"))
    entries = [line.strip() for line in text.splitlines() if line.strip().startswith("- {source")]
    assert sorted(entries) == [
        '- {source: office, at: "t0.csv:L2.C3", expect: "1O", set: …, reason: "…"}',
        '- {source: office, at: "t0.csv:L3.C3", expect: "1\\u200b2 l", set: …, reason: "…"}',
        '- {source: office, at: "t0.csv:L4.C3", expect: "", set: …, reason: "…"}',
    ]
    shutil.rmtree(tmp_path)
    filled = [
        entry.replace("set: …", f"set: {i}0").replace('reason: "…"', "reason: x") for i, entry in enumerate(entries)
    ]
    own += "\n".join(["\ncorrections:", *(f"  {entry}" for entry in filled)])
    mended = declared("fr", own, (table, "town,list,votes", *rows), whole=True)
    assert {status for _, status, _ in found(mended)} == {"corrected"}
    assert kept(mended) == [0, 10, 20, 7, 7, 7, 7]
