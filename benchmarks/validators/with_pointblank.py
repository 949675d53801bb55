import pointblank as pb
import polars as pl
from _told import FOLDER, PARTIES, tell


def judge():
    votes = pl.read_csv(FOLDER / "votes.csv", infer_schema=False)
    stations = pl.read_csv(FOLDER / "stations.csv", infer_schema=False)["station"].to_list()
    typed = {"id": pl.Int64, "votes": pl.Int64, "share": pl.Float64}
    cast = votes.with_columns(
        *(pl.col(name).cast(kind, strict=False) for name, kind in typed.items()),
        pl.col("day").str.to_date("%Y-%m-%d", strict=False),
    )
    steps = pb.Validate(cast)
    steps = steps.col_vals_not_null(columns=["id", "day", "name"]).rows_distinct(columns_subset="id")
    steps = steps.col_vals_in_set(columns="station", set=stations).col_vals_in_set(columns="party", set=PARTIES)
    steps = steps.col_vals_in_set(columns="counted", set=["true", "false"]).col_vals_ge(columns="votes", value=0)
    steps = steps.col_vals_between(columns="share", left=0, right=100).interrogate(extract_limit=10**9)
    fields = ["id", "day", "name", "id", "station", "party", "counted", "votes", "share"]
    return [
        (row, field)
        for number, field in enumerate(fields, 1)
        if (part := steps.get_data_extracts(i=number, frame=True)) is not None
        for row in part["_row_num_"] + 1
    ]


tell("pointblank", judge)
