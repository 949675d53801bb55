"""Nothing is lost: every figure of every source is accounted for, and leads back to where it stands."""

import csv
import re

import pytest

from numerim import warehouse
from numerim.ask.trace import trace
from numerim.publish.library import latest_releases
from numerim.schemas.table import about, tables
from numerim.stages import election_file
from tests.conftest import ELECTIONS, ROOT, SHARED

OURS = ("sentence", "election", "unit", "candidate", "party", "office", "measure", "category", "according_to", "note")
OURS += ("span", "subject_span", "sentence_span")
"""Columns of a transcription that hold no figure of the source."""


def figures_of(path):
    """Every cell with a digit in a raw file: its locator -> its text. Written apart from the readers."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as stream:
            header, *rows = list(csv.reader(stream))
        for line, row in enumerate(rows, 2):
            for i, (name, text) in enumerate(zip(header, row, strict=True), 1):
                if name not in OURS and re.search(r"\d", text):
                    yield f"{path.name}:L{line}.C{i}", text
        return
    for line, text in enumerate(path.read_text("utf-8").split("\n"), 1):
        if text.startswith("|"):
            for i, cell in enumerate(text.strip().strip("|").split("|"), 1):
                if re.search(r"\d", cell):
                    yield f"{path.name}:L{line}.C{i}", cell.strip()
        elif text.startswith("- ") and re.search(r"\d", text.partition(": ")[2]):
            yield f"{path.name}:L{line}.C2", text.partition(": ")[2]


def ledger(house, package):
    with warehouse.open_memory() as connection:
        path = latest_releases(house)[package] / "data" / "statements.parquet"
        return warehouse.rows(
            connection,
            f"SELECT locator, printed, fate, measure, table_name, table_key, note, rules FROM '{path}'",
        )


@pytest.mark.parametrize(("package", "figures"), [("al-local-2023", 693), ("xk-local-2017", 13), ("xk-local-2021", 46)])
def test_every_figure_of_every_raw_file_is_in_the_ledger(house, package, figures):
    file = election_file(house, package)
    printed = {}
    for source in file.election.sources.values():
        for name in source.files:
            printed |= dict(figures_of(file.folder / name))
    told = {locator: text for locator, text, *_ in ledger(house, package)}
    assert len(printed) == figures
    assert {place: told.get(place) for place in printed} == printed


@pytest.mark.parametrize("package", ELECTIONS)
def test_every_statement_went_somewhere(house, package):
    """Published ones stand in their table, held back ones have a finding, the rest says why not."""
    data = latest_releases(house)[package] / "data"
    with warehouse.open_memory() as connection:
        keys = {
            name: {
                " ".join(map(str, row))
                for row in warehouse.rows(
                    connection, f"SELECT {', '.join(about(model).key)} FROM '{data / f'{name}.parquet'}'"
                )
            }
            for name, model in tables().items()
        }
    for locator, _, fate, measure, table, key, note, found in ledger(house, package):
        match fate:
            case "published" | "agrees" | "superseded":
                assert key in keys[table], locator
            case "held_back":
                assert found, locator
                assert table is None or key not in keys[table], locator
            case "used":
                assert note or measure != "-", locator
            case "context" | "ignored":
                assert note, locator
            case _:
                raise AssertionError(fate)


@pytest.mark.parametrize("package", ELECTIONS)
@pytest.mark.parametrize("name", [n for n, model in tables().items() if about(model).states])
def test_every_clean_number_leads_to_a_line_that_has_it(house, package, name):
    """No number without source and locator, and the raw line holds the figure as printed."""
    data = latest_releases(house)[package] / "data"
    file = election_file(house, package)
    states = about(tables()[name]).states
    with warehouse.open_memory() as connection:
        rows = warehouse.rows(
            connection,
            f"SELECT t.source_id, t.locator, s.printed, t.{states}::VARCHAR FROM '{data / f'{name}.parquet'}' t "
            f"LEFT JOIN '{data / 'statements.parquet'}' s ON s.source_id = t.source_id AND s.locator = t.locator "
            f"AND s.table_name = '{name}' AND s.fate = 'published'",
        )
    lines = {}
    for source, locator, printed, value in rows:
        assert source, value
        assert locator, value
        assert printed is not None, (locator, value)
        path, _, line = locator.partition(":L")
        if path not in lines:
            lines[path] = (file.folder / path).read_text("utf-8").split("\n")
        assert printed in lines[path][int(line.split(".")[0]) - 1].replace('""', '"')
        digits = re.sub(r"\D", "", printed)
        if value[:1].isdigit() and digits and name not in ("stated_dates", "registrations"):
            plain = value.rstrip("0").rstrip(".") if "." in value else value
            assert plain.replace(".", "").rstrip("0") in digits.rstrip("0") + "0", (printed, value)


@pytest.mark.parametrize(
    ("package", "table", "keys", "line"),
    [
        ("al-local-2023", "vote_counts", ["alma-hoxha"], "18,Përmet,Alma Hoxha,,mayor,votes,,4416,"),
        (
            "al-local-2023",
            "seat_counts",
            ["al-local-2023/council/al-berat/1", "al-ps"],
            "| Berat | Berat | 20 | 7 | 3 | 0 | 0 | 1 | PS |",
        ),
        (
            "al-local-2023",
            "reported_shares",
            ["total_share", "al-amie"],
            "| Macedonian Alliance for European Integration | Vasil Sterjovski | 439 | 0.03% | 3 |",
        ),
        ("al-local-2023", "reported_shares", ["turnout_change"], "- Turnout: 38.28% ( 15.31 pp)"),
        ("xk-local-2017", "ballot_counts", ["registered"], "14,,,,,registered,,1.890.952,,"),
        (
            "xk-local-2021",
            "vote_shares",
            ["selection_id=alban-hyseni"],
            "4,Gjilani,Alban Hysenit,LVV,mayor,share,,44.71,,",
        ),
    ],
)
def test_trace(house, package, table, keys, line):
    found = trace(house, package, table, keys)
    assert found.origins[0].fate == "published"
    assert found.origins[0].line.startswith(line), "what a transcription has beyond that are its spans"
    assert found.origins[0].printed in line


def test_trace_of_what_is_in_doubt(house):
    found = trace(house, "xk-local-2017", "reported_shares", ["turnout"])
    assert found.row["doubts"] == "R403"
    assert [(o.fate, o.printed) for o in found.origins] == [("published", "43.68")]
    assert any("R403" in told for told in found.origins[0].told)


def test_trace_says_when_the_raw_file_is_another(spoiled):
    path = spoiled.raw / "xk" / "xk-local-2017" / "article.csv"
    path.write_text(path.read_text("utf-8") + "\n", encoding="utf-8")
    found = trace(spoiled, "xk-local-2017", "ballot_counts", ["cast"])
    assert "no longer the file that was read" in found.origins[0].line


DOCUMENTS = {
    "000": ["al/al-local-2023/article.csv"],
    "001": ["xk/xk-local-2017/article.csv"],
    "002": ["al/al-local-2023/wikipedia.txt", "al/al-local-2023/wikipedia-prose.csv"],
    "003": ["xk/xk-local-2021/article.csv"],
}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the documents are not beside the checkout")
@pytest.mark.parametrize(("number", "files"), DOCUMENTS.items())
def test_every_figure_of_every_document_is_in_a_raw_file(number, files):
    """As often as the document prints it."""
    document = next((SHARED / "documents").glob(f"{number}_*")).read_text("utf-8")
    printed = re.findall(r"\d+(?:[.,]\d+)*", document)
    carried = []
    for name in files:
        path = ROOT / "raw" / name
        if path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as stream:
                carried += [n for row in csv.DictReader(stream) for n in re.findall(r"\d+(?:[.,]\d+)*", row["value"])]
        else:
            carried += re.findall(r"\d+(?:[.,]\d+)*", path.read_text("utf-8"))
    missing = {n: printed.count(n) - carried.count(n) for n in set(printed) if printed.count(n) > carried.count(n)}
    assert missing == {}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the documents are not beside the checkout")
def test_the_transcribed_page_is_the_document_without_its_sentences():
    document = next((SHARED / "documents").glob("002_*")).read_text("utf-8").split("\n")
    ours = (ROOT / "raw/al/al-local-2023/wikipedia.txt").read_text("utf-8").split("\n")
    assert len(ours) == len(document)
    for mine, theirs in zip(ours, document, strict=True):
        assert mine in (theirs, "")
        if theirs[:1] in ("|", "=") or theirs.startswith("- "):
            assert mine == theirs
