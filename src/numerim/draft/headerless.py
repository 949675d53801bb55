"""What columns without a header are, by what stands in them alone."""

from collections.abc import Sequence

import numpy

from numerim.draft.figures import Cells
from numerim.draft.sums import base_of, is_running
from numerim.draft.words import Meaning

NO_HEADER = "the file has no header"
"""Why a column is not read of which neither a name nor what stands in it tells what it is."""
_FILLED = 0.8
"""In so many rows a column must hold something to be taken for more than a remark."""


def by_content(cells: Cells) -> dict[str, Meaning]:
    """Columns of a table in which each row is of one who is voted for -> what they seem to be; those that are told.

    A column of percentages tells the votes, which it is the share of; the most varied column of words names who is
    voted for, one of short words in capitals the party, the longest of the others what is voted on; the unit is the
    column by which, with these, a row is told from all others.
    """
    if turnout := _of_turnout(cells):
        return turnout
    found: dict[str, Meaning] = {}
    for share in sorted(cells.shares):
        counts = [i for i in cells.is_figures if i not in cells.shares]
        base = base_of(cells.figures, share, counts, counts, 0.051)
        if base is not None:
            found[cells.names[share]] = Meaning("share")
            found[cells.names[base[0]]] = Meaning("votes")
            found[cells.names[base[1]]] = Meaning("ignore")
            break
    if not found and len(_counted(cells)) > _COUNTS:
        return {}  # nothing tells which of so many are votes, nor whose
    texts = [
        name
        for i, name in enumerate(cells.names)
        if i not in cells.is_figures
        and sum(map(bool, cells.texts[name])) >= _FILLED * len(cells.texts[name])
        and len(cells.values(name)) > 1
    ]
    parties = [name for name in texts if _is_short(cells.values(name))]
    words = [name for name in texts if name not in parties]
    if not words:
        return {}
    candidate = max(words, key=lambda name: len(cells.values(name)))
    found[candidate] = Meaning("candidate")
    found |= {name: Meaning("party") for name in parties[:1]}
    others = [name for name in words if name != candidate]
    twins = [name for name in others if _is_one_for_one(cells, candidate, name)]
    if twins:  # a short name, or a key, beside a long one
        longest = max([candidate, *twins], key=lambda name: _length(cells.values(name)))
        found.pop(candidate)
        found[longest] = Meaning("party" if not parties else "candidate")
    others = [name for name in others if name not in twins]
    if others:
        found[max(others, key=lambda name: _length(cells.values(name)))] = Meaning("office")
    told = [name for name, one in found.items() if one.role in ("candidate", "party", "office")]
    if unit := _unit(cells, told, [name for name in cells.names if name not in found]):
        found[unit] = Meaning("unit", "other")
    return found


def _of_turnout(cells: Cells) -> dict[str, Meaning]:
    """Columns of a table in which each row is a unit of its own, whose share is that of two counts: who voted of whom.

    A share of votes has one whole in all rows of a unit; one that differs in nearly each row is those who may vote.
    """
    counts = [i for i in cells.is_figures if i not in cells.shares]
    words = [name for i, name in enumerate(cells.names) if i not in cells.is_figures and any(cells.texts[name])]
    words.sort(key=lambda name: -len(cells.values(name)))
    for share in sorted(cells.shares):
        base = base_of(cells.figures, share, counts, counts, 0.051)
        if base is None or not words or len(counts) > _COUNTS:
            continue
        wholes = cells.texts[cells.names[base[1]]]
        if len(set(wholes)) < _FILLED * len(wholes) or len(cells.values(words[0])) < _FILLED * len(wholes):
            continue
        found = {cells.names[i]: Meaning(role) for i, role in ((share, "turnout"), (base[0], "cast"))}
        found |= {cells.names[base[1]]: Meaning("registered"), words[0]: Meaning("unit", "municipality")}
        if len(words) > 1 and len(cells.values(words[1])) < len(wholes) / 2:
            found[words[1]] = Meaning("unit", "region")
        return found
    return {}


_COUNTS = 4
"""So many columns of counts and numbers has a table of turnout at most."""


def tells_nothing(cells: Cells) -> bool:
    """Whether figures stand alone in a table without a header, or so many beside words that any reading is a guess."""
    filled = {i for i, name in enumerate(cells.names) if any(cells.texts[name])}
    return set(cells.is_figures) >= filled or len(_counted(cells)) > _COUNTS


def _counted(cells: Cells) -> list[int]:
    """The columns of figures that may count something: they are no shares, do not run on and differ between rows."""
    counts = [i for i in cells.is_figures if i not in cells.shares]
    return [i for i in counts if not is_running(cells.figures[:, i]) and len({*cells.texts[cells.names[i]]}) > 1]


def _is_one_for_one(cells: Cells, one: str, other: str) -> bool:
    """Whether each text of a column stands beside one of another, and the other way round."""
    pairs = set(zip(cells.texts[one], cells.texts[other], strict=True))
    return len(pairs) == len({*cells.texts[one]}) == len({*cells.texts[other]})


def _is_short(values: Sequence[str]) -> bool:
    return len(values) <= 100 and all(len(value) <= 6 and value.isupper() for value in values)


def _length(values: Sequence[str]) -> float:
    return float(numpy.mean([len(value) for value in values]))


def _unit(cells: Cells, told: Sequence[str], among: Sequence[str]) -> str | None:
    """The column with which most rows are told apart, of those whose values repeat."""
    if not told:
        return None
    keys = list(zip(*(cells.texts[name] for name in told), strict=True))
    rows = len(keys)
    best: tuple[int, str] | None = None
    for name in among:
        texts = cells.texts[name]
        if not all(texts) or not 1 < len(set(texts)) <= rows / 2:
            continue
        apart = len(set(zip(keys, texts, strict=True)))
        if best is None or apart > best[0]:
            best = (apart, name)
    return best[1] if best and best[0] >= 0.9 * rows else None
