"""What means harm, or is no workbook, is refused in words, soon and in little memory."""

import json
import re
import subprocess
import sys
import time

import pytest

from numerim.errors import InputError
from numerim.read.workbook import Limits, read_workbook
from tests.clock import PATIENCE
from tests.conftest import ROOT
from tests.numerim.read.hostile_workbooks import bad
from tests.numerim.read.workbooks import RK, binary, ods, rows, xlsx

REFUSED = {
    "bomb of zeros": "would unpack to 4,000 MiB; the limit is 512",
    "bomb that lies": "damaged",
    "bomb within limits": "damaged",
    "bomb in a bomb": "is an archive, and no workbook",
    "far cell": "holds 17,179,869,184 cells; sheet 'S1' has 1,048,576 rows and 16,384 columns",
    "far cells, without places": "holds 631,800,000 cells",
    "row without end": "damaged",
    "column without end": "damaged",
    "place that is none": "damaged",
    "laughs in a sheet": "declares a document type",
    "laughs in texts": "declares a document type",
    "entity of a file": "declares a document type",
    "deep nesting": "nested too deeply",
    "deep nesting of cells": "nested too deeply",
    "one text in many cells": "holds 3,124 MiB of text",
    "many texts": "more than 10,000,000 texts",
    "many styles": "more than 100,000 styles",
    "many merged cells": "more than 1,000,000 merged cells",
    "many sheets": "more than 1,000 sheets",
    "many cells": "more than 10,000,000 cells",
    "many columns": "70,000 columns; 65,536 are the most that is read",
    "many columns in ods": "more than 65,536 columns",
    "cell that stands twice": "cell A1 stands in it twice",
    "row that stands twice": "cell A1 stands in it twice",
    "XML in UTF-16": "is in UTF-16",
    "XML that is none": "damaged",
    "bytes that are no text": "damaged",
    "sheet that is not there": "damaged",
    "no sheets": "no sheet of cells",
    "cut in half": "cut off or damaged",
    "cut at the end": "cut off or damaged",
    "one byte changed": "damaged",
    "nothing": "the file is empty",
    "zeros": "the file is empty",
    "text": "is text, no workbook",
    "text in UTF-16": "is text, no workbook",
    "page": "is a page in HTML",
    "part of a page": "is a page in HTML",
    "PDF": "is a PDF",
    "JSON": "is JSON",
    "gzip": "is packed with gzip",
    "Numbers": "Apple Numbers",
    "Word": "document of Word",
    "archive": "It holds results.csv; declare what is inside: r.xlsx!results.csv",
    "locked xlsx": "locked with a password",
    "other OLE": "another document of Office",
    "broken xls": "damaged",
    "broken OLE": "damaged",
    "xls that goes round": "damaged",
    "many parts": "more than 20,000 parts",
    "bomb in its kind": "would unpack to 900 MiB",
    "locked xls": "locked with a password",
    "ods without end": "more than 10,000,000 cells",
    "ods that is far": "more than 10,000,000 cells",
    "ods of one text": "more than 256 MiB of text",
    "ods of spaces": "more than 256 MiB of text",
    "ods that laughs": "declares a document type",
    "ods with a wrong number": "damaged",
    "XML of 2003 that is far": "more than 10,000,000 cells",
    "XML of 2003 that goes back": "two rows have the number 2",
    "XML of 2003 that laughs": "declares a document type",
    "locked ods": "locked with a password",
    "ods without a sheet": "damaged",
}


LARGE = {
    "bomb of zeros",
    "bomb that lies",
    "bomb within limits",
    "many texts",
    "many merged cells",
    "many cells",
    "bomb in its kind",
}


@pytest.mark.parametrize("name", sorted(REFUSED.keys() - LARGE))
def test_what_is_no_workbook_is_refused_in_words(name):
    with pytest.raises(InputError, match=re.escape(REFUSED[name])):
        read_workbook(bad()[name](), "r.xlsx")


@pytest.mark.heavy
def test_what_means_harm_is_refused_soon_and_in_little_memory():
    """All of it in one process: each in ten seconds of an ordinary machine's time, and all within 1 GiB."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.numerim.read.hostile_workbooks"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    hostile = json.loads(done.stdout)
    assert hostile.keys() == REFUSED.keys()
    assert {name: said for name, (said, _, _) in hostile.items() if REFUSED[name] not in said} == {}
    assert {name: seconds for name, (_, seconds, _) in hostile.items() if seconds > 10 * PATIENCE} == {}
    assert max(peak for _, _, peak in hostile.values()) < 1024


def test_binary_workbook_that_is_too_large():
    far = {1: {1: (RK, 0, bytes(4))}, 1 << 20: {1 << 14: (RK, 0, bytes(4))}}
    with pytest.raises(InputError, match="17,179,869,184 cells"):
        read_workbook(binary(far), "r.xlsb")


@pytest.mark.parametrize("read", ["xlsx", "ods"])
def test_columns_cost_linear_time(read):
    taken = []
    for width in (2_500, 20_000):
        if read == "xlsx":
            content = xlsx(rows(f"<c><v>{i}.5</v></c>" for i in range(width)))
        else:
            start = '<table:table-cell office:value-type="float" office:value='
            cells = (f'{start}"{i}.5"><text:p>{i}.50</text:p></table:table-cell>' for i in range(width))
            content = ods(f"<table:table-row>{''.join(cells)}</table:table-row>")
        start = time.process_time()
        (sheet,) = read_workbook(content, "r")
        taken.append(time.process_time() - start)
        assert sheet.cells.width == width
    assert taken[1] < 8 * 4 * taken[0] + 0.5


def test_limits_are_what_is_declared():
    content = xlsx(rows("<c><v>1</v></c>" for _ in range(11)))
    assert len(read_workbook(content, "r", Limits(cells=11))) == 1
    with pytest.raises(InputError, match="more than 10 cells"):
        read_workbook(content, "r", Limits(cells=10))
