"""Units within units: rows of smaller ones beneath a row of the larger one, which is the sum over them."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy
import polars as pl

from numerim.draft.described import COARSE, Column, Described, Left, Level, Levels
from numerim.draft.gaps import fill
from numerim.draft.stems import folded
from numerim.draft.totals import NEAR, is_total
from numerim.draft.words import SELECTIONS, Meaning
from numerim.schemas.vocabulary import MEASURES

_MOSTLY = 0.9
"""Of so many larger units there must be a sum for them to be a level of their own."""
_USUAL = ("precinct", "municipality", "county", "region", "state")
"""What kinds of units are taken for, from the smallest on, where no name says it."""
ASIDE = "counted-aside"
"""The kind of unit that counts ballots of no smaller unit, such as those by mail."""


def levels_of(said: Described, left: Left) -> bool:
    """Find the rows of larger units among those of smaller ones, where their figures are the sums over these.

    Args:
        said: the table; the units of its rows are told there.
        left: the columns of which nobody knows yet what they are; those that name units are taken out.

    Returns:
        Whether there are such rows.
    """
    if any(one and one.role in SELECTIONS for one in left.values()):
        return False
    path = path_of(said, left)
    if len(path) < 2:
        return False
    named = _named_once(said, path)
    before = {name: said.cells.texts[name] for name in named}
    fill(said.cells, named)
    rows = _Rows.of(said, path)
    found = rows.levels(left) if rows else None
    if rows is None or found is None:
        said.cells.texts.update(before)
        return False
    said.fill += named
    said.levels = found
    smallest = found.every[0]
    said.unit, said.within = smallest.kind, smallest.lies_in[1]
    own = smallest.columns
    for name, role, names in ((own[-1], "unit", own), (smallest.lies_in[0][-1], "within", smallest.lies_in[0])):
        said.columns[""].append(Column(name, role, "rows of larger units are the sums over it", text=text_of(names)))
    said.columns[""] += [Column(name, "part") for name in path if name not in (own[-1], smallest.lies_in[0][-1])]
    for name in path:
        left.pop(name)
    said.complete.append("units")
    return True


def _named_once(said: Described, path: Sequence[str]) -> list[str]:
    """The columns of larger units that are named in their own rows alone: above those of smaller ones, not beside."""
    texts = said.cells.texts
    found = []
    for n, name in enumerate(path[:-1]):
        smaller = [any(texts[other][i] for other in path[n + 1 :]) for i in range(len(texts[name]))]
        beside = [bool(text) for text, has in zip(texts[name], smaller, strict=True) if has]
        if texts[name][0] and beside and not any(beside):
            found.append(name)
    return found


def text_of(names: Sequence[str]) -> str:
    """The text of several cells of a row; empty where one says it."""
    return " ".join(f"{{{name}}}" for name in names) if len(names) > 1 else ""


def path_of(said: Described, left: Left) -> list[str]:
    """The columns at the left of all counts that may name units, or number them."""
    cells = said.cells
    front: list[str] = []
    for name, one in left.items():
        if one and (one.role in MEASURES or one.role in ("votes", *SELECTIONS)):
            break
        front.append(name)
    if len(front) == len(left):
        known = [i for i, name in enumerate(front) if (one := left[name]) and one.role in ("unit", "district")]
        front = front[: max(known, default=-1) + 1]

    def may_be(name: str, one: Meaning | None) -> bool:
        if not any(cells.texts[name]):
            return False
        if one is None:
            return cells.number(name) not in cells.is_figures or _numbers_rows(cells.texts[name])
        return one.role in ("unit", "district") or (one.role == "ignore" and bool(one.unit))

    return [name for name in front if may_be(name, left[name])]


def _numbers_rows(texts: Sequence[str]) -> bool:
    """Whether numbers are those of rows: none stands twice, and rows of larger units have none."""
    some = [text for text in texts if text]
    return len(some) < len(texts) and len(set(some)) == len(some) and all(text.isdigit() for text in some)


@dataclass(frozen=True)
class _Rows:
    """The rows of a table by the columns that name units.

    Attributes:
        said: the table.
        path: these columns.
        texts: what stands in them, a total's name as none.
        depth: of each row, how many of them name something, from the first.
        blanks: what stands in the first that names nothing.
        named: how the name of a larger unit stands in its column, where a word for a total is beside it: by column.
    """

    said: Described
    path: Sequence[str]
    texts: pl.DataFrame
    depth: numpy.ndarray
    blanks: Sequence[str]
    named: Mapping[str, str]

    @staticmethod
    def of(said: Described, path: Sequence[str]) -> "_Rows | None":
        """The rows; None where something stands behind a column that names nothing."""
        cells = said.cells
        raw = pl.DataFrame({name: cells.texts[name] for name in path}, schema=dict.fromkeys(path, pl.String))
        texts, named = raw, {}
        for name in path:
            totals = [value for value in cells.values(name) if is_total(value)]
            with_names = _with_names(totals, cells.values(name))
            if with_names:
                named[name] = next(iter(with_names.values()))[1]
                if len({how for _, how in with_names.values()}) > 1:
                    return None
            plain = {value: with_names[value][0] if value in with_names else "" for value in totals}
            texts = texts.with_columns(pl.col(name).replace(plain))
        filled = numpy.stack([(texts[name] != "").to_numpy() for name in path])
        depth = numpy.cumprod(filled, axis=0).sum(axis=0)
        if (filled.sum(axis=0) != depth).any():
            return None
        columns = [raw[name].to_list() for name in path]
        blanks = [columns[d][i] if d < len(path) else "" for i, d in enumerate(depth.tolist())]
        return _Rows(said, path, texts, depth, blanks, named)

    def levels(self, left: Left) -> Levels | None:
        """The levels; None where no larger unit has a row that is the sum over others, or they do not fit."""
        full = len(self.path)
        keys = [self._keys(d) for d in range(full + 1)]
        counted = [Counter(keys[d].filter(pl.Series(self.depth >= d)).to_list()) for d in range(full + 1)]
        has_more = numpy.array(
            [d < full and counted[d][key] > 1 for d, key in zip(self.depth.tolist(), self._own(keys), strict=True)]
        )
        is_leaf = (self.depth == full) | ~has_more
        sums = numpy.flatnonzero(~is_leaf)
        own = [(int(self.depth[i]), keys[int(self.depth[i])][int(i)]) for i in sums]
        if len(set(own)) < len(own) or not any(d for d, _ in own) or not self._add_up(sums, is_leaf, keys):
            return None
        kept = [
            d
            for d in range(1, full)
            if (n := sum(depth == d for depth, _ in own)) and n >= _MOSTLY * self._larger(d, keys, is_leaf)
        ]
        aside = {int(d) for d in self.depth[is_leaf & (self.depth < full)]}
        if not kept or ({d for d, _ in own} | aside) - {0, *kept}:
            return None
        return self._told(left, kept, sums, is_leaf, aside)

    def _larger(self, d: int, keys: Sequence[pl.Series], is_leaf: numpy.ndarray) -> int:
        """How many units of a level lie in rows of smaller ones."""
        return keys[d].filter(pl.Series(is_leaf & (self.depth > d))).n_unique()

    def _keys(self, d: int) -> pl.Series:
        if d == 0:
            return pl.repeat("", self.texts.height, dtype=pl.String, eager=True)
        return self.texts.select(pl.concat_str(self.path[:d], separator="\x1f")).to_series()

    def _own(self, keys: Sequence[pl.Series]) -> list[str]:
        """The key of each row as deep as it goes."""
        lists = [one.to_list() for one in keys]
        return [lists[d][i] for i, d in enumerate(self.depth.tolist())]

    def _add_up(self, sums: numpy.ndarray, is_leaf: numpy.ndarray, keys: Sequence[pl.Series]) -> bool:
        """Whether in most places what may be a sum is, or nearly is, that of the smallest units beneath it."""
        cells = self.said.cells
        counts = [i for i in cells.is_figures if i not in cells.shares and cells.names[i] not in self.path]
        figures = numpy.nan_to_num(cells.figures[:, counts])
        near = some = 0
        for d in {int(self.depth[i]) for i in sums}:
            groups = keys[d].rank("dense").to_numpy().astype(numpy.int64)
            here = sums[self.depth[sums] == d]
            beneath = is_leaf & (self.depth >= max(d, 1))
            for column in figures.T:
                summed = numpy.bincount(groups[beneath], column[beneath], groups.max() + 1)[groups[here]]
                printed = column[here]
                near += int(((numpy.abs(summed - printed) <= NEAR * printed) & (printed > 0)).sum())
                some += int((printed > 0).sum())
        return 2 * near >= some > 0

    def _told(
        self, left: Left, kept: Sequence[int], sums: numpy.ndarray, is_leaf: numpy.ndarray, aside: set[int]
    ) -> Levels | None:
        full = len(self.path)
        depths = [*sorted(kept, reverse=True)]
        kinds = self._kinds(left, [full, *depths])
        names = {d: self._naming(d) for d in depths}
        last = self.path[-1]
        above = dict(zip([full, *depths], [*depths, 0], strict=True))
        own = self._apart(self.path[depths[0] :], names[depths[0]])
        by_depth: dict[int, list[str]] = {}
        for i in numpy.flatnonzero(self.depth < full):
            by_depth.setdefault(int(self.depth[i]), []).append(self.blanks[int(i)])
        marks = {d: list(dict.fromkeys(texts)) for d, texts in by_depth.items()}
        every_mark = list(
            dict.fromkeys(self.said.cells.texts[last][int(i)] for i in numpy.flatnonzero(self.depth < full))
        )
        levels = [Level(kinds[full], own, but={last: every_mark}, lies_in=(names[depths[0]], kinds[depths[0]]))]
        for d in [*depths, *([0] if 0 in self.depth[sums] else [])]:
            larger = above.get(d, 0)
            lies_in = (names[larger], kinds[larger]) if larger else ((), "")
            only = {self.path[d]: marks[d]}
            but = {self.path[d - 1]: marks[d - 1]} if d and d - 1 in marks else {}
            named = self.named.get(self.path[d - 1], "") if d else ""
            if named:  # a word for a total stands before the name: the rows are told by what is there
                here = [i for i in sums if self.depth[i] == d]
                only = {self.path[d - 1]: list(dict.fromkeys(self._raw(d - 1, i) for i in here))}
                but = {}
            if d in aside:
                rows = numpy.flatnonzero(is_leaf & (self.depth == d))
                some = list(dict.fromkeys(self._raw(d - 1, i) for i in rows))
                levels.append(Level(ASIDE, names[d], only=only | {self.path[d - 1]: some}, lies_in=lies_in))
                but = {self.path[d - 1]: [*but.get(self.path[d - 1], ()), *some]}
            levels.append(Level(kinds.get(d, "country"), names[d] if d else (), named, only, but, lies_in))
        if len(aside) > 1:
            return None
        beside = kinds[aside.pop()] if aside else ""
        return Levels(self.path, levels, (~is_leaf).tolist(), beside)

    def _raw(self, column: int, row: numpy.intp) -> str:
        return self.said.cells.texts[self.path[column]][int(row)]

    def _kinds(self, left: Left, depths: Sequence[int]) -> dict[int, str]:
        """The type of the units of each level, the smallest first; no two have one."""
        found: dict[int, str] = {}
        for n, d in enumerate(depths):
            one = left[self.path[d - 1]]
            kind = one.unit if one and one.unit else ""
            smaller = [COARSE.index(other) for other in found.values() if other in COARSE]
            if kind in ("", "country", *found.values()) or (
                kind in COARSE and smaller and COARSE.index(kind) > min(smaller)
            ):
                free = [k for k in _USUAL[n:] if k not in found.values()]
                kind = next(k for k in free if not smaller or COARSE.index(k) < min(smaller))
            found[d] = kind
        return found

    def _naming(self, d: int) -> list[str]:
        """The columns that name a larger unit: its own, with those that it lies in where two have one name."""
        rows = self.texts.filter(pl.Series(self.depth >= d))
        alone, whole = rows[self.path[d - 1]].n_unique(), rows.select(self.path[:d]).n_unique()
        return list(self.path[d - 1 : d] if alone == whole else self.path[:d])

    def _apart(self, names: Sequence[str], within: Sequence[str]) -> list[str]:
        """The fewest columns, from the last on, that name the smallest units in the one that they lie in."""
        rows = self.texts.filter(pl.Series(self.depth == len(self.path)))
        wanted = rows.select(self.path).n_unique()
        for first in reversed(range(len(names))):
            if rows.select([*within, *names[first:]]).n_unique() == wanted:
                return list(names[first:])
        return list(names)


def _with_names(totals: Sequence[str], values: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Names of totals that have the name of a unit in them -> that, and how: `Total {unit}`."""
    names = {folded(value): value for value in values if value not in totals}
    found = {}
    for text in totals:
        for pattern in (r"(?P<before>\S+\s+(?:\S{1,3}\s+)?)(?P<name>.+)", r"(?P<name>.+?)(?P<after>[\s:–-]+\S+)"):
            told = re.fullmatch(pattern, text)
            if told and (name := names.get(folded(told["name"]))) and name == told["name"]:
                groups = told.groupdict()
                found[text] = name, f"{groups.get('before', '')}{{unit}}{groups.get('after', '')}"
                break
    return found
