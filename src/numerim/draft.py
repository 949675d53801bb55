"""A release while it is being made."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from numerim import warehouse
from numerim.election import ElectionFile
from schemas.table import about, tables


@dataclass
class Draft:
    """A release while it is being made.

    Attributes:
        connection: a database with the schema `clean`.
        file: what `election.yml` says.
        folder: where the release is written, before it is put in its place.
        version: the version, once it is computed.
        descriptor: what `datapackage.json` will say.
    """

    connection: duckdb.DuckDBPyConnection
    file: ElectionFile
    folder: Path
    version: str = ""
    descriptor: dict[str, Any] = field(default_factory=dict)

    @property
    def package(self) -> str:
        """The name of the package: the id of the election."""
        return self.file.election.id

    @cached_property
    def days(self) -> tuple[date, date]:
        """The first and the last vote that the tables have figures of, second rounds included."""
        own = self.file.election.held_on
        told = [
            f"SELECT election_id, {'round' if 'round' in model.to_schema().columns else '1 AS round'} FROM clean.{name}"
            for name, model in tables().items()
            if about(model).states and "election_id" in model.to_schema().columns
        ]
        first, last = warehouse.rows(
            self.connection,
            f"""
            SELECT min(held_on), max(greatest(held_on, CASE WHEN round > 1 THEN runoff_on END))
            FROM (SELECT election_id, round FROM clean.contests UNION {" UNION ".join(told)})
            JOIN clean.elections USING (election_id)
            """,
        )[0]
        return first or own, last or own

    @property
    def as_of(self) -> date:
        """The newest day: that which a source bears, or that of the last vote with figures."""
        dated = [source.dated for source in self.file.election.sources.values() if source.dated]
        return max([*dated, self.days[1]])

    @property
    def created(self) -> str:
        """`as_of` as a point in time (RFC 3339)."""
        return f"{self.as_of.isoformat()}T00:00:00Z"

    @property
    def citation(self) -> str:
        """How to cite the release, in a line."""
        title = self.file.election.title["en"]
        return f"numerim. {title}. Data package {self.package}, version {self.version}. CC0-1.0."
