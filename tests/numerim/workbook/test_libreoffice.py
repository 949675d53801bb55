"""The workbook in LibreOffice: the same values, and texts as texts."""

import csv
import re
import shutil
import subprocess

import openpyxl
import pytest

from numerim.publish.formats import xlsx
from tests.numerim.workbook.conftest import as_in_the_csv, opened, workbook
from tests.numerim.workbook.test_sheets import of_tables

SOFFICE = shutil.which("soffice")
PARTIES = {'=HYPERLINK("http://x","y")', "00123", "mailto:a@example.org", "TRUE"}
# Comma, quote, UTF-8, from line 1; texts in quotes, numbers as they are rather than as they are shown; every sheet.
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false,false,false,-1"


def in_libreoffice(path, target, folder):
    command = [SOFFICE, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", target]
    done = subprocess.run(
        [*command, "--outdir", str(folder), str(path)], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr


def by_libreoffice(path, folder):
    """Every sheet of data as LibreOffice reads it."""
    in_libreoffice(path, EVERY_SHEET, folder)
    return {
        name: list(csv.reader((folder / f"{path.stem}-{name}.csv").open(encoding="utf-8", newline="")))
        for name in openpyxl.load_workbook(path, read_only=True).sheetnames
    }


def as_libreoffice_says(value):
    """A value of the CSV as LibreOffice writes it."""
    return {"true": "TRUE", "false": "FALSE"}.get(value, value)


@pytest.mark.heavy
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed; .ci/run installs it")
@pytest.mark.parametrize("election", ["al-local-2023"])
def test_libreoffice_reads_every_cell_as_the_csv_has_it(made, election, tmp_path):
    folder = made(election)
    read = by_libreoffice(folder / f"{election}.xlsx", tmp_path)
    written = [[as_in_the_csv(cell) for cell in row] for row in opened(folder, election)["Results"].iter_rows()]
    assert read["Results"] == written
    compared = 0
    for name in of_tables(opened(folder, election)):
        rows = read[name]
        with (folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            expected = [[as_libreoffice_says(value) for value in row] for row in csv.reader(file)]
        assert rows == expected, name
        compared += sum(map(len, rows))
    print(f"{election}: {compared:,} cells in LibreOffice")
    assert compared > 3_000


@pytest.mark.heavy
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed; .ci/run installs it")
@pytest.mark.parametrize("in_memory", [10**9, 0])
def test_libreoffice_takes_hostile_texts_for_texts(hostile, tmp_path, monkeypatch, in_memory):
    monkeypatch.setattr(xlsx, "_IN_MEMORY", in_memory)
    path = workbook(hostile)
    read = by_libreoffice(path, tmp_path)
    assert {row[read["Results"][0].index("party")] for row in read["Results"][1:]} == PARTIES
    in_libreoffice(path, "fods", tmp_path)
    flat = path.with_suffix(".fods").name
    said = (tmp_path / flat).read_text("utf-8")
    # LibreOffice has no other way to keep a boolean of a workbook.
    assert set(re.findall(r'table:formula="([^"]*)"', said)) <= {"of:=TRUE()", "of:=FALSE()"}
    assert not re.findall(r'xlink:href="[a-z]+:', said)  # charts and the files beside it have no scheme
