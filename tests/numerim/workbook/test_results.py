"""The sheet Results: the rows of the view, by name, in an order that never changes."""

import openpyxl
import pytest

from numerim import warehouse
from numerim.house import House
from numerim.views import VIEWS
from numerim.workbook import parts
from schemas.table import tables
from tests.conftest import ELECTIONS
from tests.numerim.workbook.conftest import about_said, draft_of, opened, sheet_of, typed, workbook

COLUMNS = ["election_id", "office", "unit", "round", "candidate", "party", "coalition"]
COLUMNS += ["votes", "share", "seats", "outcome", "doubts", "held_back", "contest_id", "selection_id", "locators"]
NUMBERS = {"round", "votes", "share", "seats"}
KEY = ("election_id", "contest_id", "selection_id")


def view_of(folder, election):
    """The rows of the view in the published DuckDB file."""
    with warehouse.open_published(folder / f"{election}.duckdb") as connection:
        return warehouse.rows(connection, f"SELECT {', '.join(COLUMNS)} FROM results")


def rank(values):
    """Where a row stands: the most votes, shares, seats first; what is empty last."""
    row = dict(zip(COLUMNS, values, strict=True))
    figures = [(row[c] is None, -(row[c] or 0)) for c in ("votes", "share", "seats")]
    place = [row["election_id"] != "al-local-2023", row["election_id"]]
    place += [row["office"] != "mayor", row["unit"], row["round"], row["contest_id"]]
    return place, figures, row["candidate"] is None, row["candidate"] or "", row["selection_id"]


@pytest.mark.parametrize("election", ELECTIONS)
def test_its_rows_are_those_of_the_view(made, election):
    folder = made(election)
    header, *rows = opened(folder, election)["Results"].iter_rows()
    expected = view_of(folder, election)
    assert [cell.value for cell in header] == COLUMNS
    assert len(rows) == len(expected) > 40
    assert [tuple(typed(cell) for cell in row) for row in rows] == sorted(expected, key=rank)
    for row in rows:
        for name, cell in zip(COLUMNS, row, strict=True):
            assert cell.data_type == ("n" if name in NUMBERS or cell.value is None else "s")
            assert cell.hyperlink is None


@pytest.mark.parametrize("election", ELECTIONS)
def test_shares_have_the_decimals_that_are_printed(made, checked, election):
    asked = "SELECT election_id, contest_id, selection_id, share, decimals FROM clean.vote_shares"
    printed = {(*key, float(share)): decimals for *key, share, decimals in warehouse.rows(checked(election), asked)}
    for row in sheet_of(opened(made(election), election), "Results"):
        if row["share"].value is not None:
            decimals = printed[(*(row[c].value for c in KEY), float(row["share"].value))]
            assert row["share"].number_format == f"0.{'0' * decimals}".removesuffix(".")
        assert row["votes"].value is None or row["votes"].number_format == "#,##0"


def test_the_61_mayors_of_albania_stand_there_by_name(made, checked):
    rows = sheet_of(opened(made("al-local-2023"), "al-local-2023"), "Results")
    said = [{name: cell.value for name, cell in row.items()} for row in rows]
    ours = [row for row in said if row["election_id"] == "al-local-2023"]
    elected = [row for row in ours if (row["office"], row["outcome"]) == ("mayor", "elected")]
    mayors = {row["unit"]: (row["candidate"], row["party"]) for row in elected}
    assert len(mayors) == len(elected) == 61
    assert all(candidate for candidate, _ in mayors.values())
    assert mayors["Tiranë"] == ("Erion Veliaj", "PS")
    assert mayors["Shkodër"] == ("Benet Beci", "PS")
    asked = """
        SELECT contest_id, candidate
        FROM clean.outcomes JOIN clean.selections USING (election_id, contest_id, selection_id)
        WHERE election_id = 'al-local-2023' AND outcome = 'elected'
    """
    known = warehouse.rows(checked("al-local-2023"), asked)
    assert {row["contest_id"]: row["candidate"] for row in elected} == dict(known)
    lists = [row for row in ours if row["office"] == "council"]
    assert len({row["unit"] for row in lists}) == 61
    assert {row["candidate"] for row in lists} == {None}
    assert all(row["party"] for row in lists)


def test_it_is_explained(made):
    book = opened(made("al-local-2023"), "al-local-2023")
    columns = [row for row in sheet_of(book, "Columns") if row["table"].value == "Results"]
    assert [row["column"].value for row in columns] == COLUMNS
    said = {row["column"].value: row for row in columns}
    for name in set(COLUMNS) - {"unit"}:
        assert said[name]["description"].value.startswith(VIEWS["results"].columns[name])
    assert said["unit"]["description"].value == "The name of the unit whose voters decide. From the sheet gp_units."
    assert (said["share"]["type"].value, said["share"]["unit"].value) == ("number", "percent")
    assert [name for name in COLUMNS if said[name]["key"].value] == list(KEY)
    told = about_said(book)["Results"][0]
    assert VIEWS["results"].says in told
    assert "It is put together from the other sheets" in told
    for origin in ("contests", "gp_units", "selections", "parties", "vote_counts", "vote_shares", "seat_counts"):
        assert f" from {origin};" in told
    assert "outcome from outcomes." in told
    assert "Just the results" in about_said(book)


def test_there_is_none_without_results(judged, tmp_path):
    connection = judged(["Prizren,,,mayor,registered,,1000,,"])
    assert warehouse.rows(connection, "SELECT count(*) FROM clean.ballot_counts") == [(1,)]
    draft = draft_of(connection, House(tmp_path), "xk-test-2030", tmp_path / "release")
    book = openpyxl.load_workbook(workbook(draft))
    assert book.sheetnames[:3] == ["About", "Columns", "Words"]
    assert sorted(book.sheetnames[3:]) == sorted(tables())
    assert not {"Results", "Just the results"} & set(about_said(book))
    assert "Results" not in {row["table"].value for row in sheet_of(book, "Columns")}


def test_results_too_long_for_a_sheet_are_in_the_database(hostile, monkeypatch):
    monkeypatch.setattr(parts, "MOST_ROWS", 3)
    book = openpyxl.load_workbook(workbook(hostile))
    told = "A sheet cannot hold the 4 rows of this table; the view results of xk-test-2030.duckdb has them."
    assert [[cell.value for cell in row if cell.value] for row in book["Results"].iter_rows(min_row=2)] == [[told]]
    assert told in about_said(book)["Results"][0]


def test_the_connection_is_as_it_was(hostile):
    before = warehouse.rows(hostile.connection, "SELECT current_schema(), current_setting('search_path')")
    workbook(hostile)
    assert warehouse.rows(hostile.connection, "SELECT current_schema(), current_setting('search_path')") == before
