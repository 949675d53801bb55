"""Columns whose names alone do not say what they are, or say it wrongly, and what stands beside them does."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from numerim.draft.figures import Cells
from numerim.draft.votes import ACCOUNTS
from numerim.draft.words import SELECTIONS, Meaning, meaning_of

_PARTS = re.compile(r"\s[·|/–-]\s")
"""What stands between two parts of a name."""


def named_alike(meant: Mapping[str, Meaning | None], cells: Cells) -> dict[str, None]:
    """Columns of figures whose names begin like many others that no word names: these are called by letters, too.

    `party_a, party_b, party_n`: the last is no number of a party.
    """
    alike: dict[str, list[str]] = {}
    for i in cells.is_figures:
        begin, between, end = cells.names[i].partition("_")
        if between and len(end) <= _LETTERS:
            alike.setdefault(begin, []).append(cells.names[i])
    groups = [some for some in alike.values() if len(some) >= _LETTERS]
    plain = [some for some in groups if 2 * sum(meant[name] is None for name in some) >= len(some)]
    return {name: None for some in plain for name in some if (one := meant[name]) and one.role not in ACCOUNTS}


_LETTERS = 4
"""Of so many letters are acronyms of parties, and so many columns are many."""


def between_people(meant: Mapping[str, Meaning | None], cells: Cells) -> dict[str, None]:
    """Columns called like ballots that another column is called by, too, between two that no word names: of a person.

    `Rossi, Bianchi, Verdi, Schede bianche`: the second is a last name.
    """
    figures = [cells.names[i] for i in cells.is_figures if i not in cells.shares]
    roles = Counter(one.role for name in figures if (one := meant[name]))
    twice = [name for name in figures if (one := meant[name]) and one.role in _SURNAMES and roles[one.role] == _TWO]
    between = {
        name
        for before, name, after in zip(figures, figures[1:], figures[2:], strict=False)
        if name in twice and meant[before] is None and meant[after] is None
    }
    return dict.fromkeys(between) if len(between) == 1 else {}


_SURNAMES, _TWO = ("blank", "invalid"), 2
"""Accounts by whose words people are called, too: Bianchi, Blanc, White; so many columns are of one account."""


def names_of_whom(meant: Mapping[str, Meaning | None], cells: Cells, at: str = "") -> dict[str, Meaning | None]:
    """The columns that are called names without saying whose: of candidates, where parties or votes alone stand beside.

    In a list of things that lie in others, as trees have it, a name beside votes is that of who has them, and the name
    of what these lie in that of a unit.
    A cell of two parts (`Vale · Workers' Party`) says more than that, and is left to what stands in it.
    """
    roles = {one.role for one in meant.values() if one}
    inner = [name for name, one in meant.items() if at and name.startswith(f"{at}/") and one]
    own = [name for name in inner if (one := meant[name]) and one.role == "name"]
    outer = [name for name, one in meant.items() if one and one.role == "name" and name not in own and _holds(name, at)]
    if len(own) == 1 and outer and any((one := meant[name]) and one.role == "votes" for name in inner):
        is_known = bool(roles & {"unit", *SELECTIONS})
        return {} if is_known else {own[0]: Meaning("party"), outer[-1]: Meaning("unit", "municipality")}
    if outer and any((one := meant[name]) and one.role in SELECTIONS for name in inner) and "unit" not in roles:
        return dict.fromkeys(own) | {outer[-1]: Meaning("unit", "municipality")}
    is_of_people = "party" in roles and "votes" in roles and "candidate" not in roles
    names = {name: one for name, one in meant.items() if one and one.role == "name"}
    counts = [one and one.role for name, one in meant.items() if cells.number(name) in cells.is_figures]
    is_list = roles <= {"name", "votes", "share", "ballot_number", "ignore"} and len(names) == 1
    is_list = is_list and counts.count("votes") == 1 and None not in counts  # votes side by side are of units
    is_of_people = is_of_people or (is_list and all(len({*cells.texts[n]}) == len(cells.texts[n]) for n in names))
    of_people = {name for name in names if is_of_people and not all(_PARTS.search(t) for t in cells.values(name))}
    return {name: Meaning("candidate", "", one.language) if name in of_people else None for name, one in names.items()}


def under_a_title(meant: Mapping[str, Meaning | None], cells: Cells, reference: Path) -> dict[str, Meaning | None]:
    """Columns of names over which the title of a table stands, as it does where its first cell goes over several."""
    open_ = [name for i, name in enumerate(cells.names) if meant[name] is None and i not in cells.is_figures]
    last = {name: own for name in open_ if " / " in name and (own := meaning_of(name.rpartition(" / ")[2], reference))}
    roles = Counter(one.role for one in [*last.values(), *meant.values()] if one)
    return {name: own for name, own in last.items() if own.role in _OF_WHOM and roles[own.role] == 1}


_OF_WHOM = ("name", "unit", *SELECTIONS)


def _holds(name: str, at: str) -> bool:
    """Whether a value is one of a thing itself that a list lies in, not of what stands beside the list in that."""
    over = name.rpartition("/")[0]
    return not over or f"{at}/".startswith(f"{over}/")
