"""Hostile texts in a workbook, and values that are too much for one: all of them as they are, or it is said."""

import re
import zipfile
from datetime import date

import openpyxl
import pytest

from numerim import warehouse
from numerim.publish.contract import ContractError
from numerim.publish.formats import xlsx
from numerim.publish.workbook import parts
from numerim.schemas.table import tables
from tests.numerim.workbook.conftest import HOSTILE, about_said, sheet_of, workbook

ASTRAL = "<r>" + "😀&" * 20_000 + "</r>"


def test_hostile_texts_stay_texts(hostile):
    path = workbook(hostile)
    book = openpyxl.load_workbook(path)
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type in "fe"]
    with_link = {sheet.title for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert with_link <= {"About", "Results", "Findings"}
    selections = {row["list"].value for row in sheet_of(book, "Results")}
    assert selections == {"<script>alert(1)</script>", "+1+1", "@SUM(A1)", "-1e5"}
    parties = {row["name"].value for row in sheet_of(book, "parties")}
    assert {'=HYPERLINK("http://x","y")', "00123", "mailto:a@example.org", "TRUE"} <= parties
    shown = [(row["list"].value, row["party"].value) for row in sheet_of(book, "Results")]
    assert set(shown) == {
        ("<script>alert(1)</script>", '=HYPERLINK("http://x","y")'),
        ("+1+1", "00123"),
        ("@SUM(A1)", "mailto:a@example.org"),
        ("-1e5", "TRUE"),
    }
    assert {cell.data_type for row in sheet_of(book, "Results") for cell in (row["list"], row["party"])} == {"s"}
    assert texts_of(path, hostile) == list(HOSTILE)
    with zipfile.ZipFile(path) as archive:
        inside = {name: archive.read(name).decode() for name in archive.namelist()}
    assert not [name for name, text in inside.items() if "TargetMode" in text or "<f>" in text or "<f " in text]


def texts_of(path, draft):
    """The hostile texts in the order of their number, read by the letter of the standard."""
    book = openpyxl.load_workbook(path)
    place = {row["party_id"].value: n for n, row in enumerate(sheet_of(book, "parties"))}
    with zipfile.ZipFile(path) as archive:
        shared = archive.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in archive.namelist() else b""
        sheet = archive.read(f"xl/worksheets/sheet{book.sheetnames.index('parties') + 1}.xml")
    at = list(tables()["parties"].to_schema().columns).index("name_en")
    strings = [decoded(item) for item in re.findall(rb"<si>(.*?)</si>", shared, re.DOTALL)]
    found = []
    for n in range(len(HOSTILE)):
        cell = f"{'ABCDEFGH'[at]}{place[f'hostile-{n:02}'] + 2}"
        pattern = rf'<c r="{cell}"[^>]*>(?:<v>(\d+)</v>|<is>(.*?)</is>)</c>'.encode()
        index, inline = re.search(pattern, sheet, re.DOTALL).groups()
        found.append(strings[int(index)] if index is not None else decoded(inline))
    return found


def decoded(item):
    """A string item: XML, and then the _xHHHH_ of ECMA-376 (22.9.2.19)."""
    from xml.etree import ElementTree

    text = "".join(t.text or "" for t in ElementTree.fromstring(b"<si>" + item + b"</si>").iter("t"))  # noqa: S314
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


def test_the_way_of_large_tables_gives_the_same_cells(hostile, monkeypatch):
    small = workbook(hostile).read_bytes()
    cells = values_of(hostile.folder / f"{hostile.package}.xlsx")
    monkeypatch.setattr(xlsx, "_IN_MEMORY", 0)
    path = workbook(hostile)
    assert path.read_bytes() != small
    assert texts_of(path, hostile) == list(HOSTILE)
    # openpyxl leaves escapes as they are, and here without the one that protects an underscore.
    assert [c for c in values_of(path) if "_x" not in str(c)] == [c for c in cells if "_x" not in str(c)]


def values_of(path):
    return [cell.value for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]


def test_a_text_too_long_for_a_cell_is_cut_and_it_is_said(hostile):
    title = {"en": "A title " * 2_000}
    hostile.file = hostile.file.model_copy(
        update={"election": hostile.file.election.model_copy(update={"title": title})}
    )
    longs = {"a": "x" * 32_767, "b": "x" * 32_768, "c": ASTRAL}
    hostile.connection.executemany("INSERT INTO clean.parties SELECT ?, ?, NULL, NULL, 'party'", list(longs.items()))
    book = openpyxl.load_workbook(workbook(hostile))
    names = {row["party_id"].value: row["name"].value for row in sheet_of(book, "parties")}
    assert names["a"] == longs["a"]
    assert names["b"] == "x" * 32_700 + " … [cut: the CSV has it all]"
    head, tail = names["c"][:-28], names["c"][-28:]
    assert ASTRAL.startswith(head)
    assert len(head.encode("utf-16-le")) // 2 == 32_700
    assert tail == " … [cut: the CSV has it all]"
    assert about_said(book)["Texts that are cut"][0].endswith("so many are cut: 2.")
    heights = [row.height for sheet in book for row in sheet.row_dimensions.values() if row.height]
    assert max(heights) <= 409


def test_markup_that_grows_when_it_is_escaped_is_whole(hostile):
    text = "<r>" + "&" * 30_000 + "</r>"
    hostile.connection.execute("INSERT INTO clean.parties SELECT 'long', ?, NULL, NULL, 'party'", [text])
    book = openpyxl.load_workbook(workbook(hostile))
    assert {row["party_id"].value: row["name"].value for row in sheet_of(book, "parties")}["long"] == text
    assert "Texts that are cut" not in about_said(book)


def test_a_table_too_long_for_a_sheet_is_named(hostile, monkeypatch):
    monkeypatch.setattr(parts, "MOST_ROWS", 20)
    book = openpyxl.load_workbook(workbook(hostile))
    rows = warehouse.rows(hostile.connection, "SELECT count(*) FROM clean.parties")[0][0]
    told = f"A sheet cannot hold the {rows} rows of this table; data/parties.csv has them."
    assert [[cell.value for cell in row if cell.value] for row in book["parties"].iter_rows(min_row=2)] == [[told]]
    assert told in about_said(book)["parties"][0]
    assert "data/parties.csv" in about_said(book)["Too long for a sheet"][0]


def test_numbers_and_days_that_a_spreadsheet_would_spoil(hostile):
    hostile.connection.execute("UPDATE clean.elections SET held_on = '1848-03-01', runoff_on = '1900-03-01'")
    row = sheet_of(openpyxl.load_workbook(workbook(hostile)), "elections")[0]
    assert (row["held_on"].value, row["runoff_on"].value.date()) == ("1848-03-01", date(1900, 3, 1))
    hostile.connection.execute(f"UPDATE clean.results SET votes = {2**53} WHERE votes IS NOT NULL")
    votes = {row["votes"].value for row in sheet_of(openpyxl.load_workbook(workbook(hostile)), "Results")}
    assert votes == {2**53, None}
    hostile.connection.execute(f"UPDATE clean.results SET votes = {2**53 + 1} WHERE votes IS NOT NULL")
    with pytest.raises(ContractError, match=r"results\.votes: a spreadsheet would round 9007199254740993"):
        xlsx.export(hostile)
