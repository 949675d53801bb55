"""Units with fewer ballots than voters who signed for one."""

import polars as pl

from numerim.schemas.accounts import ACCOUNTS
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R206",
    title="As many ballots are counted as voters were admitted",
    severity="info",
    each="office",
    needs=("signatures",),
    over=f"""
        select counts.election_id, counts.office, counts.office || ' ' || counts.round as subject, counts.office || case when counts.round > 1 then
            ', round ' || counts.round else '' end as label, count(*) as judged, count(case when counts.ballots < counts.signed then 1 end) as units,
            sum(case when counts.ballots < counts.signed then counts.signed - counts.ballots else 0 end) as missing, sum(counts.signed) as signed,
            string_agg(case when counts.ballots < counts.signed then counts.places end, ' ' order by counts.places) as locators, '' as blames
        from (
            select a.election_id, a.office, a.gp_unit_id, a.round, a.source_id, a.said_by, a.signed, a.places,
                coalesce(a.counted, a.valid + a.invalid + case when a.blank_inside = 1 then 0 when a.blank is not null then a.blank
                    when a.any_blank = 0 then 0 end) as ballots, r.unit_type
            from ({ACCOUNTS}) as a
            join core.reports as r on r.election_id = a.election_id and r.office = a.office and r.gp_unit_id = a.gp_unit_id
                and r.round = a.round
        ) as counts
        where counts.signed is not null and counts.ballots is not null
        group by counts.election_id, counts.office, counts.round, counts.source_id, counts.said_by, counts.unit_type
    """,
    holds=pl.col("units") == 0,
    says="{label}: in {units} of {judged:unit|units} fewer ballots were counted than voters signed for one, {missing:ballot|ballots} in all ({signed} signed)",
    why="A voter may leave with the ballot in a pocket, or a line of the roll is signed by mistake. Nothing is wrong with the count; how often it happens is worth knowing.",
)
