import warnings

import pandera.polars as pa
import polars as pl
from _told import FOLDER, PARTIES, tell
from pandera.errors import SchemaErrors

warnings.simplefilter("ignore")


def judge():
    stations = pl.read_csv(FOLDER / "stations.csv", infer_schema=False)["station"].to_list()
    schema = pa.DataFrameSchema(
        {
            "id": pa.Column(pl.Int64, unique=True),
            "station": pa.Column(pl.String, pa.Check.isin(stations)),
            "day": pa.Column(pl.Date),
            "name": pa.Column(pl.String, nullable=False),
            "party": pa.Column(pl.String, pa.Check.isin(PARTIES)),
            "counted": pa.Column(pl.String, pa.Check.isin(["true", "false"])),
            "votes": pa.Column(pl.Int64, pa.Check.ge(0)),
            "share": pa.Column(pl.Float64, pa.Check.in_range(0, 100)),
        },
    )
    votes = pl.read_csv(FOLDER / "votes.csv", infer_schema=False)
    cast = votes.with_columns(  # to let pandera coerce names every row where one cell cannot be read
        pl.col("id", "votes").cast(pl.Int64, strict=False),
        pl.col("share").cast(pl.Float64, strict=False),
        pl.col("day").str.to_date("%Y-%m-%d", strict=False),
    )
    try:
        schema.validate(cast, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases
        known = cases.filter(pl.col("index").is_not_null())
        return [(index + 2, column) for index, column in known.select("index", "column").iter_rows()]
    return []


tell("pandera", judge)
