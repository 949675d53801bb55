"""Turnout far from that of the other units."""

import polars as pl

from numerim.schemas.parameter import number, value_of
from numerim.schemas.peers import TIMES, UNITS, beside_peers
from numerim.schemas.reported import TURNOUTS
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R807",
    title="Turnout in a unit is close to that of comparable units",
    severity="info",
    each="report",
    needs=("registered", "cast|signatures"),
    over=f"""
        with each_value as (
            select c.election_id, c.office, c.gp_unit_id, c.round, c.source_id, r.contest_id, r.unit_type, r.label,
                c.voters, c.registered, 100.0 * c.voters / c.registered as value, c.locators
            from ({TURNOUTS}) as c
            join core.reports as r on r.election_id = c.election_id and r.office = c.office
                and r.gp_unit_id = c.gp_unit_id and r.round = c.round
            where c.said_by is null and c.registered >= {value_of("R807", "people", "c.election_id")}
        ), {beside_peers("R807", "office, round, unit_type")}
        select election_id, office, gp_unit_id, round, contest_id, office || ' ' || gp_unit_id || ' ' || cast(round as varchar) as subject,
            label, voters, registered, round(value, 2) as turnout, round(middle, 2) as middle, peers, round(spread, 2) as spread,
            round(times, 2) as times, most, locators
        from beside
    """,
    holds=pl.col("times") < pl.col("most"),
    says="{label}: turnout is {turnout} per cent ({voters} of {registered:person|people}), but the median of the {peers:comparable unit|comparable units} is {middle} per cent; the difference is {times} times the usual spread",
    expected="middle",
    actual="turnout",
    parameters=(
        TIMES,
        UNITS,
        number("people", 100, "units with fewer people are left out", "one voter is a per cent there", "people", 1),
    ),
    why="The usual spread is a robust standard deviation, 1.4826 times the median distance from the median. A few such units are normal: a village, a hospital, a barracks. Or a digit is wrong.",
)
