"""The stages of the way that data flows, for the command line and the schedule alike.

For the schedule each stage keeps what it made under `build/elections/`, by a key
of all that it was made from (`State.key`): what is there and whole is not made again.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from numerim import disk, inputs, kept, warehouse
from numerim.check.check import check
from numerim.check.finding import told
from numerim.declare.election import ElectionFile, read_election
from numerim.declare.house import House
from numerim.errors import InputError, NothingYetError
from numerim.fetch import states, steps
from numerim.in_memory import Summary, summarised, uncorrected
from numerim.inputs import State
from numerim.markdown import plain
from numerim.model.conform import conform
from numerim.printed.election import by_cause, told_as_one
from numerim.publish import fates, library
from numerim.publish.listing import approve as approve_release
from numerim.publish.listing import bring_back as bring_back_release
from numerim.publish.listing import is_in_order
from numerim.publish.listing import withdraw as withdraw_release
from numerim.publish.release import Release, go_on_waiting, latest, release
from numerim.publish.settle import complete, settle
from numerim.publish.shelf import write_catalogue
from numerim.publish.terms import permit
from numerim.publish.versions import BEHIND, Entry, latest_of, versions
from numerim.publish.waiting import Waiting, that_waits
from numerim.read import ingest
from numerim.read.ingest import RawFile


def election_file(house: House, election: str) -> ElectionFile:
    """Read the `election.yml` of an election, by its id.

    Raises:
        InputError: see `read_election`.
    """
    path = house.election_file(election)
    return read_election(path, house.shown(path))


def publish(connection: duckdb.DuckDBPyConnection, state: State) -> Release:
    """Complete an election that is checked, publish it, and bring what stands over all packages up to date."""
    sources = state.file.election.sources
    complete(connection, state.file, (table for name in sources for table in ingest.read_source(state.file, name)))
    made = _release(connection, state)
    bring_up_to_date(state.house)
    return made


def _release(connection: duckdb.DuckDBPyConnection, state: State) -> Release:
    """Publish an election that is complete, or let it wait, and remember what came of its state."""
    number = states.record(state)["state"] if states.is_recorded(state.house, state.election) else None
    made = release(connection, state.house, state.file, state.said, number)
    _remember_release(state, made, summarised(connection, state.election), number)
    return made


def approve(house: House, election: str, digest: str, by: str) -> tuple[Waiting, Path | None]:
    """Approve the release of an election that waits; see `publish.listing.approve`."""
    publish = election_file(house, election).election.publish
    one, place = approve_release(house, election, digest, by, publish)
    if place:
        bring_up_to_date(house)
    return one, place


def withdraw(house: House, package: str, version: str, by: str, because: str) -> tuple[Entry, Path | None, bool]:
    """Withdraw a release; see `publish.listing.withdraw`."""
    done = withdraw_release(house, package, version, by, because)
    bring_up_to_date(house)
    return done


def bring_back(house: House, package: str, version: str, folder: Path) -> Path:
    """Put a release that had left into its place again; see `publish.listing.bring_back`."""
    place = bring_back_release(house, package, version, folder)
    bring_up_to_date(house)
    return place


def bring_up_to_date(house: House) -> None:
    """Write the catalogue, and `numerim.duckdb` unless it holds the latest releases already.

    Raises:
        DiskError: one of them could not be written; it is as it was.
    """
    write_catalogue(house)
    if not library.is_current(house):
        library.build_database(house)
    (house.published / BEHIND).unlink(missing_ok=True)


def is_behind(house: House) -> bool:
    """Whether a release is not in the catalogue yet."""
    return (house.published / BEHIND).exists()


def released(state: State) -> tuple[Release, Summary] | None:
    """What was released of this state, where that is still what there is; None where it must be made.

    It is the latest release, found unchanged, or one that waits; that is listed now where it may be by now.

    Raises:
        InputError: the latest release is not as it was published.
    """
    house = state.house
    said = kept.recall(_released(state)) if house.keeps else None
    if said is None or not is_in_order(house, state.election):
        return None
    summary, there = Summary(**said["summary"]), latest(house.published / state.election)
    if (one := that_waits(house, state.election)) is not None:
        made = go_on_waiting(house, state.file, said["digest"]) if one.entry["digest"] == said["digest"] else None
        return (made, summary) if made else None
    if there is None or (said["version"], said["digest"]) != there[:2]:
        return None
    return Release(state.election, there[0], there[2], there[1], is_new=False), summary


def _released(state: State) -> Path:
    return state.kept_as("released", f"{state.key(settings=True)}.json")


def _remember_release(state: State, made: Release, summary: Summary, number: int | None) -> None:
    if number is not None and not made.waits:  # first: a run that is cut off here does this again
        states.record_release(state.house, state.election, number, made.version, made.digest)
    if state.house.keeps:
        said = {"version": made.version, "digest": made.digest, "summary": asdict(summary)}
        kept.remember(_released(state), said)


def keep_state(state: State) -> str:
    """Keep the state of a run, so that each of its tasks works from it; give its digest.

    Raises:
        InputError: a source is not there, or has not the bytes that it must have.
        DiskError: it could not be kept.
    """
    state.see_sources()
    name = state.key(settings=True)
    path = state.kept_as("state", f"{name}.json")
    with disk.told(state.house.shown(path)):
        path.parent.mkdir(parents=True, exist_ok=True)
        kept.write(path, state.as_it_is())
        kept.clear_old(path.parent)
    return name


def kept_state(house: House, election: str, name: str | None) -> State:
    """The state that a run works from, by its digest; that of now where none is named.

    Raises:
        InputError: it is not there any more, or see `keep_state`.
    """
    if name is None:
        state = inputs.take(house, election)
        state.see_sources()
        return state
    path = house.build / "elections" / election / "state" / f"{name}.json"
    said = kept.recall(path)
    if said is None:
        raise InputError(house.shown(path), "the state of this run is not there any more", "Run it again.")
    return inputs.state_of(house, said)


def model_file(state: State) -> Path:
    """Where the tables of an election lie once it is ingested."""
    return state.kept_as("model", f"{state.key('model')}.duckdb")


def checked_file(state: State) -> Path:
    """Where the findings and clean tables of an election lie once it is validated."""
    return state.kept_as("checked", f"{state.key()}.duckdb")


def read_source(state: State, source: str) -> list[RawFile]:
    """The tables of a source: those that are kept, where what they were made from is as it was, or else read anew.

    Raises:
        InputError: see `read_files`.
        DiskError: they could not be kept.
    """
    said = state.file.election.sources[source]
    digests = [state.file.sha256(source, name) for name in said.files]
    declared = [part for name, one in said.files.items() for part in (name, one.model_dump_json())]
    key = kept.digest(kept.code("read"), state.shown, source, said.language, *declared, *digests)[:32]
    folder = state.kept_as("cells", key)
    if (tables := ingest.kept(state.file, folder)) is None:
        tables = ingest.read_source(state.file, source)
        ingest.keep(tables, folder, state.house.shown(folder))
        kept.clear_old(folder.parent, 3 * len(state.file.election.sources))
    return tables


def _cells(state: State) -> Iterator[RawFile]:
    """The tables of an election, of one source at a time."""
    for source in state.file.election.sources:
        yield from read_source(state, source)


def ingest_into_file(state: State) -> bool:
    """Conform an election into a database of its own; give whether that had to be done.

    Raises:
        InputError: a source cannot be read, or a seed changed while it was done.
        NothingYetError: its sources have no figure, and no release was ever made of it.
        DiskError: it could not be written.
    """
    with _made(state, model_file(state)) as path:
        if path is None:
            return False
        with warehouse.work_on(path) as connection, state.held():
            try:
                conform(connection, state.house, state.file, list(_cells(state)))
            except NothingYetError as error:
                if not (before := _last_made(state.house, state.election)):
                    raise
                problem = f"its sources have no figure any more, and {before} has some"
                raise InputError(error.place, problem, "Look at the sources; what was made stays as it is.") from None
    return True


def _last_made(house: House, election: str) -> str:
    """The version that was made last of an election, also one that waits or was withdrawn; empty where none was."""
    listed, waits = versions(house.published / election), that_waits(house, election)
    if waits or listed:
        return waits.version if waits else str((latest_of(listed) or listed[-1])["version"])
    return ""


def validate_file(state: State) -> bool:
    """Check and settle an election that is ingested, in a copy of that database; give whether that had to be done.

    Raises:
        InputError: it is not ingested, or a seed changed while it was done.
        DiskError: it could not be written.
    """
    with _made(state, checked_file(state)) as path:
        if path is None:
            return False
        _expect(state, model_file(state), "ingested")
        with warehouse.work_on(path, of=model_file(state)) as connection, state.held():
            cells = list(_cells(state)) if state.file.election.corrections else []
            as_printed = uncorrected(state.house, state.file, cells)
            del cells
            steps.load(connection, state)
            check(connection, state.file, as_printed)
            settle(connection, state.election)
            complete(connection, state.file, _cells(state))
            fates.forget(connection)
    return True


def is_validated(state: State) -> bool:
    """Whether an election was validated as it is in the state."""
    return kept.is_whole(checked_file(state))


def permit_file(state: State) -> None:
    """Let an election be published that is validated, or not.

    Raises:
        InputError: its package has no licence, or the terms of a source do not allow it.
    """
    _expect(state, checked_file(state), "validated")
    with warehouse.open_file(checked_file(state)) as connection:
        permit(connection, state.file, state.said)


def publish_file(state: State) -> Release:
    """Publish an election that is validated; what stands over all packages is left as it is."""
    if there := released(state):
        return there[0]
    _expect(state, checked_file(state), "validated")
    with warehouse.open_file(checked_file(state)) as connection:
        return _release(connection, state)


@contextmanager
def _made(state: State, path: Path) -> Iterator[Path | None]:
    """Make a database, one process at a time; None where it is there and whole."""
    unfinished = disk.beside(path)
    with disk.alone(path.with_name(".lock")), disk.told(state.house.shown(path), unfinished):
        disk.clear(disk.left_over(path.parent))
        if kept.is_whole(path):
            yield None
            return
        yield path
        kept.vouch(path)


def _expect(state: State, path: Path, stage: str) -> None:
    """See that a stage was ended, of all that is in the state.

    Raises:
        InputError: it was not.
    """
    if not kept.is_whole(path):
        problem = f"{state.election} is not {stage} yet, or an input or numerim has changed since it was"
        raise InputError(state.house.shown(path), problem, "Run the stages in order: ingest, validate, publish.")


def summary(state: State) -> Summary:
    """What an election came to that is validated."""
    with warehouse.open_file(checked_file(state)) as connection:
        return summarised(connection, state.election)


def open_findings(state: State) -> list[tuple[str, str, str]]:
    """The errors and warnings that are open in an election that is validated, those with one cause once.

    Returns:
        Of each the id of what stands for it, the gravest severity, and its rule with what does not fit.
    """
    found = []
    with warehouse.open_file(checked_file(state)) as connection:
        for group in by_cause(told(connection)):
            grave = {one["severity"] for one in group if one["status"] == "open"} & {"error", "warning"}
            if grave:
                says = f"{group[0]['rule']} {told_as_one(group)}".replace("\n", "; ")
                found.append((_stands_for(group), min(grave), says))
    return found


def _stands_for(group: Sequence[Mapping[str, Any]]) -> str:
    return str(group[0]["cause"] or group[0]["finding_id"])


def findings_as_markdown(state: State, since: Mapping[str, str]) -> str:
    """The findings of an election as a table in Markdown, those with one cause in one row.

    Args:
        state: the state that was validated.
        since: the id of a finding of `open_findings` -> since when it is open.
    """
    with warehouse.open_file(checked_file(state)) as connection:
        groups = by_cause(told(connection))
    if not groups:
        return f"Nothing was found in {state.election}."
    lines = ["| severity | rule | open since | what does not fit |", "| --- | --- | --- | --- |"]
    for group in groups:
        one_row = told_as_one(group).replace("\n", "; ")
        said = group[0]["severity"] + (f" ({group[0]['status']})" if group[0]["status"] != "open" else "")
        lines.append(f"| {said} | {group[0]['rule']} | {since.get(_stands_for(group), '')} | {plain(one_row)} |")
    return "\n".join(lines)
