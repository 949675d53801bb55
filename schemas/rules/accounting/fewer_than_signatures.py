"""Units with fewer ballots than voters who signed for a ballot."""

from numerim.schemas.accounts import ACCOUNTS
from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R206",
    title="As many ballots are counted as voters were admitted",
    severity="info",
    each="office",
    needs=("signatures",),
    relation=Levels(
        f"""
        select c.election_id, c.office, c.office || ' ' || c.round as subject,
            c.office || case when c.round > 1 then ', round ' || c.round else '' end as label, c.source_id || c.said_by as source_id,
            count(*) as among, 0 as bound, sum(case when c.missing > 0 then c.missing else 0 end) as figure, sum(c.signed) as per,
            cast(count(case when c.missing > 0 then 1 end) as varchar) as what,
            coalesce(string_agg(case when c.missing > 0 then c.places end, ' ' order by c.places), '') as locators, '' as blames
        from (
            select a.*, r.unit_type, a.signed - coalesce(a.counted, a.valid + a.invalid + case when a.blank_inside = 1 then 0
                when a.blank is not null then a.blank when a.any_blank = 0 then 0 end) as missing
            from ({ACCOUNTS}) as a
            join core.reports as r on r.election_id = a.election_id and r.office = a.office and r.gp_unit_id = a.gp_unit_id
                and r.round = a.round
        ) as c
        where c.missing is not null
        group by c.election_id, c.office, c.round, c.source_id, c.said_by, c.unit_type
        """,
        but=("among", "per", "what", "blames"),
    ),
    says="{label}: in {what} of {among:unit|units} fewer ballots were counted than there are signatures, {figure:ballot|ballots} in all ({per} signed)",
    why="A voter may leave with the ballot in a pocket. The count is not wrong; how often it happens is worth knowing.",
)
