import polars as pl
from _told import FOLDER, PARTIES, tell
from validoopsie import Validate


def judge():
    votes = pl.read_csv(FOLDER / "votes.csv", infer_schema=False)
    stations = pl.read_csv(FOLDER / "stations.csv", infer_schema=False)["station"].to_list()
    cast = votes.with_columns(
        pl.col("id", "votes").cast(pl.Int64, strict=False),
        pl.col("share").cast(pl.Float64, strict=False),
        pl.col("day").str.to_date("%Y-%m-%d", strict=False),
    )
    asked = Validate(cast)
    for name in ("id", "day", "name", "votes", "share"):
        asked.NullValidation.ColumnNotBeNull(column=name)
    asked.UniqueValidation.ColumnUniqueValueCountToBeBetween(column="id", min_value=1, max_value=1)
    for name, known in (("station", stations), ("party", PARTIES), ("counted", ["true", "false"])):
        asked.UniqueValidation.ColumnUniqueValuesToBeInList(column=name, values=known)
    asked.ValuesValidation.ColumnValuesToBeBetween(column="votes", min_value=0, max_value=10**9)
    asked.ValuesValidation.ColumnValuesToBeBetween(column="share", min_value=0, max_value=100)
    return sum(one["result"].get("failed_number", 0) for one in asked.results.values() if "result" in one)


tell("validoopsie", judge)
