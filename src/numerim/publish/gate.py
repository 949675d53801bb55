"""The last gate: the files as a stranger will get them, judged by numerim.validation and by stock frictionless."""

from pathlib import Path
from typing import TYPE_CHECKING

from numerim.publish.contract import ContractError

if TYPE_CHECKING:
    from frictionless import Report

SECOND_JUDGE_UP_TO = 200_000
"""Rows of a package that stock frictionless judges, too; it takes half a minute of CPU for a million of eight cells."""
WHOLE_UP_TO = 20_000
"""Rows of a package that it judges whole; of a larger one the first of each table, with all that they refer to."""
FIRST_ROWS = 1000
"""Rows of a table of such a larger one."""


def pass_gate(descriptor: Path) -> None:
    """Validate a package: descriptor, types, keys, foreign keys, hashes, byte counts.

    Stock frictionless is the second judge of a package that is not larger than SECOND_JUDGE_UP_TO; of one that is
    larger than WHOLE_UP_TO it sees the descriptor and the first rows of every table.

    Args:
        descriptor: its `datapackage.json`.

    Raises:
        ContractError: it is not valid; the first ten errors are named.
    """
    from numerim.validation.whole import judge

    whole = judge(descriptor, guess=False)
    _refuse(descriptor, "the package is not valid", whole.report())
    rows = sum(table.rows or 0 for table in whole.tables)
    if rows <= SECOND_JUDGE_UP_TO:
        from frictionless import validate

        report = validate(str(descriptor), limit_rows=None if rows <= WHOLE_UP_TO else FIRST_ROWS)
        _refuse(descriptor, "frictionless does not accept the package", report)


def _refuse(descriptor: Path, why: str, report: "Report") -> None:
    if report.valid:
        return
    rows = report.flatten(["name", "rowNumber", "fieldName", "message"])[:10]
    told = "\n  ".join(" ".join(str(part) for part in row if part is not None) for row in rows)
    raise ContractError(f"{descriptor.parent.name}: {why}:\n  {told}")
