"""The workbook: every value as it is in the CSV and typed, hostile texts as texts, the same bytes anywhere."""

import csv
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

import openpyxl
import polars as pl
import pytest

from numerim import stages, warehouse
from numerim.contract import ContractError
from numerim.draft import Draft
from numerim.exporters import csv as csv_exporter
from numerim.exporters import parquet, xlsx
from numerim.house import House
from schemas.table import about, tables
from tests.conftest import ELECTIONS, ROOT
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
ASTRAL = "<r>" + "😀&" * 20_000 + "</r>"
SOFFICE = shutil.which("soffice")


def draft_of(connection, house, election, folder):
    folder.mkdir(parents=True, exist_ok=True)
    draft = Draft(connection, stages.election_file(house, election), folder)
    draft.version = "9.9.9"
    return draft


@pytest.fixture(scope="module")
def made(checked, house, tmp_path_factory):
    """An election -> the folder with its CSV, Parquet and workbook, each made only once."""
    folders = {}

    def of(election):
        if election not in folders:
            folders[election] = tmp_path_factory.mktemp(election)
            draft = draft_of(checked(election), house, election, folders[election])
            for exporter in (csv_exporter, parquet, xlsx):
                exporter.export(draft)
        return folders[election]

    return of


@pytest.fixture
def hostile(judged, tmp_path):
    """A draft of an election whose every name is an attack, read from a CSV; more of them among `names`."""
    rows = [
        'Prizren,<script>alert(1)</script>,"=HYPERLINK(""http://x"",""y"")",mayor,votes,,300,,',
        "Prizren,+1+1,00123,mayor,votes,,200,,",
        "Pejë,@SUM(A1),mailto:a@example.org,mayor,share,,60.5,,",
        "Pejë,-1e5,TRUE,mayor,share,,39.50,,",
    ]
    connection = judged(rows, head=NEW)
    connection.executemany(
        "INSERT INTO clean.names SELECT 'person', ?, ?, ?, 1, 's1', 's1.csv:L1.C1'",
        [(f"hostile-{n:02}", text, text) for n, text in enumerate(HOSTILE)],
    )
    return draft_of(connection, House(tmp_path), "xk-test-2030", tmp_path / "release")


def workbook(draft):
    xlsx.export(draft)
    return draft.folder / f"{draft.package}.xlsx"


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


TYPES = {pl.String: "s", pl.Boolean: "b", pl.Date: "d", pl.Int64: "n", pl.Decimal: "n"}


@pytest.mark.parametrize("election", ELECTIONS)
def test_every_cell_is_that_of_the_csv_and_has_its_type(made, election):
    folder = made(election)
    book = openpyxl.load_workbook(folder / f"{election}.xlsx")
    compared = 0
    for name, model in tables().items():
        cells = [row[: len(model.to_schema().columns)] for row in book[name].iter_rows()]
        with (folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert [[as_in_the_csv(cell) for cell in row] for row in cells] == list(csv.reader(file)), name
        frame = pl.read_parquet(folder / "data" / f"{name}.parquet").sort(about(model).key)
        kinds = [TYPES[dtype.base_type()] for dtype in frame.dtypes]
        assert len(cells) == frame.height + 1
        for row, values in zip(cells[1:], frame.rows(), strict=True):
            assert [typed(cell) for cell in row] == list(values), name
            told = [cell.data_type for cell in row]
            assert told == [k if v is not None else "n" for k, v in zip(kinds, values, strict=True)], name
            compared += len(row)
    print(f"{election}: {compared:,} cells")
    assert compared > 2_000


def test_a_sheet_is_ready_to_read(made):
    book = openpyxl.load_workbook(made("al-local-2023") / "al-local-2023.xlsx")
    assert book.sheetnames[:3] == ["About", "Columns", "Words"]
    assert sorted(book.sheetnames[3:]) == sorted(tables())
    before = ["contests", "selections", "vote_shares", "reported_totals", "findings", "parties", "rules", "statements"]
    assert sorted(before, key=book.sheetnames.index) == before
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
    widths = {c: d.width for c, d in book["findings"].column_dimensions.items()}
    assert max(widths.values()) <= 62
    assert min(widths.values()) > 8


def test_figures_are_shown_as_they_are_printed(made):
    book = openpyxl.load_workbook(made("al-local-2023") / "al-local-2023.xlsx")
    shares = sheet_of(book, "vote_shares")
    assert {row["decimals"].value for row in shares} >= {2, 3}
    for row in shares:
        assert row["share"].number_format == f"0.{'0' * row['decimals'].value}".removesuffix(".")
    assert {row["votes"].number_format for row in sheet_of(book, "vote_counts")} == {"#,##0"}
    assert {row["round"].number_format for row in sheet_of(book, "contests")} == {"0"}
    assert {row["held_on"].number_format for row in sheet_of(book, "elections")} == {"yyyy-mm-dd"}


def test_about_says_what_the_package_is(made, checked):
    folder = made("al-local-2023")
    book = openpyxl.load_workbook(folder / "al-local-2023.xlsx")
    said = about_said(book)
    assert book["About"]["A1"].value == "Albanian local elections 2023"
    assert said["Version"][0] == "9.9.9"
    assert said["How to cite"][0] == (
        "numerim. Albanian local elections 2023. Data package al-local-2023, version 9.9.9. CC0-1.0."
    )
    assert said["Licence"][0].startswith("The compilation is dedicated to the public domain (CC0-1.0)")
    assert "CC-BY-SA-4.0" in said["wikipedia"][0]
    severities = dict(
        warehouse.rows(checked("al-local-2023"), "SELECT severity, count(*) FROM clean.findings GROUP BY 1")
    )
    assert {name: said[name][1] for name in severities} == severities
    links = {row[0].hyperlink.location for row in book["About"].iter_rows() if row[0].hyperlink}
    assert links == {f"'{name}'!A1" for name in ("Columns", "Words", *tables())}
    for name in tables():
        assert said[name][1] == book[name].max_row - 1


def test_the_dictionary_has_every_column_and_word(made):
    book = openpyxl.load_workbook(made("xk-local-2021") / "xk-local-2021.xlsx")
    columns = {(row["table"].value, row["column"].value): row for row in sheet_of(book, "Columns")}
    assert set(columns) == {(name, c) for name, model in tables().items() for c in model.to_schema().columns}
    assert columns["vote_shares", "share"]["unit"].value == "percent"
    assert columns["vote_shares", "share"]["type"].value == "number"
    assert columns["vote_shares", "contest_id"]["key"].value == "key"
    words = {(row["table"].value, row["column"].value, row["word"].value) for row in sheet_of(book, "Words")}
    for (table, column), row in columns.items():
        listed = (row["words"].value or "").split(", ")
        assert {word for t, c, word in words if (t, c) == (table, column)} == {w for w in listed if w}


def test_hostile_texts_stay_texts(hostile):
    path = workbook(hostile)
    book = openpyxl.load_workbook(path)
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type in "fe"]
    with_link = {sheet.title for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert with_link == {"About"}
    selections = {row["candidate"].value for row in sheet_of(book, "selections")}
    assert selections == {"<script>alert(1)</script>", "+1+1", "@SUM(A1)", "-1e5"}
    parties = {row["name"].value for row in sheet_of(book, "parties")}
    assert {'=HYPERLINK("http://x","y")', "00123", "mailto:a@example.org", "TRUE"} <= parties
    assert texts_of(path, hostile) == list(HOSTILE)
    with zipfile.ZipFile(path) as archive:
        inside = {name: archive.read(name).decode() for name in archive.namelist()}
    assert not [name for name, text in inside.items() if "TargetMode" in text or "<f>" in text or "<f " in text]


def texts_of(path, draft):
    """The hostile texts in the order of their number, read by the letter of the standard."""
    book = openpyxl.load_workbook(path)
    place = {row["id"].value: n for n, row in enumerate(sheet_of(book, "names"))}
    with zipfile.ZipFile(path) as archive:
        shared = archive.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in archive.namelist() else b""
        sheet = archive.read(f"xl/worksheets/sheet{book.sheetnames.index('names') + 1}.xml")
    at = list(tables()["names"].to_schema().columns).index("printed")
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
    hostile.connection.executemany(
        "INSERT INTO clean.names SELECT 'person', ?, ?, 'p', 1, 's1', 's1.csv:L1.C1'", list(longs.items())
    )
    book = openpyxl.load_workbook(workbook(hostile))
    names = {row["id"].value: row["name"].value for row in sheet_of(book, "names")}
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
    hostile.connection.execute(
        "INSERT INTO clean.names SELECT 'person', 'long', ?, 'p', 1, 's1', 's1.csv:L1.C1'", [text]
    )
    book = openpyxl.load_workbook(workbook(hostile))
    assert {row["id"].value: row["name"].value for row in sheet_of(book, "names")}["long"] == text
    assert "Texts that are cut" not in about_said(book)


def test_a_table_too_long_for_a_sheet_is_named(hostile, monkeypatch):
    monkeypatch.setattr(xlsx, "_MOST_ROWS", 20)
    book = openpyxl.load_workbook(workbook(hostile))
    rows = warehouse.rows(hostile.connection, "SELECT count(*) FROM clean.names")[0][0]
    told = f"A sheet cannot hold the {rows} rows of this table; data/names.csv has them."
    assert [[cell.value for cell in row if cell.value] for row in book["names"].iter_rows(min_row=2)] == [[told]]
    assert told in about_said(book)["names"][0]
    assert "data/names.csv" in about_said(book)["Not in this file"][0]


def test_numbers_and_days_that_a_spreadsheet_would_spoil(hostile):
    hostile.connection.execute("UPDATE clean.elections SET held_on = '1848-03-01', runoff_on = '1900-03-01'")
    row = sheet_of(openpyxl.load_workbook(workbook(hostile)), "elections")[0]
    assert (row["held_on"].value, row["runoff_on"].value.date()) == ("1848-03-01", date(1900, 3, 1))
    hostile.connection.execute(f"UPDATE clean.vote_counts SET votes = {2**53}")
    assert sheet_of(openpyxl.load_workbook(workbook(hostile)), "vote_counts")[0]["votes"].value == 2**53
    hostile.connection.execute(f"UPDATE clean.vote_counts SET votes = {2**53 + 1}")
    with pytest.raises(ContractError, match=r"vote_counts\.votes: a spreadsheet would round 9007199254740993"):
        xlsx.export(hostile)


def test_the_names_of_sheets_are_lawful():
    assert all(len(name) <= 31 and name.lower() not in ("about", "columns", "words", "history") for name in tables())


SCRIPT = """
import sys
from pathlib import Path
from numerim import stages
from numerim.draft import Draft
from numerim.exporters import xlsx
from numerim.house import House

house, folder = House(Path(sys.argv[1])), Path(sys.argv[2])
xlsx._IN_MEMORY = int(sys.argv[3])
with stages.checked(house, "xk-local-2021") as connection:
    draft = Draft(connection, stages.election_file(house, "xk-local-2021"), folder)
    draft.version = "9.9.9"
    xlsx.export(draft)
"""


@pytest.mark.parametrize("in_memory", [10**9, 0])
def test_the_same_bytes_anywhere(made, tmp_path, in_memory):
    """Another timezone, locale and hash seed, and a clock that has gone on."""
    digests = set()
    for zone, locale, seed in (("Pacific/Kiritimati", "C", "1"), ("America/Lima", "C.UTF-8", "2")):
        folder = tmp_path / seed
        folder.mkdir()
        env = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", SCRIPT, str(ROOT), str(folder), str(in_memory)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        digests.add(sha256((folder / "xk-local-2021.xlsx").read_bytes()).hexdigest())
    if in_memory:
        digests.add(sha256((made("xk-local-2021") / "xk-local-2021.xlsx").read_bytes()).hexdigest())
    assert len(digests) == 1


def test_no_clock_gets_in(made, house):
    with zipfile.ZipFile(made("xk-local-2021") / "xk-local-2021.xlsx") as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        said = archive.read("docProps/core.xml").decode()
    day = stages.election_file(house, "xk-local-2021").as_of.isoformat()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", said)) == {f"{day}T00:00:00Z"}
    assert "<dc:creator>numerim</dc:creator>" in said


# Comma, quote, UTF-8, from line 1; texts in quotes, numbers as they are rather than as they are shown; every sheet.
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false,false,false,-1"


def in_libreoffice(path, target, folder):
    command = [SOFFICE, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", target]
    done = subprocess.run(
        [*command, "--outdir", str(folder), str(path)], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr


def by_libreoffice(path, folder):
    """Every sheet as LibreOffice reads it."""
    in_libreoffice(path, EVERY_SHEET, folder)
    return {
        name: list(csv.reader((folder / f"{path.stem}-{name}.csv").open(encoding="utf-8", newline="")))
        for name in tables()
    }


def as_libreoffice_says(value):
    """A value of the CSV as LibreOffice writes it."""
    return {"true": "TRUE", "false": "FALSE"}.get(value, value)


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed; .ci/run installs it")
@pytest.mark.parametrize("election", ["al-local-2023"])
def test_libreoffice_reads_every_cell_as_the_csv_has_it(made, election, tmp_path):
    folder = made(election)
    compared = 0
    for name, rows in by_libreoffice(folder / f"{election}.xlsx", tmp_path).items():
        with (folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            expected = [[as_libreoffice_says(value) for value in row] for row in csv.reader(file)]
        assert rows == expected, name
        compared += sum(map(len, rows))
    print(f"{election}: {compared:,} cells in LibreOffice")
    assert compared > 20_000


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed; .ci/run installs it")
@pytest.mark.parametrize("in_memory", [10**9, 0])
def test_libreoffice_takes_hostile_texts_for_texts(hostile, tmp_path, monkeypatch, in_memory):
    monkeypatch.setattr(xlsx, "_IN_MEMORY", in_memory)
    path = workbook(hostile)
    header, *rows = by_libreoffice(path, tmp_path)["names"]
    printed = {row[header.index("id")]: row[header.index("printed")] for row in rows}
    assert [printed[f"hostile-{n:02}"] for n in range(len(HOSTILE))] == list(HOSTILE)
    in_libreoffice(path, "fods", tmp_path)
    flat = path.with_suffix(".fods").name
    said = (tmp_path / flat).read_text("utf-8")
    # LibreOffice has no other way to keep a boolean of a workbook.
    assert set(re.findall(r'table:formula="([^"]*)"', said)) <= {"of:=TRUE()", "of:=FALSE()"}
    assert not re.findall(r'xlink:href="[^#"]', said)
