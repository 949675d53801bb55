"""Rows that are sums over others: how they are known, and over which rows they are."""

import re
from collections.abc import Sequence
from unicodedata import normalize

import numpy
import polars as pl
from numpy.typing import NDArray

from numerim.draft.described import COARSE, Column, Described
from numerim.draft.figures import is_code
from numerim.draft.labels import may_be_totals
from numerim.draft.runs import runs_of
from numerim.draft.stems import folded
from numerim.draft.sums import is_constant
from numerim.draft.words import SELECTIONS
from numerim.judge.words import TOTAL

_MAY_BE = (
    r"t[oó]t|i ?alt|gjith|gesamt|summ|ukup|som|sum|razem|celk|spol|skup|ssz|topl|yht|kokku|kop|vis"
    r"|все|итог|вкуп|укуп|общо|раз|σ[υύ]ν"
    r"|all |wide|[計计]$|계|усь|всь|מ|ال|مجموع|جمع|إجم|اجم|รวม|योग|कुल|ჯამ|სულ|ընդ"
)
"""What stands in every name of a row of totals, so that a million others are not looked at one by one."""
_OTHER = re.compile(
    r"(合|総|總|总|小|累|共)?[計计]|.{1,20}[計计]|합계|소계|총계|누계|계|усього|всього|підсумок|סה[\"״]?כ|סךהכל"
    r"|(ال)?(مجموع|إجمالي|اجمالي)(الكلي|العام)?|جمع|รวม|รวมทั้งหมด|योग|कुल|कुलयोग|ჯამი|სულ|ընդամենը|subtotal|sub-total"
)
"""Names of rows of totals in other scripts, without their spaces."""
_END = re.compile(r"(?<=[^合総總总小累共])[計计]$")
"""What says at the end of a name, without a space, that it is that of a total: `市計`, of cities."""
NEAR = 0.15
"""By so much of it a printed total may miss the sum of its rows and still be meant for it."""


def totals_of(said: Described) -> None:
    """Find the rows that are sums over others, by a name or by their figures, and whether they are over all rows.

    The name stands in the column of units, or in another where the unit is empty.
    """
    unit, within, cells = said.of("unit"), said.of("within"), said.cells
    if unit is None or "{" in unit.is_:
        return
    others = [name for i, name in enumerate(cells.names) if i not in cells.is_figures and name != unit.name]
    columns = [unit.name, *sorted(others, key=lambda name: within is None or name != within.name)]
    for name in columns:
        every = pl.Series(cells.values(name), dtype=pl.String)
        named = [value for value in every.filter(every.str.to_lowercase().str.contains(_MAY_BE)) if is_total(value)]
        named = list(may_be_totals(said, name, named))
        rows = pl.Series(cells.texts[name], dtype=pl.String).is_in(named).arg_true().to_list() if named else []
        if rows and (name == unit.name or not any(cells.texts[unit.name][i] for i in rows)):
            said.totals, said.totals_in = named, name
            break
    if not said.totals and (zeros := _by_zeros(said, unit)):
        said.totals, said.totals_in = zeros
        said.complete += ["units"] if _add_up(said) else []
        return
    if not said.totals and within is not None:
        said.totals, said.totals_in = _summed_within(said, unit, within), unit.name
    if not said.totals:
        said.totals = _summed(said, unit)
        said.totals_in = unit.name
        if said.totals:
            said.complete.append("units")
    elif _add_up(said):
        said.complete.append("units")
    if said.totals and within is None and said.totals_in == unit.name:
        _after_another(said, unit)
    if within is None and not said.first_total and said.totals_in in ("", unit.name):
        _in_runs(said, unit)


def _by_zeros(said: Described, unit: Column) -> tuple[list[str], str] | None:
    """Rows of totals whose unit is numbered 0, or 000, or called like what it lies in; and the column that says so.

    None of their counts may be less than one of the rows that lie in the same unit.
    """
    cells, within, counts = said.cells, said.of("within"), _counts(said)
    if any(said.of(role) for role in SELECTIONS) or not counts:
        return None
    keys = {unit.name, *([within.name] if within else [])}
    larger = pl.Series(cells.texts[within.name] if within else [""] * len(cells.texts[unit.name]), dtype=pl.String)
    ways = {
        name: pl.Series(cells.texts[name], dtype=pl.String)
        for i, name in enumerate(cells.names)
        if i not in cells.shares
    }
    numbers = [name for name, own in ways.items() if name == unit.name or _counts_on(own, larger)]
    counts = [i for i in counts if cells.names[i] not in {*keys, *numbers} and not is_code(cells, cells.names[i])]
    marked = [(name, own.str.contains("^0+$")) for name in numbers if (own := ways[name]).str.contains(r"^\d+$").all()]
    marked += [(unit.name, own == larger) for own in [ways[unit.name]] if within]
    for name, zero in marked:
        is_zero = zero.to_numpy()
        if (
            not counts
            or not 0 < is_zero.sum() <= len(is_zero) / 2
            or not _are_most(cells.figures[:, counts], is_zero, larger)
        ):
            continue
        if name == unit.name:
            return list(dict.fromkeys(text for text, one in zip(cells.texts[name], is_zero, strict=True) if one)), name
        named = [text for text, one in zip(cells.texts[unit.name], is_zero, strict=True) if one]
        if not any(text in named for text, one in zip(cells.texts[unit.name], is_zero, strict=True) if not one):
            return list(dict.fromkeys(named)), unit.name
    return None


def _counts_on(own: pl.Series, larger: pl.Series) -> bool:
    """Whether a column numbers the rows of each larger unit from 0 on."""
    if not own.str.contains("^[0-9]{1,6}$").all():
        return False
    frame = pl.DataFrame({"own": own.cast(pl.Int64), "larger": larger})
    each = frame.group_by("larger").agg(pl.col("own").n_unique().alias("n"), pl.col("own").max(), pl.len())
    return bool(((each["own"] == each["len"] - 1) & (each["n"] == each["len"])).all())


def zeros_above(said: Described) -> dict[str, list[str]]:
    """Rows of all larger units together, where both these and the units are numbered 0 in them; by their column."""
    within, unit = said.of("within"), said.of("unit")
    if within is None or unit is None or said.totals_in != unit.name or any(total.strip("0") for total in said.totals):
        return {}
    texts = said.cells.texts
    zeros = [text for text in said.cells.values(within.name) if not text.strip("0")]
    own = {text for text, larger in zip(texts[unit.name], texts[within.name], strict=True) if larger in zeros}
    return {within.name: zeros} if zeros and own <= {*said.totals} else {}


def _are_most(figures: NDArray[numpy.float64], is_zero: NDArray[numpy.bool_], larger: pl.Series) -> bool:
    """Whether no count of some rows is less than one of the other rows of the same unit, and some are more."""
    frame = pl.DataFrame({f"c{i}": column for i, column in enumerate(numpy.nan_to_num(figures).T)})
    names = frame.columns
    frame = frame.with_columns(larger.alias("larger"), pl.Series("zero", is_zero))
    most = frame.filter(~pl.col("zero")).group_by("larger").agg(pl.col(names).max())
    both = frame.filter("zero").join(most, on="larger", suffix="_most")
    is_less = [(both[name] < both[f"{name}_most"]).any() for name in names] if both.height else [True]
    return not any(is_less) and any((both[name] > both[f"{name}_most"]).any() for name in names)


def _in_runs(said: Described, unit: Column) -> None:
    """See whether rows sum up those right above or beneath them: then these lie in what such a row names."""
    texts = said.cells.texts[unit.name]
    if any(said.of(role) for role in SELECTIONS) or not all(texts) or len(set(texts)) < len(texts):
        return
    found = runs_of(said.cells.figures[:, _counts(said)])
    if found is None or not {*said.totals} <= {texts[i] for i in (*found.over, found.whole) if i is not None}:
        return
    said.over = {texts[i]: [texts[j] for j in sorted(rows)] for i, rows in found.over.items()}
    said.totals = [] if found.whole is None else [texts[found.whole]]
    said.totals_in = unit.name
    own = COARSE.index(said.unit) if said.unit in COARSE else len(COARSE) - 1
    said.within = COARSE[max(1, own - 1)]
    if "units" not in said.complete:
        said.complete.append("units")


def _after_another(said: Described, unit: Column) -> None:
    """See whether the last total is that of a first one and of rows beneath it that are no stations: votes by post.

    Then the first is the sum of all rows above it, and the stations lie in it.
    """
    texts, counts = said.cells.texts[unit.name], _counts(said)
    last = max(i for i, total in enumerate(said.is_total) if total)
    figures = numpy.nan_to_num(said.cells.figures[: last + 1][:, counts]) if counts else numpy.zeros((0, 0))
    if last < 5 or len(counts) < 2 or any(said.of(role) for role in SELECTIONS):
        return
    above = numpy.vstack([numpy.zeros(len(counts)), figures.cumsum(axis=0)[:-1]])
    some = (figures > 0).sum(axis=1)
    fits = ((figures == above) & (figures > 0)).sum(axis=1)
    enough = (fits >= numpy.maximum(2, 0.6 * some)) & (numpy.arange(last + 1) >= 3)
    for first in numpy.flatnonzero(enough[: last - 1]).tolist():
        whole = figures[first:last].sum(axis=0)
        names = texts[first : last + 1]
        same = ((whole == figures[last]) & (whole > 0)).sum()
        if same >= max(2, 0.6 * some[last]) and all(texts.count(name) == 1 for name in names):
            said.first_total, said.beside, said.totals = names[0], names[1:-1], [names[-1]]
            own = COARSE.index(said.unit) if said.unit in COARSE else len(COARSE) - 1
            said.within = COARSE[max(1, own - 1)]
            if "units" not in said.complete:
                said.complete.append("units")
            return


def named_apart(name: str) -> str:
    """What a row is called that is a total of some rows, or stands beside these, without that it is a total."""
    if not is_total(name):
        return name
    words = [word for word in name.split() if not is_total(word)]
    told = " ".join(words) or _END.sub("", name.strip())
    return told if told and not is_total(told) else "the stations"


def is_total(name: str) -> bool:
    """Whether a name is that of a row of totals."""
    return bool(re.search(TOTAL, folded(name)) or _OTHER.fullmatch("".join(normalize("NFKC", name).split())))


def _summed(said: Described, unit: Column) -> list[str]:
    """The unit whose figures are each the sum of those of all others, in a table of a row a unit."""
    cells = said.cells
    texts = cells.texts[unit.name]
    counts = _counts(said)
    if len(texts) < 4 or len(counts) < 2:
        return []
    figures = numpy.nan_to_num(cells.figures[:, counts])
    summed = figures.sum(axis=0)
    fits = ((numpy.abs(2 * figures - summed) < 1e-9) & (figures > 0)).sum(axis=1)
    row = int(fits.argmax())
    enough = fits[row] >= max(2, 0.8 * (summed > 0).sum())
    return [texts[row]] if enough and texts.count(texts[row]) == 1 else []


def _summed_within(said: Described, unit: Column, within: Column) -> list[str]:
    """Units whose figures are each the sum of those of all others in the same larger unit, where no other is called so.

    A larger unit with three rows or less tells nothing.
    """
    cells = said.cells
    counts = [i for i in _counts(said) if not is_code(cells, cells.names[i])]
    counts = [i for i in counts if cells.names[i] not in (unit.name, within.name)]
    counts = [i for i in counts if not is_constant(cells.figures[:, i])]
    if len(counts) < 2 or any(said.of(role) for role in SELECTIONS):
        return []
    larger = pl.Series(cells.texts[within.name], dtype=pl.String).rank("dense").to_numpy().astype(numpy.int64)
    figures = numpy.nan_to_num(cells.figures[:, counts])
    summed = numpy.stack([numpy.bincount(larger, column)[larger] for column in figures.T], axis=1)
    fits = ((numpy.abs(2 * figures - summed) < 1e-9) & (figures > 0)).sum(axis=1)
    is_sum = (fits >= numpy.maximum(2, 0.8 * (summed > 0).sum(axis=1))) & (numpy.bincount(larger)[larger] > _ROWS)
    names = cells.texts[unit.name]
    found = {name for name, one in zip(names, is_sum, strict=True) if one}
    others = {name for name, one in zip(names, is_sum, strict=True) if not one}
    return sorted(found - others)


_ROWS = 3


def _add_up(said: Described) -> bool:
    """Whether in most columns what is named a total is, or nearly is, the sum of the rows that it is over."""
    cells, within = said.cells, said.of("within")
    counts = _counts(said)
    rows = numpy.array(said.is_total)
    if not counts or rows.all():
        return False
    figures = numpy.nan_to_num(cells.figures[:, counts])
    larger = numpy.array(cells.texts[within.name]) if within else numpy.full(len(rows), "")
    if any(said.of(role) for role in SELECTIONS):  # a row of totals for each who is voted for
        of_all = rows & ((larger == "") | (said.totals_in != said.name_of("unit")))
        rows_of_all = of_all if of_all.any() else rows
        summed, printed = figures[~rows].sum(axis=0), figures[rows_of_all].sum(axis=0)
        return bool(2 * (numpy.abs(summed - printed) <= NEAR * printed).sum() >= len(counts))
    near = some = 0
    if within and said.totals_in == within.name:  # where larger units stand, a total is over all
        larger[rows] = ""
    for i in numpy.flatnonzero(rows):
        here = ~rows & (larger == larger[i]) if larger[i] else ~rows
        summed, printed = figures[here].sum(axis=0), figures[i]
        near += int(((numpy.abs(summed - printed) <= NEAR * printed) & (printed > 0)).sum())
        some += int((printed > 0).sum())
    return 2 * near >= some > 0


def _counts(said: Described) -> Sequence[int]:
    """The columns of counts."""
    cells = said.cells
    ignored = {
        column.name
        for columns in said.columns.values()
        for column in columns
        if column.is_ in ("ignore", "unit_number")
    }
    return [i for i in cells.is_figures if i not in cells.shares and cells.names[i] not in ignored]
