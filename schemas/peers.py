"""Figures far from those of comparable units, in robust standard deviations."""

from numerim.schemas.parameter import number, value_of

TIMES = number(
    "times",
    5,
    "a difference of so many times the usual spread is reported",
    "of normal values one in two million",
    "times",
    1,
)
UNITS = number("units", 20, "fewer units are not compared", "a median of fewer moves with each", "units", 2)


def beside_peers(rule: str, alike: str) -> str:
    """SQL of queries, the last named `beside`: each value with the median and spread of those that are comparable.

    Args:
        rule: the code of the rule that has the parameters `TIMES` and `UNITS`.
        alike: the columns, beside the election and the source, that comparable values have in common.

    Returns:
        SQL that goes on from a query `each_value` with a column `value`; beside its columns stand `middle`, `peers` (so
        many), `spread`, how many `times` that the value is away, and `most`, from how many it is told.
    """
    by = f"election_id, source_id, {alike}"
    same = " and ".join(f"m.{name} is not distinct from v.{name}" for name in by.split(", "))
    return f"""
        middles as (
            select {by}, median(value) as middle, count(*) as peers from each_value
            group by {by} having count(*) >= {value_of(rule, "units", "each_value.election_id")}
        ), distances as (
            select v.*, m.middle, m.peers, abs(v.value - m.middle) as distance
            from each_value as v join middles as m on {same}
        ), spreads as (
            select {by}, 1.4826 * median(distance) as spread from distances group by {by}
        ), beside as (
            select v.*, m.spread, v.distance / m.spread as times,
                cast({value_of(rule, "times", "v.election_id")} as double) as most
            from distances as v join spreads as m on {same}
            where m.spread > 0
        )"""
