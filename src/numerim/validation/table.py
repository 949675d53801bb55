"""One table of a package: opened by stock frictionless, its rows judged in DuckDB, the errors worded by stock again."""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import duckdb
from frictionless import Checklist, FrictionlessException, Report, errors
from frictionless.resources import TableResource

from numerim.validation import known, parquet
from numerim.validation.cells import Cells, NotKnownError
from numerim.validation.chunks import Chunk
from numerim.validation.delimited import UnreadableError
from numerim.validation.integrity import Integrity, Shared, references
from numerim.validation.opened import Columns, chunks_of, stock_chunks
from numerim.validation.result import Judged
from numerim.validation.rising import Rising, can_rise
from numerim.validation.wording import WrongRow

if TYPE_CHECKING:
    from frictionless.error.error import Error

# Bytes of tables that are kept while they are judged, so that rows with errors need not be read again.
KEPT = 300 * 2**20


@dataclass
class Limits:
    """What a judgement may take.

    Attributes:
        errors: errors of a table that are told with their place; 0: all.
        network: addresses are fetched.
    """

    errors: int = 1000
    network: bool = False


Progress = Callable[[str, int], None]


def judge(resource: Any, limits: Limits, shared: Shared, progress: Progress | None = None) -> Judged:
    """Judge one resource of a package, or one file."""
    started = monotonic()
    if resource.remote and not limits.network:
        told = [errors.SchemeError(note=f"{resource.place} is not fetched; --network (network=True) allows it")]
        report = Report.from_validation_task(resource, time=0, errors=told)
        return Judged.here(report, {("scheme-error", ""): 1}, monotonic() - started)
    reason = known.reason_for_stock(resource)
    if reason is None:
        try:
            return _Table(resource, limits, shared, started, progress).judge()
        except NotKnownError as error:
            reason = str(error)
            resource.close()
            resource = known.fresh(resource)
    try:
        report = resource.validate(limit_errors=limits.errors)
    except Exception as error:
        error.add_note("frictionless stopped at this")
        raise
    return Judged.by_stock(report, reason, monotonic() - started)


class _Table:
    """One judgement."""

    def __init__(
        self, resource: TableResource, limits: Limits, shared: Shared, started: float, progress: Progress | None
    ) -> None:
        self.shared = shared
        self.progress = progress
        self.resource = resource
        self.limits = limits
        self.started = started
        self.limit = limits.errors or 2**62
        self.errors: list[Error] = []
        self.of_header: list[Error] = []
        self.last_row = 1
        self.warnings: list[str] = []
        self.kept: list[Chunk] | None = []
        self.chunks_of: Any = None
        self.hashes: Future[dict[str, Any]] | None = None
        self.broken: FrictionlessException | None = None

    def judge(self) -> Judged:
        resource = self.resource
        checks = Checklist().connect(resource)
        try:
            resource.to_descriptor(validate=True)
        except FrictionlessException as exception:
            return self._early(exception)
        if resource.hash and known.hash_of(resource.hash)[0] not in ("md5", "sha256", "sha1", "sha512"):
            self.warnings.append("hash is ignored; supported algorithms: md5/sha256")
        foreign_keys = list(resource.schema.foreign_keys) if resource.schema else []
        try:
            if resource.schema:
                resource.schema.foreign_keys = []
            known.open_table(resource, guess=self.shared.guess)
        except FrictionlessException as exception:
            resource.close()
            return self._early(exception)
        except (EOFError, zlib.error) as broken:
            resource.close()
            return self._early(FrictionlessException(errors.CompressionError(note=str(broken))))
        finally:
            if resource.schema:
                resource.schema.foreign_keys = foreign_keys
        with ThreadPoolExecutor(1) as pool:
            try:
                return self._judge_open(self.shared.connection, checks, pool)
            finally:
                self.shared.connection.execute("DROP TABLE IF EXISTS own")
                resource.close()

    def _early(self, exception: FrictionlessException) -> Judged:
        told = exception.to_errors()
        report = Report.from_validation_task(self.resource, time=monotonic() - self.started, errors=told)
        return Judged.here(report, Counter((error.type, "") for error in told), monotonic() - self.started)

    def _judge_open(self, connection: duckdb.DuckDBPyConnection, checks: list[Any], pool: ThreadPoolExecutor) -> Judged:
        resource = self.resource
        # stock opens the tables that are referred to before it reads the header
        try:
            referred = references(resource, self.shared)
        except FrictionlessException as exception:
            return self._early(exception)
        for check in checks:
            self.errors.extend(check.validate_start())
        self.of_header = list(self.errors)
        try:
            fields = resource.header.get_expected_fields()
        except FrictionlessException as exception:
            return self._early(exception)
        columns = Columns(fields)
        integrity = Integrity(resource, columns, referred)
        limit = self.limit if self.limit < 2**40 else 2**40
        asked, keys = columns.known(integrity.names), "own" if integrity.names else None
        self.chunks_of = chunks_of(resource, len(fields))
        if self.chunks_of is not None and not resource.stats.sha256:
            self.hashes = pool.submit(_hashes, resource.normpaths)
        rising = Rising(connection, integrity, asked) if self.chunks_of is not None and can_rise(integrity) else None
        if rising and isinstance(self.chunks_of, parquet.Parts):
            self.kept = None  # these tables are large, and few have an error
        cells = Cells(connection, asked, keys, limit, rising, lambda: self._again(len(fields)))
        try:
            self._read(cells)
        except UnreadableError:
            connection.execute("DROP TABLE IF EXISTS own")
            known.reopen(resource)
            self.hashes, self.kept = None, []
            cells = Cells(connection, asked, keys, limit)
            self.chunks_of = None
            self._read(cells)
        if rising and cells.rising and not rising.all_found():
            cells.keep_keys_from_the_first()
        if not cells.rising:
            integrity.look(connection, cells)
        stopped = self._word(columns, cells, integrity)
        return self._end(checks, cells, stopped)

    def _read(self, cells: Cells) -> None:
        """Judge all chunks."""
        held = 0
        for chunk in self._chunks(len(cells.fields)):
            cells.judge(chunk)
            self.last_row = int(chunk.rows[-1])
            if chunk.unclosed is not None:
                told = f"row {chunk.unclosed}: a quote opens a cell that is never closed; it takes the rest of the file"
                self.warnings.append(told)
            if self.progress:
                self.progress(self.resource.name or "", cells.found.rows)
            held += chunk.table.nbytes
            if self.kept is not None:
                self.kept.append(chunk)
                if held > KEPT:
                    self.kept = None

    def _chunks(self, fields: int) -> Iterator[Chunk]:
        """The rows in blocks, or as stock's parser gives them, one by one; where they break off, that is told."""
        try:
            yield from self.chunks_of.chunks() if self.chunks_of else stock_chunks(self.resource, fields)
        except FrictionlessException as exception:
            self.broken = exception

    def _again(self, fields: int) -> Iterator[Chunk]:
        """The rows in blocks from the first on, those that are kept, or else read again."""
        return self._chunks(fields) if self.kept is None else iter(self.kept)

    def _cells_of(self, rows: set[int], fields: int) -> dict[int, list[str]]:
        """The cells of some rows, by row."""
        found: dict[int, list[str]] = {}
        if self.kept is None and not self.chunks_of:
            known.reopen(self.resource)
        for chunk in self._again(fields):
            found.update(chunk.cells(rows))
            if len(found) == len(rows):
                break
        return found

    def _word(self, columns: Columns, cells: Cells, integrity: Integrity) -> int | None:
        """Word the errors of the rows as stock does; the row where it stops, if it does."""
        wrong = sorted(set(cells.found.wrong) | integrity.rows)
        if len(self.errors) >= self.limit and cells.found.rows:  # stock counts when it has read a row
            return self._stop(0)
        lacking = set(wrong[: self.limit]) - set(cells.found.wrong)
        lines = dict(cells.found.wrong)
        if lacking:
            lines |= self._cells_of(lacking, len(columns.fields))
        for number in wrong:
            row = WrongRow(lines[number], columns.handlers, number)
            integrity.add(row)
            self.errors.extend(row.told)
            if len(self.errors) >= self.limit:
                return self._stop(number)
        return None

    def _stop(self, row: int) -> int:
        """No more errors are told."""
        self.errors = self.errors[: self.limit]
        self.warnings.append(f"reached error limit: {self.limit}")
        return row

    def _end(self, checks: list[Any], cells: Cells, stopped: int | None) -> Judged:
        resource = self.resource
        if self.hashes is not None:
            told = self.hashes.result()
            resource.stats.md5, resource.stats.sha256 = told["md5"], told["sha256"]
            resource.stats.bytes = told["bytes"]
        resource.stats.rows = cells.found.rows
        counted = dict(cells.found.errors)
        for error in self.of_header:
            counted[error.type, ""] = counted.get((error.type, ""), 0) + 1
        if stopped is None:
            if self.broken is not None:
                self.errors.append(self.broken.error)
                counted[self.broken.error.type, ""] = 1
                self.warnings.append(f"the file cannot be read beyond about row {self.last_row}")
            for check in checks:
                for error in [*check.validate_end(), *self._other_hash()]:
                    self.errors.append(error)
                    counted[error.type, ""] = counted.get((error.type, ""), 0) + 1
        total = sum(counted.values())
        if total > len(self.errors):
            self.warnings.append(f"{len(self.errors):,} errors are shown of {total:,}")
        seconds = monotonic() - self.started
        report = Report.from_validation_task(
            resource, time=round(seconds, 3), labels=resource.labels, errors=self.errors, warnings=self.warnings
        )
        judged = Judged.here(report, counted, seconds)
        judged.rows = cells.found.rows
        return judged

    def _other_hash(self) -> list[Error]:
        """An error where a hash that stock does not know is another than it should be."""
        resource = self.resource
        if not resource.hash or not isinstance(resource.normpath, str) or resource.multipart:
            return []
        algorithm, expected = known.hash_of(resource.hash)
        if algorithm not in ("sha1", "sha512"):
            return []
        with Path(resource.normpath).open("rb") as file:
            actual = hashlib.file_digest(file, algorithm).hexdigest()
        if actual == expected:
            return []
        return [errors.HashCountError(note=f'expected is "{expected}" and actual is "{actual}"')]


def _hashes(paths: list[str]) -> dict[str, Any]:
    """The hashes that stock takes, of the files one after the other, and their bytes."""
    md5, sha256, size = hashlib.md5(usedforsecurity=False), hashlib.sha256(), 0
    for path in paths:
        with Path(path).open("rb") as file:
            while block := file.read(2**20):
                md5.update(block)
                sha256.update(block)
                size += len(block)
    return {"md5": md5.hexdigest(), "sha256": sha256.hexdigest(), "bytes": size}
