"""Findings drawn by a seed, and which of them are told as one: `causes.txt`.

Blocks of findings that may have a cause in common, just so many of them or one fewer, a little off or far. `python -m
tests.golden.causes names` prints what is behind a line: before and after a change, for `diff`.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import polars as pl

from numerim import warehouse
from numerim.check import cause, headline
from numerim.check.finding import Finding
from numerim.schemas.rule import rules
from tests.golden import steps

ELECTIONS, TOGETHER = 60, 12
COLUMNS = {
    "statements": "source_id path stated_in measure line:BIGINT cell:BIGINT number:BIGINT place",
    "figures": "election_id office gp_unit_id round:BIGINT source_id said_by measure figure:BIGINT place scope"
    " complete:BOOLEAN",
    "sums": "election_id rule office round:BIGINT source_id measure category count_type",
    "ratios": "election_id rule office round:BIGINT source_id measure category count_type gp_unit_id relation"
    " holds:BOOLEAN share:DECIMAL(18,4) part:BIGINT base:BIGINT half:DECIMAL(18,4)",
}


@dataclass
class Drawn:
    """An election: its findings, and the rows of the tables that causes are looked for in."""

    name: str
    chance: Random
    findings: list[Finding] = field(default_factory=list)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def place(self, measure: str, cell: int = 3, line: int | None = None) -> str:
        """A place that no other figure has."""
        return f"s|{self.name}.csv:L{line or 900 + len(self.findings)}.C{cell}|{measure}"

    def add(self, code: str, places: str, blames: str | None = None, **row: Any) -> Finding:
        """A finding of a rule."""
        number, chance = len(self.findings), self.chance
        about = {"subject": f"{self.name} {number}", "label": f"L{number}", "locators": places, "office": "mayor"}
        about |= {"election_id": self.name, "round": 1, "source_id": "s", "measure": "votes", "category": None}
        about |= {"count_type": None, "blames": places if blames is None else blames, "tolerance": 0, "half": "0.05"}
        one = Finding(
            f"{code}/{self.name}/{chance.randint(0, 99)}/{number}", rules()[code], self.name, {**about, **row}
        )
        one.status = "open" if chance.random() < 0.96 else "accepted"
        self.findings.append(one)
        return one


def leads(e: Drawn) -> None:
    """Rows under another unit, two figures of one thing, a round that lacks, names that are not known."""
    chance = e.chance
    contests = [f"{e.name}/mayor/u/1", f"{e.name}/mayor/v/1"]
    same = {"path": "p", "stated_in": "list"}
    for code in chance.sample(["R710", "R115", "R711", "R101", "R121"], 3):
        first = e.add(code, e.place("votes"), contests=chance.choice([contests[0], " ".join(contests)]), names="U, V",
                      unit_printed=chance.choice("UV"), told="“Ann” and “Anne”", label="The mayor", **same)  # fmt: skip
        first.contest_id = chance.choice([*contests, None])
    for _ in range(chance.choice([2, 4, 7])):
        code = chance.choice(["R701", "R602", "R607", "R517", "R119", "R712", "R202", "R710"])
        places = " ".join(dict.fromkeys(chance.choice(e.findings[:3]).row["locators"] for _ in range(2)))
        one = e.add(code, places, **{**same, "path": chance.choice("ppq")}, named=chance.choice("UV"),
                    names=chance.choice(["Ann", "Ann; Anne", "Ann; Eve"]), gp_unit_id=chance.choice("uv"),
                    contests=contests[1], unit_printed="W", told="", summed=3, whole=4)  # fmt: skip
        one.contest_id = chance.choice([*contests, None])
        one.hints = _hints(e, places)


def _hints(e: Drawn, place: str) -> list[dict[str, Any]]:
    made = [
        {"changes": [{"place": spot, "printed": "1", "value": e.chance.choice(["2", "3", None])} for spot in places],
         "likelihood": e.chance.choice([None, 0.95, 0.5, 0.49, 0.05])}
        for places in e.chance.choice([[], [place.split()[:1]], [place.split()], [place.split()[:1], [place]]])
    ]  # fmt: skip
    return made


def sums(e: Drawn) -> None:
    """Totals that are each a little off, or much, to one side or both."""
    chance, whole = e.chance, e.chance.choice([500, 4000])
    scale = chance.choice([3, 10, whole // 200, whole // 20])
    side = chance.choice([1, 1, -1, 0])
    code = chance.choice(["R202", "R202", "R307", "R203"])
    for _ in range(chance.choice([4, 5, 6, 9, 12])):
        off = max(1, scale + chance.choice([0, 0, 1, -1, -2])) * chance.choice([1] * 12 + [4, 5, 6, 11])
        off *= side or chance.choice([1, -1])
        place = e.place(chance.choice(["votes"] * 12 + ["seats"]))
        row = dict(zip(rules()[code].figures, (whole - off, whole), strict=True))
        row = {name: value for name, value in row.items() if chance.random() < 0.98}
        one = e.add(code, f"{place} {e.place('valid', 4)}", place, **row, tolerance=chance.choice([0] * 12 + [1]))
        one.held_back = chance.choice([[], None, None, [place]]) if chance.random() < 0.1 else []
        one.impact = chance.choice(["decisive", "none", None]) if chance.random() < 0.3 else None
    judged = len(e.findings) + chance.choice([-1, 0, 1, 1, 3, 20])
    same = {key: e.findings[-1].row[key] for key in ("election_id", "office", "round", "source_id", "measure")}
    e.rows["sums"] += [{**same, "rule": code}] * max(judged, 1)


def ratios(e: Drawn) -> None:
    """Percentages that are each a digit off, cut off, or of something else."""
    chance, code = e.chance, e.chance.choice(["R403", "R411", "R411", "R418"])
    cut = chance.random() < 0.4
    base, other = chance.choice([("valid", "cast"), ("valid", "cast"), ("cast", "valid"), ("registered", "cast")])
    half, number = Decimal("0.05"), chance.choice([4, 5, 5, 6, 8])
    for i in range(number):
        unit, given = f"u{i % chance.choice([1, 4, 4])}", {"valid": 900, "cast": 1000, "registered": 2000}
        part = chance.randint(100, 800)
        of = other if chance.random() < 0.9 else base
        share = round(Decimal(100 * part) / given[of], 1) + (chance.choice([0, 0, 0, half, 2 * half]))
        fine = round(Decimal(100 * part) / given[base], 1)
        share = fine + Decimal("0.1") * (-1 if cut else chance.choice([1, -1])) if code == "R403" else share
        place = e.place("share" if code != "R403" else "turnout")
        row = {"gp_unit_id": unit, "half": half, "relation": f"{e.name} {len(e.findings)}", "measure": "share"}
        row |= dict(zip(rules()[code].figures, (fine, share), strict=True))
        one = e.add(code, f"{place} {e.place('votes', 9)}", place, **row)
        one.impact = "decisive" if chance.random() < 0.05 else None
        kept = {key: one.row[key] for key in ("election_id", "office", "round", "source_id", "measure")}
        e.rows["ratios"].append({**kept, "rule": code, "gp_unit_id": unit, "relation": row["relation"], "holds": False,
                                 "share": share, "part": part, "base": given[base], "half": half})  # fmt: skip
        for measure, figure in given.items():
            about = {**kept, "gp_unit_id": unit, "measure": measure, "figure": figure}
            if all((row["gp_unit_id"], row["measure"]) != (unit, measure) for row in e.rows["figures"]):
                e.rows["figures"].append({**about, "said_by": "", "place": "f", "scope": "unit", "complete": True})
    shares = " ".join(f.blames[0] for f in e.findings if f.blames[0].endswith("share"))
    one = e.add(
        "R401", f"{shares} {chance.choice(['', '', e.place('share', 8)])}".strip() or e.place("share"), summed=99
    )
    one.row["whole"] = 100  # type: ignore[index]


def columns(e: Drawn) -> None:
    """Columns and lines of a list most of whose figures break a rule."""
    chance = e.chance
    lines, cells = chance.choice([3, 4, 5, 6]), chance.choice([1, 3, 4])
    for line in range(2, 2 + lines):
        for cell in range(3, 3 + cells):
            place = e.place("votes", cell, line)
            about = {"source_id": "s", "path": f"{e.name}.csv", "stated_in": "list", "measure": "votes", "line": line}
            e.rows["statements"].append(
                {**about, "cell": cell, "number": chance.choice([1] * 9 + [None]), "place": place}
            )
            if (cell == 3 and chance.random() < 0.65) or (line == 3 and chance.random() < 0.7):
                code = chance.choice(["R403", "R403", "R403", "R101"])
                e.add(code, place, **dict(zip(rules()[code].figures, (50, 90), strict=False)))


def changes(e: Drawn) -> None:
    """Findings that one change would mend, or in which one figure alone is in doubt."""
    chance = e.chance
    spots = [e.place("votes", cell) for cell in (3, 4, 5)]
    for _ in range(chance.choice([2, 3, 5])):
        places = chance.sample(spots, chance.choice([1, 2, 3]))
        code = chance.choice(["R305", "R602", "R403"])
        one = e.add(code, " ".join(places), " ".join(chance.choice([places, places[:1]])), summed=3, whole=4)
        one.in_doubt = chance.choice([None, places[:1], places])
        one.hints = _hints(e, " ".join(places))


def fits(e: Drawn) -> None:
    """Sums that one change would mend, and votes and shares of the same figures, or of more, that fit no total."""
    chance = e.chance
    spots = [e.place("votes", cell) for cell in (3, 4, 5)]
    change = {"changes": [{"place": spots[0], "printed": "1", "value": "2"}]}
    for _ in range(chance.choice([1, 2])):
        some = sorted(chance.sample(spots, chance.choice([1, 2, 3])))
        row = {"summed": 3, "whole": 4, "computed": 3, "share": 4, "relation": f"{e.name} {len(e.findings)}"}
        one = e.add(chance.choice(["R203", "R411", "R202"]), " ".join(some), **row)
        one.hints = [{**change, "likelihood": chance.choice([0.95, 0.95, 0.05])}]
    for _ in range(2):
        e.add("R409", " ".join(sorted(chance.sample(spots, chance.choice([1, 2, 3])))))


def names(e: Drawn) -> None:
    """Names that are like known ones."""
    for _ in range(e.chance.choice([4, 5, 6])):
        e.add("R101", e.place("votes"), spelled=e.chance.choice(["without accents"] * 9 + [None, "otherwise"]))


BLOCKS: tuple[Callable[[Drawn], None], ...] = (leads, sums, ratios, columns, changes, names, fits, sums, ratios)


def database(drawn: list[Drawn]) -> duckdb.DuckDBPyConnection:
    """A database with the rows of elections."""
    connection = warehouse.open_memory(1)
    connection.execute("CREATE SCHEMA core")
    for name, said in COLUMNS.items():
        types = dict(column.partition(":")[::2] for column in said.split())
        declared = ", ".join(f"{column} {dtype or 'VARCHAR'}" for column, dtype in types.items())
        connection.execute(f"CREATE TABLE core.{name} ({declared})")
        rows = [row for one in drawn for row in one.rows[name]]
        texts = {column: [None if (v := row.get(column)) is None else str(v) for row in rows] for column in types}
        connection.register("_rows", pl.DataFrame(texts, schema=dict.fromkeys(types, pl.String)))
        cast = ", ".join(f"CAST({column} AS {dtype or 'VARCHAR'})" for column, dtype in types.items())
        connection.execute(f"INSERT INTO core.{name} SELECT {cast} FROM _rows")
        connection.unregister("_rows")
    return connection


def told() -> dict[str, list[str]]:
    """What is told of the findings of each block, and how what is told first is chosen."""
    found: dict[str, list[str]] = defaultdict(list)
    for block in dict.fromkeys(BLOCKS):
        drawn = [Drawn(f"e{n}", Random(f"{block.__name__} {n}")) for n in range(ELECTIONS)]  # noqa: S311
        for one in drawn:
            block(one)
        every = [finding for one in drawn for finding in one.findings]
        for i in range(0, ELECTIONS, TOGETHER):
            with database(drawn[i : i + TOGETHER]) as connection:
                cause.find_causes(connection, [f for one in drawn[i : i + TOGETHER] for f in one.findings])
        for finding in every:
            of = [finding.finding_id, finding.cause, finding.cause_says, finding.held_back, finding.hints]
            found[block.__name__].append(steps.plain(of))
    found["first"] = [*_first()]
    return found


def _first() -> Iterator[str]:
    """In which order the places of a finding are told."""
    import json

    from numerim.locator import order

    e = Drawn("e", Random("first"))  # noqa: S311
    for _ in range(250):
        chance = e.chance
        places = [
            {"source_id": chance.choice("st"), "locator": f"f.csv:L{chance.randint(2, 12)}.C{i + 1}", "value":
             chance.choice(["7", "7.0", "9", "n/a"]), "measure": chance.choice(["votes", "valid"]),
             "role": chance.choice(["in_doubt", "takes_part"])}
            for i in range(chance.choice([1, 3, 5]))
        ]  # fmt: skip
        spot = chance.choice(places)
        hints = _hints(e, f"{spot['source_id']}|{spot['locator']}|{spot['measure']}")
        operands = chance.choice([{}, {"whole": 7}, {"whole": "7", "summed": 8}, {"whole": 9, "summed": 8}, None])
        finding = {"hints": json.dumps(hints) if hints else None, "status": chance.choice(["open", "open", "accepted"])}
        finding["operands"] = json.dumps(operands) if operands is not None else None
        places.sort(key=lambda place: (place["source_id"], order(place["locator"]), place["measure"]))
        told = [headline.is_clear(hints), headline.suspected(finding), headline.in_order(finding, places)]
        yield steps.plain(told)


def lines() -> Iterator[str]:
    """The table, line by line."""
    for name, gave in sorted(told().items()):
        yield f"{name} {len(gave)} {sha256(chr(10).join(gave).encode()).hexdigest()[:8]}"


def text_of_causes(folder: Path) -> str:
    """The table, anew."""
    return "\n".join(lines()) + "\n"


if __name__ == "__main__":
    print(*told()[sys.argv[1]], sep="\n")
