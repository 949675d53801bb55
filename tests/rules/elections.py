"""Cases -> one folder with an election.yml and files, and a checked database: many elections in one."""

import csv
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
import xlsxwriter

from numerim import inputs
from numerim.check.check import in_duckdb
from numerim.declare.house import House
from numerim.declare.sources import Source
from numerim.declare.words import keys_of
from numerim.errors import InputError
from numerim.fetch import states
from tests.conftest import completed, loud, seeded
from tests.rules.cases import EVENT, TABLE, Case

DAY = date(2030, 6, 9)
WEEKS = timedelta(weeks=8)
BEFORE = "2030-06-09T20:00:00Z"
"""When the `table_before:` of cases was put down."""
OFFICES = {"mayor": {"unit": "municipality", "outcome_rule": "plurality"}}
REGISTER = {"unit": "municipality", "party": "party"}
COUNTRY = "IS"  # the seeds know nothing of it


def day_of(number: int) -> date:
    """The day of the election that a case is, unless the case says another: elections of one file differ in theirs."""
    return DAY + WEEKS * number


def _days(case: Case, number: int) -> dict[str, date]:
    """The days that a case says, `held_on` and `runoff_on`, moved to its place where nothing else in it names a day.

    So cases that only want two rounds can stand in one database, whatever day each of them says.
    """
    days = {key: date.fromisoformat(str(case.said[key])) for key in ("held_on", "runoff_on") if key in case.said}
    others = {key: said for key, said in case.said.items() if key not in days}
    told = json.dumps([others, case.find], default=str)
    if "held_on" not in days or "beside" in others or any(str(day)[:4] in told for day in days.values()):
        return days
    moved = day_of(number) - days["held_on"]
    return {key: day + moved for key, day in days.items()}


def prefix(number: int) -> str:
    """What the names of the sources of a case begin with, by its place among those of its database."""
    return f"c{number:03}"


def election_of(case: Case, number: int) -> str:
    """The id of the election that a case is."""
    return case.said.get("as", prefix(number))


def databases(some: Sequence[Case], most: int | None = None) -> list[list[Case]]:
    """Cases that can stand in one election.yml without meaning different things by one name, as few as that takes.

    Args:
        some: the cases.
        most: so many cases may share one; all that can, where nothing is said.
    """
    found: list[tuple[dict[str, Any], list[Case]]] = []
    for case in some:
        said = {"": case.name if case.alone else case.world, **_means(case)}
        for means, there in found:
            if len(there) != most and all(means.get(name, meant) == meant for name, meant in said.items()):
                means.update(said)
                there.append(case)
                break
        else:
            found.append((said, [case]))
    return [there for _, there in found]


def _means(case: Case) -> dict[str, Any]:
    """What the names in a case mean: units their kinds, days and ids of elections the case."""
    own = {f"{key} {day}": case.name for key, day in _days(case, 0).items() if str(day) == str(case.said[key])}
    own |= {f"as {case.said['as']}": case.name} if "as" in case.said else {}
    offices = case.said.get("offices", OFFICES)
    for table in _tables(case):
        rows = _rows(table)
        header = rows[0]
        kinds = table.get("register", _units(header, offices))
        for role in ("unit", "within") if not case.said.get("known") else ():
            at = header.index(role) if role in header else None
            names = [table.get("set", {}).get(role)] if at is None else [row[at] for row in rows[1:] if len(row) > at]
            if role == "within" or "within" not in (*header, *table.get("set", {})):  # those within another are apart
                own |= {f"unit {name}": kinds.get(role) for name in names if name}
    return own


def _tables(case: Case) -> list[dict[str, Any]]:
    """The tables of a case, each with all that is said of it."""
    sources = case.said.get("sources") or {"a": {}}
    wide = {key: case.said[key] for key in TABLE if key in case.said}
    return [
        wide | {key: source[key] for key in TABLE if key in source} | table
        for source in sources.values()
        for table in (source or {}).get("tables") or case.said.get("tables") or [source or {}]
    ]


def _rows(table: dict[str, Any]) -> list[list[str]]:
    """The cells of a table that is written as text."""
    return [[cell.strip() for cell in row] for row in csv.reader(StringIO(table["table"]), skipinitialspace=True)]


def made(cases: Sequence[Case], folder: Path, *, whole: bool = True) -> duckdb.DuckDBPyConnection:
    """A checked database with an election a case, through the whole pipeline; `whole` as `completed` has it.

    Where cases say what the `table_before:`, that is put down first as the state that the election is held against.
    """
    house = written(cases, folder)
    try:
        return loud(completed(house, "cases", whole=whole, engine=partial(in_duckdb, keep=True)))
    except InputError as error:
        there = house.election_file("cases")
        raise ValueError(_in_case(str(error), cases, there.read_text("utf-8").splitlines())) from None


def written(cases: Sequence[Case], folder: Path) -> House:
    """A folder with an election a case, of which nothing is read yet; see `made`."""
    house = seeded(folder)
    if any("table_before" in table for case in cases for table in _tables(case)):
        _write(house, [_before(case) for case in cases])
        states.record(inputs.take(house, "cases"))
        known = house.snapshots / "cases" / "states.jsonl"
        known.write_text(json.dumps({**json.loads(known.read_text("utf-8")), "at": BEFORE}) + "\n", "utf-8")
    _write(house, cases)
    return house


def _before(case: Case) -> Case:
    """A case as it was before: with each `table_before:` in the place of its table, and what `source_before:` says."""

    def of(said: Any) -> Any:
        if isinstance(said, list):
            return [of(one) for one in said]
        if not isinstance(said, dict):
            return said
        was = {"table": said["table_before"]} if "table_before" in said else {}
        return {key: of(one) for key, one in said.items()} | was | said.get("source_before", {})

    return replace(case, said=of(case.said))


def _write(house: House, cases: Sequence[Case]) -> None:
    """Write the election.yml of cases, and their files."""
    country = cases[0].said.get("country", COUNTRY)
    there = house.raw / country.lower() / "cases"
    there.mkdir(parents=True, exist_ok=True)
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
    (there / "election.yml").write_text(json.dumps(said, ensure_ascii=False, indent=1, default=str), encoding="utf-8")


def _in_case(told: str, cases: Sequence[Case], lines: Sequence[str]) -> str:
    """What numerim says of a folder of cases, with the case that it says it of."""

    def of(found: re.Match[str]) -> str:
        above = "\n".join(lines[: int(found[1])])
        numbers = re.findall(r'^ +"c(\d{3})\b', above, re.MULTILINE) or ["000"]
        case = cases[int(numbers[-1])]
        return f"{case.file}, {case.name!r} ({found[0]})"

    told = re.sub(r"\S*election\.yml:L(\d+)", of, told)
    return re.sub(r"\S*/c(\d{3})-", lambda found: f"{cases[int(found[1])].file}, {cases[int(found[1])].name!r}: ", told)


def _add(said: dict[str, Any], case: Case, number: int, folder: Path) -> None:
    """Add a case to what an election.yml says, and its files to a folder."""
    own, election = case.said, election_of(case, number)
    event = {"title": {"en": "Case"}, "held_on": day_of(number), "status": "final", "offices": OFFICES}
    event |= {key: own[key] for key in EVENT if key in own} | _days(case, number)
    said["others"][election] = event
    beside = {name: f"{prefix(number)}-{name}" for name in own.get("beside", {})}
    for name, id_ in beside.items():
        said["others"][id_] = {"title": {"en": "Another"}, "status": "final", **own["beside"][name]}
    office = next(iter(event["offices"])) if len(event["offices"]) == 1 else None
    sources = own.get("sources") or {"a": {}}
    for name, source in sources.items():
        source = {key: own[key] for key in (*keys_of(Source), *TABLE, "tables") if key in own} | (source or {})
        id_ = f"{prefix(number)}-{name}"
        tables = source.get("tables") or [source]
        files: dict[str, dict[str, Any]] = {}
        lists = _lists({table["list"]: _rows(table) for table in tables if "list" in table})
        for i, table in enumerate(tables, 1):
            table = {key: source[key] for key in TABLE if key in source} | table
            rows, kind = _rows(table), "json" if "list" in table else "xlsx" if "workbook" in table else "csv"
            path = f"{id_}.{kind}" if len(tables) == 1 or kind == "json" else f"{id_}{i}.{kind}"
            content = lists if kind == "json" else _csv(rows) if kind == "csv" else _workbook(rows, **table["workbook"])
            (folder / path).write_bytes(content)
            header = rows[table.get("skip", 0)]
            layout = {
                key: table[key]
                for key in TABLE
                if key in table and key not in ("table", "table_before", "source_before", "workbook", "list")
            }
            own_columns = {name: is_ for name, is_ in layout.get("columns", {}).items() if name in header}
            if "parts" not in layout:  # which say for themselves what their columns are
                layout["columns"] = {
                    name: name for name in header if name not in layout.get("ignore", {})
                } | own_columns
            layout["set"] = {"election": election, **layout.get("set", {})}
            layout["set"]["election"] = beside.get(layout["set"]["election"], layout["set"]["election"])
            if office and "office" not in header and "office" not in layout["set"]:
                layout["set"]["office"] = office
            if not own.get("known"):
                layout.setdefault("register", _units(header, event["offices"]))
            if kind == "json":
                layout["at"] = table["list"]
                layout["columns"] = {f"{table['list']}/{name}": is_ for name, is_ in layout["columns"].items()}
            reader = {"csv": "csv", "xlsx": "workbook", "json": "json"}[kind]
            files.setdefault(path, {"sha256": sha256(content).hexdigest(), "reader": reader, "tables": []})
            files[path]["tables"].append(layout)
        kept = {key: source[key] for key in keys_of(Source) if key in source and key != "files"}
        if "earlier" in kept:
            kept["earlier"] = f"{prefix(number)}-{kept['earlier']}"
        defaults = {"language": "en", "licence": "CC0-1.0", "rank": len(said["sources"]) + 1, "status": event["status"]}
        said["sources"][id_] = {**defaults, "title": "A source", **kept, "files": files}
    for key in ("corrections", "doubts"):
        for one in own.get(key, []):
            source, at = one["at"].split(" ") if " " in one["at"] else (next(iter(sources)), one["at"])
            id_ = f"{prefix(number)}-{source}"
            path = next(iter(said["sources"][id_]["files"]))
            at = at if ":" in at else f"{path}:{at}"
            said[key].append({"reason": "as the case says", **one, "source": id_, "at": at})
    for one in own.get("accept", []):
        said["accept"].append({"reason": "as the case says", **one, "election": election})


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def _lists(tables: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """One file of so many lists of objects, by their names."""
    lists = {name: [dict(zip(rows[0], row, strict=True)) for row in rows[1:]] for name, rows in tables.items()}
    return json.dumps(lists, ensure_ascii=False).encode()


def _workbook(
    rows: Sequence[Sequence[str]],
    hide_rows: Sequence[int] = (),
    hide_columns: Sequence[str] = (),
    formulas: Mapping[str, str] = MappingProxyType({}),
    merge: Sequence[str] = (),
) -> bytes:
    """A workbook of one sheet; rows and columns by their names in it, formulas by what is stored as their value."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": True}) as book:
        book.set_properties({"created": datetime(2030, 6, 9)})
        sheet = book.add_worksheet("Results")
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
        for number in hide_rows:
            sheet.set_row(number - 1, None, None, {"hidden": True})
        for letter in hide_columns:
            sheet.set_column(f"{letter}:{letter}", None, None, {"hidden": True})
        for cell, value in formulas.items():
            sheet.write_formula(cell, "=1+1", None, value)
        for area in merge:
            sheet.merge_range(area, rows[int(re.findall(r"\d+", area)[0]) - 1][0])
    return out.getvalue()


def _units(header: Sequence[str], offices: dict[str, Any]) -> dict[str, str]:
    """Of what types the units of a table are: that of the first office, or polling stations within such units."""
    unit = next(iter(offices.values())).get("unit", "municipality")
    return {"unit": "polling_station", "within": unit} if "within" in header else {"unit": unit}
