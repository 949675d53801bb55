"""Several slips in one table that have nothing to do with each other: each is explained for itself, and no right figure
is offered as a correction."""

import json
from contextlib import closing
from itertools import combinations

import pytest

from numerim import warehouse
from numerim.ask.advise import is_clear
from tests.numerim.together import Together, said

HEAD = """
id: ke-stations
title: {en: Stations}
country: KE
licence: CC0-1.0
held_on: 2032-08-10
status: final
offices: {president: {unit: country}}
register: {unit: polling_station, within: ward, party: party}
sources:
"""
SOURCE = """
  tally:
    title: A tally
    publisher: somebody
    language: en
    licence: CC0-1.0
    rank: 1
    numbers: {thousands: ",", decimal: "."}
    files:
      tally.csv:
        reader: csv
        tables:
          - complete: [units, votes]
            set: {office: president}
            parts:
              - but: {Station: [TOTAL]}
                columns: {Station: unit, Ward: within}
              - only: {Station: [TOTAL]}
                register: {unit: country}
                set: {unit: Kenya}
                columns: {}
                ignore: {Station: says that the row is a sum, Ward: says that the row is a sum}
            columns:
              Registered: registered
              Achieng: {is: votes, with: {party: Achieng}}
              Barasa: {is: votes, with: {party: Barasa}}
              Chege: {is: votes, with: {party: Chege}}
              Dida: {is: votes, with: {party: Dida}}
              Valid: valid
              Rejected: invalid
              Turnout: turnout
"""
STATIONS = """
    618 151 239 4 1 3
    571 104 266 2 6 4
    382  66 158 3 0 1
    349  57 139 1 5 6
    463  73 241 0 2 7
    651 173 222 5 3 0
    588  91 281 2 4 2
    447 118 205 6 1 5
    634  96 327 3 2 8
    403  82 171 1 0 3
    529 137 214 4 6 1
    476  69 262 2 3 4
    692 188 249 0 5 2
    365  94 138 3 1 6
"""
"""Of each station the voters on the roll, the votes of four, and rejected ballots."""

SLIPS = {
    "votes of two neighbours exchanged": {"L5.C4": 139, "L5.C5": 57},
    "ten valid ballots too many": {"L9.C8": 340},
    "a registered figure without its last digit": {"L12.C3": 52},
    "a digit of a total replaced": {"L16.C5": 3512},
    "a digit of votes replaced": {"L14.C4": 138},
}
"""What is printed wrongly."""


def table():
    """The figures as they are right: by line and cell."""
    stations = [[int(n) for n in line.split()] for line in STATIONS.split("\n") if line]
    rows = [[roll, *votes, sum(votes), rejected] for roll, *votes, rejected in stations]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    return {f"L{line}.C{cell}": n for line, row in enumerate(rows, 2) for cell, n in enumerate(row, 3)}


RIGHT = table()


def printed(wrong):
    """A table with some figures wrong, as CSV; turnouts are those of the right ones."""
    lines = ["Ward,Station,Registered,Achieng,Barasa,Chege,Dida,Valid,Rejected,Turnout"]
    for line in range(2, 17):
        names = ",TOTAL" if line == 16 else f"Ward {1 + line // 6},Station {line}"
        figures = [str((RIGHT | wrong)[f"L{line}.C{cell}"]) for cell in range(3, 10)]
        cast = RIGHT[f"L{line}.C8"] + RIGHT[f"L{line}.C9"]
        lines.append(f"{names},{','.join(figures)},{100 * cast / RIGHT[f'L{line}.C3']:.2f}%")
    return "\n".join(lines) + "\n"


THREE = (*list(SLIPS)[::3], list(SLIPS)[4])
"""Slips that are all in the sums of the same two columns."""

CASES = [*combinations(SLIPS, 1), *combinations(SLIPS, 2), tuple(list(SLIPS)[:3]), tuple(list(SLIPS)[1:])]


@pytest.fixture(scope="module")
def hinted(tmp_path_factory):
    """The hints of each finding of each case."""
    elections = []
    for case in (*CASES, THREE):
        wrong = {place: n for slip in case for place, n in SLIPS[slip].items()}
        elections.append(said(HEAD, SOURCE, {"tally.csv": printed(wrong)}))
    with closing(Together(tmp_path_factory.mktemp("slips"))) as together:
        sql = "SELECT hints FROM clean.findings WHERE hints IS NOT NULL AND severity <> 'info'"
        return {
            case: [json.loads(hints) for (hints,) in warehouse.rows(made, sql)]
            for case, made in zip((*CASES, THREE), together(elections), strict=True)
        }


def changes(hint):
    """What a hint changes: line and cell -> figure."""
    return {change["place"].split("|")[1].rpartition(":")[2]: float(change["value"]) for change in hint["changes"]}


@pytest.mark.parametrize("case", CASES, ids=" + ".join)
def test_each_of_several_slips_has_its_own_hint(hinted, case):
    wrong = [place for slip in case for place in SLIPS[slip]]
    pasted = [changes(hints[0]) for hints in hinted[case] if is_clear(hints)]
    assert all(RIGHT[place] == value for new in pasted for place, value in new.items())
    assert {place for new in pasted for place in new} == set(wrong)


APART = ("ten valid ballots too many", "a registered figure without its last digit")
"""Slips that no broken sum shares with another."""


@pytest.mark.parametrize("case", [case for case in CASES if len(case) == 2 and set(case) & set(APART)], ids=" + ".join)
def test_no_hint_joins_what_has_nothing_to_do_with_each_other(hinted, case):
    own = [set(SLIPS[slip]) for slip in case]
    pasted = [set(changes(hints[0])) for hints in hinted[case] if is_clear(hints)]
    assert pasted
    assert all(new in own for new in pasted)


def test_where_nobody_can_tell_them_apart_no_totals_are_offered(hinted):
    pasted = [changes(hints[0]) for hints in hinted[THREE] if is_clear(hints)]
    assert all(RIGHT[place] == value for new in pasted for place, value in new.items())
    offered = [changes(hint) for hints in hinted[THREE] for hint in hints]
    assert any({"L16.C4", "L16.C5"} <= set(new) for new in offered)
