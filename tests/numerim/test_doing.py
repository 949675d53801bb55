"""The line in which a terminal is told what long work is at."""

import re
import sys
import time

import pytest

from numerim import doing


@pytest.fixture
def terminal(capsys, monkeypatch):
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda self: True)
    monkeypatch.setattr(doing, "_SOON", 0.02)
    monkeypatch.setattr(doing, "_AGAIN", 0.02)


def shown(capsys):
    """What stood in the line, one after the other; it is empty at the end."""
    *lines, last = capsys.readouterr().err.split("\r\033[K")[1:] or [""]
    assert last == ""
    return lines


@pytest.mark.parametrize(
    ("lasted", "done", "of", "says"),
    [
        (1.0, 0, 0, "checking rules, 1 s"),
        (1.0, 3, 100, "checking rules, 3 of 100, 1 s"),
        (30.0, 25, 100, "checking rules, 25 of 100, 30 s, about 1 min 30 s left"),
        (30.0, 100, 100, "checking rules, 100 of 100, 30 s"),
        (4.0, 1_000_000, 0, "checking rules, 1,000,000 rows, 4 s, 250,000 a second"),
    ],
)
def test_how_much_is_done_tells_how_long_the_rest_takes(lasted, done, of, says):
    assert doing._Line("", "checking rules", done, of).says(lasted) == says


def test_a_step_is_shown_as_it_goes_on_and_gone_at_the_end(terminal, capsys):
    with doing.shown("1 of 2: a.csv"), doing.shown("inside the other"):
        doing.at("checking rules", 0, 2)
        doing.more()
        time.sleep(0.1)
        doing.at("writing")
        time.sleep(0.1)
    doing.at("nobody looks any more")
    lines = shown(capsys)
    assert lines[0].startswith("1 of 2: a.csv")
    assert "1 of 2: a.csv: checking rules, 1 of 2, 0 s" in lines
    assert lines[-1] == "1 of 2: a.csv: writing, 0 s"


def test_what_is_quick_is_done_in_silence(terminal, capsys, monkeypatch):
    monkeypatch.setattr(doing, "_SOON", 5)
    with doing.shown():
        doing.at("reading files")
    assert shown(capsys) == []


def test_a_line_is_no_wider_than_the_terminal(terminal, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    with doing.shown("1 of 2: " + "long/" * 20 + "name.csv"):
        time.sleep(0.05)
    (line,) = shown(capsys)
    assert len(line) == 39
    assert re.fullmatch(r"1 of 2: .*….*name\.csv", line)


def test_where_no_terminal_is_nothing_is_shown(capsys):
    with doing.shown("1 of 2"):
        doing.at("reading files", 1, 2)
    assert capsys.readouterr().err == ""
