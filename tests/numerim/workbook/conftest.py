"""Workbooks to open, of elections and of attacks, and readers of what is in them."""

from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest

from numerim import stages
from numerim.declare.house import House
from numerim.publish.draft import Draft
from numerim.publish.formats import csv as csv_exporter
from numerim.publish.formats import duckdb, parquet, xlsx
from tests.numerim.conftest import HEAD

HOSTILE = (
    '=HYPERLINK("http://x","y")',
    "<script>alert(1)</script>",
    "+1+1",
    "-1",
    "@SUM(A1)",
    "=1+1",
    "\t=1+1",
    "\r=1+1",
    "{=1+1}",
    "00123",
    "1e5",
    "45,54",
    "TRUE",
    "2023-05-14",
    "#N/A",
    "http://example.org/",
    "mailto:somebody@example.org",
    "internal:About!A1",
    "file:///etc/passwd",
    "<r><t>not</t> markup</r>",
    "<r>_x000D_&\r</r>",
    "_x000D_",
    "_x005F_x000D_",
    "_x0041_x0042_x0043_",
    "_x0041\r",
    "a_x_x00",
    "<r>_x005F_x000D_</r>",
    "<r>unfinished",
    "a\x01\x0b\ufffeb",
    "'quoted",
    " spaces ",
    "two\nlines",
    "😀 \u202eright to left",
    "&amp; &#10; ]]>",
)
NEW = HEAD.replace("sources:", "register: {unit: municipality, party: party}\nsources:")


def draft_of(connection, house, election, folder):
    folder.mkdir(parents=True, exist_ok=True)
    draft = Draft(connection, stages.election_file(house, election), folder)
    draft.version = "9.9.9"
    return draft


@pytest.fixture(scope="session")
def made(checked, house, tmp_path_factory):
    """An election -> the folder with its CSV, Parquet, DuckDB and workbook, each made only once."""
    folders = {}

    def of(election):
        if election not in folders:
            folders[election] = tmp_path_factory.mktemp(election)
            draft = draft_of(checked(election), house, election, folders[election])
            for exporter in (csv_exporter, parquet, duckdb, xlsx):
                exporter.export(draft)
        return folders[election]

    return of


@pytest.fixture
def hostile(judged, tmp_path):
    """A draft of an election whose every name is an attack, read from a CSV; more of them among `parties`."""
    rows = [
        'Prizren,<script>alert(1)</script>,"=HYPERLINK(""http://x"",""y"")",mayor,votes,,300,,',
        "Prizren,+1+1,00123,mayor,votes,,200,,",
        "Pejë,@SUM(A1),mailto:a@example.org,mayor,share,,60.5,,",
        "Pejë,-1e5,TRUE,mayor,share,,39.50,,",
    ]
    connection = judged(rows, head=NEW, whole=True)
    connection.executemany(
        "INSERT INTO clean.parties SELECT ?, ?, ?, NULL, 'party'",
        [(f"hostile-{n:02}", text, text) for n, text in enumerate(HOSTILE)],
    )
    return draft_of(connection, House(tmp_path), "xk-test-2030", tmp_path / "release")


def workbook(draft):
    xlsx.export(draft)
    return draft.folder / f"{draft.package}.xlsx"


def opened(folder, election):
    return openpyxl.load_workbook(folder / f"{election}.xlsx")


def sheet_of(book, name):
    """The rows of a sheet below its header, by the names of the columns."""
    header, *rows = book[name].iter_rows()
    return [dict(zip([cell.value for cell in header], row, strict=True)) for row in rows]


def about_said(book):
    return {row[0].value: (row[1].value, row[2].value) for row in book["About"].iter_rows() if row[0].value}


def as_in_the_csv(cell):
    """How a cell of a workbook would stand in the CSV."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "b":
        return str(value).lower()
    if cell.data_type == "d":
        return value.date().isoformat()
    return str(value) if cell.data_type == "s" else f"{Decimal(str(value)).normalize():f}"


def typed(cell):
    """A value as a Parquet file has it."""
    value = cell.value
    return value.date() if isinstance(value, datetime) else Decimal(str(value)) if isinstance(value, float) else value
