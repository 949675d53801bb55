"""Workbooks that LibreOffice writes and reads."""

import datetime
import random
import subprocess
from io import BytesIO

import pytest
import xlsxwriter

from numerim.read.workbook import read_workbook
from tests.numerim.read.workbooks import BINARY, BINARY_ROWS, OLD_XML, OLD_XML_ROWS, binary

pytestmark = pytest.mark.heavy


def rows_of(sheet):
    return [list(row) for row in sheet.cells.rows()]


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """A workbook -> what LibreOffice makes of it in another format."""
    folder = tmp_path_factory.mktemp("libreoffice")

    def convert(content, ending, to):
        source = folder / f"r.{ending}"
        source.write_bytes(content)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", f"{folder}/out", str(source)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
        path = folder / "out" / f"r.{to.partition(':')[0]}"
        assert path.exists(), done.stderr
        return path.read_bytes()

    return convert


def table_of_all(seed):
    """A workbook with every kind of cell, from a seed; and what a person sees in it."""
    chance = random.Random(seed)  # noqa: S311
    formats = ["0", "0.0", "0.00", "#,##0", "#,##0.00", "0.0%", "00000"]

    def write(book, sheet):
        styles = {code: book.add_format({"num_format": code}) for code in (*formats, "yyyy-mm-dd", "hh:mm:ss")}
        for row in range(60):
            for column in range(10):
                kind = chance.choice(["none", "text", "number", "number", "number", "whole", "date", "bool"])
                code = chance.choice(formats)
                if kind == "text":
                    word = chance.choice(["Tiranë", "007", "1,234", "a\nb", "Çka ", "x & <y>", "12%", "two  spaces"])
                    sheet.write_string(row, column, word.replace("\\n", "\n"))
                elif kind in ("number", "whole"):
                    number = chance.uniform(-2000, 200_000) if kind == "number" else chance.randint(-20, 2_000_000)
                    sheet.write_number(row, column, round(number, chance.randint(1, 6)), styles[code])
                elif kind == "date":
                    day = datetime.datetime(2020, 11, 3) + datetime.timedelta(days=chance.randint(-5000, 5000))
                    sheet.write_datetime(row, column, day, styles["yyyy-mm-dd"])
                elif kind == "bool":
                    sheet.write_boolean(row, column, chance.random() < 0.5)
            if chance.random() < 0.1:
                sheet.set_row(row, None, None, {"hidden": True})
        sheet.set_column(4, 4, None, None, {"hidden": True})
        sheet.merge_range("B70:D71", "merged")
        other = book.add_worksheet("away")
        other.write(3, 3, 5.25)
        other.hide()

    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        write(book, book.add_worksheet("Sheet1"))
    return content.getvalue()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("ending", ["ods", "fods", "xls", "xlsx"])
def test_what_libreoffice_writes(converted, ending, seed):
    """A workbook says the same before and after LibreOffice has saved it in another format."""
    content = table_of_all(seed)
    before = read_workbook(content, "r.xlsx")
    after = read_workbook(converted(content, "xlsx", ending), f"r.{ending}")
    for old, new in zip(before, after, strict=True):
        assert rows_of(new) == rows_of(old)
        assert (new.name, new.hidden, new.merged) == (old.name, old.hidden, old.merged)
        assert (new.hidden_rows, new.hidden_columns) == (old.hidden_rows, old.hidden_columns)


def test_binary_workbooks_as_libreoffice_reads_them(converted):
    content = binary(BINARY, hidden_row=3, hidden_columns=(3, 9))
    (sheet,) = read_workbook(converted(content, "xlsb", "xlsx"), "r.xlsx")
    assert rows_of(sheet) == BINARY_ROWS
    assert (sheet.hidden_rows, sheet.hidden_columns) == ((3,), (3,))


def test_xml_of_2003_as_libreoffice_reads_it(converted):
    sheets = read_workbook(converted(OLD_XML.encode(), "xml", "xlsx"), "r.xlsx")
    without_truth = [row[:3] for row in OLD_XML_ROWS]  # LibreOffice leaves out values of that type
    assert [rows_of(sheet) for sheet in sheets] == [without_truth, [["away"]]]
