"""Many small elections in one database: a run costs the same for one as for twenty.

Each is asked alone: to its connection the tables of `clean` and `core` have its own rows only.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import yaml

from numerim import warehouse
from numerim.declare.declaration import Event
from numerim.declare.words import keys_of
from tests.conftest import completed, loud, seeded

APART = timedelta(weeks=8)
EVENT = keys_of(Event)


class Together:
    """Elections as text -> one database for those that say the same of all that is not of one election."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: list[duckdb.DuckDBPyConnection] = []

    def close(self) -> None:
        """Close all databases."""
        for connection in self._open:
            connection.close()

    def __call__(self, elections: Sequence[dict[str, Any]], *, whole: bool = False) -> list[duckdb.DuckDBPyConnection]:
        """A connection for each election, in order.

        Args:
            elections: of each what its election.yml says, where a file of a source has its `content`.
            whole: whether the databases are complete, as for a release.
        """
        worlds: dict[str, list[int]] = {}
        for i, one in enumerate(elections):
            worlds.setdefault(json.dumps(_wide(one), default=str), []).append(i)
        found: dict[int, duckdb.DuckDBPyConnection] = {}
        for here in worlds.values():
            root = self._folder / f"together-{len(list(self._folder.glob('together-*')))}"
            connection = self._made([elections[i] for i in here], root, whole)
            found |= dict(zip(here, _alone(connection, len(here)), strict=True))
        return [found[i] for i in range(len(elections))]

    def _made(self, elections: Sequence[dict[str, Any]], root: Path, whole: bool) -> duckdb.DuckDBPyConnection:
        house = seeded(root)
        said = _wide(elections[0]) | {"id": "together", "title": {"en": "Together"}, "licence": "CC0-1.0"}
        said |= {"held_on": date(2000, 1, 1), "status": "final", "others": {}, "sources": {}}
        folder = house.raw / said["country"].lower() / "together"
        folder.mkdir(parents=True)
        for n, one in enumerate(elections):
            event = {key: one[key] for key in EVENT if key in one}
            days = {key: event[key] + n * APART for key in ("held_on", "runoff_on") if key in event}
            said["others"][_name(n)] = event | days
            for name, source in one["sources"].items():
                files = {f"{_name(n)}-{path}": _file(file, n) for path, file in source["files"].items()}
                for path, file in files.items():
                    (folder / path).write_bytes(file.pop("content"))
                rank = {"rank": len(said["sources"]) + 1}
                said["sources"][f"{_name(n)}-{name}"] = {"status": one["status"]} | source | {"files": files} | rank
        text = json.dumps(said, ensure_ascii=False, indent=1, default=str)
        (folder / "election.yml").write_text(text, encoding="utf-8")
        connection = completed(house, "together", whole=whole)
        self._open.append(connection)
        return loud(connection)


def said(head: str, sources: str, contents: dict[str, str]) -> dict[str, Any]:
    """What an election.yml says, and its sources with what is in their files."""
    made: dict[str, Any] = yaml.safe_load(head + sources)
    for source in made["sources"].values():
        for name, file in source["files"].items():
            file["content"] = contents[name].encode()
    return made


def _name(n: int) -> str:
    return f"c{n:03}"


def _wide(one: dict[str, Any]) -> dict[str, Any]:
    """What an election.yml says for all elections in it."""
    if refused := {"corrections", "doubts", "accept", "others"} & set(one):
        raise ValueError(f"elections with {', '.join(sorted(refused))} cannot be put together")
    return {key: said for key, said in one.items() if key not in (*EVENT, "id", "licence", "sources")}


def _file(file: dict[str, Any], n: int) -> dict[str, Any]:
    tables = [table | {"set": {"election": _name(n)} | table.get("set", {})} for table in file["tables"]]
    return file | {"tables": tables, "sha256": sha256(file["content"]).hexdigest()}


def _alone(connection: duckdb.DuckDBPyConnection, number: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for each election of a database, which sees its rows only."""
    sql = """SELECT schema_name, table_name, list_contains(list(column_name), 'election_id')
        FROM duckdb_columns() WHERE schema_name IN ('clean', 'core') AND database_name = 'memory' GROUP BY ALL"""
    tables = warehouse.rows(connection, sql)
    for n in range(number):
        name = _name(n)
        connection.execute(f"ATTACH ':memory:' AS {name}; CREATE SCHEMA {name}.clean; CREATE SCHEMA {name}.core")
        for schema, table, own in tables:
            of = f" WHERE election_id = '{name}'" if own else ""
            connection.execute(f"CREATE VIEW {name}.{schema}.{table} AS FROM memory.{schema}.{table}{of}")
        cursor = connection.cursor()
        cursor.execute(f"USE {name}")
        yield cursor
