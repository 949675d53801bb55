import polars as pl
from _told import FOLDER, PARTIES, tell
from cuallee import Check, CheckLevel


def judge():
    votes = pl.read_csv(FOLDER / "votes.csv", infer_schema=False)
    stations = pl.read_csv(FOLDER / "stations.csv", infer_schema=False)["station"].to_list()
    cast = votes.with_columns(
        pl.col("id", "votes").cast(pl.Int64, strict=False),
        pl.col("share").cast(pl.Float64, strict=False),
        pl.col("day").str.to_date("%Y-%m-%d", strict=False),
    )
    check = Check(CheckLevel.WARNING, "votes").is_unique("id").is_contained_in("station", stations).is_complete("day")
    check = check.is_complete("name").is_contained_in("party", PARTIES).is_contained_in("counted", ["true", "false"])
    check = (
        check.is_greater_or_equal_than("votes", 0)
        .is_between("share", (0, 100))
        .is_complete("votes")
        .is_complete("share")
    )
    return int(check.validate(cast)["violations"].cast(pl.Int64).sum())  # how many, not which


tell("cuallee", judge)
