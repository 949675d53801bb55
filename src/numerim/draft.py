"""A release while it is being made."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from numerim.election import ElectionFile


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

    @property
    def created(self) -> str:
        """The day up to which the sources tell, as a point in time (RFC 3339)."""
        return f"{self.file.as_of.isoformat()}T00:00:00Z"

    @property
    def citation(self) -> str:
        """How to cite the release, in a line."""
        title = self.file.election.title["en"]
        return f"numerim. {title}. Data package {self.package}, version {self.version}. CC0-1.0."
