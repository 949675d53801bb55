"""The findings about an election as they are printed in the forms for files."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from numerim.locator import parts
from numerim.printed import COUNTED, Judgement, Place, Suspect, Told, because
from numerim.schemas.vocabulary import MANY


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
    told = [_told(folder, one) for group in by_cause(findings) for one in _apart(group)]
    return Judgement(election, told, dict(titles), summary, {"rules": len(titles)})


_CHANGES = {"decisive": "could change the outcome", "none": "changes no outcome"}
"""An impact, where it is known -> what a finding says of it."""


def by_cause(findings: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Rows of the table `findings` in their order, those that are told as one together: first what stands for them.

    Those are findings with one cause, and many remarks (`info`) by one rule.
    """
    alone = [f for f in findings if not f["cause"] and (f["severity"], f["status"]) == ("info", "open")]
    often = {rule for rule, times in Counter(f["rule"] for f in alone).items() if times >= MANY}
    remarks = {f["finding_id"]: str(f["rule"]) for f in alone if f["rule"] in often}
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for finding in findings:
        name = finding["finding_id"]
        groups.setdefault(finding["cause"] or remarks.get(name, name), []).append(finding)
    return [sorted(group, key=lambda f: f["finding_id"] != f["cause"]) for group in groups.values()]


def told_as_one(group: Sequence[Mapping[str, Any]]) -> str:
    """A finding, or several of one group of `by_cause`, in words: what they have in common, and one of them.

    Of many findings by one rule, what they have in common comes first, and one is an example.
    """
    first = group[0]
    if len(group) == 1:
        return str(first["says"])
    if not first["cause"]:
        return f"{len(group)} remarks of one kind, such as: {first['says']} (the rule: “{first['claim']}”)"
    if is_one_rule(group):
        counted = "One of them" if COUNTED.match(first["cause_says"]) else f"{len(group)} findings, such as"
        return f"{first['cause_says']}. {counted}: {first['says']}"
    return f"{first['says']}\n{because(len(group), first['cause_says'])}"


def changes(group: Sequence[Mapping[str, Any]]) -> str:
    """What findings that are told as one could change: what the gravest could, and nothing only if none could.

    Empty where that is not known.
    """
    words = [one["impact"] for one in group]
    return _CHANGES.get(next((word for word in ("decisive", "unknown", None) if word in words), words[0]) or "", "")


def _apart(group: Sequence[Mapping[str, Any]]) -> Sequence[Sequence[Mapping[str, Any]]]:
    """A group by one rule as one; of findings by several rules each, as every form names a rule."""
    return [group] if is_one_rule(group) else [[one] for one in group]


def is_one_rule(group: Sequence[Mapping[str, Any]]) -> bool:
    """Whether several findings of a group are by one rule: all of them, or so many that the others follow from them."""
    same = sum(one["rule"] == group[0]["rule"] for one in group)
    return len(group) > 1 and (same == len(group) or same >= MANY)


def _told(folder: str, group: Sequence[Mapping[str, Any]]) -> Told:
    """A finding, or several by one rule as one, with the places of all."""
    row, *rest = group
    doubted = [[place for place in one["places"] if place["role"] == "in_doubt"] or one["places"] for one in rest]
    places = [*row["places"], *(place for some in doubted for place in some)]
    return Told(
        rule=str(row["rule"]),
        severity=str(row["severity"]),
        says=told_as_one(group),
        places=tuple(dict.fromkeys(_place(folder, one["locator"], one["printed"]) for one in places)),
        subject=str(row["subject"]),
        times=len(group),
        status=str(row["status"]),
        expected=row["expected"] and str(row["expected"]) if not rest else None,
        actual=row["actual"] and str(row["actual"]) if not rest else None,
        reason=row["reason"] and str(row["reason"]),
        suspected=tuple(_suspect(folder, change, row["places"]) for change in row["suspected"]),
        cause=row["cause"] and str(row["cause"]),
        cause_says=row["cause_says"] and str(row["cause_says"]),
        changes=changes(group),
    )


def _suspect(folder: str, change: Mapping[str, Any], places: Sequence[Mapping[str, Any]]) -> Suspect:
    _, locator, _ = change["place"].split()[0].split("|")
    printed = next((str(one["printed"]) for one in places if one["locator"] == locator and one["printed"]), "")
    return Suspect(_place(folder, locator, printed), printed or change["printed"], change["value"])


def _place(folder: str, locator: str, printed: str | None) -> Place:
    if (found := parts(locator)) and found.line and found.is_line:
        return Place(f"{folder}/{found.path}", found.line, cell=found.number, printed=printed or "")
    file = re.split("[!@#]", locator)[0]
    return Place(f"{folder}/{file}", 1, printed=printed or "", at=locator.removeprefix(file))
