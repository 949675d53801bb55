"""The sheets of a workbook: every value as it is in the CSV and typed, ready to read, and explained."""

import csv
import zipfile
from decimal import Decimal

import openpyxl
import polars as pl
import pytest

from numerim import warehouse
from numerim.publish.formats import xlsx
from numerim.schemas.table import FIRST, about, tables
from tests.conftest import ELECTIONS
from tests.numerim.workbook.conftest import about_said, as_in_the_csv, opened, sheet_of, typed, workbook

TYPES = {pl.String: "s", pl.Boolean: "b", pl.Date: "d", pl.Int64: "n", pl.Float64: "n"}
FIRST_SHEETS = ["Results", "Findings", "Summary", "About", "Columns", "Vocabulary"]
IN_RESULTS = {"contests", "selections", "outcomes", "seat_counts", "vote_counts", "vote_shares"}
"""Tables whose rows the sheet Results has."""
LEDGERS = {"names", "statements", "source_headers", "source_rows", "finding_places"}


def of_tables(book):
    """The names of the sheets that are tables as they are."""
    return book.sheetnames[len(FIRST_SHEETS) :]


def exact(value):
    """What a number of Parquet stands for."""
    return Decimal(str(value)) if isinstance(value, float) else value


@pytest.mark.parametrize("election", ELECTIONS)
def test_every_cell_is_that_of_the_csv_and_has_its_type(made, election):
    folder = made(election)
    book = opened(folder, election)
    compared = 0
    for name in of_tables(book):
        model = tables()[name]
        cells = [row[: len(model.to_schema().columns)] for row in book[name].iter_rows()]
        with (folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert [[as_in_the_csv(cell) for cell in row] for row in cells] == list(csv.reader(file)), name
        frame = pl.read_parquet(folder / "data" / f"{name}.parquet").sort(about(model).key)
        kinds = [TYPES[dtype.base_type()] for dtype in frame.dtypes]
        assert len(cells) == frame.height + 1
        for row, values in zip(cells[1:], frame.rows(), strict=True):
            assert [typed(cell) for cell in row] == [exact(value) for value in values], name
            told = [cell.data_type for cell in row]
            assert told == [k if v is not None else "n" for k, v in zip(kinds, values, strict=True)], name
            compared += len(row)
    print(f"{election}: {compared:,} cells")
    assert compared > 400


def test_a_sheet_is_ready_to_read(made):
    book = opened(made("al-local-2023"), "al-local-2023")
    assert book.sheetnames[: len(FIRST_SHEETS)] == FIRST_SHEETS
    before = ["ballot_counts", "reported_totals", "parties", "words"]
    assert sorted(before, key=book.sheetnames.index) == before
    for name in ("Results", "Findings", "Columns", "Vocabulary", *of_tables(book)):
        sheet = book[name]
        assert sheet.freeze_panes == ("B2" if name == "Results" else "A2")
        assert sheet.auto_filter.ref == sheet.dimensions
        widths = [column.width for column in sheet.column_dimensions.values()]
        assert max(widths) <= 92
        assert min(widths) > 4
    assert book.active.title == "Results"


@pytest.mark.parametrize("election", ELECTIONS)
def test_what_has_no_sheet_is_told(made, checked, election):
    """Tables without rows, those whose rows Results has, and ledgers."""
    book = opened(made(election), election)
    empty = {name for name in tables() if not warehouse.rows(checked(election), f"FROM clean.{name} LIMIT 1")}
    without = set(tables()) - set(of_tables(book)) - {FIRST, "findings"}
    assert without == empty | IN_RESULTS | LEDGERS
    told = [row[1].value for row in book["About"].iter_rows() if row[0].value == "Not in this file"]
    assert {name for text in told for name in text.split(":")[0].split(", ")} == without
    assert all("data/<table>.csv" in text for text in told)


def test_votes_of_parts_have_a_sheet_for_results_has_not_these(hostile):
    assert "vote_counts" not in openpyxl.load_workbook(workbook(hostile)).sheetnames
    hostile.connection.execute("UPDATE clean.vote_counts SET count_type = 'early' WHERE votes = 300")
    book = openpyxl.load_workbook(workbook(hostile))
    assert {row["count_type"].value for row in sheet_of(book, "vote_counts")} == {"early", "total"}
    assert "vote_shares" not in book.sheetnames


def test_beyond_so_many_rows_there_are_only_answers(hostile, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_IN_ALL", 10)
    book = openpyxl.load_workbook(workbook(hostile))
    assert book.sheetnames == [name for name in FIRST_SHEETS if name != "Findings" or "Findings" in book.sheetnames]
    told = [row[1].value for row in book["About"].iter_rows() if row[0].value == "Not in this file"]
    assert any("parties" in text and "more than 10 rows" in text for text in told)


def test_the_workbook_of_albania_is_small(made):
    assert (made("al-local-2023") / "al-local-2023.xlsx").stat().st_size <= 104_000


def test_the_summary_has_the_headlines_and_a_chart_of_each_tally(made):
    book = opened(made("al-local-2023"), "al-local-2023")
    summary = book["Summary"]
    cells = [cell.value for row in summary.iter_rows() for cell in row]
    assert summary["A3"].value == "All 61 contests for mayor are decided: PS won 53, PD (BF) 5, MEGA 1, PD 1 and PL 1."
    assert cells[cells.index("Seats in the contests for council") :][:2] == [
        "Seats in the contests for council",
        "seats",
    ]
    with zipfile.ZipFile(made("al-local-2023") / "al-local-2023.xlsx") as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name]
    assert len(charts) == 3
    assert all("<c:barChart>" in chart and "Summary!$B$" in chart for chart in charts)


def test_figures_are_shown_as_they_are_printed(made):
    book = opened(made("al-local-2023"), "al-local-2023")
    shares = sheet_of(book, "reported_shares")
    assert {row["decimals"].value for row in shares} >= {1, 2}
    for row in shares:
        assert row["share"].number_format == f"0.{'0' * row['decimals'].value}".removesuffix(".")
    assert {row["total"].number_format for row in sheet_of(book, "reported_totals")} == {"#,##0"}
    assert {row["round"].number_format for row in sheet_of(book, "reported_totals")} == {"0"}
    assert {row["held_on"].number_format for row in sheet_of(book, "elections")} == {"yyyy-mm-dd"}


def test_about_says_what_the_package_is(made, checked):
    book = opened(made("al-local-2023"), "al-local-2023")
    said = about_said(book)
    assert book["About"]["A1"].value == "Albanian local elections 2023"
    assert said["Version"][0] == "9.9.9"
    assert said["How to cite"][0] == (
        "numerim. Albanian local elections 2023. Data package al-local-2023, version 9.9.9 (as of 2024-08-04). CC0-1.0."
    )
    assert said["Licence"][0].startswith("The compilation is dedicated to the public domain (CC0-1.0)")
    assert "CC-BY-SA-4.0" in said["wikipedia"][0]
    severities = dict(
        warehouse.rows(checked("al-local-2023"), "SELECT severity, count(*) FROM clean.findings GROUP BY 1")
    )
    assert {name: said[name][1] for name in severities} == severities
    links = {row[0].hyperlink.location for row in book["About"].iter_rows() if row[0].hyperlink}
    assert links == {f"'{name}'!A1" for name in ("Results", "Findings", "Columns", "Vocabulary", *of_tables(book))}
    for name in ("Results", "Findings", *of_tables(book)):
        assert said[name][1] == book[name].max_row - 1


def test_the_dictionary_has_every_column_and_word(made):
    book = opened(made("xk-local-2021"), "xk-local-2021")
    columns = {(row["table"].value, row["column"].value): row for row in sheet_of(book, "Columns")}
    listed = {name: list(tables()[name].to_schema().columns) for name in of_tables(book)}
    listed |= {name: [cell.value for cell in book[name][1]] for name in ("Results", "Findings")}
    assert set(columns) == {(name, column) for name, names in listed.items() for column in names}
    assert columns["Results", "share"]["unit"].value == "percent"
    assert columns["Results", "share"]["type"].value == "number"
    assert columns["Results", "contest_id"]["key"].value == "key"
    words = {(row["table"].value, row["column"].value, row["word"].value) for row in sheet_of(book, "Vocabulary")}
    for (table, column), row in columns.items():
        listed = (row["words"].value or "").split(", ")
        assert {word for t, c, word in words if (t, c) == (table, column)} == {w for w in listed if w}


def test_the_names_of_sheets_are_lawful():
    others = {*(name.lower() for name in FIRST_SHEETS), "history"}
    assert all(len(name) <= 31 and name.lower() not in others for name in set(tables()) - {FIRST, "findings"})
