"""Figures that whoever read them doubts: in a column of a transcription, or in `election.yml`."""

import polars as pl

from numerim.declare.election import ElectionFile
from numerim.errors import CombinedInputError, InputError


def doubted(statements: pl.DataFrame, file: ElectionFile) -> pl.DataFrame:
    """Statements with the doubts that `election.yml` has of them, beside those of the transcription.

    Args:
        statements: with `source_id`, `path`, `stands`, `printed` and `doubt`.
        file: what `election.yml` says.

    Returns:
        The same rows; `doubt` is null where nobody has one.

    Raises:
        InputError: a doubt is stale: nothing is stated there, or something else. All such are told at once.
    """
    if not file.election.doubts and statements.select(pl.col("doubt").is_null().all()).item():
        return statements
    said = pl.col("doubt").str.strip_chars()
    doubt: pl.Expr = pl.when(said != "").then(said)
    wrong: list[InputError] = []
    for i, one in enumerate(file.election.doubts):
        at = pl.col("path") + pl.col("stands") == one.at
        here = (pl.col("source_id") == one.source) & at
        printed = statements.filter(here)["printed"].unique(maintain_order=True).to_list()
        if printed != [one.expect]:
            place = file.place("doubts", i)
            if printed:
                problem = f"the doubt is stale: {one.at} is {printed[0]!r}, not {one.expect!r}"
                wrong.append(InputError(place, problem, "Look at the source again; change the doubt or remove it."))
            else:
                problem = f"the doubt is stale: {one.at} of source {one.source!r} states nothing"
                wrong.append(InputError(place, problem, "Remove it, or give the place as `numerim trace` prints it."))
        doubt = (
            pl.when(here)
            .then(pl.concat_str(doubt, pl.lit(one.reason), separator="; ", ignore_nulls=True))
            .otherwise(doubt)
        )
    if wrong:
        raise CombinedInputError(wrong)
    return statements.with_columns(doubt.alias("doubt"))
