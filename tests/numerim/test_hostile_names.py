"""Names that a browser or a spreadsheet might run come through every format as text."""

import csv
import json
import sqlite3
import zipfile
from contextlib import closing
from hashlib import sha256
from html.parser import HTMLParser

import duckdb
import openpyxl
import polars as pl
import pytest
import yaml
from markdown_it import MarkdownIt

from numerim import in_memory, inputs, stages
from numerim.publish.formats import exporters
from numerim.publish.versions import versions
from tests.conftest import seeded
from tests.numerim.conftest import COLUMNS, HEAD, SOURCE

pytestmark = pytest.mark.heavy

CANDIDATE = "<script>alert(1)</script>"
PARTY = '=HYPERLINK("http://127.0.0.1/x";"click")'
TITLE = "]]></title><script>alert(2)</script> =1+1 [x](javascript:alert(3))"
ELECTION = "xk-test-2030"
ROWS = [
    ("Prishtinë", CANDIDATE, PARTY, "mayor", "votes", "", "600", "", "1"),
    ("Prishtinë", "@SUM(1+1)", "+1-1|cmd", "mayor", "votes", "", "400", "", "1"),
    ("Prishtinë", CANDIDATE, "", "mayor", "outcome", "", "elected", "", "1"),
    ("Pejë", "X |'Y'| Z", "", "mayor", "votes", "", "90", "", "1"),  # what a sniffer takes for another delimiter
    ("Pejë", "X ;'Y'; Z", "", "mayor", "votes", "", "10", "", "1"),
    ("Prizren", "Ana Berisha", "", "mayor", "share", "", "61.2", "", "1"),
    ("Prizren", "Ben Krasniqi", "", "mayor", "share", "", "48.8", "", "1"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A release of an election with such names, and of a second version in which votes of theirs differ."""
    house = seeded(tmp_path_factory.mktemp("hostile"))
    folder = house.raw / "xk" / ELECTION
    folder.mkdir(parents=True)
    for rows in (ROWS, [(*ROWS[0][:6], "601", *ROWS[0][7:]), *ROWS[1:]]):
        with (folder / "s1.csv").open("w", encoding="utf-8", newline="") as raw:
            raw.write(COLUMNS)
            csv.writer(raw, lineterminator="\n").writerows(rows)
        head = HEAD.replace("{en: Test}", json.dumps({"en": TITLE})).replace(
            "sources:", "register: {party: party}\nsources:"
        )
        digest = sha256((folder / "s1.csv").read_bytes()).hexdigest()
        source = SOURCE.format(name="s1", rank=1, sha=digest, complete="votes, share").replace(
            "title: A source", f"title: {json.dumps(TITLE)}"
        )
        (folder / "election.yml").write_text(head + source, encoding="utf-8")
        state = inputs.take(house, ELECTION)
        with in_memory.checked_as(state) as connection:
            last = stages.publish(connection, state)
    assert (last.version, last.is_new) == ("1.0.1", True)
    return last.folder


class _Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)

    def handle_data(self, data):
        self.text += data


def column(frame, name):
    return set(frame[name].drop_nulls())


def test_the_release_has_its_results(made):
    results, selections = (
        pl.read_csv(made / "data" / f"{name}.csv", infer_schema=False) for name in ("results", "selections")
    )
    assert 0 < results.height == selections.height


def test_every_format_is_looked_at():
    """A new one needs a test here, of its name."""
    names = {f"test_{module.__name__.rpartition('.')[2]}" for module in exporters()}
    assert names - globals().keys() == {"test_readme"}, "test_markdown has that"


def test_csv(made):
    with (made / "data" / "selections.csv").open(encoding="utf-8", newline="") as file:
        assert CANDIDATE in {row["candidate"] for row in csv.DictReader(file)}
    with (made / "data" / "parties.csv").open(encoding="utf-8", newline="") as file:
        assert {PARTY, "+1-1|cmd"} <= {row["name"] for row in csv.DictReader(file)}


def test_parquet(made):
    assert {CANDIDATE, "@SUM(1+1)"} <= column(pl.read_parquet(made / "data" / "selections.parquet"), "candidate")
    assert PARTY in column(pl.read_parquet(made / "data" / "parties.parquet"), "name")


def test_duckdb(made):
    with zipfile.ZipFile(next(made.glob("*.zip"))) as packed:
        database = packed.extract(f"{packed.filename[len(str(made)) + 1 : -4]}/{ELECTION}.duckdb", made.parent)
    with duckdb.connect(database, read_only=True) as connection:
        sql = "SELECT candidate, party FROM results WHERE outcome = 'elected'"
        assert connection.execute(sql).fetchall() == [(CANDIDATE, PARTY)]


def test_xlsx(made):
    book = openpyxl.load_workbook(made / f"{ELECTION}.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    assert {CANDIDATE, PARTY, "@SUM(1+1)", "+1-1|cmd"} <= texts
    assert all(not cell.hyperlink or cell.hyperlink.location for cell in cells)  # only to sheets of its own
    with zipfile.ZipFile(made / f"{ELECTION}.xlsx") as parts:
        assert not any(
            b"<f>" in parts.read(name) or b"http://127" in parts.read(name)
            for name in parts.namelist()
            if name.endswith(".rels")
        )


def test_nist(made):
    said = json.loads((made / f"{ELECTION}.nist.json").read_text("utf-8"))
    names = {c["BallotName"]["Text"][0]["Content"] for e in said["Election"] for c in e["Candidate"]}
    assert CANDIDATE in names
    assert PARTY in {t["Content"] for p in said["Party"] for t in p["Name"]["Text"]}


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md"])
def test_markdown(made, name):
    text = (made / name).read_text("utf-8")
    page = _Tags(MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text))
    assert not {"script", "a", "img", "iframe"} & set(page.found)
    assert name != "README.md" or TITLE in page.text


def test_citation(made):
    said = yaml.safe_load((made / "CITATION.cff").read_text("utf-8"))
    assert said["title"] == said["references"][0]["title"] == TITLE


def test_descriptor_and_difference(made):
    assert json.loads((made / "datapackage.json").read_text("utf-8"))["title"] == TITLE
    said = json.loads((made / "diff.json").read_text("utf-8"))
    ((change),) = said["resources"]["vote_counts"]["changed"]
    assert (change["from"], change["to"]) == ("600", "601")


def test_croissant(made):
    said = json.loads((made / "croissant.json").read_text("utf-8"))
    assert said["alternateName"] == TITLE


def test_openelections(made):
    (path,) = (made / "openelections").glob("*.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (CANDIDATE, PARTY, "601") in {(row["candidate"], row["party"], row["votes"]) for row in rows}


def test_sqlite(made):
    with zipfile.ZipFile(next(made.glob("*.zip"))) as packed:
        name = next(name for name in packed.namelist() if name.endswith(".sqlite"))
        database = packed.extract(name, made.parent)
    with closing(sqlite3.connect(database)) as connection:
        sql = "SELECT candidate, party FROM results WHERE outcome = 'elected'"
        assert connection.execute(sql).fetchall() == [(CANDIDATE, PARTY)]


def test_archive(made):
    with zipfile.ZipFile(made / f"{ELECTION}-1.0.1.zip") as archive:
        assert all(name.startswith(f"{ELECTION}-1.0.1/") for name in archive.namelist())
        inside = archive.read(f"{ELECTION}-1.0.1/data/parties.csv")
    assert inside == (made / "data" / "parties.csv").read_bytes()


def test_catalogue(made):
    published = made.parent.parent
    for path in [published / "catalog.jsonld", made.parent / "schema.org.jsonld"]:
        text = path.read_text("utf-8")
        assert "<" not in text  # it may stand in a <script> of a page
        assert TITLE in json.dumps(json.loads(text), ensure_ascii=False)
    assert "<script" not in (published / "feed.atom").read_text("utf-8")
    assert json.loads((published / "catalog.json").read_text("utf-8"))


def test_findings_on_the_terminal(made, numerim):
    done = numerim("check", ELECTION, cwd=made.parents[2])
    assert CANDIDATE in done.stdout or done.returncode == 1


def test_the_difference_in_words(made, numerim):
    done = numerim("diff", ELECTION, cwd=made.parents[2])
    assert "votes 600 -> 601" in done.stdout
    assert versions(made.parent)[-1]["summary"] == "1 value changed (1 in vote_counts)."
