"""What breaks nearly everywhere in a file that nobody has described: most likely its columns are something else."""

import re
from collections.abc import Mapping, Sequence

from numerim.draft.write import Drafted
from numerim.printed import Told
from numerim.schemas.rule import rules

_LEAST = 3
"""So often a rule must be broken for its findings to be taken for one cause."""
_SAME_TWICE = {"R115": ("R103", "R119", "R602", "R603", "R604", "R606", "R607", "R702")}
"""The rule that a list says nothing twice -> those that follow from it where rows are not told apart."""
_OF_SUMS = ("accounting", "totals", "shares")
"""The families of rules that add up what rows say: of rows that are not told apart they add up too much."""
_OFTEN = 0.2
"""In so many of the figures the same thing must stand twice for rows not to be told apart."""


def misreadings(
    told: Sequence[Told], asked: Mapping[str, tuple[int, int]], figures: int, files: Sequence[Drafted]
) -> list[Told]:
    """Findings, those of a rule that is broken more often than it holds as one warning that says what may be misread.

    Args:
        told: the findings.
        asked: rule -> how often it held, and how often it was broken.
        figures: how many figures were read.
        files: the files, as the draft describes them.
    """
    kept = list(told)
    for code, follow in _SAME_TWICE.items():
        twice = [one for one in kept if one.rule == code]
        if sum(len(one.places) for one in twice) > _OFTEN * figures and len(twice) >= _LEAST:
            units = _taken_for(files, ("unit", "within"))
            first = next(i for i, one in enumerate(kept) if one.rule == code)
            says = (
                f"{len(twice)} items have several figures each: no column tells their rows apart. Units are taken from "
                f"{units}; name another column, or several, with --take. Until then sums are not checked"
            )
            kept[first] = _as_one(twice, says)
            kept = [one for i, one in enumerate(kept) if i == first or not _follows(one.rule, code, follow)]
    roles = {
        column.is_ for file in files for said, _ in file.tables for some in said.columns.values() for column in some
    }
    causes: list[tuple[set[str], list[str]]] = []
    for code, (held, broken) in asked.items():
        here = [one for one in kept if one.rule == code and one.severity != "info"]
        if broken >= _LEAST and broken > held and (len(here) > 1 or [one for one in here if one.severity == "error"]):
            of = roles & {word for need in rules()[code].needs for word in re.findall(r"\w+", need)}
            columns, codes = next((cause for cause in causes if cause[0] & of - {"votes"}), (of, []))
            if not codes:
                causes.append((columns, codes))
            columns |= of
            codes.append(code)
    for columns, codes in causes:
        some = [one for one in kept if one.rule in codes and one.severity != "info"]
        says = "; ".join(
            f"“{rules()[code].title}” ({code}) fails in {asked[code][1]} of {sum(asked[code])} places" for code in codes
        )
        taken = _taken_for(files, sorted(columns))
        doubt = f". Either the file is like this throughout, or a column was misread ({taken})"
        kept[kept.index(some[0])] = _as_one(some, f"{says}{doubt if taken else ''}. Such as: {some[0].says}")
        kept = [one for one in kept if one not in some]
    order = {"error": 0, "warning": 1, "info": 2}
    return sorted(kept, key=lambda one: order[one.severity])


def _follows(rule: str, code: str, follow: Sequence[str]) -> bool:
    return rule in (code, *follow) or rules()[rule].family in _OF_SUMS


def _as_one(some: Sequence[Told], says: str) -> Told:
    places = tuple(dict.fromkeys(place for one in some for place in one.places))
    times = sum(one.times for one in some)
    return Told(some[0].rule, "warning", says, places, some[0].subject, times)


def _taken_for(files: Sequence[Drafted], names: Sequence[str]) -> str:
    """Which columns are taken for these: `valid from “Valid votes”`."""
    found: dict[str, list[str]] = {}
    for file in files:
        for said, _ in file.tables:
            for column in (one for some in said.columns.values() for one in some):
                if column.is_ in names:
                    found.setdefault(column.is_, []).append(f"“{column.name}”")
    told = [f"{is_} from {some[0]}{' and others' if len(some) > 1 else ''}" for is_, some in found.items()]
    return ", ".join(told)
