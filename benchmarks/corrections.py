"""How good hints are, on figures that people typed and later corrected.

    .venv/bin/python benchmarks/corrections.py [--data ../shared/data/ms-corrections] [--missed]

Every table of precincts under `before/` is brought in as it was, with its rows of totals, and goes through the whole
check. A case is a column (one candidate, all precincts of a county) whose total does not fit, and in which the later
table, under `after/`, has just one other cell, with which it fits: the total then says what the cell must be, and the
question is which cell. Hints are held against that cell. Counties are told apart by a fixed rule into those that
weights may be fitted to, and those that are only judged. Printed as Markdown.
"""

import argparse
import csv
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from math import sqrt
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from numerim import in_memory, warehouse
from numerim.check.headline import is_clear
from numerim.declare.house import House

ROOT = Path(__file__).resolve().parent.parent
TOTALS = ("total", "totals", "")
"""What stands in the place of a precinct where a row is the total of the county."""

COLUMNS = ("kind", "unit", "race", "candidate", "party", "votes")
VOTES = COLUMNS.index("votes") + 1


@dataclass(frozen=True)
class Row:
    """A row of a table: who is voted for, where, and what is printed."""

    race: str
    candidate: str
    party: str
    unit: str
    votes: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What the row is of."""
        return self.race, self.candidate, self.unit


@dataclass(frozen=True)
class Case:
    """A broken column in which one cell is wrong.

    Attributes:
        county: the county.
        place: the line of the wrong cell.
        right: what it should be.
        is_total: whether it is the total.
        total: the line of the total.
        others: whether the unit of the cell has other contests.
        likelihoods: of each hint, in order.
        lines: of each hint, the line of the cell and the figure that it suggests; None where it is of several cells.
        pasted: whether the first is offered as an entry to paste.
        held: whether the total is held back.
    """

    county: str
    place: int
    right: int
    is_total: bool
    total: int
    others: bool
    likelihoods: Sequence[float]
    lines: Sequence[tuple[int, int] | None]
    pasted: bool
    held: bool

    @property
    def rank(self) -> int | None:
        """Where the right hint stands, from 0."""
        return next((i for i, line in enumerate(self.lines) if line == (self.place, self.right)), None)


def rows_of(path: Path) -> list[Row]:
    """The rows of a table, in its order."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            Row(
                " ".join(f"{row['office']} {row['district']}".split()),
                row["candidate"].strip(),
                row["party"].strip(),
                row["precinct"].strip() if row["precinct"].strip().lower() not in TOTALS else "",
                row["votes"].strip().replace(",", ""),
            )
            for row in csv.DictReader(file)
        ]


def number(text: str) -> int | None:
    """A figure, where it is one."""
    return int(text) if text.isdigit() else None


ELECTION = """id: us-made
title: {{en: Tables of precincts}}
country: US
licence: CC0-1.0
held_on: 2030-11-05
status: final
register: {{unit: polling_station, within: county, party: party}}
offices:
{offices}
sources:
  table:
    title: A table of precincts
    language: en
    licence: CC0-1.0
    rank: 1
    missing: {{"?": not_given}}
    files:
      table.csv:
        sha256: {sha}
        reader: csv
        tables:
          - parts:
              - but: {{kind: total}}
                set: {{within: {county}}}
                complete: [units, votes]
                columns: {{unit: unit, race: office, candidate: candidate, party: party, votes: votes}}
              - only: {{kind: total}}
                set: {{unit: {county}}}
                complete: [votes]
                columns: {{race: office, candidate: candidate, party: party, votes: votes}}
                ignore: {{unit: the county}}
"""


def write(folder: Path, rows: Sequence[Row], county: str) -> list[Row]:
    """Write a table as a house with one election; give the rows, one a line from line 2 on."""
    (folder / "seeds").symlink_to(ROOT / "seeds")
    seen: set[tuple[str, str, str]] = set()
    kept = [row for row in rows if row.candidate and not (row.key in seen or seen.add(row.key))]  # type: ignore[func-returns-value]
    races = {race: f"race-{i}" for i, race in enumerate(dict.fromkeys(row.race for row in kept))}
    at = folder / "raw" / "us" / "us-made"
    at.mkdir(parents=True)
    with (at / "table.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in kept:
            figure = row.votes if number(row.votes) is not None else "?"
            writer.writerow(
                ("" if row.unit else "total", row.unit, races[row.race], row.candidate, row.party or "none", figure)
            )
    offices = "\n".join(f"  {name}: {{unit: county, outcome_rule: plurality}}" for name in races.values())
    said = ELECTION.format(
        offices=offices, county=json.dumps(county), sha=sha256((at / "table.csv").read_bytes()).hexdigest()
    )
    (at / "election.yml").write_text(said, encoding="utf-8")
    return kept


@dataclass
class Counts:
    """What is counted besides the cases.

    Attributes:
        totals: right totals of broken columns.
        published: how many of these are published.
        entries: entries to paste, of all broken columns in which anything was corrected later.
        right: how many of these are what the cell was corrected to.
        unjudged: entries to paste of broken columns in which nobody corrected anything.
    """

    totals: int = 0
    published: int = 0
    entries: int = 0
    right: int = 0
    unjudged: int = 0


def cases_of(before: Path, after: Path, counts: Counts) -> list[Case]:
    """The cases of a table; what else there is is counted."""
    county = before.stem.split("__")[-2].replace("_", " ").title()
    right = {row.key: row.votes for row in rows_of(after)}
    with tempfile.TemporaryDirectory() as name:
        kept = write(Path(name), rows_of(before), county)
        with in_memory.checked(House(Path(name)), "us-made") as connection:
            told = warehouse.rows(
                connection,
                "SELECT finding_id, hints FROM core.findings WHERE rule = 'R307' ORDER BY ALL",
            )
            places = warehouse.rows(connection, "SELECT finding_id, locator FROM core.finding_places")
            held = warehouse.rows(connection, "SELECT locator FROM clean.statements WHERE fate = 'held_back'")
    line = {row.key: i for i, row in enumerate(kept, 2)}
    columns: dict[tuple[str, str], list[Row]] = {}
    for row in kept:
        columns.setdefault(row.key[:2], []).append(row)
    held_lines = {int(locator.rpartition(":L")[2].partition(".")[0]) for (locator,) in held}
    hints = {}
    where = {}
    for finding, locator in places:
        where.setdefault(finding, set()).add(int(locator.rpartition(":L")[2].partition(".")[0]))
    for finding, text in told:
        for at in where[finding]:
            hints[at] = json.loads(text or "[]")
    found = []
    for column in columns.values():
        total = next((row for row in column if not row.unit), None)
        figures = {row: number(row.votes) for row in column}
        if total is None or None in figures.values():
            continue
        off = figures[total] - sum(n for row, n in figures.items() if row.unit)
        changed = [(row, number(right[row.key])) for row in column if right.get(row.key, row.votes) != row.votes]
        if off and total not in [row for row, _ in changed]:
            counts.totals += 1
            counts.published += line[total.key] not in held_lines
        of = hints.get(line[total.key], [])
        if off and of and is_clear(of):
            later = {(line[row.key], figure) for row, figure in changed}
            counts.entries += bool(changed)
            counts.right += suggested(of[0]) in later
            counts.unjudged += not changed
        if not off or len(changed) != 1 or changed[0][1] is None:
            continue
        row, figure = changed[0]
        if figure - figures[row] != (off if row.unit else -off):
            continue
        units = {other.race for other in kept if other.unit == row.unit and number(other.votes) is not None}
        found.append(
            Case(
                county=county,
                place=line[row.key],
                right=figure,
                is_total=not row.unit,
                total=line[total.key],
                others=len(units) > 1,
                likelihoods=[hint["likelihood"] for hint in of],
                lines=[suggested(hint) for hint in of],
                pasted=bool(of) and is_clear(of),
                held=line[total.key] in held_lines,
            )
        )
    return found


def suggested(hint: dict) -> tuple[int, int] | None:  # type: ignore[type-arg]
    """The line of the one cell that a hint changes, and the figure that it would have."""
    if len(hint["changes"]) != 1:
        return None
    change = hint["changes"][0]
    at = change["place"].split()[0].split("|")[1]
    return int(at.rpartition(":L")[2].partition(".")[0]), int(change["value"])


def kept_back(county: str) -> bool:
    """Whether nothing is fitted to a county: half of them, by the first bit of a digest of the name."""
    return sha256(county.encode()).digest()[0] % 2 == 1


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The interval of Wilson (1927) about a share, with a confidence of 95 %."""
    if not of:
        return 0.0, 1.0
    share, more = hits / of, z * z / of
    middle, width = (share + more / 2) / (1 + more), z * sqrt(share * (1 - share) / of + more / (4 * of)) / (1 + more)
    return max(0.0, middle - width), min(1.0, middle + width)


def share(hits: int, of: int) -> str:
    """A share with its interval."""
    low, high = wilson(hits, of)
    return f"{100 * hits / of:.0f} % of {of} ({100 * low:.0f}–{100 * high:.0f})" if of else "–"


RANKS = {"first": 1, "in three": 3, "in five": 5, "in the list": 10**9}
BINS = (0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 1.01)


def summary(name: str, cases: Sequence[Case]) -> str:
    """A row of the table of what was right."""
    ranks = [case.rank for case in cases]
    within = [share(sum(r is not None and r < n for r in ranks), len(cases)) for n in RANKS.values()]
    pasted = [case for case in cases if case.pasted]
    right = sum(case.rank == 0 for case in pasted)
    return f"| {name} | {' | '.join(within)} | {share(len(pasted), len(cases))} | {share(right, len(pasted))} |"


def reliability(cases: Iterable[Case]) -> list[str]:
    """Of hints told with a likelihood, how many were right: a row a class of likelihoods."""
    told = [(p, case.rank == i) for case in cases for i, p in enumerate(case.likelihoods) if p is not None]
    found = []
    for low, high in pairwise(BINS):
        inside = [(p, right) for p, right in told if low <= p < high]
        if inside:
            mean = sum(p for p, _ in inside) / len(inside)
            hits = sum(right for _, right in inside)
            between = [100 * x for x in wilson(hits, len(inside))]
            got = f"{100 * hits / len(inside):.1f} % ({between[0]:.1f}–{between[1]:.1f})"
            found.append(
                f"| {100 * low:.0f}–{min(100, 100 * high):.0f} % | {len(inside)} | {100 * mean:.1f} % | {got} |"
            )
    return found


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "ms-corrections")
    parser.add_argument("--missed", action="store_true", help="print the cases whose first hint is wrong")
    said = parser.parse_args()
    if not said.data.is_dir():
        print(f"{said.data} is not there", file=sys.stderr)
        return 1
    cases: list[Case] = []
    counts = Counts()
    for before in sorted((said.data / "before").glob("*.csv")):
        cases += (found := cases_of(before, said.data / "after" / before.name, counts))
        if said.missed:
            for case in (case for case in found if case.rank != 0):
                best = [(*(at or ()), p) for at, p in zip(case.lines[:3], case.likelihoods, strict=False)]
                print(before.name, case.place, case.right, case.rank, len(case.lines), best, file=sys.stderr)
    others = [case for case in cases if case.others]
    print(f"| cases | {' | '.join(RANKS)} | entries to paste | of them right |\n|{' --- |' * (len(RANKS) + 3)}")
    print(summary("all", cases))
    print(summary("other contests in the unit", others))
    print(summary("— of counties that weights were fitted to", [c for c in others if not kept_back(c.county)]))
    print(summary("— of counties that were only judged", [c for c in others if kept_back(c.county)]))
    print("\n| told | hints | mean | right |\n| --- | --- | --- | --- |")
    print("\n".join(reliability(others)))
    print(f"\nentries to paste right, of all columns that were corrected: {share(counts.right, counts.entries)}")
    print(f"entries to paste in columns that nobody corrected: {counts.unjudged}")
    print(f"right totals published: {share(counts.published, counts.totals)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
