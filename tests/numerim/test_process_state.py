"""What numerim is called from stays as it was: settings that all of a process shares, before and after each way in."""

import csv
import decimal
import locale
import logging
import os
import signal
import sys
import threading
import warnings

import polars as pl
import pytest

from numerim.declare.tables import Layout
from numerim.draft.file import judge_any
from numerim.errors import InputError
from numerim.read.formats import reader
from numerim.read.limits import wide_cells
from numerim.read.textgrid import grid_of
from numerim.validation import validate
from tests.numerim.judge.made import HEAD, STATIONS, rows
from tests.sources import opened

ROWS = "".join(f"Hill {i},{i + 10},{i + 20},{2 * i + 30}\n" for i in range(12))
UNITS = f"Ward,Ann,Bo,Valid votes\n{ROWS}"
BLOCKS = "".join(f"Ward {n}\n{UNITS}\n" for n in range(3))
OPEN = 'unit,votes\n1,"' + "x\n" * 700_000 + '"\n'
"""A cell of more characters than are read."""


def shared():
    """Each setting of this process -> what it is."""
    return {
        "the most characters of a cell": csv.field_size_limit(),
        "the locale": locale.setlocale(locale.LC_ALL),
        "the context of decimals": repr(decimal.getcontext()),
        "filters of warnings": list(warnings.filters),
        "the most digits": sys.get_int_max_str_digits(),
        "the depth of calls": sys.getrecursionlimit(),
        "loggers": (logging.root.level, list(logging.root.handlers), logging.root.manager.disable),
        "options of polars": pl.Config.state(env_only=False),
        "options of pandas": repr(sys.modules["pandas"].options) if "pandas" in sys.modules else None,
        "the folder": os.getcwd(),  # noqa: PTH109
        "the environment": {name: text for name, text in os.environ.items() if name != "PYTEST_CURRENT_TEST"},
        "signals": [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)],
        "threads": threading.active_count(),
        "streams": (sys.stdout, sys.stderr),
    }


def of_delimited(text):
    return reader("csv").read(opened("r.csv", text), [Layout.model_validate({"columns": "same"})])


def checked(text, folder):
    path = folder / "units.csv"
    path.write_text(text, encoding="utf-8")
    return judge_any(str(path))


WAYS = {
    "a table is read": lambda _: of_delimited(UNITS),
    "a table is refused": lambda _: of_delimited(OPEN),
    "the delimiter is another": lambda _: of_delimited(UNITS.replace(",", ";")),
    "tables beneath each other are read": lambda _: grid_of(opened("r.csv", BLOCKS)).cells.rows(),
    "a file is described and checked": lambda folder: checked(UNITS, folder),
    "a file cannot be described": lambda folder: checked(OPEN, folder),
    "blocks are described": lambda folder: checked(BLOCKS, folder),
    "a known layout is judged": lambda folder: checked(HEAD + rows(STATIONS), folder),
    "a package is validated": lambda folder: validate(str(written(folder / "units.csv"))),
}


def written(path):
    path.write_text(UNITS, encoding="utf-8")
    return path


@pytest.mark.parametrize("way", WAYS)
def test_what_the_process_shares_is_as_before(way, tmp_path):
    def go():
        try:
            return WAYS[way](tmp_path)
        except InputError as error:
            return str(error)

    go()  # what is imported for the first time may add to the settings: numpy and frictionless do
    others = csv.field_size_limit(77_777)
    try:
        before = shared()
        assert go()
        assert shared() == before
    finally:
        csv.field_size_limit(others)


def test_the_last_of_several_blocks_sets_the_limit_back():
    """Threads open and close them in any order."""
    others = csv.field_size_limit(77_777)
    try:
        one, other = wide_cells(), wide_cells()
        one.__enter__()
        other.__enter__()
        one.__exit__(None, None, None)
        assert csv.field_size_limit() == 1_000_000
        other.__exit__(None, None, None)
        assert csv.field_size_limit() == 77_777
    finally:
        csv.field_size_limit(others)
