"""Delimited text against the csv module of Python: every cell, and the line at which its row begins."""

import csv
import io
import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from numerim.declare.tables import Layout
from numerim.draft.look import look
from numerim.errors import InputError
from numerim.read import limits
from numerim.read.formats import reader
from tests.clock import within
from tests.conftest import SHARED
from tests.sources import opened

FAST = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

Cells = list[tuple[int, int, str]]
"""Line, number of the cell, text."""


def referee(text: str, delimiter: str = ",", quote: str = '"') -> list[Cells]:
    """The rows in which something stands, by the csv module."""
    quoting = {"quotechar": quote} if quote else {"quoting": csv.QUOTE_NONE}
    rows = csv.reader(io.StringIO(text.replace("\r\n", "\n"), newline=""), delimiter=delimiter, **quoting)
    found, before = [], 0
    for row in rows:
        if any(cell.strip() for cell in row):
            found.append([(before + 1, i + 1, cell) for i, cell in enumerate(row)])
        before = rows.line_num
    return found


def read(text: str, width: int, **said) -> list[Cells]:
    names = [f"k{i}" for i in range(width)]
    layout = Layout.model_validate({"columns": "same", "header": 0, "grid": names, **said})
    (table,) = reader("csv").read(opened("r.csv", text), [layout])
    return [[(cell["line"], cell["cell"], cell["text"]) for cell in row] for row in table.rows.iter_rows()]


def written(rows, *, quoted: bool, end: str, last: bool) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, lineterminator=end).writerows(rows)
    return file.getvalue() if last else file.getvalue().removesuffix(end)


CELL = st.text(alphabet='ab ,"\n7é;', max_size=6)


@FAST
@given(
    rows=st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=1, max_size=8)),
    quoted=st.booleans(),
    end=st.sampled_from(["\n", "\r\n"]),
    last=st.booleans(),
)
def test_what_is_well_written_is_read_as_it_is_and_where_it_is(rows, quoted, end, last):
    text = written(rows, quoted=quoted, end=end, last=last)
    expected = referee(text)
    if expected:
        assert read(text, len(rows[0])) == expected


@FAST
@given(
    titles=st.lists(st.text(alphabet="ab .", min_size=1, max_size=6), max_size=3),
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6),
)
def test_lines_above_and_empty_ones_count(titles, rows):
    table = "\n".join(written([row], quoted=True, end="\n", last=True) for row in rows)
    text = "".join(f"{title}\n" for title in titles) + table
    expected = [row for row in referee(text) if row[0][0] > len(titles)]
    if expected:
        assert read(text, 3, skip=len(titles)) == expected


@FAST
@given(text=st.text(alphabet='ab,"7\n ', max_size=40))
def test_what_is_badly_written_is_refused_or_read_where_it_is(text):
    """Quotes in odd places may mean another text than the csv module thinks: never another line, never a lost cell."""
    expected = referee(text)
    width = max((len(row) for row in expected), default=0)
    if width < 2 or re.search(r'(?m)(^|,) +"', text):  # quotes behind spaces are quotes here, and text to the other
        return
    try:
        found = read(text, width)
    except InputError:
        return
    told = [row for row in expected if any(plain(text) for _, _, text in row)]
    assert [[(*cell[:2], plain(cell[2])) for cell in row] for row in found] == [
        [(*cell[:2], plain(cell[2])) for cell in row] for row in told
    ]


def plain(text: str) -> str:
    """A text without spaces around quotes, and without these."""
    return text.replace('"', "").strip(" ")


def test_the_line_ends_of_old_macintoshes_are_read_and_counted():
    layout = Layout.model_validate({"columns": "same"})
    (table,) = reader("csv").read(opened("r.csv", 'a,b\r1,2\r\r"3",4\r'), [layout])
    assert [row[0]["line"] for row in table.rows.iter_rows()] == [2, 4]


RAGGED = {
    "a row too short": ("a,b,c\n1,2,3\n1,2\n", "r.csv:L3"),
    "a row too long": ("a,b\n1,2\n\n1,2,3\n", "r.csv:L4"),
    "behind a cell of several lines": ('a,b\n"x\n\ny",2\n1,2,3\n', "r.csv:L5"),
    "behind a title": ("a,b\n1,2\n1\n", "r.csv:L3"),
}


@pytest.mark.parametrize("case", RAGGED)
def test_a_row_that_does_not_fit_is_named_by_its_line(case):
    text, place = RAGGED[case]
    with pytest.raises(InputError) as caught:
        reader("csv").read(opened("r.csv", text), [Layout.model_validate({"columns": "same"})])
    assert caught.value.place == place


FILES = sorted(
    path.relative_to(SHARED / "data").as_posix()
    for path in (SHARED / "data").rglob("*")
    if path.suffix.lower() in (".csv", ".txt", ".tsv") and path.is_file() and "README" not in path.name
)


@pytest.mark.heavy
@pytest.mark.parametrize("name", FILES)
def test_every_cell_of_a_real_file_stands_where_the_csv_module_finds_it(name):
    content = (SHARED / "data" / name).read_bytes()
    try:
        seen = look(content, name)
    except InputError as error:
        pytest.skip(f"no table of delimited text: {error.problem}")
    if seen.said["reader"] != "csv":
        pytest.skip("no delimited text")
    (table,) = seen.tables
    said = {key: seen.said[key] for key in ("encoding", "delimiter", "quote") if key in seen.said}
    text = opened(name, content, **said).text
    source = opened(name, content, **said).said
    there = {
        (line, cell): text
        for row in referee(text, source.delimiter or ",", '"' if source.quote is None else source.quote)
        for line, cell, text in row
    }
    found = {(cell["line"], cell["cell"]): cell["text"] for row in table.rows.iter_rows() for cell in row}
    beside = {(line, cell): text for line, cell, text, _ in table.unread.iter_rows()}
    wrong = {place: text for place, text in found.items() if plain(there.get(place, "")) != plain(text or "")}
    assert wrong == {}
    first = min(line for line, _ in found)
    lost = [
        (place, text)
        for place, text in there.items()
        if text.strip() and place[0] >= first and place not in found and place not in beside
    ]
    assert lost == []


def test_columns_cost_linear_time():
    taken = []
    for width in (1_000, 8_000):
        text = ",".join(f"c{i}" for i in range(width)) + "\n" + "\n".join(",".join("7" * width) for _ in range(5))
        start = time.process_time()
        (table,) = reader("csv").read(opened("r.csv", text), [Layout.model_validate({"columns": "same"})])
        taken.append(time.process_time() - start)
        assert table.rows.width == width
    assert taken[1] < 8 * 3 * taken[0] + 0.5


LARGE = {
    "text": (lambda: b"a,b\n" * (limits.LIMITS.size // 4 + 1), "it has 256 MiB of text; 256 are the most"),
    "a line": (lambda: b"a,b\n1,2\n" + b"x" * 3_000_000, "r.csv:L3: the line has more than 1,000,000 bytes"),
    "a quoted cell": (lambda: b'a,b\n1,"' + b"x" * 3_000_000 + b'"\n', "r.csv:L2: the line has more than"),
    "a cell of lines": (lambda: b'a,b\n1,"' + b"x\n" * 700_000 + b'"\n', "field limit (1000000), from line 2 on"),
    "cells": (lambda: b"a" + b"," * 20_000_001, "has more than 1,000,000 bytes"),
    "cells in lines": (lambda: (b"," * 99 + b"\n") * 200_001, "it has 20,000,100 cells; 20,000,000 are the most"),
    "columns": (lambda: b"a," * 16_384 + b"b\n1\n", "r.csv:L1: a row has 16,385 cells; 16,384 are the most"),
}


@pytest.mark.parametrize("case", LARGE)
def test_what_is_too_large_is_refused_before_it_is_read(case):
    content, message = LARGE[case]
    with within(5):
        with pytest.raises(InputError) as caught:
            reader("csv").read(opened("r.csv", content()), [Layout.model_validate({"columns": "same"})])
        assert message in str(caught.value)
