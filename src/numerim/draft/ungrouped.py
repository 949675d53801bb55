"""Headers of two rows in which a blank above a column means the group to its left, or none: told by what it counts.

`Candidates,,,` over `Ann,Bo,Invalid,Cast` has two candidates and two accounts of ballots, which are of no group.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from numerim.draft.look import Seen, read_so
from numerim.draft.shape import different
from numerim.draft.votes import ACCOUNTS
from numerim.draft.words import meanings_of
from numerim.read.rawtable import RawTable

_BETWEEN = " / "
_OF_ALL = ("registered", "signatures", "cast", "turnout")
"""What is counted of a place, whatever is voted on there."""


def without_groups(seen: Seen, content: bytes, shown: str, reference: Path) -> Seen:
    """What is seen of a file, columns that a header seems to put into the group on their left without it.

    Args:
        seen: what is seen of it.
        content: its bytes.
        shown: its path in messages.
        reference: where the seeds are.
    """
    if seen.about or seen.said["reader"] != "csv" or not seen.tables:
        return seen
    shapes = seen.said["tables"]
    made = [_named(table, shape, reference) for table, shape in zip(seen.tables, shapes, strict=True)]
    if not any(made):
        return seen
    said = seen.said | {"tables": [new or shape for new, shape in zip(made, shapes, strict=True)]}
    return replace(seen, said=said, tables=read_so(said, content, shown))


def _named(table: RawTable, shape: Mapping[str, Any], reference: Path) -> dict[str, Any] | None:
    """A table with the names of its columns; None where these are as its header has them."""
    names = table.rows.columns
    if shape.get("header", 1) != 2 or shape.get("turned") or not any(_BETWEEN in name for name in names):
        return None
    free = _of_no_group(names, reference)
    if not free or table.rows.is_empty():
        return None
    own = [name.rpartition(_BETWEEN)[2] if name in free else name for name in names]
    cells = [table.rows[name].struct.field("cell")[0] for name in names]
    if len({*own}) < len(own) or None in cells:
        return None
    given = [""] * max(cells)
    for cell, name in zip(cells, own, strict=True):
        given[cell - 1] = name
    return {**shape, "grid": different(given, len(given))}


def _of_no_group(names: Sequence[str], reference: Path) -> set[str]:
    """The columns that are of no group: accounts of ballots that no other group has, and that end the last one.

    Accounts that are those of one contest where several stand beside each other stay there.
    """
    groups: dict[str, list[str]] = {}
    for name in names:
        group, between, _ = name.rpartition(_BETWEEN)
        if between:
            groups.setdefault(group, []).append(name)
    own = {name: name.rpartition(_BETWEEN)[2] for some in groups.values() for name in some}
    roles = {
        name: one.role if one else "" for name, one in zip(own, meanings_of([*own.values()], reference), strict=True)
    }
    known = (*ACCOUNTS, "turnout")
    voted_for = [{own[n] for n in some if roles[n] not in known} for some in groups.values()]
    voted_for = [some for some in voted_for if len(some) > 1]
    several = any(one != voted_for[0] for one in voted_for)
    last = groups[next(reversed(groups))]
    found = set()
    for name in reversed(last):
        elsewhere = any(own[other] == own[name] for some in groups.values() if some is not last for other in some)
        if elsewhere or roles[name] not in (_OF_ALL if several else known):
            break
        found.add(name)
    return found if len(groups) > 1 or len(found) < len(last) else set()
