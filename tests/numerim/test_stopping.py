"""Signals to stop, limits of a question, seeds that are broken, a clock that runs backwards: told in a sentence."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from numerim.ask.sql import Limits, answered
from numerim.declare.house import House
from numerim.errors import InputError
from numerim.publish.versions import day_after
from numerim.reference import table
from tests.command import as_text, typed
from tests.conftest import ROOT

ENDLESS = "SELECT count(*) FROM range(1000000000000) a, range(1000000000) b"


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """A folder with a published database, so that a question is asked at once."""
    own = House(tmp_path_factory.mktemp("asked"))
    own.published.mkdir()
    (own.published / "xk-local-2017").symlink_to(ROOT / "published" / "xk-local-2017")
    (own.root / "raw").mkdir()
    (own.root / "seeds").symlink_to(ROOT / "seeds")
    typed("sql", "SELECT 1", cwd=own.root)
    return own.root


def began(path, *arguments):
    command = [sys.executable, "-m", "numerim", *arguments]
    return subprocess.Popen(command, cwd=path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


@pytest.mark.parametrize(("number", "code", "said"), [(signal.SIGINT, 130, "Ctrl-C"), (signal.SIGTERM, 143, "SIGTERM")])
def test_a_signal_ends_a_question_at_once(asked, number, code, said):
    running = began(asked, "sql", ENDLESS)
    while running.poll() is None and _cpu(running.pid) < 1.5:  # it is loaded, and asks
        time.sleep(0.05)
    running.send_signal(number)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (code, b"")
    assert err.decode() == f"numerim: stopped ({said}). What is published is whole; run it again to go on.\n"


def _cpu(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:  # noqa: PTH123
        used = stat.read().rpartition(")")[2].split()[11:13]
    return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize(
    ("query", "limits", "says"),
    [
        (ENDLESS, ("--seconds", 0.3), "the question takes more than 0.3 seconds\n  Ask for less, or"),
        ("SELECT list(range) FROM range(1000000000)", ("--memory", "50MB"), "more than 50MB of memory"),
        ("FROM range(10000000000)", (), "the answer has more than 1,000,000 rows\n  Add LIMIT"),
        ("SELECT 1", ("--memory", "lots"), "--memory: 'lots' is no size\n  Write it as 2GB"),
    ],
)
def test_a_question_has_limits(asked, query, limits, says):
    done = as_text(typed("sql", query, *limits, cwd=asked))
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


def test_limits_leave_an_answer_alone(asked):
    database = House(asked).analysts_database
    columns, rows = answered(database, "SELECT range AS n FROM range(25000)", Limits(rows=25_000))
    assert (columns, rows) == (["n"], [(n,) for n in range(25_000)])


BROKEN = {
    "empty": (b"", "L1: it has no column 'party_id'"),
    "no column": (b"party_id,printed\nx,y\n", "L1: it has no column 'form'"),
    "two columns of one name": (b"party_id,printed,form,form\n", "L1: two of its columns have one name"),
    "not UTF-8": (b"party_id,printed,form\na,b,\nx,\xff\xfe,\n", "L3: it is not in UTF-8"),
    "NUL": (b"party_id,printed,form\na,\0,\n", "L2: it has a character NUL"),
    "a cell too many": (b"party_id,printed,form\na,b,c,d\n", "L2: the row has 4 cells, the header 3"),
    "an open quote": (b'party_id,printed,form\na,"b,c\n', "L2: it is no CSV"),
    "a carriage return": (b"party_id,printed,form\na,b,c\rd,e,f\n", ": it is no CSV: it has a carriage return or"),
    "a folder": (None, ": it is not a file"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_seed_is_told_with_its_line(tmp_path, how):
    content, says = BROKEN[how]
    path = tmp_path / "party_names.csv"
    path.mkdir() if content is None else path.write_bytes(content)
    with pytest.raises(InputError) as error:
        table(path)
    assert says in str(error.value)
    assert str(error.value).startswith("seeds/party_names.csv")


def test_a_broken_seed_ends_a_check(asked, tmp_path):
    for name in ("raw", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "seeds" / "people.csv").write_bytes(b"\0")
    done = as_text(typed("check", "xk-local-2021", cwd=tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("numerim: seeds/people.csv:L1: it has a character NUL")


@pytest.mark.parametrize(
    ("epoch", "says"),
    [
        ("999999999", "today is 2001-09-09 by the clock, and 1.0.0 was published on 2001-09-10"),
        ("x", "'x' is no time"),
        ("300000000000", "'300000000000' is no time"),
        ("1000080000", ""),
    ],
)
def test_a_clock_that_runs_backwards(monkeypatch, epoch, says):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    listed = [{"version": "1.0.0", "date": "2001-09-10"}]
    if not says:
        assert day_after(listed) == "2001-09-10"
        return
    with pytest.raises(InputError, match=says):
        day_after(listed)
