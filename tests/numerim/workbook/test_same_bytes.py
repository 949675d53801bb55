"""The bytes of a workbook: the same anywhere."""

import os
import re
import subprocess
import sys
import zipfile
from hashlib import sha256

import pytest

from numerim.publish.formats import xlsx
from numerim.publish.workbook.book import Book
from tests.conftest import ROOT
from tests.numerim.workbook.conftest import workbook

SCRIPT = """
import sys
from pathlib import Path
from numerim import in_memory, stages
from numerim.publish.draft import Draft
from numerim.publish.formats import xlsx
from numerim.declare.house import House
from numerim.publish.settle import complete
from numerim.read.ingest import read_files

house, folder = House(Path(sys.argv[1])), Path(sys.argv[2])
xlsx._IN_MEMORY = int(sys.argv[3])
with in_memory.checked(house, "xk-local-2021") as connection:
    file = stages.election_file(house, "xk-local-2021")
    complete(connection, file, read_files(file))
    draft = Draft(connection, file, folder)
    draft.version = "9.9.9"
    xlsx.export(draft)
"""


@pytest.mark.heavy
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


def test_quick_sheets_have_the_bytes_of_xlsxwriters_own(hostile, monkeypatch):
    quick = workbook(hostile).read_bytes()
    monkeypatch.setattr(xlsx, "Book", lambda workbook, _: Book(workbook))
    assert workbook(hostile).read_bytes() == quick


def test_no_clock_gets_in(made, house):
    with zipfile.ZipFile(made("xk-local-2021") / "xk-local-2021.xlsx") as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        said = archive.read("docProps/core.xml").decode()
    day = "2021-10-17"
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", said)) == {f"{day}T00:00:00Z"}
    assert "<dc:creator>numerim</dc:creator>" in said
