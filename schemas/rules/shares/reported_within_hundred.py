"""Shares over all contests."""

from numerim.schemas.parts import beside_whole
from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R417",
    title="Overall shares of parties and the part counted never exceed 100",
    severity="error",
    each="statement",
    needs=("total_share|counted",),
    relation=Terms(
        beside_whole(
            """
        select v.election_id, v.office || ' ' || v.gp_unit_id || ' ' || v.measure as subject,
            case v.measure when 'total_share' then 'the percentages of parties' else 'the percentage counted' end || ' in “' || v.stated_in || '” ('
                || v.source_id || ') ' || case v.measure when 'total_share' then 'come to' else 'comes to' end as label,
            v.source_id || ' ' || v.stated_in || ' ' || cast(v.round as varchar) || coalesce(v.said_by, '') as source_id,
            v.share as figure, v.decimals, v.place, coalesce(p.acronym, p.name_en, p.name, v.category) as what, 100 as total, '' as whole_place
        from core.one_reported_shares as v
        left join core.parties as p on p.party_id = v.category
        where v.measure in ('total_share', 'counted')
    """,
            (),
            half="cast(0.5 * power(10, -decimals) as decimal(18, 8))",
        ),
        at_most=True,
    ),
    expected="whole",
    actual="summed",
    says="{label} {summed}, more than 100: {told}",
    why="Parts are never more than their whole; rounding may add half a unit of the last decimal for each.",
)
