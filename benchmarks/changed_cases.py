"""Whether numerim fails at cases of rules in which something is changed, by a seed: nothing may, whatever is printed.

    .venv/bin/python benchmarks/changed_cases.py [--times 200] [--seed 0]

A figure is one more or fewer, all are less than 13, a line is of another unit, office, round or list, stands twice, or
is gone; another source, or another voice, has the same but for one figure. Those that nobody could read are left out.
Exit code 1: numerim itself failed at one.
"""

import argparse
import csv
import re
import sys
from collections.abc import Callable, Sequence
from copy import deepcopy
from io import StringIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.rules.cases import Case, cases  # noqa: E402
from tests.rules.elections import databases, made  # noqa: E402

ROWS = 14
"""Cases with more lines than this are left as they are."""
LEFT_OUT = ("corrections", "doubts", "accept", "case")
NUMBER = re.compile(r"\d+([.,]\d+)?")
NO_FIGURES = ("round", "district", "according_to", "who", "candidates")
NAMES = ("unit", "within", "candidate", "party", "coalition")

Rows = list[list[str]]


def drawn(times: int, seed: str) -> list[Case]:
    """Variants of cases that can all stand in one database; some of them nobody could read."""
    chance = Random(seed)  # noqa: S311
    fit = max(databases([case for case in cases() if _is_small(case)]), key=len)
    found = []
    for number in range(times):
        case = fit[number % len(fit)] if times >= len(fit) else chance.choice(fit)
        said = deepcopy({key: value for key, value in case.said.items() if key not in LEFT_OUT})
        for _ in range(chance.choice([1, 2, 2, 3, 4])):
            chance.choice(CHANGES)(said, chance)
        found.append(Case(f"{seed} {number} of {case.file}", "changed", said))
    return found


def _is_small(case: Case) -> bool:
    if case.alone or "as" in case.said or "beside" in case.said or case.said.get("known"):
        return False
    return sum(len(_rows(table)) for table in _tables(case.said)) <= ROWS


def _tables(said: dict[str, Any]) -> list[dict[str, Any]]:
    """What has a table, of what a case says."""
    sources = [one for one in (said.get("sources") or {}).values() if one]
    every = [said, *said.get("tables", ()), *sources, *(table for one in sources for table in one.get("tables", ()))]
    return [one for one in every if "table" in one]


def _rows(table: dict[str, Any]) -> Rows:
    return [[cell.strip() for cell in row] for row in csv.reader(StringIO(table["table"]), skipinitialspace=True)]


def _written(table: dict[str, Any], rows: Rows) -> None:
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    table["table"] = out.getvalue()


def _figures(rows: Rows) -> list[tuple[int, int]]:
    """Where figures stand."""
    return [
        (i, j)
        for i, row in enumerate(rows[1:], 1)
        for j, cell in enumerate(row)
        if NUMBER.fullmatch(cell) and j < len(rows[0]) and rows[0][j] not in NO_FIGURES
    ]


def _keys(rows: Rows) -> list[tuple[int, int]]:
    """Where it stands what figures are of."""
    figures = {j for _, j in _figures(rows)}
    return [(i, j) for i, row in enumerate(rows[1:], 1) for j in range(len(row)) if j not in figures]


def _another(column: str) -> list[str]:
    """What may stand in a column, whatever else does."""
    return ["2"] if column == "round" else ["Fern"] if column in NAMES else []


Change = Callable[[dict[str, Any], Random], None]


def _of_table(change: Callable[[Rows, Random], None]) -> Change:
    def changed(said: dict[str, Any], chance: Random) -> None:
        there = [table for table in _tables(said) if "workbook" not in table]
        if there:
            table = chance.choice(there)
            rows = _rows(table)
            change(rows, chance)
            _written(table, rows)

    return changed


def _by_one(rows: Rows, chance: Random) -> None:
    figures = _figures(rows)
    if figures:
        i, j = chance.choice(figures)
        whole, point, rest = rows[i][j].partition(".")
        if point:
            rows[i][j] = f"{whole}.{(int(rest) + chance.choice([1, -1])) % 10 ** len(rest):0{len(rest)}}"
        elif whole.isdigit():
            rows[i][j] = str(max(0, int(whole) + chance.choice([1, -1, 1, -1, 2, 10, -int(whole)])))


def _tiny(rows: Rows, chance: Random) -> None:
    by = chance.choice([2, 4, 7, 13])
    for i, j in _figures(rows):
        if rows[i][j].isdigit():
            rows[i][j] = str(int(rows[i][j]) % by)


def _of_another(rows: Rows, chance: Random) -> None:
    if keys := _keys(rows):
        i, j = chance.choice(keys)
        others = [row[j] for row in rows[1:] if j < len(row) and row[j] != rows[i][j]]
        if others := [*others, *others, *others, *_another(rows[0][j])]:
            rows[i][j] = chance.choice(others)


def _again(rows: Rows, chance: Random) -> None:
    if len(rows) > 1:
        rows.append([*chance.choice(rows[1:])])
        own = [rows[0], *rows[1:-1], rows[-1]]
        keys = [j for i, j in _keys(own) if i == len(own) - 1]
        for j in chance.sample(keys, min(len(keys), chance.choice([1, 1, 2]))):
            others = [row[j] for row in rows[1:-1] if j < len(row) and row[j] != rows[-1][j]]
            if others := [*others, *others, *_another(rows[0][j])]:
                rows[-1][j] = chance.choice(others)


def _gone(rows: Rows, chance: Random) -> None:
    if len(rows) > 2:
        del rows[chance.randrange(1, len(rows))]


def _exchanged(rows: Rows, chance: Random) -> None:
    if len(figures := _figures(rows)) > 1:
        (i, j), (k, m) = chance.sample(figures, 2)
        rows[i][j], rows[k][m] = rows[k][m], rows[i][j]


def _another_source(said: dict[str, Any], chance: Random) -> None:
    """A source has what another has, but for one figure."""
    if "z" in (said.get("sources") or {}):
        return
    sources = said.setdefault("sources", {})
    own = {key: said[key] for key in ("table", "tables") if key in said}
    sources = said["sources"] = sources or {"a": {}}
    name = chance.choice(sorted(sources))
    sources[name] = {**own, **(sources[name] or {})}
    sources["z"] = deepcopy({key: value for key, value in sources[name].items() if key != "earlier"})
    for source in sources:
        sources[source] = {**deepcopy(own), **(sources[source] or {})}
    for key in own:
        said.pop(key)
    _of_table(_by_one)({"sources": {"z": sources["z"]}}, chance)


def _another_voice(said: dict[str, Any], chance: Random) -> None:
    """Somebody is credited with a line that the source has itself, too, or with some of its own."""
    there = [table for table in _tables(said) if "workbook" not in table and "parts" not in table]
    if not there:
        return
    table = chance.choice(there)
    rows = _rows(table)
    columns = table.get("columns") or said.get("columns") or {}
    if "who" in rows[0] or "according_to" in [*rows[0], *columns.values()] or len(rows) < 2:
        return
    first = rows[0]
    more = [[*row, "X"] for row in chance.sample(rows[1:], min(len(rows) - 1, chance.choice([1, 2, 3])))]
    rows = [[*first, "who"], *[[*row, ""] for row in rows[1:]], *more]
    if chance.random() < 0.6:
        figures = [(i, j) for i, j in _figures(rows) if i >= len(rows) - len(more) and rows[i][j].isdigit()]
        for i, j in chance.sample(figures, min(1, len(figures))):
            rows[i][j] = str(int(rows[i][j]) + 1)
    table["columns"] = {**columns, "who": "according_to"}
    _written(table, rows)


CHANGES: Sequence[Change] = (
    *[_of_table(_by_one)] * 3,
    *[_of_table(_of_another)] * 3,
    *[_of_table(_again)] * 3,
    *map(_of_table, (_tiny, _tiny, _gone, _exchanged)),
    *[_another_source] * 2,
    *[_another_voice] * 2,
)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=200, help="so many cases")
    parser.add_argument("--seed", default="0", help="of the draw")
    said = parser.parse_args()
    some = drawn(said.times, said.seed)
    while some:
        with TemporaryDirectory() as folder:
            try:
                made(some, Path(folder) / "made", whole=False).close()
            except ValueError as error:
                wrong = [case for case in some if f"{case.name!r}" in str(error)]
                if not wrong:
                    raise
                some = [case for case in some if case not in wrong]
            except AssertionError as error:
                print(error, file=sys.stderr)
                return 1
            else:
                break
    print(f"{len(some)} cases, and numerim failed at none")
    return 0


if __name__ == "__main__":
    sys.exit(main())
