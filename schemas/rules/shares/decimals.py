"""Decimals of shares."""

import polars as pl

from numerim.schemas.rule import Rule

_WITHOUT = """cast((cast(v.share * 1000000 as bigint) - mod(cast(v.share * 1000000 as bigint),
            cast(power(10, 6 - siblings.fewest) as bigint))) / 1000000.0 as decimal(12, 6))"""
"""The share without the decimals that the others have not, cut and exact."""

RULE = Rule(
    code="R408",
    title="The shares of one contest are printed with the same number of decimals",
    severity="warning",
    each="vote_shares",
    needs=("share",),
    over=f"""
        select v.election_id, v.contest_id, v.gp_unit_id, v.selection_id, v.contest_id || ' ' || v.selection_id as subject, c.label, l.label as selection, v.share,
            substr(cast(v.share as varchar), 1, strpos(cast(v.share as varchar), '.') + v.decimals) as printed,
            v.decimals, siblings.fewest,
            {_WITHOUT} as without,
            case when v.decimals > siblings.fewest then v.place || '=' || cast(v.share as varchar) || '>' || cast({_WITHOUT} as varchar) end as mends, 'slipped_in' as slip, v.place || coalesce(' ' || differing.places, '') as locators, v.place as blames
        from core.vote_shares as v
        join core.contests as c on c.election_id = v.election_id and c.contest_id = v.contest_id
        join core.selections as l on l.election_id = v.election_id and l.contest_id = v.contest_id
            and l.selection_id = v.selection_id
        join (select election_id, contest_id, gp_unit_id, source_id, said_by, min(case when decimals > 0 then decimals end) as fewest
            from core.vote_shares
            group by election_id, contest_id, gp_unit_id, source_id, said_by
            having count(distinct case when decimals > 0 then selection_id end) > 1
            and count(distinct case when share > 0 and share < 100 then decimals end) < 3) as siblings
            on siblings.election_id = v.election_id and siblings.contest_id = v.contest_id
            and siblings.gp_unit_id = v.gp_unit_id and siblings.source_id = v.source_id
            and siblings.said_by is not distinct from v.said_by
        left join (select election_id, contest_id, gp_unit_id, source_id, said_by, string_agg(place, ' ' order by place) as places
            from core.vote_shares where decimals > 0
            group by election_id, contest_id, gp_unit_id, source_id, said_by having min(decimals) < max(decimals)) as differing
            on differing.election_id = v.election_id and differing.contest_id = v.contest_id
            and differing.gp_unit_id = v.gp_unit_id and differing.source_id = v.source_id
            and differing.said_by is not distinct from v.said_by
    """,
    holds=pl.col("decimals") <= pl.col("fewest"),
    says="{label}: the share of {selection} is printed as {printed}, with {decimals:decimal|decimals} where the others have {fewest}; without its last digit it would be {without}",
    why="A source rounds all shares of one contest alike, and on many keyboards the percent sign shares a key with the 5.",
)
