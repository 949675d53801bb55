"""A figure of a release, as it was published: what a reader can object to."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numerim import warehouse
from numerim.ask.trace import named, stated
from numerim.declare.house import House
from numerim.errors import InputError, nearest
from numerim.publish.versions import latest_of, versions
from numerim.schemas.table import about, tables

_TOLD = 10
"""So many figures are told where one must be chosen."""


@dataclass(frozen=True)
class Figure:
    """A figure, or a name, of a release with its place.

    Attributes:
        package: the package.
        version: the version.
        table: the table whose row it makes; None for a cell that makes none.
        key: the key of that row, its parts divided by spaces.
        source: its source.
        title: what that is called.
        locator: where in it the cell stands.
        measure: what is stated, a word of `words`.
        printed: the cell, as printed.
        corrected: what a declared correction put in its place.
        value: what it was read as.
        fate: what became of it.
        elsewhere: other places that state the same thing.
    """

    package: str
    version: str
    table: str | None
    key: str | None
    source: str
    title: str
    locator: str
    measure: str
    printed: str
    corrected: str | None
    value: str | None
    fate: str
    elsewhere: tuple[str, ...] = ()

    @property
    def published(self) -> str:
        """The figure, or the cell where there is none."""
        return self.value if self.value is not None else self.corrected or self.printed


def release_of(house: House, package: str, version: str | None = None) -> tuple[str, Path]:
    """A version of a package, the latest that was not withdrawn where none is named, and the folder of its tables.

    Raises:
        InputError: there is no such package or version, or it does not tell where its figures stand.
    """
    homes = [index.parent.name for index in sorted(house.published.glob("*/versions.json"))]
    if package not in homes:
        raise InputError(package, "there is no such package", nearest(package, homes))
    entries = versions(house.published / package)
    known = [entry["version"] for entry in entries]
    if version is not None and version not in known:
        raise InputError(f"{package} {version}", "there is no such version", f"Versions: {', '.join(known)}.")
    newest = latest_of(entries) or entries[-1]
    version = version or str(newest["version"])
    data = house.published / package / version / "data"
    if not warehouse.parts_of(data / "statements.parquet"):
        raise InputError(f"{package} {version}", "its figures are not here", f"Versions: {', '.join(known)}.")
    return version, data


def find(house: House, package: str, keys: Sequence[str], version: str | None = None) -> Figure:
    """The one figure of a release that some keys name.

    Args:
        house: where things lie.
        package: the package.
        keys: a table and as much of a key of it as `trace` takes, or a place: `source|locator`.
        version: the version; the latest where absent.

    Raises:
        InputError: there is no such figure, or there are several.
    """
    version, data = release_of(house, package, version)
    asked = " ".join([package, *keys])
    if len(keys) == 1 and "|" in keys[0]:
        source, locator = keys[0].split("|")[:2]
        found = at(house, package, version, source, locator)
        if not found:
            cure = "A place is source|locator, as `numerim trace` and the columns source_id and locator have it."
            raise InputError(asked, f"version {version} states nothing at this place", cure)
        return found[0]
    if not keys or keys[0] not in tables():
        cure = "Name a table and a key of it, as for `numerim trace`, or a place: source|locator."
        hint = nearest(keys[0], list(tables())) if keys else ""
        raise InputError(asked, "no figure is named", f"{hint} {cure}".strip())
    if not about(tables()[keys[0]]).states:
        those = [name for name, model in tables().items() if about(model).states]
        problem = f"a row of {keys[0]} is not one figure"
        raise InputError(asked, problem, f"Name the table of the figure ({', '.join(those)}), or source|locator.")
    _, said = stated(package, data, keys[0], keys[1:])
    chosen = [row for row in said if row["fate"] == "published"] or said
    if len({(row["source_id"], row["locator"]) for row in chosen}) > 1:
        places = [f"{row['source_id']}|{row['locator']}  {row['printed']}" for row in chosen[:_TOLD]]
        cure = "Name the place of one of them:\n    " + "\n    ".join(places)
        raise InputError(asked, f"{len(chosen)} statements are about it, and none is published", cure)
    others = [f"{row['source_id']}|{row['locator']}" for row in said if row is not chosen[0]]
    return _figure(package, version, _titles(data), chosen[0], tuple(others))


def at(house: House, package: str, version: str, source: str, locator: str) -> list[Figure]:
    """What a version of a package states at a place; the published figure is first.

    Raises:
        InputError: there is no such package or version.
    """
    version, data = release_of(house, package, version)
    place = f"source_id = {warehouse.text(source)} AND locator = {warehouse.text(locator)}"
    order = "ORDER BY fate <> 'published', fate <> 'held_back', value IS NULL, measure"
    titles = _titles(data)
    return [_figure(package, version, titles, row) for row in named(data / "statements.parquet", f"{place} {order}")]


def row_of(house: House, package: str, version: str, table: str, key: str) -> list[Figure]:
    """What a version states of a row; the published figure is first."""
    version, data = release_of(house, package, version)
    of = f"table_name = {warehouse.text(table)} AND table_key = {warehouse.text(key)}"
    rows = named(data / "statements.parquet", f"{of} ORDER BY fate <> 'published', source_id, locator")
    titles = _titles(data)
    return [_figure(package, version, titles, row) for row in rows]


def _titles(data: Path) -> dict[str, str]:
    return {row["source_id"]: row["title"] for row in named(data / "sources.parquet", "true")}


def _figure(
    package: str, version: str, titles: dict[str, str], row: dict[str, Any], elsewhere: tuple[str, ...] = ()
) -> Figure:
    return Figure(
        package=package,
        version=version,
        table=row.get("table_name"),
        key=row.get("table_key"),
        source=row["source_id"],
        title=titles.get(row["source_id"], ""),
        locator=row["locator"],
        measure=row["measure"],
        printed=row["printed"] or "",
        corrected=row.get("corrected"),
        value=row["value"],
        fate=row["fate"],
        elsewhere=elsewhere,
    )
