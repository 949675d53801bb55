"""The sheets that answer: Results and Findings, in an order that never changes, each leading to the other."""

import re
from itertools import pairwise

import openpyxl
import pytest

from numerim import warehouse
from numerim.declare.house import House
from numerim.publish.contract import documented
from numerim.publish.workbook import parts
from numerim.schemas.table import FIRST, tables
from tests.conftest import ELECTIONS
from tests.numerim.workbook.conftest import about_said, draft_of, opened, sheet_of, typed, workbook

COLUMNS = list(tables()[FIRST].to_schema().columns)
KEY = ("contest_id", "selection_id")
ALWAYS = ["unit", "office", "list", *KEY]
TOLD = {
    "al-local-2023": {"votes", "share", "seats", "outcome", "turnout", "doubts", "held_on"},
    "xk-local-2017": {"party", "outcome"},
    "xk-local-2021": {"share", "outcome", "lead"},
}
"""Columns that say something in a package."""
EMPTY = {
    "al-local-2023": {"district", "registered", "round", "valid", "held_back", "share_printed"},
    "xk-local-2017": {"votes", "share", "held_back", "share_printed", "held_on", "district"},
    "xk-local-2021": {"votes", "seats", "held_back", "share_printed", "election", "round"},
}
"""Columns that would say nothing, or the same in every row."""


@pytest.mark.parametrize("election", ELECTIONS)
def test_its_rows_are_those_of_the_table(made, checked, election):
    header, *rows = opened(made(election), election)["Results"].iter_rows()
    names = [cell.value for cell in header]
    assert set(names) <= set(COLUMNS)
    assert set(names) >= TOLD[election] | set(ALWAYS)
    assert not set(names) & EMPTY[election]
    expected = warehouse.rows(checked(election), f"SELECT {', '.join(names)} FROM clean.results")
    assert len(rows) == len(expected) > 40
    at = [names.index(name) for name in KEY]

    def key(row):
        return [row[i] for i in at]

    assert sorted(([typed(cell) for cell in row] for row in rows), key=key) == sorted(map(list, expected), key=key)


@pytest.mark.parametrize("election", ELECTIONS)
def test_the_own_election_and_the_first_in_rank_come_first(made, election):
    rows = [
        {name: cell.value for name, cell in row.items()}
        for row in sheet_of(opened(made(election), election), "Results")
    ]
    own = [row["contest_id"].startswith(f"{election}/") for row in rows]
    assert own == sorted(own, reverse=True)
    for before, row in pairwise(rows):
        if before["contest_id"] == row["contest_id"] and row.get("rank"):
            assert before["rank"]
            assert before["rank"] <= row["rank"]


def test_a_doubt_leads_to_its_finding_and_back_and_a_locator_to_the_source(made):
    book = opened(made("al-local-2023"), "al-local-2023")
    results, findings = book["Results"], book["Findings"]
    (row,) = [row for row in sheet_of(book, "Results") if row["list"].value == "Albert Malaj"]
    at = re.fullmatch(r"Findings!A(\d+)", row["doubts"].hyperlink.location)
    header = [cell.value for cell in findings[1]]
    found = dict(zip(header, findings[int(at[1])], strict=True))
    assert (found["rule"].value, row["doubts"].value) == ("R408", "R408")
    back = re.fullmatch(r"Results!A(\d+)", found["contest_id"].hyperlink.location)
    assert results[f"A{back[1]}"].value == "Memaliaj"
    linked = [row["locator"] for row in sheet_of(book, "Results") if row["source_id"].value == "wikipedia"]
    assert {cell.hyperlink.target for cell in linked} == {"https://en.wikipedia.org/wiki/2023_Albanian_local_elections"}
    assert row["locator"].hyperlink is None  # nobody knows where the article is


def test_who_won_is_in_bold(made):
    for row in sheet_of(opened(made("al-local-2023"), "al-local-2023"), "Results"):
        assert row["list"].font.bold == (row["outcome"].value in ("elected", "largest"))


def test_findings_that_matter_come_first(made, checked):
    book = opened(made("al-local-2023"), "al-local-2023")
    rows = sheet_of(book, "Findings")
    severities = [row["severity"].value for row in rows]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    assert len(rows) == warehouse.rows(checked("al-local-2023"), "SELECT count(*) FROM clean.findings")[0][0]
    said = {row["rule"].value: row["locator"].value for row in rows}
    assert "claim" not in rows[0]
    assert {row["what_should_hold"].value for row in rows} == {
        claim for (claim,) in warehouse.rows(checked("al-local-2023"), "SELECT DISTINCT claim FROM clean.findings")
    }
    assert said["R417"] == "wikipedia.txt:L13.C2\nwikipedia.txt:L14.C2"


@pytest.mark.parametrize("election", ELECTIONS)
def test_shares_have_the_decimals_that_are_printed(made, checked, election):
    asked = "SELECT contest_id, selection_id, decimals FROM clean.vote_shares WHERE share IS NOT NULL"
    printed = {tuple(key): decimals for *key, decimals in warehouse.rows(checked(election), asked)}
    for row in sheet_of(opened(made(election), election), "Results"):
        if "share" in row and row["share"].value is not None:
            decimals = printed[tuple(row[c].value for c in KEY)]
            assert row["share"].number_format == f"0.{'0' * decimals}".removesuffix(".")
        assert "votes" not in row or row["votes"].value is None or row["votes"].number_format == "#,##0"


def test_the_61_mayors_of_albania_stand_there_by_name(made):
    rows = sheet_of(opened(made("al-local-2023"), "al-local-2023"), "Results")
    said = [{name: cell.value for name, cell in row.items()} for row in rows]
    ours = [row for row in said if row["contest_id"].startswith("al-local-2023/")]
    elected = [row for row in ours if (row["office"], row["outcome"]) == ("mayor", "elected")]
    mayors = {row["unit"]: (row["list"], row["party"]) for row in elected}
    assert len(mayors) == len(elected) == 61
    assert all(candidate for candidate, _ in mayors.values())
    assert mayors["Tiranë"] == ("Erion Veliaj", "PS")
    assert mayors["Shkodër"] == ("Benet Beci", "PS")
    lists = [row for row in ours if row["office"] == "council"]
    assert len({row["unit"] for row in lists}) == 61
    assert all(row["party"] for row in lists)


def test_it_is_explained(made):
    book = opened(made("al-local-2023"), "al-local-2023")
    columns = [row for row in sheet_of(book, "Columns") if row["table"].value == "Results"]
    said = {row["column"].value: row for row in columns}
    assert list(said) == [cell.value for cell in book["Results"][1]]
    for name, spec in tables()[FIRST].to_schema().columns.items():
        assert name not in said or said[name]["description"].value.startswith(str(spec.description))
    assert (said["share"]["type"].value, said["share"]["unit"].value) == ("number", "percent")
    assert {name for name in said if said[name]["key"].value} == set(KEY)
    assert documented(tables()[FIRST]) in about_said(book)["Results"][0]


def test_there_is_none_without_results(judged, tmp_path):
    connection = judged(["Prizren,,,mayor,registered,,1000,,"], whole=True)
    assert warehouse.rows(connection, "SELECT count(*) FROM clean.ballot_counts") == [(1,)]
    draft = draft_of(connection, House(tmp_path), "xk-test-2030", tmp_path / "release")
    book = openpyxl.load_workbook(workbook(draft))
    assert "ballot_counts" in book.sheetnames
    assert "Results" not in {*book.sheetnames, *about_said(book)}
    assert book["Summary"]["A3"].value == "No contest has a result yet."
    assert "Results" not in {row["table"].value for row in sheet_of(book, "Columns")}


def test_results_too_long_for_a_sheet_are_in_the_csv(hostile, monkeypatch):
    monkeypatch.setattr(parts, "MOST_ROWS", 3)
    book = openpyxl.load_workbook(workbook(hostile))
    told = "A sheet cannot hold the 4 rows of this table; data/results.csv has them."
    assert [[cell.value for cell in row if cell.value] for row in book["Results"].iter_rows(min_row=2)] == [[told]]
    assert told in about_said(book)["Results"][0]


def test_the_connection_is_as_it_was(hostile):
    before = warehouse.rows(hostile.connection, "SELECT current_schema(), current_setting('search_path')")
    workbook(hostile)
    assert warehouse.rows(hostile.connection, "SELECT current_schema(), current_setting('search_path')") == before
