"""Turnout far from that of the other units."""

import polars as pl

from numerim.schemas.parameter import number, value_of
from numerim.schemas.reported import TURNOUTS
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R807",
    title="Turnout in a unit is close to that of comparable units",
    severity="info",
    each="report",
    needs=("registered", "cast|signatures"),
    over=f"""
        with turnouts as (
            select c.election_id, c.office, c.gp_unit_id, c.round, c.source_id, r.contest_id, r.unit_type, r.label,
                c.voters, c.registered, 100.0 * c.voters / c.registered as turnout, c.locators
            from ({TURNOUTS}
            ) as c
            join core.reports as r on r.election_id = c.election_id and r.office = c.office
                and r.gp_unit_id = c.gp_unit_id and r.round = c.round
            where c.said_by is null and c.registered >= {value_of("R807", "people", "c.election_id")}
        ), middles as (
            select election_id, office, round, source_id, unit_type, median(turnout) as middle, count(*) as peers
            from turnouts group by election_id, office, round, source_id, unit_type having count(*) >= {value_of("R807", "units", "turnouts.election_id")}
        ), distances as (
            select t.*, m.middle, m.peers, abs(t.turnout - m.middle) as distance
            from turnouts as t
            join middles as m on m.election_id = t.election_id and m.office = t.office and m.round = t.round
                and m.source_id = t.source_id and m.unit_type is not distinct from t.unit_type
        ), spreads as (
            select election_id, office, round, source_id, unit_type, 1.4826 * median(distance) as spread
            from distances group by election_id, office, round, source_id, unit_type
        )
        select d.election_id, d.office, d.gp_unit_id, d.round, d.contest_id,
            d.office || ' ' || d.gp_unit_id || ' ' || cast(d.round as varchar) as subject, d.label, d.voters, d.registered,
            round(d.turnout, 2) as turnout, round(d.middle, 2) as middle, d.peers, round(s.spread, 2) as spread,
            round(d.distance / s.spread, 2) as times,
            cast({value_of("R807", "times", "d.election_id")} as double) as most, d.locators
        from distances as d
        join spreads as s on s.election_id = d.election_id and s.office = d.office and s.round = d.round
            and s.source_id = d.source_id and s.unit_type is not distinct from d.unit_type
        where s.spread > 0
    """,
    holds=pl.col("times") < pl.col("most"),
    says="{label}: {turnout} per cent voted ({voters} of {registered:person|people}); the median of the {peers:unit|units} like it is {middle}, and this is {times} times their usual spread away",
    expected="middle",
    actual="turnout",
    parameters=(
        number(
            "times", 5, "so many times the usual spread away is told", "of normal values one in two million", "times", 1
        ),
        number("units", 20, "fewer units are not compared", "a median of fewer moves with each", "units", 2),
        number(
            "people",
            100,
            "units with fewer people registered are left out",
            "one voter is a per cent there",
            "people",
            1,
        ),
    ),
    why="The distance from the median is told in robust standard deviations (1.4826 times the median distance), which the odd units themselves do not move. Turnouts have longer tails, so there are a few in most elections: a village, a hospital, a barracks, or a digit that slipped. Nothing is said where more than half of them have the same turnout.",
)
