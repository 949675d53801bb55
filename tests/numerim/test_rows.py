"""What the rows of a table stand for: units of several columns, sums over rows beside them, notes beneath."""

import io

import pytest
import xlsxwriter

from numerim.draft.file import judge_any
from tests.numerim.test_strangers_files import changed, lines, workbook

COUNTS = ["Registered voters", "Votes cast", "Invalid votes", "Valid votes", "Alder", "Birch", "Cedar"]


def _counts(n):
    votes = [60 + 13 * n % 47, 41 + 29 * n % 67, 9 + 5 * n % 17]
    return [sum(votes) + 90 + n, sum(votes) + n % 4, n % 4, sum(votes), *votes]


def _sum(rows):
    return [sum(column) for column in zip(*rows, strict=True)]


def _told(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return [one for one in judge_any(str(path)).told if one.severity != "info"]


def _places():
    """Each place numbers its boxes from 1."""
    rows = [["Polling place", "Box", *COUNTS]]
    for p, place in enumerate(("Mill", "Quay", "Fair Green")):
        rows += [[place, box, *_counts(9 * p + box)] for box in range(1, 6 - p)]
    return [*rows, ["Total", "", *_sum([row[2:] for row in rows[1:]])]]


def _beneath():
    """Towns and their sum, parishes and their sum, and both."""
    towns = [[name, *_counts(n)] for n, name in enumerate(("Ash", "Brook", "Cole"), 3)]
    parishes = [[name, *_counts(n)] for n, name in enumerate(("Dene", "Eyre", "Firth", "Gale"), 11)]
    sums = [_sum([row[1:] for row in some]) for some in (towns, parishes)]
    return [
        ["Municipality", *COUNTS],
        *towns,
        ["Towns", *sums[0]],
        *parishes,
        ["Parishes", *sums[1]],
        ["Whole district", *_sum(sums)],
    ]


def _above():
    """A state, its districts beneath it, and their towns beneath each; one district is a town of its own."""
    rows, sums, n = [], [], 20
    for d, towns in (("D10", 1), ("D20", 3), ("D30", 4)):
        own = [[f"{d[:2]}{t + 1}", *_counts(n := n + 1)] for t in range(towns)]
        sums.append(_sum([row[1:] for row in own]))
        rows += [[d, *sums[-1]], *own]
    return [["Area", *COUNTS], ["D00", *_sum(sums)], *rows]


SUMMED = {
    "boxes of each place": (_places(), 2, 7),
    "sums beneath": (_beneath(), 6, 6),
    "sums above": (_above(), 7, 5),
}


@pytest.mark.parametrize("case", SUMMED)
def test_a_slip_in_a_unit_is_told_and_nothing_else(tmp_path, case):
    rows, row, column = SUMMED[case]
    assert [one.says for one in _told(tmp_path, "clean.csv", lines(rows, ";"))] == []
    slipped = changed(rows, (row, column, rows[row][column] + 30))
    told = _told(tmp_path, "slip.csv", lines(slipped, ";"))
    assert {"R203", "R307"} <= {one.rule for one in told}
    assert all(any(place.line == row + 1 for place in one.places) for one in told)


@pytest.mark.parametrize(("case", "row", "column"), [("sums beneath", 4, 3), ("sums above", 4, 1)])
def test_a_slip_in_a_sum_over_rows_is_told(tmp_path, case, row, column):
    rows, *_ = SUMMED[case]
    slipped = changed(rows, (row, column, rows[row][column] + 300))
    told = _told(tmp_path, "slip.csv", lines(slipped, ";"))
    assert "R308" in {one.rule for one in told}
    assert all(any(place.line == row + 1 for place in one.places) for one in told)


def test_two_votes_moved_in_a_unit_break_its_sum_alone(tmp_path):
    rows = _beneath()
    slipped = changed(rows, (7, 5, rows[7][6]), (7, 6, rows[7][5]))
    told = _told(tmp_path, "swapped.csv", lines(slipped, ";"))
    assert {one.rule for one in told} == {"R307"}
    assert any(place.line == 8 for one in told for place in one.places)


def test_a_town_copied_from_the_one_before_it_is_told(tmp_path):
    rows = _above()
    copied = changed(rows, *((10, column, cell) for column, cell in enumerate(rows[9]) if column))
    assert "R890" in {one.rule for one in _told(tmp_path, "copied.csv", lines(copied, ";"))}


def test_who_signs_beneath_a_table_is_no_unit(tmp_path):
    rows = _beneath()
    signed = [*rows, [], ["Place:", "Fairhaven"], ["Date:", "04-12-2023", "", "", "Returning Officer"]]
    assert _told(tmp_path, "signed.xlsx", workbook(signed)) == []


def test_an_area_that_is_named_in_its_own_row_alone(tmp_path):
    rows, every = [["Distrikt", "Valsted", "Box", *COUNTS[:1], "Votes cast", *COUNTS[2:]]], []
    for d, area in enumerate(("North", "South")):
        own = [["", place, 10 * d + n, *_counts(8 * d + n)] for n, place in enumerate(("Abbey", "Abbey", "Quay"), 1)]
        every += own
        rows += [[area, "", "", *_sum([row[3:] for row in own])], *own]
    rows.insert(1, ["Total", "", "", *_sum([row[3:] for row in every])])
    assert [one.says for one in _told(tmp_path, "clean.csv", lines(rows, ";"))] == []
    told = _told(tmp_path, "slip.csv", lines(changed(rows, (2, 3, rows[2][3] + 200)), ";"))
    assert {one.rule for one in told} == {"R308"}


def test_a_header_that_is_merged_over_empty_rows(tmp_path):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    for column, name in enumerate(["Municipality", *COUNTS]):
        sheet.merge_range(0, column, 3, column, name)
    for n, row in enumerate(_beneath()[1:], 4):
        sheet.write_row(n, 0, row)
    book.close()
    assert _told(tmp_path, "merged.xlsx", stream.getvalue()) == []


def test_names_of_choices_are_candidates(tmp_path):
    rows = [["contest name", "choice name", "party name", "total votes", "percent of votes", "ballots cast"]]
    for office, votes in (("Sheriff", (610, 390)), ("Coroner", (450, 350, 200))):
        names = [f"{office} {letter}" for letter in "ABC"]
        rows += [
            [office, name, party, n, n / 10, 1010]
            for name, party, n in zip(names, ("X", "Y", "Z"), votes, strict=False)
        ]
    assert _told(tmp_path, "clean.csv", lines(rows, ",")) == []
    told = _told(tmp_path, "slip.csv", lines(changed(rows, (1, 3, 640)), ","))
    assert "R411" in {one.rule for one in told}


def test_two_kinds_of_votes_and_their_sum_beside_each_other(tmp_path):
    """Then the sum is the votes, whatever it is called, and rows of measures stand among the parties."""
    rows = [["Party Name", "Ward Votes", "List Votes", "Total Valid Votes"]]
    rows += [[f"{name} PARTY", n, n + 7, 2 * n + 7] for name, n in (("ALDER", 812), ("BIRCH", 640), ("CEDAR", 77))]
    rows += [["Total Valid Votes", *_sum([row[1:] for row in rows[1:]])], ["Spoilt Votes", 12, 15, 27]]
    rows += [["Total Votes Cast", *_sum([row[1:] for row in rows[-2:]])]]
    assert [one.says for one in _told(tmp_path, "clean.csv", lines(rows, ";"))] == []
    told = _told(tmp_path, "slip.csv", lines(changed(rows, (2, 1, 649)), ";"))
    assert {one.rule for one in told} == {"R311"}


def test_men_women_and_all_of_one_name(tmp_path):
    """Of three columns that are called alike the one is taken for all voters that is the sum of the others."""
    header = [
        "Desa",
        "Jumlah Pemilih dalam DPT (LK)",
        "Jumlah Pemilih dalam DPT (PR)",
        "Jumlah Pemilih dalam DPT (JML)",
    ]
    rows = [[*header, "Suara sah", "Suara tidak sah", "AMIR", "BUDI"]]
    for n, name in enumerate(("Satu", "Dua", "Tiga", "Empat", "Lima")):
        votes = [80 + 7 * n, 60 + 31 * n % 43]
        rows.append([name, 190 + n, 200 + 2 * n, 390 + 3 * n, sum(votes), n % 3, *votes])
    assert [one.says for one in _told(tmp_path, "clean.csv", lines(rows, ";"))] == []
    told = _told(tmp_path, "slip.csv", lines(changed(rows, (3, 1, 29)), ";"))
    assert any(place.line == 4 and place.cell == 2 for one in told for place in one.places)
