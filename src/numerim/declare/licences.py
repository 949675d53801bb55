"""Licences: what each is called, where its text stands, and what it asks of those who use a work."""

import re
from dataclasses import dataclass

import duckdb

from numerim import warehouse
from numerim.errors import InputError

_VERSIONED = re.compile(r"(?P<name>.+)-(?P<version>\d+\.\d+)")


@dataclass(frozen=True)
class Licence:
    """A licence.

    Attributes:
        id: its identifier in the SPDX License List; empty where it has none.
        title: what it is called.
        url: where its text stands.
        attribution: whether it asks to name who made the work.
        share_alike: whether it asks that what is made of the work has the same licence.
        commercial: whether it allows commercial use.
        changes: whether it allows to publish what is made of the work.
    """

    id: str
    title: str
    url: str
    attribution: bool = False
    share_alike: bool = False
    commercial: bool = True
    changes: bool = True

    @property
    def name(self) -> str:
        """Its shortest name."""
        return self.id or self.title

    @property
    def is_waiver(self) -> bool:
        """Whether nothing is asked for: the work is given to the public domain."""
        return self.changes and self.commercial and not (self.attribution or self.share_alike)

    def is_later_than(self, other: "Licence") -> bool:
        """Whether it is the same licence as another, or a later version of it."""
        if not self.id or not other.id:
            return self == other
        mine, its = _VERSIONED.fullmatch(self.id), _VERSIONED.fullmatch(other.id)
        if not mine or not its or mine["name"] != its["name"]:
            return self.id == other.id
        return [int(part) for part in mine["version"].split(".")] >= [int(part) for part in its["version"].split(".")]


def known_licences(connection: duckdb.DuckDBPyConnection) -> dict[str, Licence]:
    """The licences of `seeds/licences.csv` by identifier, from a database with the schema `seed`.

    Raises:
        InputError: what one of them asks for is neither yes nor no.
    """
    asked = ("attribution", "share_alike", "commercial", "changes")
    odd = " OR ".join(f"coalesce({name}, '') NOT IN ('yes', 'no')" for name in asked)
    if wrong := warehouse.rows(connection, f"SELECT licence_id FROM seed.licences WHERE {odd} ORDER BY 1"):
        raise InputError("seeds/licences.csv", f"{wrong[0][0]}: {', '.join(asked)} must be yes or no")
    wants = ", ".join(f"{name} = 'yes'" for name in asked)
    rows = warehouse.rows(
        connection,
        f"SELECT licence_id, title, url, {wants} FROM seed.licences ORDER BY licence_id",
    )
    return {row[0]: Licence(*row) for row in rows}
