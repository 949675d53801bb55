"""Files of a source that a pattern names: precincts/*.csv."""

import json
import re

import pytest

from numerim import inputs
from numerim.declare.globs import matches
from tests.command import as_text, typed
from tests.conftest import seeded

ELECTION = "xk-wards"
DECLARED = """\
id: xk-wards
title: {{en: By ward}}
country: XK
held_on: 2021-10-17
status: final
licence: CC0-1.0
units: {{ward: {{}}}}
register: {{unit: ward, party: party}}
offices:
  council: {{unit: ward, law: plurality}}
sources:
  board:
    title: What the board counts
    language: en
    licence: CC0-1.0
    rank: 1
    files:
{files}
"""
TABLES = """
        reader: csv
        tables:
          - columns: {ward: unit, party: party, votes: votes}
            set: {office: council}"""
GLOB = f'      "precincts/*.csv":{TABLES}'
ROWS = {"b": ("North", 12), "a": ("South", 7), "c": ("East", 9)}


def write(folder, name, ward, votes):
    (folder / "precincts").mkdir(exist_ok=True)
    text = f"ward,party,votes\n{ward},Reds,{votes}\n{ward},Blues,3\n"
    (folder / "precincts" / name).write_text(text, encoding="utf-8")


@pytest.fixture
def house(tmp_path):
    made = seeded(tmp_path)
    folder = made.raw / "xk" / ELECTION
    folder.mkdir(parents=True)
    for name, row in ROWS.items():
        write(folder, f"{name}.csv", *row)
    write(folder, ".hidden.csv", "West", 1)
    (folder / "election.yml").write_text(DECLARED.format(files=GLOB), encoding="utf-8")
    return made


def told(house, *arguments):
    done = as_text(typed(*arguments, cwd=house.root))
    return done.returncode, done.stdout + done.stderr


def declare(house, files):
    house.election_file(ELECTION).write_text(DECLARED.format(files=files), encoding="utf-8")


def test_each_file_is_read_by_its_own_name(house):
    code, said = told(house, "hash", ELECTION)
    assert code == 0
    assert re.findall(r"^(\S+) new: \w{12}", said, re.M) == [f"precincts/{name}.csv" for name in "abc"]
    assert list(inputs.take(house, ELECTION).file.election.sources["board"].files) == [
        f"precincts/{name}.csv" for name in "abc"
    ]
    write(house.raw / "xk" / ELECTION, "b.csv", "North", "1x2")
    told(house, "hash", ELECTION)
    found = json.loads(as_text(typed("check", ELECTION, "--format", "json", cwd=house.root)).stdout)
    assert "precincts/b.csv:L2.C3" in json.dumps(found)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda folder: write(folder, "d.csv", "West", 4),
            "sources.lock: it does not have precincts/d.csv\n  `numerim h",
        ),
        (
            lambda folder: (folder / "precincts" / "b.csv").unlink(),
            "sources.lock:L3: 'precincts/b.csv' is not there any",
        ),
        (lambda folder: write(folder, "b.csv", "North", 13), "precincts/b.csv: the file has changed since"),
    ],
)
def test_a_file_more_or_less_is_told_until_a_person_takes_it(house, change, says):
    told(house, "hash", ELECTION)
    assert told(house, "check", ELECTION)[0] == 0
    assert told(house, "check", ELECTION)[0] == 0  # by what is kept
    change(house.raw / "xk" / ELECTION)
    code, said = told(house, "check", ELECTION)
    assert (code, says in said) == (2, True), said
    assert told(house, "hash", ELECTION)[0] == 0
    assert told(house, "check", ELECTION)[0] == 0


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (
            GLOB.replace("*.csv", "*.xml"),
            "election.yml:L18: no file is named as 'precincts/*.xml'\n  There is: election",
        ),
        (GLOB + "\n" + GLOB.replace("*.csv", "?.csv"), "L23: precincts/a.csv is named by 'precincts/*.csv', too"),
        (GLOB.replace("precincts", "../precincts"), "L18: the pattern '../precincts/*.csv' leaves the folder"),
        (GLOB.replace("precincts", "/etc"), "L18: the pattern '/etc/*.csv' leaves the folder"),
        (
            GLOB.replace("        reader", "        fetch: https://example.org/r.csv\n        reader"),
            "fetch: is of one file",
        ),
        (GLOB.replace("precincts/*", "**x/*"), "L18: '**x/*.csv' is not a pattern"),
        (
            GLOB.replace("votes: votes", "votes: vote"),
            "L21: sources.board.files.precincts/*.csv.tables.0.columns.votes: unknown role",
        ),
        (GLOB.replace("reader", "raeder"), "did you mean 'reader'?"),
    ],
)
def test_what_is_wrong_with_a_pattern_is_told_once(house, files, says):
    declare(house, files)
    code, said = told(house, "hash", ELECTION)
    code, said = (code, said) if code else told(house, "check", ELECTION)
    assert (code, says in said) == (2, True), said
    assert len(re.findall(r"election\.yml:L\d+", said)) <= 2, said


def test_what_is_said_of_a_file_itself_goes_first(house):
    own = TABLES.replace("votes: votes", "votes: {is: votes, with: {party: Greens}}").replace("party: party, ", "")
    declare(house, f"{GLOB}\n      precincts/b.csv:{own}")
    files = inputs.take(house, ELECTION).file.election.sources["board"].files
    assert set(files) == {"precincts/a.csv", "precincts/b.csv", "precincts/c.csv"}
    assert files["precincts/b.csv"].tables[0] != files["precincts/a.csv"].tables[0]


def test_patterns(tmp_path):
    for name in ("b.csv", "a.csv", "x/c.csv", "x/y/d.csv", "x/.git/e.csv", "z.zip"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert matches(tmp_path, "*.csv") == ["a.csv", "b.csv"]
    assert matches(tmp_path, "**/*.csv") == ["a.csv", "b.csv", "x/c.csv", "x/y/d.csv"]
    assert matches(tmp_path, "[z].zip!in/r.csv") == ["z.zip!in/r.csv"]
