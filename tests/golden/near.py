"""Sheets drawn by a seed in which figures stand in several places, and what hints take for their cells: `near.txt`.

A source repeats a figure, or prints it in parts; some numbers cannot be told, some are none. `python -m
tests.golden.near cells` prints what is behind a line: before and after a change, for `diff`.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import duckdb
import polars as pl

from numerim import warehouse
from numerim.check import repair
from numerim.check.blame import blame
from numerim.check.finding import Finding, findings_of
from numerim.check.power import find_held, find_power
from numerim.check.relations import Verdict, judge_relations, keep_agreed
from numerim.check.repair.near import near
from numerim.schemas.relation import KEYS, LIST_KEYS
from numerim.schemas.rule import rules
from tests.golden import steps
from tests.numerim.test_repair import NOBODY_KNOWS, rule

SHEETS, AT_ONCE = 24, 12
WHOLES = {"valid": ("a", "b", "c"), "cast": ("valid", "invalid")}
_FIGURES = """
    (select sheet, unit, measure, max(decimals) as decimals, string_agg(place, ' ' order by place) as place,
        case when any_value(how) = 'split' then sum(number) else max(number) end as figure
    from core.statements where how <> 'unread' group by all)
"""


def _sums(code: str, whole: str, at_most: bool = False) -> Any:
    parts = ", ".join(f"'{part}'" for part in WHOLES[whole])
    return rule(code, f"""
        select 'e' as election_id, unit as subject, unit as label, 's' as source_id,
            case when measure = '{whole}' then -1 else 1 end as weight,
            case when measure = '{whole}' then 1 else 0 end as blamed,
            figure, 0 as half, place, measure as what
        from {_FIGURES} where measure in ('{whole}', {parts})""", at_most=at_most)  # fmt: skip


RULES = [
    _sums("R202", "valid"),
    _sums("R201", "cast", at_most=True),
    rule("R307", f"""
        select 'e' as election_id, sheet || ' ' || measure as subject, measure as label, 's' as source_id,
            case when unit like '% all' then -1 else 1 end as weight,
            case when unit like '% all' then 1 else 0 end as blamed, figure, 0 as half, place, unit as what
        from {_FIGURES} where measure <> 'share'"""),
    rule("R411", ratio=f"""
        select 'e' as election_id, x.unit as subject, x.unit as label, 's' as source_id, p.figure as part,
            p.place as part_place, b.figure as base, b.place as base_place, x.figure as share,
            cast(0.5 * power(10, -x.decimals) as decimal(18, 8)) as half, x.place as share_place
        from {_FIGURES} x join {_FIGURES} p on p.unit = x.unit and p.measure = 'a'
        join {_FIGURES} b on b.unit = x.unit and b.measure = 'valid' where x.measure = 'share'"""),
    rule("R401", f"""
        select 'e' as election_id, sheet || ' shares' as subject, 'x' as label, 's' as source_id, 1 as weight,
            0 as blamed, figure, cast(0.5 * power(10, -decimals) as decimal(18, 8)) as half, place, measure as what
        from {_FIGURES} where measure = 'share'
        union all select distinct 'e', sheet || ' shares', 'x', 's', -1, 1, 150, 0, '', 'the whole'
        from core.statements"""),
]  # fmt: skip


def _rows(name: str, chance: Random) -> Iterator[tuple[Any, ...]]:
    """The statements of a sheet."""
    most = chance.choice([30, 900])
    units = [{m: chance.randint(0, most) for m in ("a", "b", "c", "invalid")} for _ in range(chance.choice([2, 3]))]
    units.append({m: sum(unit[m] for unit in units) for m in units[0]})
    lost = chance.choice([(), (), (0,), (1,)])  # a unit of which nothing but the whole can be told
    for i, unit in enumerate(units):
        figures = {**unit, "valid": unit["a"] + unit["b"] + unit["c"]}
        figures["cast"] = figures["valid"] + unit["invalid"]
        named = f"{name} {'all' if i == len(units) - 1 else i}"
        for j, (measure, figure) in enumerate(figures.items(), 2):
            figure += chance.choice([0] * 9 + [1, 20])
            how = chance.choice(["once"] * 7 + ["same", "split", "odd", "unread", "half read"])
            how = "unread" if i in lost and measure in ("a", "b", "c") else how
            numbers = [figure, figure] if how == "same" else [figure, figure - 1] if how == "odd" else [figure]
            numbers = [figure // 3, figure - figure // 3] if how == "split" else numbers
            numbers = [figure, None] if how == "half read" else [*numbers, figure] if figure % 17 == 3 else numbers
            for n, number in enumerate(numbers):
                spot = (i + 2, j + 9 * n) if chance.random() < 0.97 else (i + 2, j)
                yield name, named, measure, how, number, None, *spot, n
        if chance.random() < 0.7:
            share = round(Decimal(100 * unit["a"]) / (figures["valid"] or 1), 1) + chance.choice([0, 0, Decimal("0.1")])
            yield name, named, "share", "once", share, 1, i + 2, 40, 0


def told() -> dict[str, list[str]]:
    """What lies near what is broken, the hints about it, and what is in doubt."""
    found: dict[str, list[str]] = defaultdict(list)
    for first in range(0, SHEETS, AT_ONCE):
        chance = Random(f"near {first}")  # noqa: S311
        with warehouse.open_memory(1) as connection:
            connection.execute(
                "CREATE SCHEMA core; CREATE TABLE core.statements (source_id VARCHAR, path VARCHAR, line BIGINT,"
                " cell BIGINT, sheet VARCHAR, unit VARCHAR, measure VARCHAR, how VARCHAR, number DECIMAL(24, 6),"
                f" decimals BIGINT, place VARCHAR); {NOBODY_KNOWS}"
            )
            rows = []
            for n in range(first, first + AT_ONCE):
                for sheet, unit, measure, how, number, decimals, line, cell, again in _rows(f"{n:02}", chance):
                    place = f"s|{sheet}.csv:L{line}.C{cell}{'b' * again}|{measure}"
                    rows.append(("s", f"{sheet}.csv", line, cell, sheet, unit, measure, how, number, decimals, place))
            connection.executemany(f"INSERT INTO core.statements VALUES ({', '.join('?' * 11)})", rows)
            connection.execute("ALTER TABLE core.statements ADD COLUMN statement_id BIGINT")
            connection.execute("UPDATE core.statements SET statement_id = rowid + 1")
            for column in {*KEYS, *LIST_KEYS} - {"measure", "path"}:
                dtype = "BIGINT" if column == "round" else "VARCHAR"
                connection.execute(f"ALTER TABLE core.statements ADD COLUMN {column} {dtype}")
            verdicts, failures = judge_relations(connection, RULES)
            assert failures == []
            keys = [
                repair.key(one, row)
                for one in RULES
                if one.code in verdicts
                for row in verdicts[one.code].broken.iter_rows(named=True)
            ]
            _doubted(connection, verdicts, [row[-1] for row in rows], chance, found)
            for some in (keys, keys[::7], []):
                there = near(connection, some, RULES)
                of_cells = [
                    f"{steps.plain(cell)} {[*map(steps.plain, cell.relations)]} {some and len(cell.relations)}"
                    for cell in there.cells.values()
                ]
                found["cells"] += sorted(of_cells)
                found["broken"] += [
                    f"{steps.plain(relation)} {sorted(cell.place for cell in relation.blamed)}"
                    for relation in there.broken
                ]
                found["lines"].append(steps.plain(there.lines))
                found["spots"].append(steps.plain({str(spot): cell.place for spot, cell in there.by_spot.items()}))
            with patch.object(repair, "fewest", lambda *_: []):  # they take long, and `systems` has them
                hints = repair.hints(connection, keys, RULES)
            found["hints"] += [steps.plain([key, hints.get(key)]) for key in keys]
    return found


def _doubted(
    connection: duckdb.DuckDBPyConnection,
    verdicts: Mapping[str, Verdict],
    places: Sequence[str],
    chance: Random,
    found: dict[str, list[str]],
) -> None:
    """Which figures are in doubt where other sources agree with some, and how well each figure is held."""
    connection.execute(
        "CREATE OR REPLACE TABLE core.agreements (rule VARCHAR, relation VARCHAR, locators VARCHAR, holds BOOLEAN);"
        "CREATE OR REPLACE TABLE core.voices (rule VARCHAR, place VARCHAR, low DOUBLE, high DOUBLE, said_by VARCHAR)"
    )
    for n, place in enumerate(chance.sample(places, 30)):
        others = chance.choice([[f"t|{n}|votes"], [f"t|{n}|votes", f"u|{n}|votes"], [chance.choice(places)]])
        said = ["R602", f"R602 {n}", " ".join([place, *others]), chance.random() < 0.8]
        connection.execute("INSERT INTO core.agreements VALUES (?, ?, ?, ?)", said)
        for one in (place, *others):
            low, by = chance.randint(0, 20), chance.choice(["", "", "", "X"])
            said = ["R602", one, low, low + chance.choice([0, 5]), by]
            connection.execute("INSERT INTO core.voices VALUES (?, ?, ?, ?, ?)", said)
    agreed = [
        pl.Series([f"{place} {chance.choice('st')}|{n}|votes" for n, place in enumerate(chance.sample(places, 9))])
    ]
    keep_agreed(connection, agreed)
    findings = [
        finding for one in RULES if one.code in verdicts for finding in findings_of(one, verdicts[one.code].broken, "e")
    ]
    for code in ("R104", "R411", "R310", "R501"):
        some = " ".join(chance.sample(places, 4))
        row = {"subject": "x", "locators": some, "blames": " ".join(some.split()[: chance.choice([1, 3])])}
        findings += [Finding(f"{code} {n}", rules()[code], "e", row) for n in range(2)] if code in rules() else []
    blame(connection, findings)
    found["blamed"] += [steps.plain([one.finding_id, one.in_doubt, one.held_back, one.disputed]) for one in findings]
    find_power(connection)
    power = warehouse.rows(connection, "SELECT place, held_by, unseen::VARCHAR FROM core.power ORDER BY ALL")
    found["power"] += [steps.plain(row) for row in power]
    every = """
        SELECT place, hash(place) AS spot FROM (
            SELECT DISTINCT unnest(string_split(places, ' ')) AS place FROM (
                SELECT place AS places FROM core.statements UNION ALL SELECT places FROM core.agreed
                UNION ALL SELECT locators FROM core.agreements))"""
    find_held(connection, every)
    held = f"""
        SELECT string_agg(coalesce(place, '?'), ' ' ORDER BY place) AS told FROM core.held LEFT JOIN ({every})
            USING (spot)
        GROUP BY relation ORDER BY told"""
    found["held"] += [told for (told,) in warehouse.rows(connection, held)]


def lines() -> Iterator[str]:
    """The table, line by line."""
    for name, gave in sorted(told().items()):
        yield f"{name} {len(gave)} {sha256(chr(10).join(gave).encode()).hexdigest()[:8]}"


def text_of_near(folder: Path) -> str:
    """The table, anew."""
    return "\n".join(lines()) + "\n"


if __name__ == "__main__":
    print(*told()[sys.argv[1]], sep="\n")
