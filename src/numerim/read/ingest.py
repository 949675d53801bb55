"""From the files of an election to its tables, every cell as text."""

import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import polars as pl

from numerim import disk, doing
from numerim.declare.election import ElectionFile
from numerim.declare.lock import bytes_of
from numerim.errors import InputError, going_on, nearest, tell_all
from numerim.kept import recall, write
from numerim.locator import Places
from numerim.read.formats import known, means, reader
from numerim.read.rawtable import Opened, RawTable
from numerim.read.unpack import unpacked


@dataclass(frozen=True)
class RawFile:
    """One file of a source.

    Attributes:
        source: the id of the source.
        path: the file, beside `election.yml`.
        tables: what it holds.
    """

    source: str
    path: str
    tables: list[RawTable]


def read_files(file: ElectionFile) -> list[RawFile]:
    """Read every file of every source of an election.

    Raises:
        InputError: a file is missing, empty or not in its encoding, its bytes are not those declared or locked, no
            reader has the name given, or the reader cannot read it, or `sources.lock` lacks a file. Everything of the
            kind is told at once.
    """
    read, wrong = read_all(file)
    tell_all(wrong)
    return read


def read_all(file: ElectionFile) -> tuple[list[RawFile], list[InputError]]:
    """Read every file of every source that can be read; and what is wrong with the others. See `read_files`."""
    every = [(source, path) for source, said in file.election.sources.items() for path in said.files]
    wrong = file.unlocked()
    return _each(file, every, wrong), wrong


def read_source(file: ElectionFile, source: str) -> list[RawFile]:
    """Read every file of one source; see `read_files`."""
    wrong = file.unlocked()
    read = _each(file, [(source, path) for path in file.election.sources[source].files], wrong)
    tell_all(wrong)
    return read


def _each(file: ElectionFile, files: Sequence[tuple[str, str]], wrong: list[InputError]) -> list[RawFile]:
    read: list[RawFile] = []
    for n, (source, path) in enumerate(files):
        doing.at("reading files", n, len(files))
        with going_on(wrong):
            read.append(RawFile(source, path, _read_file(file, source, path, wrong)))
    return read


def read_file(file: ElectionFile, source: str, path: str) -> list[RawTable]:
    """Read one file of a source; see `read_files`."""
    wrong: list[InputError] = []
    tables = _read_file(file, source, path, wrong)
    tell_all(wrong)
    return tables


def _read_file(file: ElectionFile, source: str, path: str, wrong: list[InputError]) -> list[RawTable]:
    """Read one file of a source, by the reader that may be meant, and whatever its bytes are: both are put down."""
    declared = file.election.sources[source].files[path]
    place = file.place("sources", source, "files", path)
    name = declared.reader
    if name not in known():
        at = file.place("sources", source, "files", path, "reader")
        unknown = InputError(at, f"there is no reader {name!r}", nearest(name, known()))
        close = get_close_matches(name, known(), n=1)
        if not close:
            raise unknown
        wrong.append(unknown)
        name = close[0]
    if not declared.tables and means(name) is None:
        problem, lines = "the file has no tables", ["tables:", "  - columns: {unit: unit, votes: votes}"]
        cure = f"Say what its columns are:\n{file.to_write(('sources', source, 'files', path), lines)}"
        raise InputError(place, problem, cure)
    opened = open_source(file, source, path, wrong)
    with disk.told(f"a copy of {file.in_source(path)} in {gettempdir()}"):
        return reader(name).read(opened, declared.tables)


def open_source(file: ElectionFile, source: str, path: str, wrong: list[InputError] | None = None) -> Opened:
    """A file of a source, its bytes checked against those that are declared or locked.

    Args:
        file: what `election.yml` says.
        source: the source.
        path: the file.
        wrong: that the bytes are others is put down there, where it is given.

    Raises:
        InputError: as `read_files`; but not where nobody has said yet what its bytes are.
    """
    shown = file.in_source(path)
    content = file.source_bytes(source, path)
    if not content.strip():
        raise InputError(shown, "the file is empty", "Fetch it again, or put the old file back.")
    try:
        file.see_bytes(source, path, bytes_of(content))
    except InputError as error:
        if wrong is None:
            raise
        wrong.append(error)
    place = file.place("sources", source, "files", path)
    said = file.election.sources[source]
    content = unpacked(content, path, shown)
    if not content.strip():
        raise InputError(shown, "there is nothing in it")
    return Opened(shown, content, said.files[path], place, said.language)


def keep(raw: Sequence[RawFile], folder: Path, shown: str) -> None:
    """Keep the tables of a source in a folder, in the place of what may be there.

    Args:
        raw: the tables.
        folder: the folder.
        shown: its path in messages.

    Raises:
        DiskError: they could not be written.
    """
    unfinished = disk.beside(folder)
    with disk.told(shown, unfinished):
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        index: list[dict[str, Any]] = []
        for one in raw:
            for table in one.tables:
                entry = {"source": one.source, "path": one.path, "at": table.at, "index": table.index}
                frames = {"rows": table.rows, "unread": table.unread}
                digests = {name: _write(frame, unfinished / f"{len(index)}.{name}") for name, frame in frames.items()}
                places = asdict(table.places)
                also = {"inside": table.inside, "places": places, "notes": table.notes}
                index.append({**entry, "headings": table.headings, **also, **digests})
        write(unfinished / "index.json", index)
        shutil.rmtree(folder, ignore_errors=True)
        try:
            unfinished.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another process was faster, and keeps the same
                raise


def kept(file: ElectionFile, folder: Path) -> list[RawFile] | None:
    """The tables that `keep` put into a folder; None where they are not there, or not whole."""
    said = recall(folder / "index.json")
    if said is None:
        return None
    found: list[RawFile] = []
    for number, entry in enumerate(said):
        declared = file.election.sources[entry["source"]].files[entry["path"]].tables
        if not declared:  # the format says it, and is asked again
            return None
        layout = declared[entry["index"]].of(entry["at"])
        rows, unread = (_read(folder / f"{number}.{name}", entry[name]) for name in ("rows", "unread"))
        if rows is None or unread is None:
            return None
        said_places = entry["places"]
        numbered = {name: {int(n): text for n, text in said_places[name].items()} for name in ("objects", "keys")}
        places = Places(said_places["form"], **numbered)
        notes = [(kind, says) for kind, says in entry["notes"]]
        one = (entry["at"], rows, layout, entry["index"], entry["headings"], unread, entry["inside"], places, notes)
        table = RawTable(*one)
        found.append(RawFile(entry["source"], entry["path"], [table]))
    return found


def _write(frame: pl.DataFrame, path: Path) -> str:
    """Write a frame; give the SHA-256 of the file."""
    frame.write_parquet(path)
    return bytes_of(path.read_bytes()).sha256


def _read(path: Path, sha256: str) -> pl.DataFrame | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return pl.read_parquet(content) if bytes_of(content).sha256 == sha256 else None
