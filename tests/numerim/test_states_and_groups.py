"""Two states of one count, and headers in which a blank means no group."""

import io

import pytest
import xlsxwriter

from numerim.draft.file import judge_any
from numerim.draft.folders import parts_of
from numerim.draft.states import states_of
from tests.numerim.test_counts_elsewhere import VOTES, WARDS, lines
from tests.numerim.test_further_strangers import read

HEADS = ["Municipality", "Ballots cast", "Invalid", "Valid votes", "Ann Ray", "Bo Lind", "Cy Poe"]


def _count(more, slip=0):
    """A count in which `more` votes of the first have come in; one figure of valid votes is off."""
    rows = [HEADS]
    for i, votes in enumerate(VOTES):
        own = [votes[0] + more * (i % 3), *votes[1:]]
        rows.append([WARDS[i], sum(own) + i, i, sum(own) + slip * (i == 2), *own])
    return rows


def _book(path, sheets):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, row)
    path.write_bytes(stream.getvalue())
    return judge_any(str(path))


@pytest.mark.parametrize("names", [("Provisional", "Final"), ("Endgültig", "Vorläufig"), ("速報", "確定")])
def test_sheets_of_two_states_are_of_one_contest(tmp_path, names):
    found = _book(tmp_path / "two.xlsx", {names[0]: _count(0), names[1]: _count(3)})
    assert "1 contest, 6 units" in found.summary
    assert {one.rule for one in found.told} == {"R615"}


@pytest.mark.parametrize("wrong", ["Provisional", "Final"])
def test_a_slip_in_either_state_is_told(tmp_path, wrong):
    sheets = {"Provisional": _count(0), "Final": _count(3)}
    found = _book(tmp_path / "two.xlsx", sheets | {wrong: _count(3 * (wrong == "Final"), slip=20)})
    told = [one for one in found.told if one.severity != "info"]
    assert {"R202", "R203"} <= {one.rule for one in told}
    assert f"!{wrong}!D4" in {place.at for one in told for place in (*one.places, *(s.place for s in one.suspected))}


def test_files_of_two_states_are_of_one_contest(tmp_path):
    for name, more in (("results_provisional", 0), ("results_final", 3)):
        (tmp_path / f"{name}.csv").write_bytes(lines(_count(more)))
    (together,) = parts_of([str(tmp_path)])
    assert "1 contest, 6 units" in judge_any(together).summary


def test_what_no_state_is_called_by():
    assert states_of(["Provisional", "Final"]) == ["preliminary", "final"]
    assert states_of(["Results 2024-05-01 unofficial", "Results 2024-05-09 official"]) == ["preliminary", "final"]
    assert states_of(["Mayor provisional", "Council final"]) == []
    assert states_of(["Provisional", "Absentee"]) == []
    assert states_of(["Final", "Final"]) == []


HEADERS = {
    "accounts behind the only group": (
        [["", "", "Candidates", "", "", "", ""], ["Town", "Voters", "Ann", "Bo", "Cy", "Invalid", "Ballots cast"]],
        lambda i, v: [WARDS[i], 900 + i, *v, i + 2, sum(v) + i + 2],
        {"Invalid": "invalid", "Ballots cast": "cast"},
    ),
    "accounts behind kinds of ballots": (
        [["Town", "In person", "", "Postal", "", "", ""], ["", "Ann", "Bo", "Ann", "Bo", "Valid", "Invalid"]],
        lambda i, v: [WARDS[i], v[0], v[1], v[2], v[2] // 2, sum(v) + v[2] // 2, i],
        {"Valid": "valid", "Invalid": "invalid"},
    ),
    "a roll behind two contests": (
        [
            ["Town", "Mayor", "", "", "", "Council", "", "", "", "", ""],
            ["", "Ann", "Bo", "Valid", "Invalid", "Greens", "Reds", "Blues", "Valid", "Invalid", "Registered"],
        ],
        lambda i, v: [WARDS[i], v[0], v[1], v[0] + v[1], 3 + i, *v, sum(v), i + 1, 900 + i],
        {"Registered": "registered", "Council / Invalid": "invalid", "Mayor / Valid": "valid"},
    ),
}


@pytest.mark.parametrize("case", HEADERS)
def test_a_blank_above_accounts_means_no_group(tmp_path, case):
    heads, row, columns = HEADERS[case]
    path = tmp_path / "count.csv"
    path.write_bytes(lines([*heads, *(row(i, votes) for i, votes in enumerate(VOTES))]))
    assert [one.says for one in judge_any(str(path)).told if one.severity != "info"] == []
    found = read(path)
    assert {name: found[name] for name in columns} == columns
