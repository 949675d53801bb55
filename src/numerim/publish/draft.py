"""A release while it is being made."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from numerim import warehouse
from numerim.declare.election import ElectionFile
from numerim.declare.licences import Licence, known_licences
from numerim.declare.settings import Settings
from numerim.publish.large import is_large
from numerim.publish.terms import Granted, granted, package_licence, source_told
from numerim.schemas.table import about, tables

_T = TypeVar("_T")


@dataclass
class Draft:
    """A release while it is being made.

    Attributes:
        connection: a database with the schema `clean`.
        file: what `election.yml` says.
        folder: where the release is written, before it is put in its place.
        settings: what `numerim.yml` says.
        version: the version, once it is computed.
        descriptor: what `datapackage.json` will say.
    """

    connection: duckdb.DuckDBPyConnection
    file: ElectionFile
    folder: Path
    settings: Settings = field(default_factory=Settings)
    version: str = ""
    descriptor: dict[str, Any] = field(default_factory=dict)
    _known: dict[Callable[["Draft"], Any], Any] = field(default_factory=dict, init=False, repr=False)

    def once(self, ask: "Callable[[Draft], _T]") -> _T:
        """What something gives for this release, asked the first time only."""
        if ask not in self._known:
            self._known[ask] = ask(self)
        given: _T = self._known[ask]
        return given

    @property
    def package(self) -> str:
        """The name of the package: the id of the election."""
        return self.file.election.id

    @cached_property
    def _licences(self) -> dict[str, Licence]:
        return known_licences(self.connection)

    @cached_property
    def licence(self) -> Licence:
        """The licence of the package.

        Raises:
            InputError: none is declared, or one that is not known.
        """
        return package_licence(self._licences, self.file, self.settings)

    @property
    def licence_told(self) -> str:
        """What the licence of the package is, in a sentence."""
        of = self.licence
        if of.id == "CC0-1.0":
            return "The compilation is dedicated to the public domain (CC0-1.0)."
        return f"The compilation has the licence {of.title}{f' ({of.id})' if of.id else ''}: {of.url}"

    @cached_property
    def granted(self) -> dict[str, Granted]:
        """What may be done with the sources, by their names."""
        return {name: granted(source, self._licences) for name, source in self.file.election.sources.items()}

    def source_told(self, name: str, *, short: bool = False) -> str:
        """What a source is, what may be done with it and what is not known of it, in sentences.

        Args:
            name: the source.
            short: nothing twice, and no reasons.
        """
        election = self.file.election
        return source_told(election.sources[name], self.granted[name], election.status_of(name), short=short)

    def address(self, name: str) -> str:
        """The absolute address of a file of the release; empty where `base_url` is not known."""
        return self.settings.address(f"{self.package}/{self.version}/{name}")

    @property
    def page(self) -> str:
        """The address of the page that one opens first; empty where `base_url` is not known."""
        return self.address("README.md")

    @property
    def doi(self) -> str:
        """The address of the package by its DOI; empty where none is declared."""
        return f"https://doi.org/{self.file.election.doi}" if self.file.election.doi else ""

    @property
    def archive(self) -> str:
        """The address of the whole as one file; empty where `base_url` is not known."""
        return self.address(f"{self.package}-{self.version}.zip")

    @cached_property
    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        asked = " UNION ALL ".join(f"SELECT {warehouse.text(name)}, count(*) FROM clean.{name}" for name in tables())
        return dict(warehouse.rows(self.connection, asked))

    def is_large(self, name: str) -> bool:
        """Whether a table has no CSV, but parts."""
        return is_large(self.rows[name])

    @cached_property
    def large(self) -> list[str]:
        """The tables that have no CSV, but parts."""
        return [name for name in tables() if self.is_large(name)]

    def path_of(self, name: str, ending: str = "csv") -> str:
        """Where the rows of a table are, from the folder of the release."""
        return f"data/{name}/*.parquet" if self.is_large(name) else f"data/{name}.{ending}"

    def as_it_lies(self, told: str, within: str = "data/") -> str:
        """A text that names CSV files, with the parts of those tables that have none.

        Args:
            told: the text.
            within: what stands before the name of a table; a source may have a file of that name, too.
        """
        for name in self.large:
            told = re.sub(rf"(?<![\w/]){within}{name}\.csv\b", f"{within}{name}/*.parquet", told)
        return told

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
        """The newest day: of a source (which it bears, or of its retrieval), or of the last vote with figures."""
        dated = [source.day for source in self.file.election.sources.values() if source.day]
        return max([*dated, self.days[1]])

    @property
    def created(self) -> str:
        """`as_of` as a point in time (RFC 3339)."""
        return f"{self.as_of.isoformat()}T00:00:00Z"

    @property
    def citation(self) -> str:
        """How to cite the release, in a line."""
        title = self.file.election.title["en"]
        said = (
            f"{self.settings.publisher}. {title}. Data package {self.package}, version {self.version} "
            f"(as of {self.as_of.isoformat()}). {self.licence.name}."
        )
        where = self.doi or self.page
        return f"{said} {where}" if where else said
