"""Figures that whoever read them doubts: in a column of a transcription, or in `election.yml`."""

import polars as pl

from numerim.declare.election import ElectionFile
from numerim.errors import CombinedInputError, InputError


class Doubts:
    """The doubts that `election.yml` has of statements, beside those of the transcription."""

    def __init__(self, file: ElectionFile) -> None:
        self._file = file
        self._printed: list[list[str]] = [[] for _ in file.election.doubts]

    def of(self, statements: pl.DataFrame) -> pl.DataFrame:
        """Statements with what is doubted of each; `doubt` is null where nobody has one.

        Args:
            statements: with `source_id`, `path`, `stands`, `printed` and `doubt`.
        """
        doubts = self._file.election.doubts
        if not doubts and statements["doubt"].null_count() == statements.height:
            return statements
        said = pl.col("doubt").str.strip_chars()
        doubt: pl.Expr = pl.when(said != "").then(said)
        for printed, one in zip(self._printed, doubts, strict=True):
            here = (pl.col("source_id") == one.source) & (pl.col("path") + pl.col("stands") == one.at)
            printed += statements.filter(here)["printed"].to_list()
            more = pl.concat_str(doubt, pl.lit(one.reason), separator="; ", ignore_nulls=True)
            doubt = pl.when(here).then(more).otherwise(doubt)
        return statements.with_columns(doubt.alias("doubt"))

    def tell(self) -> None:
        """Tell which doubts are stale.

        Raises:
            InputError: nothing is stated there, or something else. All such are told at once.
        """
        wrong: list[InputError] = []
        for i, (found, one) in enumerate(zip(self._printed, self._file.election.doubts, strict=True)):
            if {*found} == {one.expect}:
                continue
            if found:
                problem = f"the doubt is stale: {one.at} is {found[0]!r}, not {one.expect!r}"
                cure = "Look at the source again; change the doubt or remove it."
            else:
                problem = f"the doubt is stale: {one.at} of source {one.source!r} states nothing"
                cure = "Remove it, or give the place as `numerim trace` prints it."
            wrong.append(InputError(self._file.place("doubts", i), problem, cure))
        if wrong:
            raise CombinedInputError(wrong)
