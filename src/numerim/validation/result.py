"""What came of judging: by table, and together as a Frictionless Report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from frictionless import Report


def kind_of(error: Any) -> tuple[str, str]:
    """Type and field (of a foreign key: fields) by which errors are counted."""
    if error.type in ("type-error", "constraint-error", "unique-error"):
        return error.type, error.field_name
    return error.type, ", ".join(error.field_names) if error.type == "foreign-key" else ""


@dataclass
class Judged:
    """One table, judged.

    Attributes:
        name: the name of the resource.
        place: its path, as the descriptor has it.
        rows: rows of data; None: unknown.
        seconds: how long it took.
        errors: the errors that are told with their place, as descriptors.
        counted: how many errors there are, by type and field ("" where it is none of a field).
        warnings: what the report warns of.
        judged_by: `numerim` or `frictionless`.
        because: why stock frictionless judged it; empty: it did not.
    """

    name: str
    place: str
    rows: int | None
    seconds: float
    counted: Mapping[tuple[str, str], int]
    judged_by: str
    because: str
    part: Any
    warnings: list[str] = field(default_factory=list)

    @property
    def errors(self) -> list[Any]:
        """The errors with their place."""
        return [error for task in self.part.tasks for error in task.errors] + list(self.part.errors)

    @property
    def valid(self) -> bool:
        """Nothing is wrong."""
        return bool(self.part.valid)

    @classmethod
    def here(cls, report: Report, counted: Mapping[tuple[str, str], int], seconds: float) -> Judged:
        """What was judged in DuckDB."""
        return cls._of(report, dict(counted), seconds, "numerim", "")

    @classmethod
    def by_stock(cls, report: Report, because: str, seconds: float) -> Judged:
        """What stock frictionless judged."""
        counted: dict[tuple[str, str], int] = {}
        for task in report.tasks:
            for error in task.errors:
                counted[kind_of(error)] = counted.get(kind_of(error), 0) + 1
        return cls._of(report, counted, seconds, "frictionless", because)

    @classmethod
    def _of(cls, report: Report, counted: dict[tuple[str, str], int], seconds: float, by: str, because: str) -> Judged:
        task = report.tasks[0] if report.tasks else None
        return cls(
            name=task.name if task else "",
            place=task.place if task else "",
            rows=task.stats.get("rows") if task else None,
            seconds=seconds,
            counted=counted,
            judged_by=by,
            because=because,
            part=report,
            warnings=list(task.warnings) if task else [],
        )


@dataclass
class Whole:
    """A package or a file, judged.

    Attributes:
        tables: its tables in their order.
        errors: what is wrong with the package itself, so that no table was judged.
        seconds: how long it took.
        of_package: it was a package, not a file.
    """

    tables: list[Judged]
    errors: list[Any]
    seconds: float
    of_package: bool = False

    @property
    def valid(self) -> bool:
        """Nothing is wrong."""
        return not self.errors and all(table.valid for table in self.tables)

    @property
    def code(self) -> int:
        """0: valid; 1: not valid; 2: it cannot be read at all."""
        if self.valid:
            return 0
        unread = {"scheme-error", "compression-error", "format-error", "resource-error"}
        kinds = [error.type for error in self.errors] + [error.type for table in self.tables for error in table.errors]
        return 2 if kinds and all(kind in unread or "metadata" in kind for kind in kinds) else 1

    def report(self) -> Report:
        """The answer as stock frictionless gives it."""
        from frictionless import Report

        whole: Report = Report.from_validation(
            time=round(self.seconds, 3),
            tasks=[task for table in self.tables for task in table.part.tasks],
            errors=[*self.errors, *(error for table in self.tables for error in table.part.errors)],
            warnings=[warning for table in self.tables for warning in table.part.warnings],
        )
        return whole
