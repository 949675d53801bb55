"""Words for measures that are not known: a few are told, and most of a column are an error in what is declared."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches

import polars as pl

from numerim.declare.election import ElectionFile
from numerim.errors import InputError, nearest
from numerim.model.visible import shown

FEW = 3
"""So few cells that cannot be read are told one by one, however short their column is."""


def unknown_measures(
    words: pl.Series, file: ElectionFile, place: Callable[[int], str]
) -> dict[str | None, tuple[str, str]]:
    """Measures that are not known.

    Args:
        words: the measure of each statement of a column.
        file: what `election.yml` says.
        place: the number of a statement -> where it is.

    Returns:
        Of each such word the measure that takes its place, the nearest, and what is wrong with it.

    Raises:
        InputError: most of them are not known; the nearest is named.
    """
    measures = list(file.election.measures)
    is_unknown = ~words.is_in(measures).fill_null(value=False)
    bad = words.filter(is_unknown)
    if bad.is_empty():
        return {}
    times = bad.value_counts()["count"].max()
    if times >= FEW or 2 * len(bad) > len(words):  # type: ignore[operator]
        at = is_unknown.arg_max() or 0
        raise InputError(place(at), f"unknown measure {words[at]!r}", nearest(str(words[at]), measures))
    return {
        word: ("context", "what it is a figure of is not said")
        if word is None
        else (next(iter(get_close_matches(word, measures, 1, 0.5)), "context"), misread_word(word, "measure", measures))
        for word in bad.unique(maintain_order=True)
    }


def with_measures(frame: pl.DataFrame, unknown: Mapping[str | None, tuple[str, str]]) -> pl.DataFrame:
    """The statements, their measures known: of one that is not, `misread` says so, and its nearest takes its place."""
    if not unknown:
        return frame
    word = pl.col("measure")
    said = [{word: both[i] for word, both in unknown.items() if word is not None} for i in (0, 1)]
    like, told = (word.replace_strict(one, default=None, return_dtype=pl.String) for one in said)
    other, nothing = unknown.get(None, (None, None))
    is_unknown = word.is_in([*said[0]]).fill_null(value=True)
    before = pl.col("misread") if "misread" in frame.columns else pl.lit(None, pl.String)
    return frame.with_columns(
        pl.when(is_unknown).then(pl.coalesce(like, pl.lit(other))).otherwise(word).alias("measure"),
        pl.when(is_unknown).then(pl.coalesce(told, pl.lit(nothing))).otherwise(before).alias("misread"),
    )


def misread_word(word: str, what: str, known: list[str]) -> str:
    """What is wrong with a cell whose word is not one that is known."""
    close = next(iter(get_close_matches(word, known, 1, 0.5)), None)
    return f"“{shown(word)}” is no {what} that numerim knows" + (f", did you mean “{close}”?" if close else "")
