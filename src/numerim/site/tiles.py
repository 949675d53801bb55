"""A map of tiles: one a place, where `seeds/tiles.csv` puts it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SIZE = 62
"""The width and height of a tile."""

COLOURS = 7
"""So many parties have a colour of their own; the others share one."""


@dataclass(frozen=True)
class Tile:
    """A place on the map.

    Attributes:
        unit_id: the place.
        name: what it is called.
        party: the party that won it; empty where nobody is known.
        who: the person, where it is one.
        colour: the class of its colour.
        x: from the left.
        y: from the top.
    """

    unit_id: str
    name: str
    party: str
    who: str
    colour: str
    x: int
    y: int


@dataclass(frozen=True)
class Map:
    """A map.

    Attributes:
        tiles: its places, from the top.
        width: how wide it is.
        height: how high.
    """

    tiles: tuple[Tile, ...]
    width: int
    height: int


def tiles_of(said: Mapping[str, tuple[str, str, str, int]]) -> Map | None:
    """Lay out places; None where most of them have no tile.

    Args:
        said: a place -> its name, party, who won and the rank of that party; -1 where nobody is known, -2 for a runoff.
    """
    known = {unit: place for unit, place in _layout().items() if unit in said}
    if len(known) < 5 or len(known) < 0.9 * len(said):
        return None
    top, left = min(row for row, _ in known.values()), min(column for _, column in known.values())
    tiles = []
    for unit, (row, column) in sorted(known.items(), key=lambda one: one[1]):
        name, party, who, rank = said[unit]
        tiles.append(Tile(unit, name, party, who, colour(rank), (column - left) * SIZE, (row - top) * SIZE))
    return Map(tuple(tiles), max(tile.x for tile in tiles) + SIZE, max(tile.y for tile in tiles) + SIZE)


def colour(rank: int) -> str:
    """The class of the colour of a party, by how much it won."""
    if rank < 0:
        return "runoff" if rank == -2 else "unknown"
    return f"c{rank + 1}" if rank < COLOURS else "c0"


@cache
def _layout() -> dict[str, tuple[int, int]]:
    path = Path(__file__).parents[1] / "seeds" / "tiles.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["gp_unit_id"]: (int(row["tile_row"]), int(row["tile_column"])) for row in csv.DictReader(file)}
