"""From the files of an election to its tables, every cell as text."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import polars as pl

from numerim import disk
from numerim.declare.election import ElectionFile
from numerim.declare.encoding import text_of
from numerim.errors import CombinedInputError, InputError, nearest
from numerim.read.formats import known, reader
from numerim.read.rawtable import RawTable, SourceText


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
        InputError: a file is missing, empty or not in its encoding, its bytes are not those declared, no reader has
            the name given, or the reader cannot read it. Everything of the kind is told at once.
    """
    return _each(file, [(source, path) for source, said in file.election.sources.items() for path in said.files])


def read_source(file: ElectionFile, source: str) -> list[RawFile]:
    """Read every file of one source; see `read_files`."""
    return _each(file, [(source, path) for path in file.election.sources[source].files])


def _each(file: ElectionFile, files: Sequence[tuple[str, str]]) -> list[RawFile]:
    read: list[RawFile] = []
    wrong: list[InputError] = []
    for source, path in files:
        try:
            read.append(RawFile(source, path, read_file(file, source, path)))
        except InputError as error:
            wrong.append(error)
    if wrong:
        raise CombinedInputError(wrong)
    return read


def read_file(file: ElectionFile, source: str, path: str) -> list[RawTable]:
    """Read one file of a source; see `read_files`."""
    declared = file.election.sources[source].files[path]
    place = file.place("sources", source, "files", path)
    if declared.reader not in known():
        raise InputError(
            file.place("sources", source, "files", path, "reader"),
            f"there is no reader {declared.reader!r}",
            nearest(declared.reader, known()),
        )
    text = source_text(file, source, path)
    opened = SourceText(file.in_source(path), text, declared.delimiter, declared.quote, place)
    with disk.told(f"a copy of {file.in_source(path)} in {gettempdir()}"):
        return reader(declared.reader).read(opened, declared.tables) or _none(place)


def source_text(file: ElectionFile, source: str, path: str) -> str:
    """The text of a file of a source, checked against the declared SHA-256.

    Raises:
        InputError: as `read_files`.
    """
    shown = file.in_source(path)
    where = file.source_path(source, path)
    try:
        content = where.read_bytes()
    except FileNotFoundError:
        place = file.place("sources", source, "files", path)
        raise InputError(shown, f"there is no such file; {place} names it") from None
    except OSError as error:
        raise InputError(shown, f"the file cannot be read: {error.strerror}") from None
    if not content.strip():
        raise InputError(shown, "the file is empty")
    declared = file.election.sources[source].files[path].sha256
    if (actual := sha256(content).hexdigest()) != declared:
        raise InputError(
            shown,
            f"the bytes are not those declared: SHA-256 is {actual}, declared is {declared}",
            f"If the file was meant to change, put the new one on "
            f"{file.place('sources', source, 'files', path, 'sha256')}.",
        )
    place = file.place("sources", source, "files", path)
    said = file.election.sources[source]
    return text_of(content, said.files[path].encoding, shown, place, said.language)


def keep(raw: Sequence[RawFile], folder: Path) -> None:
    """Keep the tables of a source in a folder, in the place of what may be there.

    Raises:
        DiskError: they could not be written.
    """
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    with disk.told(f"build/raw/{folder.parent.name}/{folder.name}", unfinished):
        _keep(raw, folder, unfinished)


def _keep(raw: Sequence[RawFile], folder: Path, unfinished: Path) -> None:
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    index: list[dict[str, Any]] = []
    for one in raw:
        for table in one.tables:
            name = f"{len(index)}.parquet"
            table.rows.write_parquet(unfinished / name)
            table.unread.write_parquet(unfinished / f"unread.{name}")
            told = {"at": table.at, "index": table.index, "headings": table.headings}
            index.append({"source": one.source, "path": one.path, "rows": name, **told})
    (unfinished / "index.json").write_text(json.dumps(index), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.rename(folder)


def kept(file: ElectionFile, folder: Path) -> list[RawFile]:
    """The tables that `keep` put into a folder."""
    found: list[RawFile] = []
    for entry in json.loads((folder / "index.json").read_text(encoding="utf-8")):
        layout = file.election.sources[entry["source"]].files[entry["path"]].tables[entry["index"]]
        rows = pl.read_parquet(folder / entry["rows"], glob=False, hive_partitioning=False)
        unread = pl.read_parquet(folder / f"unread.{entry['rows']}", glob=False, hive_partitioning=False)
        table = RawTable(entry["at"], rows, layout, entry["index"], entry["headings"], unread)
        found.append(RawFile(entry["source"], entry["path"], [table]))
    return found


def _none(place: str) -> list[RawTable]:
    raise InputError(place, "the file has no tables; name at least one under tables:")
