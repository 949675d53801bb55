"""Delimited text in blocks of bytes: a block without surprises is split at once, any other by Python's csv module.

A block is split by pyarrow where that must give the same rows: its quotes open and close a cell, no carriage return
stands alone. Ragged rows are set apart. What is irregular otherwise (such as a quote within a cell) is read by
`csv.reader`, the reader that stock frictionless has, and only that block.
"""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from numerim.validation.chunks import Chunk, of_lines

# Bytes of one block. A row that is longer makes its block longer.
BLOCK = 24 * 2**20
# The first rows are few, so that what stands above the table costs little.
FIRST_BLOCK = 64 * 2**10

# Encodings in which a line ends with the byte 10 and nothing else has that byte.
_BY_BYTES = {"utf-8", "utf-8-sig", "ascii", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1257", "koi8-r"}

# A line without anything has no cells; pyarrow would give it empty ones. A block with the byte 0 is read with care.
_BLANK = re.compile(rb"(?m)^(?=\r?\n)")
_NO_CELLS = b"\0"


class UnreadableError(Exception):
    """The bytes are no text in the encoding, or the archive is broken; the slow way tells where."""


@dataclass(frozen=True)
class Delimited:
    r"""How one delimited file is read.

    Attributes:
        path: the file.
        gzip: it is compressed.
        encoding: the name that Python's codecs give it.
        delimiter: one ASCII character.
        quote: one ASCII character; empty: none.
        translated: line breaks within cells are read as `\n` (as stock does for TSV).
        first_row: the number of the first row of data; the rows above it are a header, or skipped.
        fields: cells that a row should have.
    """

    path: str
    gzip: bool
    encoding: str
    delimiter: str
    quote: str
    translated: bool
    first_row: int
    fields: int

    @staticmethod
    def knows(encoding: str) -> bool:
        """Whether blocks of bytes can be cut in this encoding."""
        return encoding in _BY_BYTES or encoding.startswith("iso8859-")

    def chunks(self) -> Iterator[Chunk]:
        """The rows of data.

        Raises:
            UnreadableError: the bytes are no text.
            OSError: the file cannot be read.
        """
        with Path(self.path).open("rb") as stream:
            if self.gzip:
                try:
                    with gzip.open(stream) as unpacked:
                        yield from _Reader(self, unpacked).chunks()
                except (EOFError, zlib.error, gzip.BadGzipFile) as broken:
                    raise UnreadableError from broken
            else:
                yield from _Reader(self, stream).chunks()


class _Reader:
    def __init__(self, how: Delimited, stream: IO[bytes] | gzip.GzipFile) -> None:
        self.how = how
        self.stream = stream
        self.held = b""
        self.ended = False
        self.number = 1
        self.quote = how.quote.encode()
        self.codec = "utf-8" if how.encoding == "utf-8-sig" else how.encoding

    def chunks(self) -> Iterator[Chunk]:
        if self.how.encoding == "utf-8-sig":
            self.held = self.stream.read(3)
            if self.held == b"\xef\xbb\xbf":
                self.held = b""
        size = FIRST_BLOCK
        while block := self._block(size):
            parts = self._at_once(block) if self.number >= self.how.first_row else None
            for chunk in self._carefully(block) if parts is None else parts:
                if chunk.table.num_rows:
                    yield chunk
            size = BLOCK

    def _block(self, size: int) -> bytes:
        """The next bytes, to the end of a line."""
        while not self.ended:
            more = self.stream.read(max(size - len(self.held), FIRST_BLOCK))
            self.ended = not more
            end = more.rfind(b"\n") + 1
            if end and len(self.held) + len(more) >= size:
                block = b"".join((self.held, memoryview(more)[:end]))
                self.held = more[end:]
                return block
            self.held += more
        block, self.held = self.held, b""
        return block

    def _at_once(self, block: bytes) -> list[Chunk] | None:
        """The rows of a block, split by pyarrow; None: it might differ from what csv.reader gives."""
        if b"\0" in block or (b"\r" in block and block.count(b"\r") != block.count(b"\r\n")):
            return None
        quoted = bool(self.quote) and self.quote in block
        if quoted:
            if _has_blank_line(block):
                return None
            cut = _cut(block, self.quote[0], ord(self.how.delimiter))
            if not cut or (cut < len(block) and self.ended):
                return None
            block, self.held = block[:cut], block[cut:] + self.held
        text = block
        if self.codec not in ("utf-8", "ascii"):
            text = self._decoded(block).encode()
        try:
            first, table = self.number, self._split(text, quoted, None)
        except pa.ArrowInvalid:
            table = None
        lines = text.count(b"\n") + (not text.endswith(b"\n"))
        if table is None or (not quoted and table.num_rows < lines):  # a row is ragged, or a line blank
            if not quoted and _has_blank_line(text):
                if self.how.fields < 2:
                    return None
                text = _BLANK.sub(_NO_CELLS, text)
            return self._apart(block, text, quoted)
        self.number += table.num_rows
        return [Chunk(table.append_column("r", pa.array(np.arange(first, self.number))))]

    def _apart(self, block: bytes, text: bytes, quoted: bool) -> list[Chunk]:
        """The rows of a block, those with too many cells or too few apart from the others."""
        self._decoded(block)
        ragged: list[tuple[int, str]] = []

        def skip(row: pacsv.InvalidRow) -> str:
            ragged.append((row.number, row.text))
            return "skip"

        try:
            table = self._split(text, quoted, skip)
        except pa.ArrowInvalid:
            return self._carefully(block)
        first, self.number = self.number, self.number + table.num_rows + len(ragged)
        apart = [first + number - 1 for number, _ in ragged]
        rows = np.delete(np.arange(first, self.number), [number - first for number in apart])
        lines = [[] if line.encode() == _NO_CELLS else self._cells(line) for _, line in ragged]
        whole = Chunk(table.append_column("r", pa.array(rows)))
        return [whole, replace(of_lines(apart, lines, self.how.fields), beside=True)]

    def _split(self, text: bytes, quoted: bool, skip: Callable[[pacsv.InvalidRow], str] | None) -> pa.Table:
        names = [f"c{place}" for place in range(self.how.fields)]
        return pacsv.read_csv(
            pa.BufferReader(text),
            # rows have a number only where one thread reads them
            read_options=pacsv.ReadOptions(column_names=names, block_size=2 * 2**20, use_threads=skip is None),
            parse_options=pacsv.ParseOptions(
                delimiter=self.how.delimiter,
                quote_char=self.how.quote if quoted else False,
                double_quote=True,
                newlines_in_values=quoted,
                ignore_empty_lines=not quoted,
                invalid_row_handler=skip,
            ),
            convert_options=pacsv.ConvertOptions(
                column_types={name: pa.string() for name in names}, strings_can_be_null=False, check_utf8=True
            ),
        )

    def _cells(self, line: str) -> list[str]:
        return next(self._csv(io.StringIO(line, newline=None if self.how.translated else "")))

    def _csv(self, lines: Iterable[str]) -> Iterator[list[str]]:
        return csv.reader(
            lines,
            delimiter=self.how.delimiter,
            quotechar=self.how.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.how.quote else csv.QUOTE_NONE,
        )

    def _carefully(self, block: bytes) -> list[Chunk]:
        """The rows of a block, read by csv.reader; a row that goes on behind the block is read to its end."""
        source = _Lines(self, block)
        numbers, lines = [], []
        unclosed = None
        for cells in self._csv(source):
            if self.number >= self.how.first_row:
                numbers.append(self.number)
                lines.append(cells)
            self.number += 1
            if source.exhausted:
                unclosed = self.number - 1
            if source.beyond:
                break
        source.give_back()
        return [replace(of_lines(numbers, lines, self.how.fields), unclosed=unclosed)]

    def _decoded(self, block: bytes) -> str:
        try:
            return block.decode(self.codec)
        except UnicodeDecodeError as broken:
            raise UnreadableError from broken


class _Lines:
    """The lines of a block, then those of the blocks behind it, one at a time."""

    def __init__(self, reader: _Reader, block: bytes) -> None:
        self.reader = reader
        self.newline = None if reader.how.translated else ""
        self.lines = io.StringIO(reader._decoded(block), newline=self.newline)
        self.beyond = False
        self.exhausted = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.lines.readline()
        if line:
            return line
        more = self.reader._block(FIRST_BLOCK)
        if not more:
            self.exhausted = True
            raise StopIteration
        self.beyond = True
        self.lines = io.StringIO(self.reader._decoded(more), newline=self.newline)
        return next(self)

    def give_back(self) -> None:
        """What was not read goes back to the bytes."""
        self.reader.held = self.lines.read().encode(self.reader.codec) + self.reader.held


def _has_blank_line(block: bytes) -> bool:
    return block.startswith((b"\n", b"\r\n")) or b"\n\n" in block or b"\n\r\n" in block


def _cut(block: bytes, quote: int, delimiter: int) -> int:
    """Where the last row ends that is whole; 0: some quote is not where a cell opens or closes.

    Quotes by turns open and close; one that closes and opens again at once is a quote within a cell.
    """
    data = np.frombuffer(block, dtype=np.uint8)
    at = np.flatnonzero(data == quote)
    opens, closes = at[0::2], at[1::2]
    before = data[np.maximum(opens - 1, 0)]
    start = (opens == 0) | (before == delimiter) | (before == 10) | (before == 13)
    paired = np.zeros(len(opens), dtype=bool)
    paired[1:] = closes[: len(opens) - 1] == opens[1:] - 1
    after = data[np.minimum(closes + 1, len(data) - 1)]
    end = (closes == len(data) - 1) | (after == delimiter) | (after == 10) | (after == 13)
    doubled = np.zeros(len(closes), dtype=bool)
    follows = opens[1 : len(closes) + 1]
    doubled[: len(follows)] = follows == closes[: len(follows)] + 1
    if not ((start | paired).all() and (end | doubled).all()):
        return 0
    if len(opens) == len(closes):
        return len(block)
    breaks = np.flatnonzero(data == 10)
    outside = breaks[np.searchsorted(at, breaks) % 2 == 0]
    return int(outside[-1]) + 1 if len(outside) else 0
