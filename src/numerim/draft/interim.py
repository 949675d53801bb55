"""Groups of columns of one thing at several times of the day: only the last says how it ended."""

import re
from itertools import pairwise

import numpy

from numerim.draft.described import Column, Described, Left, take
from numerim.draft.hints import REASONS

_NUMBERED = re.compile(r"^(?P<before>.*?)(?P<mark>[:./_ ])(?P<n>\d{1,2})(?P=mark)(?P<field>.+)$")
"""`com_vot:0:vot_t`: the number of a group between what it is called and what its column has."""


def interim_counts(said: Described, left: Left) -> None:
    """Leave out all but the last of numbered groups of columns whose figures only rise from one to the next.

    There must be a share among them that rises, too: who stood side by side has neither.
    """
    cells = said.cells
    groups: dict[str, dict[int, dict[str, str]]] = {}
    for name in cells.names:
        if found := _NUMBERED.match(name):
            groups.setdefault(found["before"], {}).setdefault(int(found["n"]), {})[found["field"]] = name
    for numbered in groups.values():
        order = sorted(numbered)
        if len(order) < 2 or len({frozenset(fields) for fields in numbered.values()}) > 1:
            continue
        rises = [field for field in numbered[order[0]] if _rises(said, [numbered[n][field] for n in order])]
        shares = [field for field in rises if cells.number(numbered[order[0]][field]) in cells.shares]
        if shares and len(rises) > len(shares):
            for n in order[:-1]:
                for name in numbered[n].values():
                    if name in left:
                        take(said, left, Column(name, "ignore", REASONS["until"]))


def _rises(said: Described, names: list[str]) -> bool:
    """Whether columns of figures are nowhere less than the one before, and in most rows more."""
    columns = [said.cells.figures[:, said.cells.number(name)] for name in names]
    if any(numpy.isnan(column).all() for column in columns):
        return False
    steps = [numpy.nan_to_num(after - before) for before, after in pairwise(columns)]
    return all((step >= 0).all() and (step > 0).mean() > 0.5 for step in steps)
