"""Columns of stations with their totals, drawn for `made/columns`: what else stands around a figure is all that tells.

Each election has three races of the same parties in one town, in some the ballots cast, in some a second paper. No
percentage and no other sum says which figure of a column is wrong.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import yaml

RACES = {"mayor": ("Anchor", "Birch"), "council": ("Anchor", "Birch", "Comet"), "assembly": ("Anchor", "Birch", "Dune")}
COLUMNS = [*(f"{race} {party}" for race, parties in RACES.items() for party in parties), "cast", "valid"]
HEADER = ("election", "row", "town", "station", *COLUMNS)
NONE, UNREAD = "–", "3x4"

Figures = dict[str, list[int]]
"""A column -> its figures by station, the total last."""

Slip = Callable[[Figures, str, int, random.Random], dict[tuple[str, int], int | str]]
"""Figures, a column and a station -> what is printed otherwise."""


@dataclass
class Drawn:
    """An election, with what is printed otherwise than it is."""

    title: str
    figures: Figures
    printed: dict[tuple[str, int], int | str]
    other: dict[tuple[str, int], int | str] | None = None
    names: list[str] = field(default_factory=list)


def figures(chance: random.Random, stations: int, cast: bool) -> Figures:
    """Figures that go together: of each station by its size, of each party by its strength there."""
    sizes = [chance.randint(150, 2400) for _ in range(stations)]
    strength = {party: chance.uniform(0.15, 0.5) for party in ("Anchor", "Birch", "Comet", "Dune")}
    found: Figures = {}
    lean = {party: [chance.gauss(1, 0.12) for _ in sizes] for party in strength}
    for race, parties in RACES.items():
        whole = sum(strength[party] for party in parties)
        for party in parties:
            at = zip(sizes, lean[party], strict=True)
            found[f"{race} {party}"] = [
                max(1, round(n * by * strength[party] / whole * chance.gauss(1, 0.03))) for n, by in at
            ]
    if cast:
        found["cast"] = [
            max(round(n * 1.25), *(sum(found[f"{race} {p}"][i] for p in parties) for race, parties in RACES.items()))
            for i, n in enumerate(sizes)
        ]
    return {column: [*column_, sum(column_)] for column, column_ in found.items()}


def _digits(change: Callable[[str, int, random.Random], str]) -> Slip:
    def slip(of: Figures, column: str, i: int, chance: random.Random) -> dict[tuple[str, int], int | str]:
        right = str(of[column][i])
        while True:
            wrong = change(right, chance.randrange(len(right)), chance)
            if wrong and wrong != right and (wrong[0] != "0" or wrong == "0"):
                return {(column, i): int(wrong)}

    return slip


def _beside(step: int, columns: int = 1) -> Slip:
    def slip(of: Figures, column: str, i: int, chance: random.Random) -> dict[tuple[str, int], int | str]:
        names = [c for c in of if c != "cast"]
        start = names.index(column)
        there = [names[(start + n) % len(names)] for n in range(columns)]
        return {(c, i): of[c][i + step] for c in there}

    return slip


def _of_column(of: Figures, column: str, i: int, chance: random.Random) -> dict[tuple[str, int], int | str]:
    race = column.split()[0]
    return {(column, i): next(of[c][i] for c in of if c != column and c.startswith(race))}


def _two(of: Figures, column: str, i: int, chance: random.Random) -> dict[tuple[str, int], int | str]:
    k = (i + 1) % (len(of[column]) - 1)
    return {(column, i): of[column][k], (column, k): of[column][i], (column, len(of[column]) - 1): of[column][-1] + 3}


SLIPS: dict[str, tuple[int, Slip]] = {
    "a digit replaced": (6, _digits(lambda t, i, chance: t[:i] + chance.choice("0123456789") + t[i + 1 :])),
    "a digit dropped": (3, _digits(lambda t, i, chance: t[:i] + t[i + 1 :])),
    "a digit doubled": (2, _digits(lambda t, i, chance: t[:i] + t[i] + t[i:])),
    "a digit slipped in": (2, _digits(lambda t, i, chance: t[:i] + chance.choice("0123456789") + t[i:])),
    "two digits swapped": (2, _digits(lambda t, i, chance: t[:i] + t[i : i + 2][::-1] + t[i + 2 :])),
    "ten times as much": (1, _digits(lambda t, i, chance: t + "0")),
    "another figure": (3, _digits(lambda t, i, chance: str(int(t) + chance.randint(-90, 90)))),
    "the figure of the line above": (3, _beside(-1)),
    "the figure of the line below": (2, _beside(1)),
    "two figures of the line above": (2, _beside(-1, 2)),
    "all figures of the line above": (1, _beside(-1, 8)),
    "the figure of another column": (2, _of_column),
    "a nought": (2, _digits(lambda t, i, chance: "0")),
    "a figure that nobody can read": (2, lambda of, column, i, chance: {(column, i): UNREAD}),
    "three figures wrong": (1, _two),
}


def drawn() -> Iterator[Drawn]:
    """Elections with each slip; in every third, the total is what is wrong, in some another paper tells."""
    for name, (times, slip) in SLIPS.items():
        chance = random.Random(f"columns {name}")  # noqa: S311
        for n in range(times):
            of = figures(chance, chance.choice([3, 4, 5, 6, 7, 8]), chance.random() < 0.4)
            column = chance.choice([c for c in of if c != "cast"])
            stations = len(of[column]) - 1
            total = n % 3 == 2 and "line" not in name and "column" not in name
            i = stations if total else chance.randrange(1, stations - 1)
            one = Drawn(name, of, slip(of, column, i, chance))
            if n % 2:
                one.other = {} if chance.random() < 0.5 else dict(one.printed)
            yield one
    for name, printed in GAPS.items():
        yield Drawn(name, {column: [*of, sum(of)] for column, of in WHOLE.items()}, printed)


ANNA, BEN = "mayor Anchor", "mayor Birch"
WHOLE = {ANNA: [120, 245, 0, 310], BEN: [80, 155, 140, 95], "valid": [200, 400, 140, 405]}
GAPS: dict[str, dict[tuple[str, int], int | str]] = {
    "unread, and left by the column and the line": {(ANNA, 1): UNREAD},
    "unread, and of two totals one is wrong": {(ANNA, 1): UNREAD, (ANNA, 4): 685},
    "unread, and nothing else of the line makes its total": {(ANNA, 1): UNREAD, ("valid", 0): 201, ("valid", 2): 141,
        ("valid", 3): 406, ("valid", 4): 1148},
    "unread, and no other column makes its total": {(ANNA, 1): UNREAD, (BEN, 4): 480, ("valid", 4): 1155},
    "two of a column unread": {(ANNA, 1): UNREAD, (ANNA, 3): UNREAD},
    "two of a line unread": {(ANNA, 1): UNREAD, (BEN, 1): UNREAD},
    "unread ballots": {("valid", 1): UNREAD},
    "unread, and nothing is left": {(ANNA, 2): UNREAD},
    "unread, and less than nothing is left": {(ANNA, 2): UNREAD, (ANNA, 4): 674, ("valid", 2): 139},
    "the total unread": {(ANNA, 4): UNREAD},
    "an empty cell": {(BEN, 3): ""},
    "a line typed again": {(ANNA, 1): 120, (BEN, 1): 80, ("valid", 1): 200},
    "a line typed again, and one total tells": {(ANNA, 1): 120, (BEN, 1): 80, ("valid", 1): 200, (BEN, 4): 395,
        ("valid", 4): 945},
    "a line typed again, and its total as well": {(ANNA, 1): 120, (BEN, 1): 80, ("valid", 1): 200, (ANNA, 4): 550,
        (BEN, 4): 395, ("valid", 4): 945},
}  # fmt: skip
"""Figures that nobody can read, or that are those of another line, in one small table."""


_TABLE = {
    "parts": [
        {
            "only": {"row": "station"},
            "complete": ["units", "votes"],
            "columns": {"election": "election", "town": "within", "station": "unit"},
            "ignore": {"row": "what the row is of"},
        },
        {
            "only": {"row": "total"},
            "complete": ["votes"],
            "columns": {"election": "election", "town": "unit"},
            "ignore": {"row": "what the row is of", "station": "none"},
        },
    ],
}


def write(folder: Path, some: list[Drawn]) -> None:
    """Write elections as a folder of `made`."""
    folder.mkdir(parents=True)
    figures_of = {
        c: {"is": "votes", "with": {"office": c.split()[0], "party": c.split()[1]}} for c in COLUMNS if " " in c
    }
    figures_of |= {c: {"is": c, "with": {"office": "mayor"}} for c in ("cast", "valid")}
    table = {"parts": [part | {"columns": {**part["columns"], **figures_of}} for part in _TABLE["parts"]]}
    events, papers = {}, {"paper": [",".join(HEADER)], "other": [",".join(HEADER)]}
    for n, one in enumerate(some):
        election = f"c{n:02}"
        first = {name: len(lines) + 1 for name, lines in papers.items()}
        for paper, printed in (("paper", one.printed), ("other", one.other)):
            if printed is not None:
                papers[paper] += _rows(election, one.figures, printed)
        told = "; ".join(
            f"L{first['paper'] + i} {column} is {wrong}, not {one.figures[column][i]}"
            for (column, i), wrong in one.printed.items()
        )
        told += "" if one.other is None else ", and another paper has it " + ("so, too" if one.other else "right")
        events[election] = {
            "title": {"en": f"{one.title}: {told}"},
            "held_on": date(2002, 1, 6) + timedelta(days=14 * n),
            "status": "final",
            "offices": {race: {"unit": "municipality", "outcome_rule": "plurality"} for race in RACES},
        }
    sources = {}
    for rank, (name, lines) in enumerate(papers.items(), 1):
        content = ("\n".join(lines) + "\n").encode()
        (folder / f"{name}.csv").write_bytes(content)
        sources[name] = {
            "title": "Made up", "language": "en", "licence": "CC0-1.0", "rank": rank,
            "missing": {NONE: "not_listed"},
            "files": {f"{name}.csv": {"sha256": sha256(content).hexdigest(), "reader": "csv", "tables": [table]}},
        }  # fmt: skip
    said = {
        "id": "columns", "title": {"en": "Made up"}, "country": "AQ", "licence": "CC0-1.0", "held_on": date(2001, 1, 7),
        "status": "final", "register": {"unit": "polling_station", "within": "municipality", "party": "party"},
        "others": events, "sources": sources,
    }  # fmt: skip
    text = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, default_flow_style=None, width=120)
    (folder / "election.yml").write_text(text, "utf-8")


def _rows(election: str, of: Figures, printed: dict[tuple[str, int], int | str]) -> Iterator[str]:
    stations = len(next(iter(of.values()))) - 1
    for i in range(stations + 1):
        cells = [printed.get((c, i), of[c][i]) if c in of else NONE for c in COLUMNS]
        name = (
            ("station", f"Town {election}", f"Station {i + 1}") if i < stations else ("total", f"Town {election}", "")
        )
        yield ",".join(map(str, (election, *name, *cells)))
