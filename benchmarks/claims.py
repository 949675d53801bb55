"""What it costs that pandera judges the claims: sums of many figures, by the model and by a plain expression.

    .venv/bin/python benchmarks/claims.py [ROWS]

Prints both, in milliseconds of CPU, medians of 21 in turn, with one sum in a hundred broken and with none.
"""

import statistics
import sys
import time
from collections.abc import Callable

import polars as pl

from numerim.check.relations import holding
from numerim.schemas.relations.sum import Sums

TIMES = 21
OFF = pl.when(pl.col("at_most")).then(pl.col("difference")).otherwise(pl.col("difference").abs())


def answers(rows: int, broken: int) -> pl.DataFrame:
    """So many sums, of which each n-th is broken; none where n is 0."""
    number = pl.int_range(rows)
    off = (number % broken == 0).cast(pl.Int64) if broken else pl.lit(0)
    whole = (number % 1000 + 10).cast(pl.Decimal(38, 14))
    return pl.select(
        key=number.cast(pl.String),
        rule=pl.lit("R203").repeat_by(rows).explode(),
        at_most=(number % 2 == 0),
        summed=whole,
        whole=whole,
        difference=off.cast(pl.Decimal(38, 14)),
        tolerance=(number * 0).cast(pl.Decimal(38, 16)),
    )


def plain(answer: pl.DataFrame) -> pl.Series:
    """The claim as an expression."""
    return answer.select((pl.col("tolerance") >= OFF).fill_null(False).alias("holds")).to_series()


def by_model(answer: pl.DataFrame) -> pl.Series:
    """The claim as pandera judges it."""
    return holding(Sums, answer)


def taken(answer: pl.DataFrame, judge: Callable[[pl.DataFrame], pl.Series]) -> float:
    """CPU seconds until the broken sums are there, with their keys."""
    started = time.process_time()
    answer.filter(~judge(answer)).select("key")
    return time.process_time() - started


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for name, broken in (("one in a hundred broken", 100), ("none broken", 0)):
        answer = answers(rows, broken)
        if not by_model(answer).equals(plain(answer)):
            raise SystemExit("the two do not say the same")
        pairs = [(taken(answer, by_model), taken(answer, plain)) for _ in range(TIMES)]
        model, expression = (1000 * statistics.median(each) for each in zip(*pairs, strict=True))
        print(f"{rows:,} sums, {name}: pandera {model:.1f} ms, plain {expression:.1f} ms")


if __name__ == "__main__":
    main()
