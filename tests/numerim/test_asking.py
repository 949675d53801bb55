"""What `numerim new` asks on a terminal, and that it asks nothing elsewhere."""

import os
import pty
import select
import subprocess
import sys
import time

import pytest
import yaml

from tests.conftest import ROOT
from tests.numerim.test_drafts import LONG


def _new(folder, answers, *options):
    """Run it on a terminal of its own; give what was seen there, and what the draft says."""
    (folder / "raw").mkdir(exist_ok=True)
    (folder / "seeds").symlink_to(ROOT / "seeds")
    (folder / "results.csv").write_text(LONG, encoding="utf-8")
    terminal, theirs = pty.openpty()
    command = [sys.executable, "-m", "numerim", "new", "results.csv", "--id", "t-1", *options]
    done = subprocess.Popen(command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
    os.close(theirs)
    seen, left, until = "", list(answers), time.monotonic() + 60
    while time.monotonic() < until:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                piece = os.read(terminal, 4096).decode()
            except OSError:
                break
            seen += piece
            if seen.rstrip(" ").endswith("]:") and left:
                os.write(terminal, f"{left.pop(0)}\n".encode())
                seen += "\n"
        elif done.poll() is not None:
            break
    os.close(terminal)
    assert done.wait(10) == 0, seen
    (path,) = folder.glob("raw/*/t-1/election.yml")
    return seen, path.read_text("utf-8")


def test_what_no_file_says_is_asked(tmp_path):
    seen, text = _new(tmp_path, ["Kosovo", "12.10.2025", "2025-10-12", "", "two-round mayority", "two-round-majority"])
    said = yaml.safe_load(text)
    assert "Country, or its code in ISO 3166-1 [XX]:" in seen
    assert "'12.10.2025' is not written as a day. Write year-month-day: 2025-10-12." in seen
    assert "'two-round mayority' is not a law that numerim knows. Did you mean 'two_round_majority'?" in seen
    assert (said["country"], str(said["held_on"])) == ("XK", "2025-10-12")
    assert said["offices"] == {"contest": {"unit": "municipality", "outcome_rule": "two_round_majority"}}
    assert "held_on: 2025-10-12\n" in text


def test_enter_takes_what_is_there_and_leaves_it_marked(tmp_path):
    _, text = _new(tmp_path, ["", "", "", ""])
    assert "# LOOK: nothing says the country; XX stands for it." in text
    assert "outcome_rule" not in str(yaml.safe_load(text))


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        (["--no-input"], []),
        (["--country", "XK", "--date", "2025-10-12", "--office", "mayor", "--law", "plurality"], []),
        (["--country", "XK", "--law", "plurality", "--office", "mayor"], ["Day of the vote"]),
    ],
)
def test_what_an_option_says_is_not_asked(options, asked, tmp_path):
    seen, _ = _new(tmp_path, [""] * len(asked), *options)
    assert seen.count("]:") == len(asked)
    assert all(one in seen for one in asked)


def test_without_a_terminal_nothing_is_asked(tmp_path, numerim):
    (tmp_path / "raw").mkdir()
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "results.csv").write_text(LONG, encoding="utf-8")
    done = numerim("new", "results.csv", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "]:" not in done.stdout
