"""The sheets of a workbook: every value as it is in the CSV and typed, ready to read, and explained."""

import csv
from decimal import Decimal

import polars as pl
import pytest

from numerim import warehouse
from numerim.workbook import results
from schemas.table import FIRST, about, tables
from tests.conftest import ELECTIONS
from tests.numerim.workbook.conftest import about_said, as_in_the_csv, opened, sheet_of, typed

TYPES = {pl.String: "s", pl.Boolean: "b", pl.Date: "d", pl.Int64: "n", pl.Float64: "n"}
OTHERS = {name: model for name, model in tables().items() if name != FIRST}
"""The tables whose sheets have their names."""


def exact(value):
    """What a number of Parquet stands for."""
    return Decimal(str(value)) if isinstance(value, float) else value


@pytest.mark.parametrize("election", ELECTIONS)
def test_every_cell_is_that_of_the_csv_and_has_its_type(made, election):
    folder = made(election)
    book = opened(folder, election)
    compared = 0
    for name, model in OTHERS.items():
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
    assert compared > 2_000


def test_a_sheet_is_ready_to_read(made):
    book = opened(made("al-local-2023"), "al-local-2023")
    assert book.sheetnames[:4] == ["About", "Results", "Columns", "Vocabulary"]
    assert sorted(book.sheetnames[4:]) == sorted(OTHERS)
    before = ["contests", "selections", "vote_shares", "reported_totals", "findings", "parties", "statements"]
    assert sorted(before, key=book.sheetnames.index) == before
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
    widths = {c: d.width for c, d in book["findings"].column_dimensions.items()}
    assert max(widths.values()) <= 62
    assert min(widths.values()) > 8


def test_figures_are_shown_as_they_are_printed(made):
    book = opened(made("al-local-2023"), "al-local-2023")
    shares = sheet_of(book, "vote_shares")
    assert {row["decimals"].value for row in shares} >= {2, 3}
    for row in shares:
        assert row["share"].number_format == f"0.{'0' * row['decimals'].value}".removesuffix(".")
    assert {row["votes"].number_format for row in sheet_of(book, "vote_counts")} == {"#,##0"}
    assert {row["round"].number_format for row in sheet_of(book, "contests")} == {"0"}
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
    assert links == {f"'{name}'!A1" for name in ("Results", "Columns", "Vocabulary", *OTHERS)}
    for name in ("Results", *OTHERS):
        assert said[name][1] == book[name].max_row - 1


def test_the_dictionary_has_every_column_and_word(made):
    book = opened(made("xk-local-2021"), "xk-local-2021")
    columns = {(row["table"].value, row["column"].value): row for row in sheet_of(book, "Columns")}
    listed = {name: list(model.to_schema().columns) for name, model in OTHERS.items()}
    listed["Results"] = [cell.value for cell in book["Results"][1]]
    assert set(columns) == {(name, column) for name, names in listed.items() for column in names}
    assert columns["vote_shares", "share"]["unit"].value == "percent"
    assert columns["vote_shares", "share"]["type"].value == "number"
    assert columns["vote_shares", "contest_id"]["key"].value == "key"
    words = {(row["table"].value, row["column"].value, row["word"].value) for row in sheet_of(book, "Vocabulary")}
    for (table, column), row in columns.items():
        listed = (row["words"].value or "").split(", ")
        assert {word for t, c, word in words if (t, c) == (table, column)} == {w for w in listed if w}


def test_the_names_of_sheets_are_lawful():
    others = {"about", results.NAME.lower(), "columns", "vocabulary", "history"}
    assert all(len(name) <= 31 and name.lower() not in others for name in OTHERS)
