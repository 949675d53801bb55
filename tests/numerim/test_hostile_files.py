"""What means harm, or is broken, in what a person declares and where its files lie: refused in words, at once.

Hostile workbooks stand in `read/test_hostile_workbooks.py`, text that is too large in `read/test_delimited.py`.
"""

import gzip
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from numerim import disk
from numerim.declare.house import House
from numerim.declare.yamlfile import parsed
from numerim.draft.file import judge_any
from numerim.draft.new import Given, make
from numerim.errors import InputError
from numerim.inputs import write_lock
from tests.clock import within
from tests.conftest import ROOT

YML = """id: xk-test-2030
title: {en: Test}
country: XK
licence: CC0-1.0
held_on: 2030-10-17
status: final
offices: {mayor: {}}
sources:
  s1:
    title: A source
    publisher: somebody
    language: sq
    licence: CC0-1.0
    rank: 1
    files:
      s1.csv:
        reader: csv
        tables: [{columns: {unit: unit, votes: votes}}]
"""
BOMB = "".join(f"b{i}: &b{i} [{', '.join([f'*b{i - 1}' if i else 'x'] * 10)}]\n" for i in range(9))
MERGED = "b: &b {x: 1}\n" + "".join(
    f"b{i}: &b{i} {{<<: [{', '.join([f'*b{i - 1}' if i else '*b'] * 10)}]}}\n" for i in range(9)
)

YAMLS = {
    "an object of Python": (
        "title: !!python/object/apply:os.system ['true']",
        "L1: the tag '!!python/object/apply:os.system' is not read",
    ),
    "a name of Python": ("a: !!python/name:os.system", "the tag '!!python/name:os.system' is not read"),
    "a tag of its own": ("a: !secret x", "the tag '!secret' is not read\n  Leave it out"),
    "bytes": ("a: !!binary aGk=", "the tag '!!binary' is not read"),
    "a set": ("a: !!set {x, y}", "the tag '!!set' is not read"),
    "a key twice": ("a: 1\na: 2", "L2: the key 'a' is here twice; the first is on line 1"),
    "a value that contains itself": ("a: &a [*a]", "more than 50,000 values or 40 levels"),
    "a map that is merged into itself": ("a: &a {<<: *a}", "more than 50,000 values or 40 levels"),
    "aliases that multiply": (BOMB, "more than 50,000 values or 40 levels"),
    "merges that multiply": (MERGED, "more than 50,000 values or 40 levels"),
    "lists in lists": ("a: " + "[" * 100_000, "L1: more than 50,000 values or 40 levels"),
    "lists in lists on one line": ("- " * 100_000, "more than 50,000 values or 40 levels"),
    "maps in maps": ("{a: " * 50_000, "more than 50,000 values or 40 levels"),
    "lists in lists, a line each": (
        "\n".join(" " * i + "-" for i in range(2_000)),
        "more than 50,000 values or 40 levels",
    ),
    "very many keys": ("".join(f"k{i}: 1\n" for i in range(60_000)), "more than 50,000 values"),
    "a scalar of 10 MB": ("a: " + "x" * 10_000_000, "10,000,003 bytes; 8,388,608 are the most that is read"),
    "a day that is none": (
        "a: 1\nday: 2020-99-99",
        "L2: 2020-99-99 is not a day that can be read: month must be in 1..12",
    ),
    "the year 0": ("a: 0000-01-01", "0000-01-01 is not a day"),
    "a number of 10,000 digits": ("a: " + "9" * 10_000, "999… is not a number that can be read"),
    "a key that is a list": ("[a]: 1", "a key must be a word"),
    "tabs": ("a:\n\tb: 1", "L2: not YAML"),
    "two documents": ("a: 1\n---\nb: 1", "L2: not YAML: but found another document"),
    "NUL": ("a: x\x00y", "not YAML: unacceptable character #x0000"),
    "half a character": ('a: "\\ud800"', "not YAML"),
    "another version": ("%YAML 9.9\n---\na: 1", "not YAML"),
}


@pytest.mark.parametrize("case", YAMLS)
def test_hostile_yaml_is_refused(case):
    text, message = YAMLS[case]
    with within(3):
        with pytest.raises(InputError) as caught:
            parsed(text.encode(), "election.yml")
        assert message in str(caught.value)
        assert str(caught.value).startswith("election.yml")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"), ("no", "no"), ("on", "on"), ("y", "y"), ("12:30:45", "12:30:45"), ("1:30", "1:30"),
        ("2020-01-01T25:61:00", "2020-01-01T25:61:00"),
        ("017", "017"),
        ("0o17", "0o17"), ("1_000", "1_000"), ("0x1F", "0x1F"), ("1e5", "1e5"), ("=", "="), ("17", 17), ("-3", -3),
        ("0", 0), ("1.50", 1.5), ("true", True), ("~", None), ("", None),
    ],
)  # fmt: skip
def test_plain_words_are_what_they_seem_to_be(text, value):
    said, _ = parsed(f"a: {text}".encode(), "election.yml")
    assert said == {"a": value}
    assert type(said["a"]) is type(value)


def election(folder: Path, yml: str = YML) -> House:
    house = House(folder)
    house.seeds.symlink_to(ROOT / "seeds")
    place = house.raw / "xk" / "xk-test-2030"
    place.mkdir(parents=True)
    (place / "election.yml").write_text(yml, encoding="utf-8")
    (place / "s1.csv").write_text("unit,votes\nPejë,1\n", encoding="utf-8")
    return house


def fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def link(to: str):
    def put(path: Path) -> None:
        path.unlink()
        path.symlink_to(to)

    return put


def chain(path: Path) -> None:
    link("a.csv")(path)
    path.with_name("a.csv").symlink_to("b.csv")
    path.with_name("b.csv").symlink_to("/etc/passwd")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def sparse(path: Path) -> None:
    os.truncate(path, disk.MOST_BYTES + 1)


PLACES = {
    "a pipe": (fifo, "s1.csv: it is not a file but a folder, a pipe or a device"),
    "a folder": (folder, "s1.csv: it is not a file but a folder, a pipe or a device"),
    "a device": (link("/dev/zero"), "L16: the path 's1.csv' leaves the folder of the election"),
    "a link to a file of others": (link("/etc/passwd"), "L16: the path 's1.csv' leaves the folder of the election"),
    "a link upwards": (link("../../../pyproject.toml"), "L16: the path 's1.csv' leaves the folder of the election"),
    "a link that leads out by others": (chain, "L16: the path 's1.csv' leaves the folder of the election"),
    "a link to itself": (link("s1.csv"), "L16: the path 's1.csv' is a link that leads to itself"),
    "a link to nothing": (link("nothing.csv"), "s1.csv: there is no such file"),
    "a file too large": (sparse, "s1.csv: the file has 536,870,913 bytes; 536,870,912 are the most that is read"),
}


@pytest.mark.parametrize("case", PLACES)
def test_what_is_no_file_of_the_election_is_not_read(case, tmp_path):
    put, message = PLACES[case]
    house = election(tmp_path)
    put(house.raw / "xk" / "xk-test-2030" / "s1.csv")
    with pytest.raises(InputError) as caught:
        write_lock(house, "xk-test-2030")
    assert message in str(caught.value)


NAMES = {
    "/etc/passwd": "leaves the folder",
    "../../../etc/passwd": "leaves the folder",
    "a/../../x.csv": "leaves the folder",
    "..": "leaves the folder",
    ".": "it is not a file",
    '"..\\\\s1.csv"': "cannot stand in a locator",
    '"s1\\n.csv"': "cannot stand in a locator",
    '"s1\\0.csv"': "cannot stand in a locator",
    '""': "cannot stand in a locator",
    '"~/x.csv"': "cannot stand in a locator",
    '"http://x/y.csv"': "cannot stand in a locator",
    "CON": "there is no such file",
    f'"{"a" * 300}"': "cannot stand in a locator",
}


@pytest.mark.parametrize("name", NAMES)
def test_names_that_lead_elsewhere_are_refused(name, tmp_path):
    house = election(tmp_path, YML.replace("      s1.csv:", f"      {name}:"))
    with pytest.raises(InputError) as caught:
        write_lock(house, "xk-test-2030")
    assert NAMES[name] in str(caught.value)


@pytest.mark.parametrize("name", ["election.yml", "sources.lock"])
@pytest.mark.parametrize("put", [fifo, folder, link("/dev/zero")])
def test_what_is_declared_is_not_waited_for(name, put, tmp_path):
    house = election(tmp_path)
    path = house.raw / "xk" / "xk-test-2030" / name
    path.touch()
    put(path)
    with pytest.raises(InputError) as caught:
        write_lock(house, "xk-test-2030")
    assert f"{name}: it is not a file" in str(caught.value)


def packed(path: Path, **members: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_csv", ".csv"), content)


GOOD = b"unit,candidate,votes\nA,x,1\nA,y,2\nB,x,3\nB,y,4\n"
FILES = {
    "NUL": (GOOD.replace(b"x,1", b"x\x00,1"), "null characters"),
    "ESC": (
        GOOD.replace(b"x,1", b"\x1b[31mx,1"),
        "L2: a control character (0x1b) in the text\n  It may have been copied from a terminal",
    ),
    "some lone carriage returns": (
        GOOD.replace(b"A,y,2\n", b"A,y,2\r"),
        "L3: a control character (0x0d) in the text\n  Some lines end with",
    ),
    "UTF-16 that is cut": (b"\xff\xfe" + GOOD.decode().encode("utf-16-le")[:-1], "begins as UTF-16 and is not"),
    "zeros": (bytes(5_000), "null characters"),
    "nothing": (b"", "the file is empty"),
    "spaces": (b" \n \n", "the file is empty"),
    "a picture": (b"\xff\xd8\xff" + bytes(100), "it is a picture"),
    "a PDF": (b"%PDF-1.7\n" + bytes(100), "it is a PDF"),
    "a Parquet file": (b"PAR1" + bytes(100), "it is a Parquet file"),
    "gzip that is cut": (gzip.compress(GOOD * 100)[:-9], "its gzip ends before its end"),
    "a mark that is not closed": (GOOD + b'"C,x,1\n' + b"D,y,2\n" * 50, "a quotation mark is not closed"),
    "lists in lists in JSON": (b"[" * 1_000_000, "nested more than 100 deep"),
    "a value that is none in JSON": (b'[{"unit": "A", "votes": NaN}]', "NaN is no value of JSON"),
    "a key twice in JSON": (b'[{"unit": "A", "unit": "B"}]', "the key 'unit' stands twice in one object"),
    "laughs in XML": (
        b'<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><r>&b;</r>',
        "the file defines an entity, 'a'",
    ),
    "an entity of a file": (
        b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><r>&a;</r>',
        "the file defines an entity",
    ),
    "elements in elements in XML": (b"<a>" * 200_000, "nested more than 100 deep"),
    "elements in elements of a page": (b"<html>" + b"<table><tr><td>" * 5_000, "more than 500 deep"),
    "very many columns": (b"a;" * 20_000 + b"b\n" + b"1;" * 20_000 + b"\n", "20,001 cells; 16,384 are the most"),
    "a line of 3 MB": (b"unit,votes\nA," + b"1" * 3_000_000, "L2: the line has more than 1,000,000 bytes"),
    "a cell of 3 MB in quotes": (
        b'unit,votes\nA,"' + b"1\n" * 1_500_000 + b'"\n',
        "a cell has more than 1,000,000 characters",
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_hostile_files_are_refused_in_words(case, tmp_path):
    content, message = FILES[case]
    path = tmp_path / "r.csv"
    path.write_bytes(content)
    with within(10):
        with pytest.raises(InputError) as caught:
            judge_any(str(path))
        assert message in str(caught.value)
        assert str(caught.value).startswith(str(path))
    house = House(tmp_path)
    with pytest.raises(InputError):
        make(house, [path], Given(id="xx-test"))
    assert not house.raw.exists() or not [*house.raw.rglob("*.yml")]


ARCHIVES = {
    "a bomb": ({"r_csv": b"unit,votes\n" * 50_000_000}, "unpacked it has 550,000,000 bytes; 536,870,912 are allowed"),
    "names that lead out": ({"..__..__evil_csv": b"no table"}, "evil.csv"),
    "nothing in it": ({}, "the archive is empty"),
}


@pytest.mark.parametrize("case", ARCHIVES)
def test_hostile_archives_are_refused_and_nothing_is_unpacked_beside(case, tmp_path):
    members, message = ARCHIVES[case]
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    packed(inner / "r.zip", **members)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError) as caught:
        make(House(tmp_path), [inner / "r.zip"], Given(id="xx-test"))
    assert message in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == before


BIG = {
    "a line of 1 GB": (b"x" * (1 << 20), 1_000),
    "a quoted cell of 1 GB": (b'"' + b"x" * ((1 << 20) - 1), 1_000),
    "a line of 500 MB": (b"x" * (1 << 20), 500),
    "a line of 250 MB": (b"x" * (1 << 20), 250),
    "lines of 250 MB in a quoted cell": (b"x\n" * (1 << 19), 250),
    "lines of 250 MB": (b"1,2\n" * (1 << 18), 250),
}


@pytest.mark.heavy
@pytest.mark.parametrize("command", ["check", "new"])
@pytest.mark.parametrize("case", BIG)
def test_what_is_huge_is_refused_within_ten_seconds_and_1_gb(case, command, tmp_path):
    block, times = BIG[case]
    path = tmp_path / "r.csv"
    with path.open("wb") as file:
        file.write(b'unit,votes\nA,"')
        for _ in range(times):
            file.write(block)
    measured = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:], capture_output=True, text=True)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss >> 10)\n"
        "print(done.stderr)"
    )
    args = [sys.executable, "-c", measured, sys.executable, "-m", "numerim", command, str(path)]
    (tmp_path / "raw").mkdir()
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    done = subprocess.run(args, capture_output=True, text=True, cwd=tmp_path, check=True)
    code, seconds, most = done.stdout.split(maxsplit=3)[:3]
    assert (code, "Traceback" in done.stdout) == ("2", False), done.stdout
    assert float(seconds) < 10
    assert int(most) < 1024
    assert not (tmp_path / "published").exists()
