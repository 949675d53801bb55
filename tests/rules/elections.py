"""Cases -> one folder with an election.yml and files, and a checked database: many elections in one."""

import csv
import shutil
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import yaml

from numerim.declare.house import House
from numerim.declare.sources import Source
from numerim.declare.words import keys_of
from tests.conftest import ROOT, completed, loud
from tests.rules.cases import EVENT, TABLE, Case

DAY = date(2030, 6, 9)
WEEKS = timedelta(weeks=8)
OFFICES = {"mayor": {"unit": "municipality", "outcome_rule": "plurality"}}
REGISTER = {"unit": "municipality", "party": "party"}
COUNTRY = "IS"  # the seeds know nothing of it


def day_of(number: int) -> date:
    """The day of the election that a case is, unless the case says another: elections of one file differ in theirs."""
    return DAY + WEEKS * number


def election_of(number: int) -> str:
    """The id of the election that a case is, by its place among those of its database."""
    return f"c{number:03}"


def databases(some: list[Case]) -> list[list[Case]]:
    """Cases that share a database."""
    by: dict[str, list[Case]] = defaultdict(list)
    for case in some:
        by[f"{case.file} {case.name}" if case.alone else case.world].append(case)
    return list(by.values())


def made(cases: Sequence[Case], folder: Path) -> duckdb.DuckDBPyConnection:
    """A checked database with an election a case, through the whole pipeline, as it would be published."""
    house = House(folder)
    shutil.copytree(ROOT / "seeds", house.seeds)
    country = cases[0].said.get("country", COUNTRY)
    there = house.raw / country.lower() / "cases"
    there.mkdir(parents=True)
    said: dict[str, Any] = {
        "id": "cases",
        "title": {"en": "Cases"},
        "country": country,
        "licence": "CC0-1.0",
        "held_on": DAY - WEEKS,
        "status": "final",
        "others": {},
        "sources": {},
        "corrections": [],
        "doubts": [],
        "accept": [],
        **{key: cases[0].said[key] for key in ("units", "ballots", "accounts") if key in cases[0].said},
    }
    if not cases[0].said.get("known"):
        said["register"] = {"party": "party"}
    for number, case in enumerate(cases):
        _add(said, case, number, there)
    (there / "election.yml").write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return loud(completed(house, "cases"))


def _add(said: dict[str, Any], case: Case, number: int, folder: Path) -> None:
    """Add a case to what an election.yml says, and its files to a folder."""
    own, election = case.said, election_of(number)
    event = {"title": {"en": "Case"}, "held_on": day_of(number), "status": "final", "offices": OFFICES}
    event |= {key: own[key] for key in EVENT if key in own}
    said["others"][election] = event
    office = next(iter(event["offices"])) if len(event["offices"]) == 1 else None
    sources = own.get("sources") or {"a": {}}
    for name, source in sources.items():
        source = {key: own[key] for key in (*keys_of(Source), *TABLE, "tables") if key in own} | (source or {})
        id_ = f"{election}-{name}"
        tables = source.get("tables") or [source]
        files = {}
        for i, table in enumerate(tables, 1):
            table = {key: source[key] for key in TABLE if key in source} | table
            path = f"{id_}.csv" if len(tables) == 1 else f"{id_}{i}.csv"
            rows = [
                [cell.strip() for cell in row] for row in csv.reader(StringIO(table["table"]), skipinitialspace=True)
            ]
            content = _csv(rows)
            (folder / path).write_bytes(content)
            header = rows[table.get("skip", 0)]
            layout = {key: table[key] for key in TABLE if key in table and key != "table"}
            layout["columns"] = {name: name for name in header if name not in layout.get("ignore", {})} | layout.get(
                "columns", {}
            )
            layout["set"] = {"election": election, **layout.get("set", {})}
            if office and "office" not in header and "office" not in layout["set"]:
                layout["set"]["office"] = office
            if not own.get("known"):
                layout.setdefault("register", _units(header, event))
            files[path] = {"sha256": sha256(content).hexdigest(), "reader": "csv", "tables": [layout]}
        kept = {key: source[key] for key in keys_of(Source) if key in source and key != "files"}
        if "earlier" in kept:
            kept["earlier"] = f"{election}-{kept['earlier']}"
        defaults = {"language": "en", "licence": "CC0-1.0", "rank": len(said["sources"]) + 1, "status": event["status"]}
        said["sources"][id_] = {**defaults, "title": "A source", **kept, "files": files}
    for key in ("corrections", "doubts"):
        for one in own.get(key, []):
            source, at = one["at"].split(" ") if " " in one["at"] else (next(iter(sources)), one["at"])
            id_ = f"{election}-{source}"
            path = next(iter(said["sources"][id_]["files"]))
            at = at if ":" in at else f"{path}:{at}"
            said[key].append({"reason": "as the case says", **one, "source": id_, "at": at})
    for one in own.get("accept", []):
        said["accept"].append({"reason": "as the case says", **one, "election": election})


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def _units(header: Sequence[str], event: dict[str, Any]) -> dict[str, str]:
    """Of what types the units of a table are: that of the first office, or polling stations within such units."""
    unit = next(iter(event["offices"].values())).get("unit", "municipality")
    return {"unit": "polling_station", "within": unit} if "within" in header else {"unit": unit}
