"""Tables on their side: units beside each other in the header, what is counted beneath each other."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

from numerim.draft.byunit import ON_LIST
from numerim.draft.figures import cells_of
from numerim.draft.kinds import kind_of_ballots
from numerim.draft.look import Seen, read_so
from numerim.draft.notes import is_number
from numerim.draft.periods import period_in
from numerim.draft.rounds import round_of
from numerim.draft.shape import different
from numerim.draft.stems import folded
from numerim.draft.sums import added, share_that_fits
from numerim.draft.totals import is_total
from numerim.draft.words import SELECTIONS, meaning_of, meanings_of
from numerim.judge.words import ACCOUNTS
from numerim.read.rawtable import RawTable
from numerim.schemas.vocabulary import COUNT_TYPES

_COUNTED = ("registered", "cast", "valid", "invalid", "blank", "overvotes", "undervotes", "votes", "turnout", "share")
_LEADING = 4
"""So many columns of words may stand before the figures."""


def on_its_side(seen: Seen, content: bytes, shown: str, reference: Path) -> Seen:
    """What is seen of a file, tables that lie on their side turned.

    Args:
        seen: what is seen of it, each table with its units beneath each other.
        content: its bytes.
        shown: its path in messages.
        reference: where the seeds are.
    """
    if seen.about or seen.said["reader"] not in ("csv", "workbook", "html", "wikitext"):
        return seen
    shapes = seen.said["tables"]
    turned = [_turned(table, shape, reference) for table, shape in zip(seen.tables, shapes, strict=True)]
    if not any(turned):
        return seen
    said = seen.said | {"tables": [new or shape for new, shape in zip(turned, shapes, strict=True)]}
    unsure = [*seen.unsure, "the table lies on its side: units stand in its header, what is counted beneath each other"]
    return replace(seen, said=said, tables=read_so(said, content, shown), unsure=unsure)


def _turned(table: RawTable, shape: Mapping[str, Any], reference: Path) -> dict[str, Any] | None:
    """How a table is described that lies on its side; None where it does not."""
    if table.rows.height < 2 or table.rows.height > 500 or shape.get("header", 1) == 0:
        return None
    rows = table.rows.select(pl.all().struct.field("text").fill_null("").str.strip_chars().name.keep())
    texts = {name: rows[name].to_list() for name in rows.columns}
    first = rows.columns[:_LEADING]
    words = [i for i, name in enumerate(first) if not _are_figures(texts[name])]
    leading = first[: max(words, default=-1) + 1]  # numbers of lists and people stand before their names
    count = (i for i, name in enumerate(leading) if i not in words and not _are_running(name, texts[name], reference))
    leading = leading[: next(count, _LEADING)]
    units = [name for name in rows.columns[len(leading) :] if any(texts[name])]
    if not leading or len(units) < 2 or not all(_are_figures(texts[name]) for name in units):
        return None
    labels = _labels(leading, texts, reference)
    if len(set(labels)) < len(labels) or not all(labels):
        return None
    if (
        not _are_units(units, reference)
        or not _has_no_other_total(table, units)
        or not _are_counted(labels, leading, reference)
    ):
        return None
    parties = _parties(leading, texts, reference) if labels == texts[leading[-1]] else [""] * len(labels)
    own = [f"{label} ({party})" if party else label for label, party in zip(labels, parties, strict=True)]
    header = shape.get("header", 1)
    over = ["within", "unit"][-header:] if header <= 2 else [*(f"row {n + 1}" for n in range(header - 1)), "unit"]
    said = {key: item for key, item in shape.items() if key in ("at", "skip", "until")}
    names = different([*over, *own], header + len(own))
    return {**said, "turned": True, "header": len(leading), "grid": names, "columns": "same"}


def _are_running(name: str, texts: Sequence[str], reference: Path) -> bool:
    """Whether the figures of a column number its rows, anew under each list, and its name says nothing else of them."""
    if is_total(name) or ((one := meaning_of(name, reference)) and one.role in _COUNTED):
        return False
    some = [text for text in texts if text]
    if not all(text.isdecimal() for text in some):
        return False
    return all(int(this) in (1, int(last), int(last) + 1) for last, this in pairwise(["0", *some]))


def _labels(leading: Sequence[str], texts: Mapping[str, Sequence[str]], reference: Path) -> list[str]:
    """What each row is called: by the last of the columns of words, or by the party where nobody is named there.

    Beneath such a row stand people on its list, each with the list behind the name.
    """
    names = [*texts[leading[-1]]]
    words = [name for name in leading[:-1] if not _are_figures(texts[name])]
    party = next((name for name in words if (one := meaning_of(name, reference)) and one.role == "party"), "")
    if all(names) or not party:
        return names
    lists = [re.sub(r"\s+/\s+", "/", text) for text in texts[party]]
    return [f"{one}{ON_LIST}{of}" if one and of else one or of for one, of in zip(names, lists, strict=True)]


def _parties(leading: Sequence[str], texts: Mapping[str, Sequence[str]], reference: Path) -> Sequence[str]:
    """The party of each row, where a column of words before the last is called so; letters of lists are none."""
    named = [name for name in leading[:-1] if (one := meaning_of(name, reference)) and one.role == "party"]
    short = [name for name in named if all(text.isupper() for text in texts[name] if text)]
    return texts[short[0]] if short else [""] * len(texts[leading[-1]])


def _are_figures(texts: Sequence[str]) -> bool:
    some = [text for text in texts if text]
    return bool(some) and sum(is_number(text) or not re.search(r"\w", text) for text in some) >= 0.8 * len(some)


def _are_units(names: Sequence[str], reference: Path) -> bool:
    """Whether names over figures may be those of units: none is one of what is counted, of ballots, counts or years."""
    own = [name for name in names if not is_total(name)]
    if len(own) < 2:
        return False
    if any((one := meaning_of(name, reference)) and one.role in (*_COUNTED, *SELECTIONS, "seats") for name in own):
        return False
    if any(name.isdigit() or "%" in name or period_in(name) for name in own) or all(round_of(name) for name in own):
        return False
    kinds = [kind_of_ballots(name) for name in own]
    if 2 * sum(kind in COUNT_TYPES for kind in kinds) >= len(kinds):
        return False
    stems = {re.sub(r"\W*\d+\W*", "", folded(name)) for name in own if re.search(r"\d", name)}
    return len(stems) != 1 or not all(re.search(r"\d", name) for name in own) or _is_unit(stems.pop(), reference)


def _has_no_other_total(table: RawTable, names: Sequence[str]) -> bool:
    """Whether a column that is called a total, if there is one, is that of the others in some row."""
    cells = cells_of(table)
    own = [cells.number(name) for name in names if not is_total(name)]
    totals = [cells.number(name) for name in names if is_total(name)]
    summed = added(cells.figures, own)
    return len(totals) != 1 or share_that_fits(cells.figures[:, totals[0]], summed)[1] > 0


def _is_unit(name: str, reference: Path) -> bool:
    return bool((one := meaning_of(name, reference)) and one.unit)


def _are_counted(labels: Sequence[str], leading: Sequence[str], reference: Path) -> bool:
    """Whether labels of rows are accounts, two at least, or the name over them says that they are voted for."""
    known = {word.strip(): ours for ours, words in ACCOUNTS.items() for word in " ".join(words.split()).split(";")}
    roles = set()
    for label, one in zip(labels, meanings_of(labels, reference), strict=True):
        roles.add(known.get(folded(label)) or (one.role if one and one.role in _COUNTED else ""))
    if len(roles - {""}) >= 2:
        return True
    return any((one := meaning_of(name, reference)) and one.role in SELECTIONS for name in leading)
