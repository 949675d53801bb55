"""The last gate: the files as a stranger will get them, judged by numerim.validation and by stock frictionless."""

from pathlib import Path
from typing import TYPE_CHECKING

from numerim.publish.contract import ContractError

if TYPE_CHECKING:
    from frictionless import Report

SECOND_JUDGE_UP_TO = 200_000
"""Rows of a package that stock frictionless judges, too; it takes half a minute of CPU for a million of eight cells."""


def pass_gate(descriptor: Path) -> None:
    """Validate a package: descriptor, types, keys, foreign keys, hashes, byte counts.

    Stock frictionless is the second judge of a package that is not larger than SECOND_JUDGE_UP_TO.

    Args:
        descriptor: its `datapackage.json`.

    Raises:
        ContractError: it is not valid; the first ten errors are named.
    """
    from numerim.validation.whole import judge

    whole = judge(descriptor)
    _refuse(descriptor, "the package is not valid", whole.report())
    if sum(table.rows or 0 for table in whole.tables) <= SECOND_JUDGE_UP_TO:
        from frictionless import validate

        _refuse(descriptor, "frictionless does not accept the package", validate(str(descriptor)))


def _refuse(descriptor: Path, why: str, report: "Report") -> None:
    if report.valid:
        return
    rows = report.flatten(["name", "rowNumber", "fieldName", "message"])[:10]
    told = "\n  ".join(" ".join(str(part) for part in row if part is not None) for row in rows)
    raise ContractError(f"{descriptor.parent.name}: {why}:\n  {told}")
