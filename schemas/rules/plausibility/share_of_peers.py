"""Shares far from those in the other units."""

import polars as pl

from numerim.schemas.parameter import number, percent, value_of
from numerim.schemas.peers import TIMES, UNITS, beside_peers
from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R808",
    title="The shares of the votes in a unit are close to those in the other units",
    severity="info",
    each="report",
    needs=("votes", "parts"),
    over=f"""
        with wholes as (
            select v.election_id, v.contest_id, v.gp_unit_id, v.source_id, sum(v.votes) as whole
            from core.one_vote_counts as v
            where v.complete and v.said_by is null and v.{CURRENT}
            group by v.election_id, v.contest_id, v.gp_unit_id, v.source_id
            having sum(v.votes) >= {value_of("R808", "votes", "v.election_id")}
        ), each_value as (
            select v.election_id, v.contest_id, v.gp_unit_id, v.source_id, v.selection_id, r.office, r.round, r.unit_type,
                r.label, v.votes, w.whole, 100.0 * v.votes / w.whole as value, v.place
            from core.one_vote_counts as v
            join wholes as w on w.election_id = v.election_id and w.contest_id = v.contest_id
                and w.gp_unit_id = v.gp_unit_id and w.source_id = v.source_id
            join core.reports as r on r.election_id = v.election_id and r.contest_id = v.contest_id
                and r.gp_unit_id = v.gp_unit_id
            where v.complete and v.said_by is null
        ), {beside_peers("R808", "contest_id, unit_type, selection_id")}, ranked as (
            select *, row_number() over (partition by election_id, contest_id, gp_unit_id, source_id
                order by times desc, selection_id) as position
            from beside where middle >= {value_of("R808", "share", "beside.election_id")}
        )
        select k.election_id, k.office, k.gp_unit_id, k.round, k.contest_id,
            k.office || ' ' || k.gp_unit_id || ' ' || cast(k.round as varchar) as subject, k.label, l.label as name, k.votes,
            k.whole, round(k.value, 2) as share, round(k.middle, 2) as middle, k.peers, round(k.spread, 2) as spread,
            round(k.times, 2) as times, k.most, k.place as locators
        from ranked as k
        join core.selections as l on l.election_id = k.election_id and l.contest_id = k.contest_id
            and l.selection_id = k.selection_id
        where k.position = 1
    """,
    holds=pl.col("times") < pl.col("most"),
    says="{label}: {name} has {votes} of {whole:vote|votes}, {share} per cent, but the median of the {peers:unit|units} of the contest is {middle} per cent; the difference is {times} times the usual spread",
    expected="middle",
    actual="share",
    parameters=(
        TIMES,
        UNITS,
        number("votes", 100, "units with fewer votes are left out", "one vote is a per cent there", "votes", 1),
        percent("share", "5", "selections with a lower median are left out", "few votes for them spread too little"),
    ),
    why="The usual spread is a robust standard deviation, 1.4826 times the median distance from the median. A village that votes for its own looks like this, and so do two swapped cells.",
)
