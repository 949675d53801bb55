"""What changed between two releases: the schema first, then row by row, field by field, with what brought it.

`resources` are the tables of facts and of doubts. `ledger` are those that tell where these are from (sources,
statements, corrections, objections, places of findings), and `results`, which has them side by side; they change with
every figure, so they stand apart.
"""

import fnmatch
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import polars as pl

from numerim import warehouse
from numerim.publish.difference.causes import Causes, changed_files
from numerim.publish.difference.ids import Ids
from numerim.publish.difference.moves import Moves
from numerim.publish.difference.rows import Changes, compared
from numerim.publish.difference.schema import form_changes, metadata_changes, renamed, schema_changes, view_changes
from numerim.publish.difference.told import summary
from numerim.publish.large import as_text

Level = Literal["major", "minor", "patch", "none"]
LEDGER = (
    "results",
    "finding_places",
    "sources",
    "source_headers",
    "source_rows",
    "statements",
    "corrections",
    "objections",
)
_JUDGEMENTS = ("findings", "finding_places", "corrections", "objections")
"""Tables to which a correction of values, or what a reader says of one, adds rows."""


@dataclass(frozen=True)
class Side:
    """A release, as one side of a comparison.

    Attributes:
        version: its version; empty for one that is being made.
        folder: where it lies.
        descriptor: what its `datapackage.json` says.
    """

    version: str
    folder: Path
    descriptor: dict[str, Any]

    @property
    def resources(self) -> dict[str, dict[str, Any]]:
        """Its resources by name."""
        return {resource["name"]: resource for resource in self.descriptor["resources"]}

    def forms(self, later: "Side") -> set[str]:
        """The paths of its forms; where its descriptor does not name them, which of a later one's it has a file of.

        Releases before numerim 0.11.0 do not name them.
        """
        if "forms" in self.descriptor:
            return {form["path"] for form in self.descriptor["forms"]}
        held = {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*")}
        for archive in self.folder.glob("*.zip"):
            with zipfile.ZipFile(archive) as packed:
                held |= {name.partition("/")[2] for name in packed.namelist()}
        return {form["path"] for form in later.descriptor["forms"] if fnmatch.filter(held, form["path"])}

    def table(self, name: str) -> pl.DataFrame:
        """The rows of a resource, every value as the text that the CSV has, or would have (`publish.large`)."""
        said = self.resources[name]
        if "parts" not in said:
            return pl.read_csv(self.folder / said["path"], infer_schema=False, glob=False)
        rows = warehouse.parquet(self.folder / "data" / f"{name}.parquet")
        with warehouse.open_memory() as connection:
            types = warehouse.rows(connection, f"SELECT column_name, column_type FROM (DESCRIBE FROM {rows})")
            texts = ", ".join(f"{as_text(column, kind)}::VARCHAR AS {column}" for column, kind in types)
            return warehouse.frame(connection, f"SELECT {texts} FROM {rows}")


def difference(old: Side | None, new: Side) -> dict[str, Any]:
    """Compare two releases of a package.

    Args:
        old: the earlier one, or None where there is none.
        new: the later one.

    Returns:
        What `diff.json` holds, but for the versions:

        * `level`: `major` where a field or key changed or a resource went, `minor` where there are more rows or
          resources, `patch` where anything else changed, `none`. A row in the place of another is a correction, and
          rows of findings, corrections and objections are what a correction leaves behind; alone they make a patch.
        * `summary`: all of it in a sentence.
        * `schema`: changes of resources, fields, keys, ids, views and forms, each with the `level` that it alone
          would have. All others tell rows under the names and the ids that are told here, so these go first.
        * `metadata`: other changes of `datapackage.json`, each with its path, `from` and `to`.
        * `causes`: what brought the changes, by id: a `source`, a `correction`, a `finding` that holds figures back or
          no longer does, or another `reading` of the same sources.
        * `resources` and `ledger`: by table, the rows `added` and `removed`, the fields `changed`, each with its key
          and the causes (`because`), and the rows that stand elsewhere (`moved`).
    """
    if old is None:
        first = {name: {"new": True, "rows": resource.get("rows")} for name, resource in new.resources.items()}
        return {"level": "major", "summary": "The first release.", "schema": [], "metadata": [], "causes": {}} | {
            "resources": {name: said for name, said in first.items() if name not in LEDGER},
            "ledger": {name: said for name, said in first.items() if name in LEDGER},
        }
    frames = _Frames(old, new)
    schema = schema_changes(old.resources, new.resources, frames.renames)
    schema += frames.ids.told
    schema += view_changes(old.descriptor, new.descriptor)
    if "forms" in new.descriptor:
        schema += form_changes(old.forms(new), new.descriptor)
    changes = _rows(old, new, frames)
    metadata = metadata_changes(old.descriptor, new.descriptor)
    causes = Causes(frames.pairs, changes, old.descriptor, new.descriptor)
    tables = {name: causes.told(name, changed) for name, changed in changes.items() if changed}
    tables |= {name: {"new": True, "rows": new.resources[name].get("rows")} for name in frames.added}
    said = {
        "level": _level(schema, changes, frames.added, metadata),
        "schema": schema,
        "metadata": metadata,
        "causes": causes.used,
        "resources": {name: table for name, table in tables.items() if name not in LEDGER},
        "ledger": {name: table for name, table in tables.items() if name in LEDGER},
    }
    return {"level": said["level"], "summary": summary(said), **said}


class _Frames:
    """The tables of both sides, those of the earlier one with the names and the ids of the later."""

    def __init__(self, old: Side, new: Side) -> None:
        self.added = [name for name in new.resources if name not in old.resources]
        self.pairs: dict[str, tuple[pl.DataFrame, pl.DataFrame]] = {}
        self.renames: dict[str, dict[str, str]] = {}
        then, now = ({name: resource["schema"] for name, resource in side.resources.items()} for side in (old, new))
        self.ids = Ids(now)
        for name in self.ids.order():
            if name in old.resources:
                before, after = old.table(name), new.table(name)
                self.renames[name] = renamed(before, after, then[name], now[name])
                before = self.ids.renamed(name, before.rename(self.renames[name]), after)
                self.pairs[name] = (before, after)
        if "statements" in self.pairs:
            before, after = self.pairs["statements"]
            self.pairs["statements"] = (self.ids.keys(before, then, self.renames), after)
        self.pairs = {name: self.pairs[name] for name in new.resources if name in self.pairs}


def _rows(old: Side, new: Side, frames: _Frames) -> dict[str, Changes]:
    files = {cause["path"] for cause in changed_files(frames.pairs).values()}
    moves = Moves(*frames.pairs.get("statements", (pl.DataFrame(), pl.DataFrame())), files)
    found = {}
    for name, (before, after) in frames.pairs.items():
        same = old.resources[name].get("hash") == new.resources[name].get("hash")
        if same and not frames.renames[name] and not frames.ids.told:
            continue  # the same bytes
        key = [c for c in new.resources[name]["schema"]["primaryKey"] if c in before.columns]
        found[name] = compared(before, after, key, moves)
    return {name: changes for name, changes in found.items() if changes}


def _level(
    schema: list[dict[str, Any]], changes: dict[str, Changes], added: list[str], metadata: list[dict[str, Any]]
) -> Level:
    if any(change["level"] == "major" for change in schema):
        return "major"
    grown = [
        name
        for name, changed in changes.items()
        if changed.added.height > changed.removed.height and name not in _JUDGEMENTS
    ]
    if added or grown or any(change["level"] == "minor" for change in schema):
        return "minor"
    return "patch" if changes or schema or metadata else "none"


def next_version(version: str | None, level: Level) -> str:
    """The version after one, for a difference of a level."""
    if version is None:
        return "1.0.0"
    major, minor, patch = (int(part) for part in version.split("."))
    return {
        "major": f"{major + 1}.0.0",
        "minor": f"{major}.{minor + 1}.0",
        "patch": f"{major}.{minor}.{patch + 1}",
        "none": version,
    }[level]
