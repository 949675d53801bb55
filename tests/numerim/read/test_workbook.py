"""Workbooks: cells as a person sees them, against what other libraries read; and what is told."""

import datetime
import re
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
import python_calamine
import xlrd
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from numerim.read.workbook import cell_name, column_name, read_workbook
from tests.conftest import ROOT
from tests.numerim.read.workbooks import BINARY, BINARY_ROWS, MAIN, OLD_XML, OLD_XML_ROWS, RELATED, binary, rows, xlsx

DATA = ROOT.parent / "shared" / "data" / "us-2020"


def rows_of(sheet):
    return [list(row) for row in sheet.cells.rows()]


def text(value):
    """What a cell says, put down anew from what openpyxl or xlrd give, for values without a format."""
    match value:
        case None | "":
            return None
        case bool():
            return str(value).upper()
        case int():
            return str(value)
        case float():
            return str(int(value)) if value == int(value) else f"{Decimal(repr(value)):f}"
        case datetime.datetime():
            return value.isoformat().removesuffix("T00:00:00")
    return str(value)


def by_openpyxl(content):
    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    return {sheet.title: [[text(cell.value) for cell in row] for row in sheet.iter_rows()] for sheet in book}


def without_ends(rows):
    """Without the empty rows and cells at the end, as numerim leaves them out."""
    while rows and not any(cell is not None for cell in rows[-1]):
        rows = rows[:-1]
    width = max((i + 1 for row in rows for i, cell in enumerate(row) if cell is not None), default=0)
    return [(list(row) + [None] * width)[:width] for row in rows]


def made(write, **options):
    """A workbook that a function writes with XlsxWriter, read."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **options}) as book:
        write(book, book.add_worksheet("Sheet1"))
    return read_workbook(content.getvalue(), "r.xlsx")


def test_names_of_cells():
    names = {1: "A", 26: "Z", 27: "AA", 52: "AZ", 53: "BA", 702: "ZZ", 703: "AAA", 16384: "XFD"}
    assert {number: column_name(number) for number in names} == names
    assert cell_name(17, 6) == "F17"


# ---- cells


def test_cells_as_a_person_sees_them():
    cells = [
        (1234, "#,##0", "1234"),
        (0.681, "0.00%", "68.10%"),
        (1, "0%", "100%"),
        (1001, "00000", "01001"),
        (44138, "yyyy-mm-dd", "2020-11-03"),
        (44138, "mmm yy", "2020-11-03"),
        (44138.5208333333, "d.m.yy hh:mm", "2020-11-03T12:30:00"),
        (0.5, "h:mm", "12:00:00"),
        (1.5, "[h]:mm", "36:00:00"),
        (1e20, None, "100000000000000000000"),
        (1e-7, None, "0.0000001"),
        (0.1 + 0.2, None, "0.3"),
        (-3, None, "-3"),
        ("007", None, "007"),
        ("  two  spaces ", None, "  two  spaces "),
        ("a\nb", None, "a\nb"),
        (True, None, "TRUE"),
    ]

    def write(book, sheet):
        for row, (value, code, _) in enumerate(cells):
            sheet.write(row, 1, value, book.add_format({"num_format": code} if code else {}))

    (sheet,) = made(write)
    assert rows_of(sheet) == [[None, expected] for _, _, expected in cells]


def test_zeros_after_the_point_are_told_where_a_column_has_parts():
    def write(book, sheet):
        two = book.add_format({"num_format": "0.00"})
        for row, (votes, share) in enumerate([(1234, 68.1), (55, 5), (7, 26.9)]):
            sheet.write(row, 0, votes, two)
            sheet.write(row, 1, share, two)

    (sheet,) = made(write)
    assert rows_of(sheet) == [["1234", "68.10"], ["55", "5.00"], ["7", "26.90"]]
    assert sheet.notes == ()


def test_what_is_stored_with_more_digits_is_told():
    def write(book, sheet):
        one = book.add_format({"num_format": "0.0"})
        sheet.write(16, 5, 68.0997, one)
        sheet.write(17, 5, 31.9, one)

    (sheet,) = made(write)
    assert rows_of(sheet)[16:] == [[None] * 5 + ["68.1"], [None] * 5 + ["31.9"]]
    assert sheet.notes == (
        "1 cell is shown with fewer digits than stored, and read as shown (F17 is 68.1 for 68.0997)",
    )


def test_formulas_are_read_by_their_stored_value():
    def write(book, sheet):
        sheet.write_formula("A1", "=1+1", None, 2)
        sheet.write_formula("A2", '="a"', None, "a")
        sheet.write_formula("A3", "=1+1", None, "")
        sheet.write_formula("A4", "=1/0", None, "#DIV/0!")
        sheet.write("A5", "end")

    (sheet,) = made(write)
    assert rows_of(sheet) == [["2"], ["a"], [None], ["#DIV/0!"], ["end"]]
    assert sheet.formulas == 4
    assert sheet.notes == (
        "4 cells are formulas; stored values are read",
        "1 formula has no stored value and is read as empty (A3)",
        "1 cell holds an error (#DIV/0! in A4)",
        "the program that wrote it left formulas to be worked out on opening: the stored values may be wrong",
    )


def test_what_is_hidden_and_merged_is_told():
    def write(book, sheet):
        for row in range(25):
            sheet.write_row(row, 0, range(6))
        for row in (16, 17, 20):
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.set_column("C:D", None, None, {"hidden": True})
        sheet.set_column("H:XFD", None, None, {"hidden": True})
        sheet.merge_range("A30:C31", "merged")
        book.add_worksheet("away").hide()
        book.get_worksheet_by_name("away").write(0, 0, 1)
        book.add_worksheet("far").very_hidden()

    sheets = made(write)
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("Sheet1", False), ("away", True), ("far", True)]
    assert sheets[0].hidden_rows == (17, 18, 21)
    assert sheets[0].hidden_columns == (3, 4)
    assert sheets[0].merged == ((30, 1, 31, 3),)
    assert sheets[0].notes == ("3 rows are hidden (17–18, 21)", "2 columns are hidden (C–D)")
    assert sheets[1].notes == ("the sheet is hidden",)
    assert sheets[2].cells.shape == (0, 0)


def test_dates_since_1904():
    def write(book, sheet):
        sheet.write_datetime(0, 0, datetime.datetime(2020, 11, 3), book.add_format({"num_format": "yyyy"}))

    (sheet,) = made(write, date_1904=True)
    assert rows_of(sheet) == [["2020-11-03"]]


def test_rich_text_and_readings_are_text():
    def write(book, sheet):
        sheet.write_rich_string("A1", "a", book.add_format({"bold": True}), "b", "c")

    (sheet,) = made(write)
    assert rows_of(sheet) == [["abc"]]


# ---- against other libraries


def test_missouri_as_openpyxl_reads_it():
    path = DATA / "missouri-senate-1.xlsx"
    if not path.exists():
        pytest.skip("/shared is not here")
    content = path.read_bytes()
    assert {sheet.name: rows_of(sheet) for sheet in read_workbook(content, "m")} == by_openpyxl(content)


def test_illinois_as_xlrd_and_calamine_read_it():
    path = DATA / "illinois-detail.xls"
    if not path.exists():
        pytest.skip("/shared is not here")
    (sheet,) = read_workbook(path.read_bytes(), "i")
    old = xlrd.open_workbook(path).sheet_by_index(0)
    assert rows_of(sheet) == without_ends([[text(value) for value in old.row_values(row)] for row in range(old.nrows)])
    other = python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert rows_of(sheet) == without_ends([[text(value) for value in row] for row in other])


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=12).filter(
    lambda one: not one.startswith(("=", "{")) and "_x" not in one.lower()
)
VALUES = st.one_of(
    st.none(),
    st.integers(-(10**12), 10**12),
    st.floats(-1e6, 1e6).map(lambda one: round(one, 8)),
    st.booleans(),
    WORDS,
    st.sampled_from(["007", "1,234", " ", "12%", "é", "\u200b", "𐍈"]),
    st.datetimes(datetime.datetime(1950, 1, 1), datetime.datetime(2030, 1, 1)).map(
        lambda one: one.replace(microsecond=0)
    ),
)
TABLES = st.dictionaries(st.tuples(st.integers(0, 30), st.integers(0, 8)), VALUES, max_size=30)


def dense(cells):
    rows = max((row for row, _ in cells), default=-1) + 1
    columns = max((column for _, column in cells), default=-1) + 1
    return without_ends([[text(cells.get((row, column))) for column in range(columns)] for row in range(rows)])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TABLES)
def test_what_openpyxl_writes(cells):
    book = openpyxl.Workbook()
    for (row, column), value in cells.items():
        book.active.cell(row + 1, column + 1, value)
    content = BytesIO()
    book.save(content)
    (sheet,) = read_workbook(content.getvalue(), "r.xlsx")
    assert rows_of(sheet) == dense(cells)
    assert rows_of(sheet) == without_ends(by_openpyxl(content.getvalue())["Sheet"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TABLES, st.booleans(), st.booleans())
def test_what_xlsxwriter_writes(cells, at_once, since_1904):
    def write(book, sheet):
        date = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for (row, column), value in sorted(cells.items()):
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif isinstance(value, datetime.datetime):
                sheet.write_datetime(row, column, value, date)
            else:
                sheet.write(row, column, value)

    (sheet,) = made(write, constant_memory=at_once, date_1904=since_1904)
    assert rows_of(sheet) == dense(cells)


# ---- what no library writes


def test_a_number_that_is_none_is_text():
    (sheet,) = read_workbook(xlsx(rows(["<c><v>many</v></c>", '<c s="0"><v>1</v></c>'])), "r.xlsx")
    assert rows_of(sheet) == [["many", "1"]]


def test_kinds_of_values():
    kinds = [
        ('<c t="d"><v>2020-11-03T00:00:00.000</v></c>', "2020-11-03"),
        ('<c t="d"><v>2020-11-03T12:30:00</v></c>', "2020-11-03T12:30:00"),
        (
            '<c t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r><rPh><t>z</t></rPh></is></c>',
            "a b",
        ),
        ('<c t="s"><v>0</v></c>', "a b"),
        ('<c t="s"><v>1</v></c>', "xAy"),
        ('<c t="str"><v>12</v></c>', "12"),
        ('<c t="b"><v>0</v></c>', "FALSE"),
        ('<c t="e"><v>#N/A</v></c>', "#N/A"),
        ("<c><v>1E3</v></c>", "1000"),
        ("<c><v>1.10</v></c>", "1.1"),
        ("<c><v/></c>", None),
        ("<c/>", None),
        ("<c><v>7</v></c>", "7"),
    ]
    strings = '<si><r><t>a</t></r><r><t xml:space="preserve"> b</t></r><rPh sb="0" eb="1"><t>z</t></rPh></si>'
    content = xlsx(rows(cell for cell, _ in kinds), strings=strings + "<si><t>x_x0041_y</t></si>")
    (sheet,) = read_workbook(content, "r.xlsx")
    assert rows_of(sheet) == [[expected for _, expected in kinds]]


def test_names_of_sheets_as_they_are():
    names = ["A & B", " x'y ", 'é<">', "1", "Лист 1", "a.b#c%d"]

    def write(book, sheet):
        book.add_chartsheet("chart")
        for name in names:
            book.add_worksheet(name).write(0, 0, name)

    first, *others = made(write)
    assert first.name == "Sheet1"
    assert [sheet.name for sheet in others] == names
    assert [rows_of(sheet) for sheet in others] == [[[name]] for name in names]


def test_cells_in_any_order():
    content = xlsx(
        '<sheetData><row r="2"><c r="B2"><v>4</v></c><c r="A2"><v>3</v></c></row>'
        '<row r="1"><c><v>1</v></c></row></sheetData>'
    )
    (sheet,) = read_workbook(content, "r.xlsx")
    assert rows_of(sheet) == [["1", None], ["3", "4"]]


def renamed(content, name=lambda one: one, part=lambda one: one):
    """A workbook whose parts have other names, or hold something else."""
    new = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(new, "w") as archive:
        for one in old.namelist():
            archive.writestr(name(one), part(old.read(one)))
    return new.getvalue()


SPACES = (
    (MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (RELATED, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
)


def strict(part):
    for old, new in SPACES:
        part = part.replace(old.encode(), new.encode())
    return part


@pytest.mark.parametrize(
    "change",
    [
        {"name": lambda one: one.replace("/", "\\")},
        {"name": lambda one: one.replace("sheets/sheet", "Sheets/Sheet").replace("sharedS", "SharedS")},
        {"part": lambda one: b"\xef\xbb\xbf" + one},
        {"part": lambda one: one.replace(b'Target="', b'Target="/xl/').replace(b"/xl/xl/", b"/xl/")},
        {"part": lambda one: re.sub(rb"<(/?)(?=[a-z])", rb"<\1x:", one).replace(b"xmlns=", b"xmlns:x=")},
        {"part": strict},
    ],
    ids=["backslashes", "capitals", "byte order marks", "whole paths", "prefixes", "strict"],
)
def test_how_programs_write_the_same(change):
    styles = '<xf numFmtId="0"/><xf numFmtId="10"/>'
    cells = rows(['<c r="A1" t="s"><v>0</v></c>', '<c r="C1" s="1"><v>0.5</v></c>'])
    content = renamed(xlsx(cells, strings="<si><t>é</t></si>", styles=styles), **change)
    (sheet,) = read_workbook(content, "r.xlsx")
    assert rows_of(sheet) == [["é", None, "50.00%"]]


def test_macros_and_other_workbooks_are_told():
    relations = "".join(
        f'<Relationship Id="{kind}" Type="http://x/{kind}" Target="{target}"/>'
        for kind, target in (("vbaProject", "vbaProject.bin"), ("externalLink", "externalLinks/externalLink1.xml"))
    )
    content = xlsx(rows(["<c><f>[1]Sheet1!A1</f><v>4</v></c>"]), more={"xl/vbaProject.bin": b"x"}, relations=relations)
    (sheet,) = read_workbook(content, "r.xlsm")
    assert rows_of(sheet) == [["4"]]
    assert sheet.notes == (
        "1 cell is a formula; stored values are read",
        "the workbook has macros; they were not run",
        "the workbook refers to other workbooks; they were not opened",
    )


def test_binary_workbooks():
    (sheet,) = read_workbook(
        binary(BINARY, hidden_row=3, hidden_columns=(3, 9), merged=(0, 1, 3, 4), state=1), "r.xlsb"
    )
    assert rows_of(sheet) == BINARY_ROWS
    assert (sheet.hidden, sheet.hidden_rows, sheet.hidden_columns, sheet.merged) == (True, (3,), (3,), ((1, 4, 2, 5),))
    assert sheet.formulas == 1
    assert sheet.notes == (
        "the sheet is hidden",
        "1 row is hidden (3)",
        "1 column is hidden (C)",
        "1 cell is a formula; stored values are read",
        "1 cell holds an error (#REF! in A4)",
        "1 cell is shown with fewer digits than stored, and read as shown (B2 is 68.1 for 68.0997)",
    )


def test_xml_of_excel_2003():
    first, second = read_workbook(OLD_XML.encode(), "detail.xls")
    assert rows_of(first) == OLD_XML_ROWS
    assert (first.hidden_rows, first.hidden_columns, first.merged, first.formulas) == ((3,), (3,), ((1, 1, 1, 2),), 1)
    assert first.notes == (
        "1 row is hidden (3)",
        "1 column is hidden (C)",
        "1 cell is a formula; stored values are read",
        "1 cell is shown with fewer digits than stored, and read as shown (B3 is 68.1 for 68.0997)",
    )
    assert (rows_of(second), second.hidden) == ([["away"]], True)
