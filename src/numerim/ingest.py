"""From the files of an election to its tables, every cell as text."""

from dataclasses import dataclass
from hashlib import sha256

from numerim.election import ElectionFile
from numerim.errors import InputError, nearest
from numerim.rawtable import RawTable, SourceText
from numerim.readers import known, reader


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
        InputError: a file is missing, empty or not UTF-8, its bytes are not those declared, no reader has the
            name given, or the reader cannot read it.
    """
    return [
        RawFile(source, path, read_file(file, source, path))
        for source, said in file.election.sources.items()
        for path in said.files
    ]


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
    return reader(declared.reader).read(SourceText(f"{_folder(file)}{path}", text), declared.tables) or _none(place)


def source_text(file: ElectionFile, source: str, path: str) -> str:
    """The text of a file of a source, checked against the declared SHA-256.

    Raises:
        InputError: as `read_files`.
    """
    shown = f"{_folder(file)}{path}"
    where = file.source_path(source, path)
    try:
        content = where.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        raise InputError(
            shown, f"there is no such file; {file.place('sources', source, 'files', path)} names it"
        ) from None
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
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(
            f"{shown}:L{line}",
            f"byte {error.start + 1} (0x{content[error.start]:02x}) is not UTF-8",
            "Find the encoding that it was saved in and convert it.",
        ) from None


def _folder(file: ElectionFile) -> str:
    return file.shown.removesuffix(file.path.name)


def _none(place: str) -> list[RawTable]:
    raise InputError(place, "the file has no tables; name at least one under tables:")
