from datetime import date
from typing import Literal

import patito as pt
import polars as pl
from _told import FOLDER, tell

STATIONS = pl.read_csv(FOLDER / "stations.csv", infer_schema=False)["station"].to_list()


class Votes(pt.Model):
    id: int = pt.Field(unique=True)
    station: str = pt.Field(constraints=pt.field.is_in(STATIONS))
    day: date
    name: str
    party: Literal["ALPHA", "BETA", "GAMMA", "DELTA"]
    counted: Literal["true", "false"]
    votes: int = pt.Field(ge=0)
    share: float = pt.Field(ge=0, le=100)


def judge():
    votes = pl.read_csv(FOLDER / "votes.csv", infer_schema=False)
    cast = votes.with_columns(
        pl.col("id", "votes").cast(pl.Int64, strict=False),
        pl.col("share").cast(pl.Float64, strict=False),
        pl.col("day").str.to_date("%Y-%m-%d", strict=False),
    )
    try:
        Votes.validate(cast)
    except pt.exceptions.DataFrameValidationError as error:
        return len(error.errors())  # of columns: it says how many rows, not which
    return 0


tell("patito", judge)
