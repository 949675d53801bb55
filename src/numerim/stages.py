"""The stages of the way that data flows, for the command line and the schedule alike."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import duckdb

from numerim import __version__, disk, warehouse
from numerim.check.check import check, judge_all
from numerim.check.finding import Finding, by_cause, told
from numerim.declare.declaration import Correction
from numerim.declare.election import ElectionFile, read_election
from numerim.declare.house import House
from numerim.declare.settings import read_settings
from numerim.errors import InputError
from numerim.markdown import plain
from numerim.model import seeds
from numerim.model.conform import conform
from numerim.publish import library
from numerim.publish.release import Release, release
from numerim.publish.settle import complete, settle
from numerim.publish.shelf import write_catalogue
from numerim.publish.terms import permit
from numerim.publish.versions import BEHIND
from numerim.read.ingest import RawFile, read_files
from numerim.schemas.vocabulary import SEVERITIES


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


def election_file(house: House, election: str) -> ElectionFile:
    """Read the `election.yml` of an election, by its id.

    Raises:
        InputError: see `read_election`.
    """
    path = house.election_file(election)
    return read_election(path, house.shown(path))


_SMALL = 4_000_000
"""Bytes of sources below which a second thread costs more than it gives."""


def checked(house: House, election: str) -> duckdb.DuckDBPyConnection:
    """An election, ingested, checked and settled, in a database in memory; `complete` adds what only packages need."""
    file = election_file(house, election)
    size = sum(path.stat().st_size for path in file.folder.iterdir() if path.is_file())
    connection = warehouse.open_memory(threads=1 if size < _SMALL else 2)
    raw = read_files(file)
    conform(connection, house, file, raw)
    check(connection, file, _uncorrected(house, file, raw))
    settle(connection, file)
    return connection


def _uncorrected(house: House, file: ElectionFile, raw: Sequence[RawFile]) -> list[Finding]:
    """The findings that there would be without the declared corrections.

    A correction without which the election cannot be read at all (of the name of an office, say) stays applied; it is
    published among the corrections all the same.
    """
    if not file.election.corrections:
        return []
    try:
        return _judged(house, file, raw, ())
    except InputError:
        needed = tuple(c for c in file.election.corrections if not _readable_without(house, file, raw, c))
        return _judged(house, file, raw, needed)


def _judged(house: House, file: ElectionFile, raw: Sequence[RawFile], kept: Sequence[Correction]) -> list[Finding]:
    """The findings that there are with some of the corrections."""
    as_printed = file.model_copy(update={"election": file.election.model_copy(update={"corrections": tuple(kept)})})
    with warehouse.open_memory() as connection:
        conform(connection, house, as_printed, raw, strict=False)
        return judge_all(connection, as_printed)[0]


def _readable_without(house: House, file: ElectionFile, raw: Sequence[RawFile], one: Correction) -> bool:
    others = tuple(c for c in file.election.corrections if c != one)
    as_printed = file.model_copy(update={"election": file.election.model_copy(update={"corrections": others})})
    try:
        with warehouse.open_memory() as connection:
            conform(connection, house, as_printed, raw, strict=False)
    except InputError:
        return False
    return True


def publish(connection: duckdb.DuckDBPyConnection, house: House, file: ElectionFile) -> Release:
    """Publish an election that is checked, and bring what stands over all packages up to date."""
    complete(connection, read_files(file))
    made = release(connection, house, file)
    bring_up_to_date(house)
    return made


def bring_up_to_date(house: House) -> None:
    """Write the catalogue, and `numerim.duckdb` unless it holds the latest releases already.

    Raises:
        DiskError: one of them could not be written; it is as it was.
    """
    write_catalogue(house)
    if not library.is_current(house):
        library.build_database(house)
    (house.published / BEHIND).unlink(missing_ok=True)


def working_file(house: House, election: str) -> Path:
    """Where the working database of an election lies."""
    return house.build / f"{election}.duckdb"


def raw_folder(house: House, election: str, source: str) -> Path:
    """Where the tables of a source lie between reading and conforming."""
    return house.build / "raw" / election / source


def ingest_into_file(house: House, file: ElectionFile, raw: Sequence[RawFile]) -> Path:
    """Conform an election into its working database, made anew; give its path.

    Raises:
        DiskError: it could not be written; one that was there is as it was.
    """
    path = working_file(house, file.election.id)
    with _writing(house, path), warehouse.work_on(path, new=True) as connection:
        conform(connection, house, file, raw)
        connection.execute("CREATE TABLE stages (stage VARCHAR, made_from VARCHAR)")
        _mark(connection, "ingested", house, file)
    return path


def validate_file(house: House, file: ElectionFile) -> None:
    """Check and settle an election in its working database.

    Raises:
        DiskError: it could not be written; it is as it was.
    """
    path = working_file(house, file.election.id)
    _expect(house, file, "ingested")
    with _writing(house, path), warehouse.work_on(path) as connection:
        connection.execute("DELETE FROM stages WHERE stage = 'validated'")
        raw = read_files(file)
        check(connection, file, _uncorrected(house, file, raw))
        settle(connection, file)
        complete(connection, raw)
        _mark(connection, "validated", house, file)


def permit_file(house: House, file: ElectionFile) -> None:
    """Let an election be published from its working database, or not.

    Raises:
        InputError: its package has no licence, or the terms of a source do not allow it.
    """
    _expect(house, file, "validated")
    with warehouse.open_file(working_file(house, file.election.id)) as connection:
        permit(connection, file, read_settings(house))


def publish_file(house: House, file: ElectionFile) -> Release:
    """Publish an election from its working database; what stands over all packages is left as it is."""
    _expect(house, file, "validated")
    with warehouse.open_file(working_file(house, file.election.id)) as connection:
        return release(connection, house, file)


@contextmanager
def _writing(house: House, path: Path) -> Iterator[None]:
    """Write a working database, one process at a time."""
    unfinished = disk.beside(path)
    with disk.alone(path.with_name(f".{path.name}.lock")), disk.told(house.shown(path), unfinished):
        name = unfinished.name.replace(f"-{os.getpid()}-", "-*-", 1)
        disk.clear([left for suffix in ("", ".wal") for left in path.parent.glob(name + suffix)])
        yield


def _expect(house: House, file: ElectionFile, stage: str) -> None:
    """See that a stage was ended in the working database of an election, and that what it was made from is as it was.

    Raises:
        InputError: it was not.
    """
    path = working_file(house, file.election.id)
    problem = f"{file.election.id} is not {stage} yet"
    if path.is_file():
        with warehouse.open_file(path) as connection:
            if warehouse.rows(connection, "SELECT 1 FROM duckdb_tables() WHERE table_name = 'stages'"):
                sql = f"SELECT made_from FROM stages WHERE stage IN ('ingested', {warehouse.text(stage)})"
                marks = [mark for (mark,) in warehouse.rows(connection, sql)]
                if len(marks) == len({"ingested", stage}):
                    if set(marks) == {_made_from(house, file)}:
                        return
                    problem = f"election.yml, a seed or numerim has changed since {file.election.id} was {stage}"
    raise InputError(house.shown(path), problem, "Run the stages in order: ingest, validate, publish.")


def _mark(connection: duckdb.DuckDBPyConnection, stage: str, house: House, file: ElectionFile) -> None:
    connection.execute("INSERT INTO stages VALUES (?, ?)", [stage, _made_from(house, file)])


def _made_from(house: House, file: ElectionFile) -> str:
    """A digest of all that a stage depends on; `election.yml` has the digests of the sources."""
    made = sha256(__version__.encode())
    for path in [house.election_file(file.election.id), *sorted(seeds.folder_of(house).rglob("*.csv"))]:
        made.update(sha256(path.read_bytes()).digest())
    return made.hexdigest()


def summary(house: House, election: str) -> Summary:
    """What the working database of an election came to."""
    with warehouse.open_file(working_file(house, election)) as connection:
        return summarised(connection, election)


def summarised(connection: duckdb.DuckDBPyConnection, election: str) -> Summary:
    """What a database with the schema `clean` came to."""
    found = dict(warehouse.rows(connection, "SELECT severity, count(*) FROM clean.findings GROUP BY severity"))
    held = warehouse.rows(connection, "SELECT count(*) FROM clean.statements WHERE fate = 'held_back'")
    return Summary(
        election=election,
        contests=warehouse.rows(connection, "SELECT count(*) FROM clean.contests")[0][0],
        figures=warehouse.rows(connection, "SELECT count(*) FROM core.statements")[0][0],
        findings={severity: found.get(severity, 0) for severity in SEVERITIES},
        held_back=held[0][0],
    )


def findings_as_markdown(house: House, election: str) -> str:
    """The findings of an election as a table in Markdown, those with one cause in one row."""
    with warehouse.open_file(working_file(house, election)) as connection:
        groups = by_cause(told(connection))
    if not groups:
        return f"Nothing was found in {election}."
    lines = ["| severity | rule | what does not fit |", "| --- | --- | --- |"]
    for one, *rest in groups:
        cause = f"; {len(rest) + 1} findings have one cause: {one['cause_says']}" if rest else ""
        lines.append(f"| {one['severity']} | {one['rule']} | {plain(one['says'] + cause)} |")
    return "\n".join(lines)
