"""The columns of a table that count something: votes, shares, ballots, and rows that are sums over others."""

import re
from collections.abc import Mapping

import numpy
import polars as pl

from numerim.draft.described import Column, Described, Left, take
from numerim.draft.names import kind_of_ballots, so_named
from numerim.draft.sums import added, base_of, is_running, is_sum, run_with_total
from numerim.draft.words import Split, folded
from numerim.judge.words import TOTAL
from numerim.schemas.vocabulary import COUNT_TYPES

ACCOUNTS = ("registered", "signatures", "cast", "valid", "invalid", "blank", "overvotes", "undervotes")
"""What is counted of a unit, beside votes."""


_MAY_BE = (
    r"t[oó]t|gjith|gesamt|summ|ukup|som|sum|razem|celk|spol|skup|ssz|topl|yht|kokku|kop|vis|все|итог|вкуп|укуп|общо|раз|σ[υύ]ν"
    r"|all |wide"
)
"""What stands in every name of a row of totals, so that a million others are not looked at one by one."""


def is_total(name: str) -> bool:
    """Whether a name is that of a row of totals."""
    return bool(re.search(TOTAL, folded(name)))


_NUMBERED = re.compile(r"^\s*(?:nr\.?\s*)?(\d{1,3})\s*[-–.:)]\s*(?=\D)")


_IN_BRACKETS = re.compile(r"^(?P<one>.+?)\s*[(\[](?P<other>[^()\[\]]{1,60})[)\]]$")


_BEHIND = re.compile(r"^(?P<one>.+?)(?:\s+/\s+|,\s*)(?P<other>[^,/]{1,40})$")


def totals_of(said: Described) -> list[str]:
    """What stands in the column of units in rows that are sums over others, by its name or by their figures."""
    unit = said.of("unit")
    if unit is None or "{" in unit.is_:
        return []
    every = pl.Series(said.cells.values(unit.name), dtype=pl.String)
    named = [value for value in every.filter(every.str.to_lowercase().str.contains(_MAY_BE)) if is_total(value)]
    summed = _summed(said, unit)
    if summed and named in ([], summed):
        said.complete.append("units")
    return named or summed


def _summed(said: Described, unit: Column) -> list[str]:
    """The unit whose figures are each the sum of those of all others, in a table of a row a unit."""
    cells = said.cells
    texts = cells.texts[unit.name]
    counts = [i for i in cells.is_figures if i not in cells.shares and cells.names[i] not in _ignored(said)]
    if len(texts) < 4 or len(counts) < 2:
        return []
    figures = numpy.nan_to_num(cells.figures[:, counts])
    summed = figures.sum(axis=0)
    fits = ((numpy.abs(2 * figures - summed) < 1e-9) & (figures > 0)).sum(axis=1)
    row = int(fits.argmax())
    enough = fits[row] >= max(2, 0.8 * (summed > 0).sum())
    return [texts[row]] if enough and texts.count(texts[row]) == 1 else []


def _ignored(said: Described) -> set[str]:
    return {
        column.name
        for columns in said.columns.values()
        for column in columns
        if column.is_ in ("ignore", "unit_number")
    }


def counted_rows(said: Described) -> list[bool]:
    """Which rows are of units, and no sums over others."""
    unit = said.of("unit")
    if unit is None:
        return [True] * said.cells.figures.shape[0]
    return [text not in said.totals for text in said.cells.texts[unit.name]]


def figures_of_rows(said: Described, left: Left, rows: list[bool]) -> None:
    """Figures of a table in which each row is of one who is voted for."""
    cells = said.cells
    by_role: dict[str, list[str]] = {}
    for name, one in left.items():
        if one:
            by_role.setdefault(one.role, []).append(name)
    for role in ("votes", "share", "seats", "turnout", *ACCOUNTS):
        for name in by_role.get(role, [])[:1]:
            why = so_named(left, name)
            take(said, left, Column(name, role, why))
    kinds = _kinds_of_ballots(said, left, rows) or _kinds_alone(said, left)
    for name in list(left):
        one = left[name]
        if name in kinds:
            why = "these add up to all votes" if said.of("votes") else "so named; no column has all votes"
            take(said, left, Column(name, "votes", why, ballots=kinds[name]))
        elif one and one.role in ("ignore", "unit", "outcome"):
            reason = "who won; not read" if one.role == "outcome" else "a code or a running number"
            take(said, left, Column(name, "ignore", reason))
        elif said.of("votes") is None and not is_running(cells.figures[:, cells.number(name)]):
            take(
                said,
                left,
                Column(name, "votes", "the first column of figures without a name that is known", unsure=True),
            )
        else:
            take(said, left, Column(name, "ignore", "numerim does not know what it says", unsure=True))


def _kinds_of_ballots(said: Described, left: Left, rows: list[bool]) -> dict[str, str]:
    """Columns that add up to all votes in most rows -> the kind of ballots of each."""
    votes = said.of("votes")
    if votes is None:
        return {}
    cells = said.cells
    open_ = [cells.number(name) for name, one in left.items() if one is None and cells.number(name) in cells.is_figures]
    found = run_with_total(cells.figures[rows], open_, [cells.number(votes.name)])
    kinds: dict[str, str] = {}
    for name in [cells.names[i] for i in found[0]] if found else ():
        kind = kind_of_ballots(name)
        kinds[name] = folded(name).replace(" ", "-") if kind in kinds.values() else kind
    if any(kind.startswith("absentee-") for kind in kinds.values()):  # these would be a part of all absentee ballots
        kinds = {name: folded(name).replace(" ", "-") if kind == "absentee" else kind for name, kind in kinds.items()}
    return kinds


def _kinds_alone(said: Described, left: Left) -> dict[str, str]:
    """Columns of kinds of ballots that are named so, where no column has all votes."""
    if said.of("votes") is not None:
        return {}
    cells = said.cells
    open_ = [name for name, one in left.items() if one is None and cells.number(name) in cells.is_figures]
    kinds = {name: kind for name in open_ if (kind := kind_of_ballots(name)) in COUNT_TYPES and kind != "total"}
    return kinds if len(kinds) > 1 and len(set(kinds.values())) == len(kinds) else {}


def figures_of_columns(said: Described, group: str, left: Left, splits: Mapping[str, Split], rows: list[bool]) -> None:
    """Figures of a table in which each row is a unit and each of many columns one who is voted for."""
    cells, figures = said.cells, said.cells.figures[rows]
    known = {one.role: name for name, one in reversed(list(left.items())) if one}
    open_ = [
        name
        for name, one in left.items()
        if one is None
        and (cells.number(name) in cells.is_figures or not any(cells.texts[name]))
        and cells.number(name) not in cells.shares
    ]
    every = [cells.number(name) for name in open_]
    numbers = [i for i in every if not is_running(cells.figures[:, i])]
    totals = [cells.number(known[role]) for role in ("valid", "votes", "cast") if role in known]
    found = run_with_total(figures, numbers, totals)
    if not found and (found := run_with_total(figures, every, totals)):
        numbers = every  # what only seems to count the rows is needed for the sum
    found = found or run_with_total(figures, numbers, [i for i in cells.is_figures if i not in totals])
    chosen, why, told = numbers, "a column of figures beside others", False
    if found:
        counted = [i for i in found[0] if numpy.nan_to_num(figures[:, i]).any()]
        first, last = counted[0], counted[-1]
        chosen = [i for i in numbers if first <= i <= last or cells.names[i] in splits]
        total = cells.names[found[1]]
        why = f"together they make {total!r}"
        beside = [role for role in ("blank", "invalid", "overvotes", "undervotes") if role in known]
        role = "cast" if total == known.get("cast") else "valid"
        of_all = [cells.number(known[r]) for r in beside]
        if any(is_sum(figures, found[1], [*found[0], i]) for i in of_all if numpy.nan_to_num(figures[:, i]).max() != 0):
            role = "cast"
        take(
            said,
            left,
            Column(total, role, f"the sum of {len(counted)} columns, {cells.names[first]!r} to {cells.names[last]!r}"),
            group,
        )
        said.complete.append("votes")
        told = True
    elif total := next((known[r] for r in ("cast", "votes") if r in known), ""):
        beside_ = [cells.number(known[r]) for r in ("blank", "invalid", "overvotes", "undervotes") if r in known]
        rest = figures[:, cells.number(total)] - added(figures, beside_) if beside_ else figures[:, cells.number(total)]
        alone = run_with_total(numpy.column_stack([figures, rest]), numbers, [figures.shape[1]])
        if alone and (len(alone[0]) < len(numbers) or not is_sum(figures, cells.number(total), [*numbers, *beside_])):
            chosen = numbers = alone[0]
        if is_sum(figures, cells.number(total), [*numbers, *beside_]):
            why = f"with {', '.join(repr(cells.names[i]) for i in beside_)} they make {total!r}"
            take(said, left, Column(total, "cast", "the sum of all votes, and of ballots without one"), group)
            said.complete.append("votes")
            told = True
    if not found and "valid" in known and "blank" in known:
        valid, blank = cells.number(known["valid"]), cells.number(known["blank"])
        if is_sum(figures, valid, [*numbers, blank]) and not is_sum(figures, valid, numbers):
            said.inside["blank"] = "valid"
            why, told = f"with {known['blank']!r} they make {known['valid']!r}", True
            said.complete.append("votes")
    for i in chosen if told or len(chosen) > 1 else ():
        name = cells.names[i]
        if name not in left:
            continue
        own = splits[name].own if name in splits else name
        take(said, left, Column(name, "votes", why, not told, with_=selection_of(own)), group)
    accounts(said, left, group)


def accounts(said: Described, left: Left, group: str = "") -> None:
    """What is counted of each unit beside votes, and what nobody knows."""
    cells = said.cells
    taken = {column.is_ for some in ("", group) for column in said.columns.get(some, ())}
    if (name := _named_cast(said, left, group)) is not None:
        reason = "named like ballots cast, but valid and invalid ones do not make it"
        take(said, left, Column(name, "ignore", reason, unsure=True), group)
    for name in list(left):
        one = left[name]
        if one and one.role in (*ACCOUNTS, "turnout", "seats") and one.role not in taken:
            taken.add(one.role)
            take(said, left, Column(name, one.role, so_named(left, name)), group)
        elif one and one.role == "votes" and "valid" not in taken:
            taken.add("valid")
            take(said, left, Column(name, "valid", "votes without saying whose", unsure=True), group)
        elif one and one.role == "ignore":
            take(said, left, Column(name, "ignore", "a code or a running number"), group)
        elif one:
            take(said, left, Column(name, "ignore", f"says {one.role} once more", unsure=True), group)
        else:
            running = cells.number(name) in cells.is_figures and is_running(cells.figures[:, cells.number(name)])
            reason = "a running number" if running else "numerim does not know what it says"
            take(said, left, Column(name, "ignore", reason, unsure=not running), group)


def complete_beside(said: Described) -> None:
    """Votes that stand side by side list all who stood, where in most rows they make the valid ballots."""
    cells, valid = said.cells, said.of("valid")
    votes = [cells.number(column.name) for column in said.columns[""] if column.is_ == "votes"]
    if valid is not None and is_sum(cells.figures, cells.number(valid.name), votes):
        said.complete.append("votes")


def _named_cast(said: Described, left: Left, group: str) -> str | None:
    """The column that is named like ballots cast, where valid and invalid ones tell that it is something else."""
    cells = said.cells
    name = next((name for name, one in left.items() if one and one.role == "cast"), None)
    columns = {role: column for role in ("valid", "invalid", "blank") if (column := said.of(role, group))}
    parts = [cells.number(column.name) for column in columns.values()]
    parts += [cells.number(other) for other, one in left.items() if one and one.role in ("valid", "invalid", "blank")]
    has_valid = "valid" in columns or any(one and one.role == "valid" for one in left.values())
    if name is None or len(parts) < 2 or not has_valid:
        return None
    both = cells.figures[:, cells.number(name)] - added(cells.figures, parts)
    return name if (numpy.abs(both[~numpy.isnan(both)]) <= 5).mean() < 0.2 else None


def selection_of(name: str) -> dict[str, str]:
    """Whom the name of a column of votes names: a candidate with a party, or a party; and the number on the ballot."""
    bare = " ".join(name.replace("_", " ").split())
    roles: dict[str, str] = {}
    if found := _NUMBERED.match(bare):
        roles["ballot_number"] = found[1]
        bare = bare[found.end() :]
    for pattern in (_IN_BRACKETS, _BEHIND):
        if (found := pattern.match(bare)) and (found["other"].isupper() or " / " in bare):
            return {"candidate": found["one"].strip(), "party": found["other"].strip(), **roles}
    return {"party": bare, **roles}


def shares_of(said: Described) -> str | None:
    """What the printed turnout or shares are of, as the figures show; None where they do not."""
    share = said.of("share")
    if share is None:
        return None
    cells = said.cells
    wholes = {cells.number(c.name): c.is_ for role in ("valid", "cast", "registered") if (c := said.of(role))}
    parts = [cells.number(c.name) for c in [said.of("votes")] if c]
    found = base_of(cells.figures, cells.number(share.name), parts, list(wholes), 0.51)
    return wholes[found[1]] if found else None
