"""What counted in one state of a source and what counts in the next: figure by figure, each with its place.

The figures of a state are worked out from its inputs, which the store has, and kept under `build/` to be found again.
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import polars as pl

from numerim import disk, inputs, kept, warehouse
from numerim.declare.house import House
from numerim.errors import InputError
from numerim.fetch import states
from numerim.inputs import State
from numerim.model.conform import conform
from numerim.read.ingest import read_all
from numerim.schemas.fact import facts

GROWING = """s.table_name IN ('vote_counts', 'line_votes', 'ballot_counts') AND s.measure NOT IN
        ('more_ballots', 'fewer_ballots', 'unused')
    OR s.measure IN ('list_votes', 'total_votes')
    OR s.measure IN ('units', 'polling_stations') AND s.category = 'counted'"""
"""SQL: a statement is of a count that only grows while votes are counted: seats, margins and shares come and go."""

_KEY = (
    *("election_id", "source_id", "path", "office", "round", "gp_unit_id", "measure", "count_type", "category"),
    *("selection_id", "on_line", "said_by", "turn"),
)
"""What tells a count from others in one state; several of one thing take turns, the largest first."""

_OF = "s.election_id, s.source_id, s.path, s.office, s.round, s.gp_unit_id, s.measure, s.count_type, s.category"
_FIGURES = f"""
    SELECT {", ".join(f"s.{name}::VARCHAR AS {name}" for name in _KEY[:10] if name != "round")}, s.round,
        CASE WHEN s.measure = 'line_votes' THEN s.party_id::VARCHAR END AS on_line,
        coalesce(s.said_by::VARCHAR, '') AS said_by,
        row_number() OVER (
            PARTITION BY {_OF}, s.selection_id, s.said_by, on_line ORDER BY s.number DESC, s.statement_id) AS turn,
        s.number AS figure, s.locator AS stands, s.place, coalesce(u.name, s.unit_printed, 'all') AS unit,
        CASE s.measure WHEN 'votes' THEN 'votes for ' || coalesce(l.label, s.selection_id)
            WHEN 'line_votes' THEN 'votes for ' || coalesce(l.label, s.selection_id) || ' on the line of ' || p.name
            WHEN 'units' THEN 'units that are counted'
            WHEN 'polling_stations' THEN 'polling stations that are counted'
            ELSE CASE WHEN s.measure IN ('list_votes', 'total_votes')
                THEN 'votes of ' || coalesce(c.acronym, c.name, s.category)
                ELSE lower(left(coalesce(m.title, s.measure), 1)) || substr(coalesce(m.title, s.measure), 2) END END
            || coalesce(' (' || nullif(concat_ws(', ', CASE WHEN many.offices > 1 AND s.office <> 'all'
                THEN coalesce(o.title, s.office) END, CASE WHEN s.round > 1 THEN 'round ' || s.round END,
                CASE WHEN s.count_type <> 'total' THEN s.count_type END), '') || ')', '') AS what,
        v.status, f.file
    FROM core.statements s
    JOIN raw.files f ON f.source_id = s.source_id AND f.path = s.path
    JOIN core.sources v ON v.source_id = s.source_id
    JOIN core.measures m ON m.measure = s.measure
    LEFT JOIN (SELECT election_id, count(DISTINCT office) AS offices FROM core.statements WHERE office <> 'all'
        GROUP BY election_id) many ON many.election_id = s.election_id
    LEFT JOIN core.gp_units u ON u.gp_unit_id = s.gp_unit_id
    LEFT JOIN core.offices o ON o.election_id = s.election_id AND o.office = s.office
    LEFT JOIN core.selections l ON l.election_id = s.election_id AND l.contest_id = s.contest_id
        AND l.selection_id = s.selection_id
    LEFT JOIN core.parties p ON p.party_id = s.party_id
    LEFT JOIN core.parties c ON c.party_id = s.category
    WHERE s.number IS NOT NULL AND s.relation = 'equal' AND coalesce(s.selection_id <> 'unnamed', true)
        AND ({GROWING})
    ORDER BY s.statement_id
"""

_ROLL = ("registered", "registered_men", "registered_women")
"""The measures that do not grow with the count."""


def load(connection: duckdb.DuckDBPyConnection, state: State) -> None:
    """Put `core.steps` into a database with the core tables of a state: what it is held against the state before.

    Raises:
        InputError: an input of the state before is not in the store any more.
    """
    if not (state.house.snapshots / state.election / "states.jsonl").exists():
        return
    now = _figures(connection)
    _keep(state, now)
    if state.since is None:
        return
    before = figures_of(state.house, state.since)
    if before is None:
        return
    found = steps(before, now, inputs.sources_of(state.since), state.sources(), state.since["at"])
    columns = ", ".join(facts()["steps"].to_schema().columns)
    connection.register("_steps", found)
    connection.execute(f"INSERT INTO core.steps BY NAME SELECT {columns} FROM _steps WHERE before IS NOT NULL")
    connection.unregister("_steps")


def steps(
    before: pl.DataFrame, now: pl.DataFrame, files_before: Mapping[str, str], files_now: Mapping[str, str], at: str
) -> pl.DataFrame:
    """What counted in two states, one row a count that either of them has, in files that are in both and not the same.

    Args:
        before: the counts of the state before; see `figures_of`.
        now: those of this one.
        files_before: its files -> their SHA-256.
        files_now: those of this one.
        at: when the state before was put down.

    Returns:
        The columns of the fact `steps`, `path` and `unit_key`; `before` is null where the count is new, `after` where
        it is gone.
    """
    changed = [
        name.split("!")[0]
        for name, digest in files_now.items()
        if files_before.get(name.split("!")[0], digest) != digest
    ]
    then, new = (frame.filter(pl.col("file").is_in(changed)) for frame in (before, now))
    then = then.rename({"figure": "before", "stands": "stood", "status": "was"}).drop("place", "file")
    new = new.rename({"figure": "after"}).drop("file")
    both = then.join(new, on=_KEY, how="full", coalesce=True, nulls_equal=True, suffix="_now")
    is_more = (pl.col("after") > pl.col("before").fill_null(-1)) & ~pl.col("measure").is_in(_ROLL)
    unit = ("election_id", "source_id", "gp_unit_id")
    return both.with_columns(
        pl.coalesce("unit_now", "unit").alias("unit"),
        pl.coalesce("what_now", "what").alias("what"),
        pl.coalesce("was", "status").alias("was"),
        pl.coalesce("status", "was").alias("status"),
        pl.lit(at).alias("state_at"),
        is_more.fill_null(False).any().over(*unit).alias("grew"),
    ).drop("unit_now", "what_now")


def figures_of(house: House, said: Mapping[str, Any]) -> pl.DataFrame | None:
    """The counts of a state, one row each; None where numerim cannot read that state.

    Args:
        house: where things lie.
        said: its line.

    Raises:
        InputError: an input of it is not in the store any more, or not as it was.
        DiskError: it could not be laid out.
    """
    path = _kept_as(states.as_state(house, said))
    if kept.is_whole(path):
        return pl.read_parquet(path, glob=False)
    with TemporaryDirectory(prefix=disk.mine()) as folder:
        there = states.lay_out(house, said, Path(folder))
        state = inputs.take(there, Path(said["path"]).parent.name)
        try:
            raw, wrong = read_all(state.file)
            with warehouse.open_memory() as connection:
                conform(connection, there, state.file, raw, wrong=wrong)
                found = _figures(connection)
        except InputError:
            return None
    _keep(states.as_state(house, said), found)
    return found


def _figures(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    return warehouse.frame(connection, _FIGURES)


def _kept_as(state: State) -> Path:
    return state.kept_as("figures", f"{state.key('model')}.parquet")


def _keep(state: State, figures: pl.DataFrame) -> None:
    """Keep the counts of a state, where that can be done: it only saves time."""
    path = _kept_as(state)
    if not state.house.build.is_dir() or kept.is_whole(path):
        return
    unfinished = disk.beside(path)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        figures.write_parquet(unfinished)
        unfinished.replace(path)
        kept.vouch(path)
