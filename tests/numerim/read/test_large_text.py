"""Faults at the end of a long file are told with their row; the table is never shorter than the file.

The blocks in which a file is read are smaller than these files, so that the faults stand in the last one.
"""

import pytest

from numerim.declare.tables import Layout
from numerim.errors import InputError
from numerim.read.formats import reader
from tests.sources import opened

ROWS = [f"Unit {i},{i % 997},{i % 89}" for i in range(150_000)]
WHOLE = ("unit,cast,valid\n" + "\n".join(ROWS) + "\n").encode()
LAST = len(ROWS) + 1
"""The line of the last row."""


def with_line(number: int, line: str) -> bytes:
    """The file, with another line in the place of one."""
    rows = [*ROWS[: number - 2], line, *ROWS[number - 1 :]]
    return ("unit,cast,valid\n" + "\n".join(rows) + "\n").encode()


FAULTS = {
    "a broken byte": (WHOLE[:-9] + b"\xff" + WHOLE[-8:], LAST, "is not UTF-8"),
    "a quote that never closes": (
        with_line(LAST - 40, '"Unit,5,3'),
        LAST - 40,
        "quotation mark seems not to be closed",
    ),
    "one in the middle of a row": (
        with_line(LAST - 40, 'Unit,"5,3'),
        LAST - 40,
        "quotation mark seems not to be closed",
    ),
    "cut in the middle of a row": (WHOLE[:-6], LAST, "the header has 3 columns, the row does not: it has 2"),
    "a row too long": (with_line(LAST - 1, "Unit,5,3,7"), LAST - 1, "the header has 3 columns, the row does not"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_the_end_is_told_with_its_row(fault):
    content, line, told = FAULTS[fault]
    with pytest.raises(InputError, match=told) as raised:
        reader("csv").read(opened("r.csv", content), [Layout.model_validate({"columns": "same"})])
    assert raised.value.place == f"r.csv:L{line}"


def test_without_a_fault_every_row_is_there():
    (table,) = reader("csv").read(opened("r.csv", WHOLE), [Layout.model_validate({"columns": "same"})])
    assert table.rows.height == len(ROWS)
    assert table.rows["valid"].struct.field("line").to_list() == list(range(2, LAST + 1))
