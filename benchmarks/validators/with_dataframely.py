import dataframely as dy
import polars as pl
from _told import FOLDER, PARTIES, tell


class Votes(dy.Schema):
    row = dy.Int64()
    id = dy.Int64(primary_key=True)
    station = dy.String()
    day = dy.Date()
    name = dy.String()
    party = dy.String(check=lambda column: column.is_in(PARTIES))
    counted = dy.String(check=lambda column: column.is_in(["true", "false"]))
    votes = dy.Int64(min=0)
    share = dy.Float64(min=0, max=100)


def judge():
    votes = pl.read_csv(FOLDER / "votes.csv", infer_schema=False, row_index_name="row", row_index_offset=2)
    stations = pl.read_csv(FOLDER / "stations.csv", infer_schema=False)
    votes = votes.with_columns(pl.col("day").str.to_date("%Y-%m-%d", strict=False))
    _, failure = Votes.filter(votes, cast=True)
    found = []
    details = failure.details()
    for rule in set(details.columns) - set(votes.columns):
        field = "id" if rule == "primary_key" else rule.split("|")[0]
        found += [(row, field) for row in details.filter(pl.col(rule) == "invalid")["row"]]
    known = votes.join(stations, on="station", how="anti")  # a collection must share a key, which stations do not
    return found + [(row, "station") for row in known["row"]]


tell("dataframely", judge)
