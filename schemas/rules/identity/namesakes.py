"""Names that stand for different parties in different places."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R110",
    title="A name that stands in several units stands for the same party in all of them",
    severity="info",
    each="name",
    over="""
        select l.election_id, l.selection_id as subject, min(l.candidate) as candidate, count(distinct c.gp_unit_id) as units,
            min(l.party_id) as one, max(l.party_id) as other,
            string_agg(distinct coalesce(g.name, c.gp_unit_id) || ' (' || coalesce(p.acronym, p.name, l.party_id) || ')', ', '
                order by coalesce(g.name, c.gp_unit_id) || ' (' || coalesce(p.acronym, p.name, l.party_id) || ')') as told,
            string_agg(distinct l.source_id || '|' || l.locator, ' ' order by l.source_id || '|' || l.locator) as locators, '' as blames
        from core.selections as l
        join core.contests as c on c.election_id = l.election_id and c.contest_id = l.contest_id
        left join core.gp_units as g on g.gp_unit_id = c.gp_unit_id
        left join core.parties as p on p.party_id = l.party_id
        where l.kind = 'candidate' and l.candidate is not null and l.party_id is not null
        group by l.election_id, l.selection_id
        having count(distinct c.gp_unit_id) > 1
    """,
    holds=pl.col("one") == pl.col("other"),
    says="{candidate} stands in {units:place|places}, and not for one party: {told}. These are two people of one name, or a row that has slipped",
    why="Nobody stands for two parties on one day; two people of one name may. The package tells them apart by their contests.",
)
