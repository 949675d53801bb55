"""A figure is shown in its row, from published files alone, as the terms of its source allow."""

import csv
import html
import json
from hashlib import sha256

import pytest

from numerim import inputs, stages, warehouse
from numerim.ask.trace import trace
from numerim.declare.house import House
from numerim.publish import around
from numerim.read.ingest import read_files
from tests.conftest import ROOT, completed, seeded
from tests.numerim.conftest import HEAD

ELECTION = "xk-test-2030"
HEADER = ["Municipality", "Candidate", "Share", "Remark", "Page"]
ROWS = [
    ["Prizren", "A", "44.69", "counted twice", "12"],
    ["Prizren", "B", "35.31", "", "12"],
    ["Prizren", "C", "2.00", "smudged <i>", "13"],
    ["Istog", "D", "60.00", "", "14"],
    ["Istog", "E", "40.00", "-", "14"],
]
SOURCE = """  board:
    title: A source
    publisher: somebody
    language: sq
    licence: {licence}
    rank: 1
    files:
      b.csv:
        sha256: "{sha}"
        reader: csv
        tables:
          - set: {{office: mayor}}
            complete: [share]
            columns: {{Municipality: unit, Candidate: candidate, Share: share}}
            ignore: {{Remark: not of the count, Page: of the protocol}}
"""


def checked(tmp_path, licence="CC0-1.0", rows=ROWS):
    house = seeded(tmp_path)
    folder = house.raw / "xk" / ELECTION
    folder.mkdir(parents=True)
    with (folder / "b.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *rows])
    sha = sha256((folder / "b.csv").read_bytes()).hexdigest()
    (folder / "election.yml").write_text(HEAD + SOURCE.format(licence=licence, sha=sha), encoding="utf-8")
    return house, completed(house, ELECTION)


def as_html(folder, source, locator):
    """A table of one row in HTML, the cell of a locator marked, made from published files and nothing else."""

    def table(name):
        with (folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    place, _, cell = locator.rpartition(".")
    (row,) = [r for r in table("source_rows") if (r["source_id"], r["row"]) == (source, place)]
    (over,) = [h for h in table("source_headers") if (h["source_id"], h["headers_id"]) == (source, row["headers_id"])]
    head = "".join(f"<th>{html.escape(name)}</th>" for name in json.loads(over["headers"]).values())
    cells = "".join(
        f"<td{' class=this' if number == cell else ''}>{'…' if text is None else html.escape(text)}</td>"
        for number, text in json.loads(row["cells"]).items()
    )
    return f"<table><tr>{head}</tr><tr>{cells}</tr></table>"


FIGURES = "the publisher's\n    terms: {publish: figures, because: facts}"


@pytest.mark.parametrize(("licence", "remark"), [("CC0-1.0", "<td>smudged &lt;i&gt;</td>"), (FIGURES, "<td>…</td>")])
def test_a_figure_in_doubt_is_shown_in_its_row(tmp_path, ungated, licence, remark):
    house, connecting = checked(tmp_path, licence)
    with connecting as connection:
        made = stages.publish(connection, inputs.take(house, ELECTION))
    with (made.folder / "data" / "statements.csv").open(encoding="utf-8", newline="") as file:
        (doubted,) = [s for s in csv.DictReader(file) if s["printed"] == "2.00"]
    head = "".join(f"<th>{name}</th>" for name in HEADER)
    row = f"<td>Prizren</td><td>C</td><td class=this>2.00</td>{remark}<td>13</td>"
    assert as_html(made.folder, "board", doubted["locator"]) == f"<table><tr>{head}</tr><tr>{row}</tr></table>"
    (origin,) = trace(house, ELECTION, "vote_shares", ["c"]).origins
    withheld = None if licence == FIGURES else "smudged <i>"
    assert origin.row == [*zip(HEADER, ["Prizren", "C", "2.00", withheld, "13"], strict=True)]


def test_marks_and_empty_cells_are_no_words(tmp_path):
    house, connecting = checked(tmp_path, FIGURES)
    with connecting as connection:
        around_of(connection, house)
        remarks = [
            json.loads(cells)["C4"]
            for (cells,) in warehouse.rows(connection, "SELECT cells FROM clean.source_rows ORDER BY row")
        ]
    assert remarks == [None, "", None, "", "-"]


@pytest.mark.parametrize(("many", "lines"), [(5, [2, 3, 4, 5, 6]), (4, [2, 3, 4])])
def test_of_many_rows_those_with_a_figure_in_doubt(tmp_path, many, lines):
    house, connecting = checked(tmp_path)
    with connecting as connection:
        around_of(connection, house, many=many)
        rows = warehouse.rows(connection, "SELECT row FROM clean.source_rows ORDER BY row")
    assert [row for (row,) in rows] == [f"b.csv:L{line}" for line in lines]


def around_of(connection, house, election=ELECTION, many=around.MANY):
    for name in ("source_rows", "source_headers"):
        connection.execute(f"DELETE FROM clean.{name}")
    around.fill(connection, read_files(stages.election_file(house, election)), many)


def test_what_sentences_state_has_no_row():
    with completed(House(ROOT), "xk-local-2017") as connection:
        around_of(connection, House(ROOT), "xk-local-2017")
        assert warehouse.rows(connection, "SELECT count(*) FROM clean.source_rows") == [(0,)]


_LOST = """
SELECT count(*) FROM clean.statements s
WHERE fate IN ('published', 'held_back') AND source_id = 'wikipedia' AND sentence IS NULL AND NOT EXISTS (
    FROM clean.source_rows r WHERE r.source_id = s.source_id AND starts_with(s.locator, r.row || '.')
        AND json_extract_string(r.cells, split_part(s.locator, '.', -1)) = s.printed)
"""


def test_a_row_that_lost_a_column_has_the_headers_of_its_cells():
    """The rows of a county are cut in a copy of a page: each cell stands under its own header."""
    with completed(House(ROOT), "al-local-2023") as connection:
        around_of(connection, House(ROOT), "al-local-2023")
        said = dict(
            warehouse.rows(
                connection,
                "SELECT cells->>'C1', headers FROM clean.source_rows JOIN clean.source_headers "
                "USING (source_id, headers_id) WHERE row IN ('wikipedia.txt:L126', 'wikipedia.txt:L128')",
            )
        )
        assert warehouse.rows(connection, _LOST) == [(0,)]
    assert list(json.loads(said["Peqin"]).values()) == ["City", "(colour)", "Elected Mayor - Party", "Alliance"]
    assert list(json.loads(said["Fier"]).values()) == ["County", "City", "(colour)", "Elected Mayor - Party"]
