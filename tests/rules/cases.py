"""The cases of a folder: files of tiny elections, each with what must be found in it (docs/add-a-rule.md)."""

import json
import re
import runpy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from numerim.declare.declaration import Event
from numerim.declare.sources import Source
from numerim.declare.tables import Layout
from numerim.declare.words import keys_of
from numerim.schemas.rule import rules

HERE = Path(__file__).parent
EVENT = [key for key in keys_of(Event) if key != "title"]
WIDE = ("country", "units", "ballots", "accounts", "known")
"""What an election.yml says for all its elections: cases that say the same of it share a database."""

SOURCE = [key for key in keys_of(Source) if key not in ("files", "title")]
TABLE = [
    *keys_of(Layout),
    *(
        "table",
        "table_before",
        "source_before",
        "workbook",
        "list",
        "set",
        "columns",
        "complete",
        "only",
        "but",
        "ignore",
        "register",
    ),
]
FOUND = ("rule", "says", "in_doubt", "expected", "actual", "tolerance", "impact", "hint", "slip", "subject", "cause")
WANTED = ("find", "holds", "silent", "held_back")
CASE = ("case", "each", "as", "alone", "beside", "corrections", "doubts", "accept", "sources", "tables", *WANTED)


@dataclass(frozen=True)
class Case:
    """One tiny election.

    Attributes:
        name: what it shows; unique in its file.
        file: the file that it stands in, as `family/name`.
        said: what it says of its election: keys of an election, a source and a table.
        find: every finding that must come out, by the keys `FOUND`.
        holds: rules that must have judged something in it, and found that it holds: code -> how often.
        silent: rules that must have judged nothing in it.
        held_back: the cells that are held back.
        alone: whether it must have a database of its own.
    """

    name: str
    file: str
    said: dict[str, Any]
    find: list[dict[str, Any]] = field(default_factory=list)
    holds: dict[str, int | None] = field(default_factory=dict)
    silent: list[str] = field(default_factory=list)
    held_back: str = ""
    alone: bool = False

    @property
    def family(self) -> str:
        """The folder that it stands in."""
        return self.file.split("/")[0]

    @property
    def world(self) -> str:
        """What it shares with all elections of its database."""
        return json.dumps({key: self.said.get(key) for key in WIDE}, sort_keys=True)

    @property
    def rules(self) -> set[str]:
        """The rules that it says something of."""
        return {f["rule"] for f in self.find} | set(self.holds) | set(self.silent)


@cache
def cases(folder: Path = HERE) -> list[Case]:
    """Every case of every file of a folder, in order.

    Raises:
        ValueError: a case says something that is not known, says nothing to be found, or has the name of another.
    """
    files = sorted({*folder.rglob("*.yml"), *folder.rglob("*/*.py")} - {*folder.rglob("__init__.py")})
    found = [case for path in files for case in read(path, folder)]
    names = [(case.file, case.name) for case in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"two cases have one name: {twice}")
    return found


def read(path: Path, folder: Path = HERE) -> list[Case]:
    """The cases of one file, YAML or a module with `CASES`; see `cases`."""
    if path.suffix == ".py":
        said = runpy.run_path(str(path))["CASES"]
    else:
        said = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)  # libyaml takes a tenth of the time
    name = path.relative_to(folder).with_suffix("").as_posix()
    found = []
    for one in said["cases"]:
        whole = {**said.get("defaults", {}), **one}
        for row in one.get("each", [{}]):
            found.append(_case(_filled(whole, row), name))
    return found


def _filled(said: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """A case with one row of its `each:`: keys of a case take the place of its own, others that of `{key}` in texts."""
    own = {key: value for key, value in row.items() if key in (*CASE, *EVENT, *WIDE, *SOURCE, *TABLE)}
    blanks = {key: value for key, value in row.items() if key not in own}

    def put(value: Any) -> Any:
        if isinstance(value, str):
            return re.sub(r"\{(\w+)\}", lambda m: str(blanks.get(m[1], m[0])), value)
        if isinstance(value, list):
            return [put(one) for one in value]
        return {key: put(one) for key, one in value.items()} if isinstance(value, dict) else value

    whole = {key: value for key, value in said.items() if key != "each"} | own
    told = ", ".join(f"{key} {value}" for key, value in blanks.items())
    whole["case"] = " · ".join(filter(None, [said["case"], row.get("case", told)]))
    return put(whole)


def _case(said: dict[str, Any], file: str) -> Case:
    where = f"{file}: {said['case']}"
    known = (*CASE, *EVENT, *WIDE, *SOURCE, *TABLE)
    if strange := sorted(set(said) - set(known)):
        raise ValueError(f"{where}: unknown {', '.join(strange)}; a case may say {', '.join(sorted(known))}")
    if not any(said.get(key) for key in WANTED):
        raise ValueError(f"{where}: says nothing of what must come out: find:, holds: or silent:")
    holds = said.get("holds", {})
    holds = dict.fromkeys(holds) if isinstance(holds, list) else holds
    case = Case(
        name=said["case"],
        file=file,
        said={key: value for key, value in said.items() if key not in WANTED},
        find=said.get("find", []),
        holds=holds,
        silent=said.get("silent", []),
        held_back=" ".join(sorted(str(said.get("held_back", "")).split())),
        alone=said.get("alone", False),
    )
    for found in case.find:
        if strange := sorted(set(found) - set(FOUND)):
            raise ValueError(f"{where}: unknown {', '.join(strange)} of a finding; it has {', '.join(FOUND)}")
    if unknown := sorted(case.rules - set(rules())):
        raise ValueError(f"{where}: there is no rule {', '.join(unknown)}")
    for found in case.find:
        rule = rules()[found["rule"]]
        needs = ["says", *(["in_doubt"] if rule.severity != "info" else []), *(["expected"] if rule.figures[0] else [])]
        if lacking := [key for key in needs if key not in found]:
            raise ValueError(f"{where}: {rule.code} is to be found without {', '.join(lacking)}; say which")
    return case
