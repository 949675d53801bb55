"""An election at a go: read, modelled, checked and settled in a database in memory, and what that came to."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import duckdb

from numerim import doing, inputs, warehouse
from numerim.declare.as_meant import is_touched
from numerim.declare.declaration import Correction
from numerim.declare.election import ElectionFile, MistakenError
from numerim.declare.house import House
from numerim.declare.yamlfile import Where
from numerim.errors import CombinedInputError, InputError, going_on
from numerim.fetch import steps
from numerim.inputs import State
from numerim.model.conform import conform
from numerim.publish.settle import settle
from numerim.read.ingest import RawFile, read_all
from numerim.schemas.vocabulary import SEVERITIES

if TYPE_CHECKING:
    from numerim.check.check import Engine
    from numerim.check.finding import Finding


@dataclass(frozen=True)
class Summary:
    """What a run came to, for one election.

    Attributes:
        election: its id.
        contests: how many contests its sources speak of.
        figures: how many statements were read.
        findings: how many findings, by severity.
        held_back: how many statements are held back.
    """

    election: str
    contests: int
    figures: int
    findings: dict[str, int]
    held_back: int

    @property
    def findings_told(self) -> str:
        """The findings in words."""
        told = [f"{n} {name}{'' if n == 1 or name == 'info' else 's'}" for name, n in self.findings.items() if n]
        return ", ".join(told) or "nothing was found"


_SMALL = 4_000_000
"""Bytes of sources below which a second thread costs more than it gives."""

_FEW = 10_000
"""Cells of sources below which the optimizers of DuckDB cost more than they give."""


def checked(house: House, election: str) -> duckdb.DuckDBPyConnection:
    """An election, ingested, checked and settled, in a database in memory; `complete` adds what only packages need."""
    return checked_as(inputs.take(house, election))


def checked_as(
    state: State, raw: Sequence[RawFile] | None = None, engine: "Engine | None" = None
) -> duckdb.DuckDBPyConnection:
    """An election as it was when its state was taken, in a database in memory; see `checked`.

    Args:
        state: that state.
        raw: the tables of its sources, where they are read already.
        engine: what asks the rules; that database where nobody says.
    """
    house = state.house
    try:
        file = state.file
    except MistakenError as error:
        raise CombinedInputError([error, *_beyond(error, house)]) from None
    size = sum(path.stat().st_size for path in file.folder.iterdir() if path.is_file())
    size += sum(one.length for one in file.fetched.values())
    with ThreadPoolExecutor(max_workers=2) as beside, state.held(), doing.shown():
        opened = beside.submit(warehouse.open_memory, threads=1 if size < _SMALL else 2)
        loaded = beside.submit(_load_rules)
        wrong: list[InputError] = []
        if raw is None:
            raw, wrong = read_all(file)
        connection = opened.result()
        _suit(connection, raw)
        conform(connection, house, file, raw, wrong=wrong)
        steps.load(connection, state)
        loaded.result()
        from numerim.check.check import check, in_duckdb

        check(connection, file, uncorrected(house, file, raw), engine or in_duckdb)
    settle(connection, file.election.id)
    return connection


def _beyond(error: MistakenError, house: House) -> list[InputError]:
    """What else is wrong where an `election.yml` has mistakes: with its files, and with tables that have none."""
    file, touched = error.meant, error.touched
    if file is None:
        return []
    raw, wrong = read_all(file)
    kept = [
        replace(one, tables=[table for table in one.tables if not _is_touched(one, table.index, touched)])
        for one in raw
    ]
    with going_on(wrong), warehouse.open_memory() as connection:
        conform(connection, house, file, kept, wrong=[error, *wrong], only_tables=_lacks_words(file, touched))
    return wrong


def _lacks_words(file: ElectionFile, touched: set[Where]) -> bool:
    """Whether words that its tables may use are not declared any more as they are written."""
    words = any(where[0] in ("units", "ballots", "accounts", "register") for where in touched)
    return words or any(
        where[0] == "offices" and (len(where) == 1 or where[1] not in file.election.offices) for where in touched
    )


def _is_touched(raw: RawFile, index: int, touched: set[Where]) -> bool:
    return is_touched(touched, ("sources", raw.source, "files", raw.path, "tables", index))


def _suit(connection: duckdb.DuckDBPyConnection, raw: Sequence[RawFile]) -> None:
    """Let a database plan as is best for so many cells."""
    if sum(table.rows.height * table.rows.width for one in raw for table in one.tables) < _FEW:
        warehouse.plan_in_no_time(connection)


def _load_rules() -> None:
    """Load what a check needs, while DuckDB reads and models: it takes a tenth of a second."""
    from numerim.check import check  # noqa: F401
    from numerim.schemas.rule import rules

    rules()


def uncorrected(house: House, file: ElectionFile, raw: Sequence[RawFile]) -> "list[Finding]":
    """The findings that there would be without the declared corrections.

    A correction without which the election cannot be read at all (of the name of an office, say) stays applied; it is
    published among the corrections all the same.
    """
    if not file.election.corrections:
        return []
    try:
        return _judged(house, file, raw, ())
    except InputError:
        needed = list(file.election.corrections)
        for one in file.election.corrections:
            others = [c for c in needed if c != one]
            needed = others if _is_readable(house, file, raw, others) else needed
        return _judged(house, file, raw, needed)


def _judged(house: House, file: ElectionFile, raw: Sequence[RawFile], kept: Sequence[Correction]) -> "list[Finding]":
    """The findings that there are with some of the corrections."""
    from numerim.check.check import judge_all

    with with_corrections(house, file, raw, kept) as (connection, as_printed):
        return judge_all(connection, as_printed).findings


def _is_readable(house: House, file: ElectionFile, raw: Sequence[RawFile], kept: Sequence[Correction]) -> bool:
    """Whether the election can be read with some of the corrections."""
    try:
        with with_corrections(house, file, raw, kept):
            return True
    except InputError:
        return False


@contextmanager
def with_corrections(
    house: House, file: ElectionFile, raw: Sequence[RawFile], fixes: Sequence[Correction]
) -> Iterator[tuple[duckdb.DuckDBPyConnection, ElectionFile]]:
    """An election, modelled in a database in memory as it is with other corrections than those declared.

    Args:
        house: where the seeds are.
        file: what `election.yml` says.
        raw: the tables of its sources.
        fixes: the corrections.

    Yields:
        The database, not judged yet, and what `election.yml` would say.

    Raises:
        InputError: it cannot be read with them.
    """
    as_said = file.model_copy(update={"election": file.election.model_copy(update={"corrections": tuple(fixes)})})
    with warehouse.open_memory() as connection:
        _suit(connection, raw)
        conform(connection, house, as_said, raw, strict=False)
        yield connection, as_said


def summarised(connection: duckdb.DuckDBPyConnection, election: str) -> Summary:
    """What a database with the schema `clean` came to."""
    found = dict(warehouse.rows(connection, "SELECT severity, count(*) FROM clean.findings GROUP BY severity"))
    held = warehouse.rows(connection, "SELECT count(*) FROM clean.statements WHERE fate = 'held_back'")
    return Summary(
        election=election,
        contests=warehouse.rows(connection, "SELECT count(*) FROM core.contests")[0][0],
        figures=warehouse.rows(connection, "SELECT count(*) FROM core.statements")[0][0],
        findings={severity: found.get(severity, 0) for severity in SEVERITIES},
        held_back=held[0][0],
    )
