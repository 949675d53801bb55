"""Figures of several elections in one table: of two years side by side, or beneath each other."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from numerim.draft.days import iso_day
from numerim.draft.figures import Cells
from numerim.draft.words import Meaning, meaning_of

_PERIOD = re.compile(
    r"(?<![\d.])(\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}|(?:1[89]|20)\d\d(?:[-/](?:\d{4}|\d\d)(?!\d))?)(?![\d.]*\d)"
)
"""A day or a year in the name of a column."""


def period_in(name: str) -> tuple[str, str] | None:
    """The day or year that a name has, as ISO 8601 has it, and the rest of the name; None where it has none, or two."""
    found = _PERIOD.findall(name)
    if len(found) != 1:
        return None
    rest = re.sub(r"^[\s/:,·–_-]+|[\s/:,·–_-]+$", "", name.replace(found[0], " ", 1))
    rest = re.sub(r"\s*\(\s*\)\s*|\s+/\s+/\s+", " ", rest)
    return iso_day(found[0]) or found[0][:4], " ".join(rest.split())


def of_the_last(cells: Cells, reference: Path) -> tuple[dict[str, Meaning | None], dict[str, str]]:
    """Columns of the last of several elections that stand side by side, and those of the others.

    They are such if their names have the same words but for the day or year.

    Args:
        cells: the cells of a table.
        reference: where the seeds are.

    Returns:
        What those of the last mean, by their names without the year; one with nothing beside it has votes. And of the
        others the reason not to read them. Both are empty where a table is of one election.
    """
    told = {name: one for name in cells.names if (one := period_in(name)) and cells.number(name) in cells.is_figures}
    rests: dict[str, list[str]] = {}
    for period, rest in told.values():
        rests.setdefault(period, []).append(rest)
    if len(rests) < 2:
        return {}, {}
    last = max(rests)
    beside = [period for period, some in rests.items() if period != last and set(some) & set(rests[last])]
    if not beside:
        return {}, {}
    means: dict[str, Meaning | None] = {}
    for name, (period, rest) in told.items():
        if period == last:
            is_share = cells.number(name) in cells.shares
            means[name] = meaning_of(rest, reference) if rest else Meaning("share" if is_share else "votes")
    others = {name: f"of another election, {period}" for name, (period, _) in told.items() if period in beside}
    return means, others


def in_rows(cells: Cells, meant: Mapping[str, Meaning | None]) -> str:
    """The column that says of which election a row is, where rows are of several; empty where none does."""
    if any(one and one.role in ("office", "round") for one in meant.values()):
        return ""
    words = [name for i, name in enumerate(cells.names) if i not in cells.is_figures and any(cells.texts[name])]
    for name, one in meant.items():
        values = cells.values(name)
        is_alone = not words and not any(other and other.role == "unit" for n, other in meant.items() if n != name)
        is_year = bool(_YEAR.fullmatch(name)) and is_alone and len(values) == len(cells.texts[name])
        may_be = is_year or bool(one and one.role == "date")
        if may_be and len(values) > 1 and all(cells.texts[name]) and are_periods(values):
            return name
    return ""


_YEAR = re.compile(
    r"(?i)(election )?year|jahr|wahljahr|ann[eé]e|a[nñ]o|anno|ano|rok|godina|год|година"
    r"|år|jaar|vuosi|aasta|év|yıl|viti|an"
)
"""A year alone in the first column: a row an election, of the whole."""


def are_periods(values: Sequence[str]) -> bool:
    """Whether texts are days or years, and each stands for an election: no more than a few."""
    return len(values) <= _FEW and all(re.fullmatch(r"(1[89]|20)\d\d", one) or iso_day(one) for one in values)


_FEW = 12
"""So many elections a table has at most."""
