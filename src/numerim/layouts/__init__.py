"""The layouts of result files that are known by their columns: one file, one layout, found by its name.

Every module has `LAYOUT`. A layout says which column says what, so that a file of it can be judged without a line
of declaration.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from numerim.errors import InputError


class UnknownLayoutError(InputError):
    """The columns of a file are of no layout that is known.

    Attributes:
        is_near: whether the file has half of the columns, or more, by which some layout is known.
    """

    is_near = False


@dataclass(frozen=True)
class Layout:
    """A form of result files: a row says the votes of a candidate or list in a unit, or its result in a contest.

    Attributes:
        name: its name in messages.
        needs: the columns by which it is known, all of which a file must have.
        unit: the columns that name the unit; the first that the file has.
        within: those that name what the unit lies in; all that the file has.
        inner: those that do so where units of one name lie in several of them.
        contest: those that name the contest, from the office on; all that the file has.
        candidate: those that name who is voted for; the first that the file has.
        party: those that name the party or line; the first that the file has.
        votes: the columns with votes for all kinds of ballots together; the first that the file has.
        mode: the columns that say of which kind of ballots a row is.
        whole_modes: what those say, in small letters, where the row is of all kinds together.
        registered: those with the people registered in the unit of a row; a name that `cast` has, too, means that where
            another column has the ballots cast.
        cast: those with the ballots cast there.
        kinds: the names (a pattern) of columns with the votes of one kind of ballots each.
        passed: the columns that are known and have no figure to judge.
        of_contests: a row is the result of a selection in a whole contest; the columns are those of `needs`.
    """

    name: str
    needs: tuple[str, ...]
    unit: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    contest: tuple[str, ...] = ()
    candidate: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    votes: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    whole_modes: frozenset[str] = frozenset()
    registered: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    kinds: str = ""
    passed: frozenset[str] = frozenset()
    of_contests: bool = False

    def is_kind(self, name: str) -> bool:
        """Whether a column, by its plain name, has the votes of one kind of ballots."""
        return bool(self.kinds) and bool(re.search(self.kinds, name)) and not re.search(_PERCENT, name)


_PERCENT = r"pct|percent|share|rate"


def plain(name: str) -> str:
    """The name of a column as layouts have it: small letters, underscores for spaces, no marks around it."""
    return "_".join(name.replace("\ufeff", "").replace("-", " ").replace("/", " ").lower().split())


@cache
def known() -> tuple[Layout, ...]:
    """Every layout, in the order of the names of their modules."""
    modules = sorted(iter_modules(__path__), key=lambda module: module.name)
    return tuple(cast(Layout, import_module(f"{__name__}.{module.name}").LAYOUT) for module in modules)


def is_header(row: Sequence[str]) -> bool:
    """Whether a row names all columns of a layout."""
    there = {plain(name) for name in row}
    return any(set(layout.needs) <= there for layout in known())


def recognise(header: Sequence[str], shown: str) -> Layout:
    """The layout of a file with this header: the one with most columns of all that fit.

    Args:
        header: the names of the columns, as printed.
        shown: the file in messages.

    Raises:
        UnknownLayoutError: no layout fits; the message has the nearest, what it lacks, and all that are known.
    """
    there = {plain(name) for name in header}
    fits = [layout for layout in known() if set(layout.needs) <= there]
    if fits:
        return max(fits, key=lambda layout: len(layout.needs))
    closest = max(known(), key=lambda layout: len(set(layout.needs) & there) / len(layout.needs))
    lacking = [name for name in closest.needs if name not in there]
    unused = sorted(name for name in there - set(closest.needs) if name)
    alike = {name: get_close_matches(name, unused, n=1, cutoff=0.7) for name in lacking}
    hints = [f"{name!r}: did you mean {names[0]!r}?" for name, names in alike.items() if names]
    shapes = "\n".join(f"    {layout.name}: {', '.join(layout.needs)}" for layout in known())
    unknown = UnknownLayoutError(
        f"{shown}:L1",
        f"the columns ({_listed(header)}) are of no layout that is known"
        + (f"; the nearest, {closest.name}, also has {', '.join(lacking)}" if set(closest.needs) & there else ""),
        "\n  ".join(
            [
                *hints,
                f"Known by these columns, in any order, with others beside them:\n{shapes}",
                "Name the columns of the file so, or let `numerim new` write an election.yml that names each.",
            ]
        ),
    )
    unknown.is_near = 2 * len(set(closest.needs) & there) >= len(closest.needs)
    raise unknown


def _listed(header: Sequence[str]) -> str:
    told = [name.strip() or "(no name)" for name in header[:12]]
    return ", ".join(told) + (f" and {len(header) - 12} more" if len(header) > 12 else "")
