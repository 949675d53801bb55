"""The findings about an election as they are printed in the forms for files."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from numerim.printed import Judgement, Place, Told

_CELL = re.compile(r"(?P<path>.+):L(?P<line>\d+)(?:\.C(?P<cell>\d+))?")


def judgement(
    election: str, folder: str, findings: Sequence[Mapping[str, Any]], titles: Mapping[str, str], summary: str
) -> Judgement:
    """The findings of an election.

    Args:
        election: its id.
        folder: where its sources lie, as a reader can open it.
        findings: rows of the table `findings` with their `places`, the worst first.
        titles: the code of each rule that was asked -> what it claims.
        summary: what was found, in a line.
    """
    told = [
        Told(
            rule=str(row["rule"]),
            severity=str(row["severity"]),
            says=str(row["says"]),
            places=tuple(_place(folder, one["locator"], one["printed"]) for one in row["places"]),
            subject=str(row["subject"]),
            status=str(row["status"]),
            expected=row["expected"] and str(row["expected"]),
            actual=row["actual"] and str(row["actual"]),
            reason=row["reason"] and str(row["reason"]),
        )
        for row in findings
    ]
    return Judgement(election, told, dict(titles), summary, {"rules": len(titles)})


def by_cause(findings: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Rows of the table `findings` in their order, those with one cause together: first the one that stands for it."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for finding in findings:
        groups.setdefault(finding["cause"] or finding["finding_id"], []).append(finding)
    return [sorted(group, key=lambda f: f["finding_id"] != f["cause"]) for group in groups.values()]


def _place(folder: str, locator: str, printed: str | None) -> Place:
    if found := _CELL.fullmatch(locator):
        cell = int(found["cell"]) if found["cell"] else None
        return Place(f"{folder}/{found['path']}", int(found["line"]), cell=cell, printed=printed or "")
    return Place(f"{folder}/{re.split('[!@#]', locator)[0]}", 1, printed=printed or "")
