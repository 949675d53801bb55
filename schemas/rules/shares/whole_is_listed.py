"""Votes that a list leaves out."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule
from numerim.schemas.wholes import OF_LIST, OF_PARTIES, one_whole

_SAME = " and ".join(f"l.{name} is not distinct from w.{name}" for name in (*OF_LIST, "source_id"))

RULE = Rule(
    code="R410",
    title="The votes of a list add up to the total that its shares are of",
    severity="info",
    each="statement",
    needs=("total_share", "total_votes"),
    relation=Levels(
        f"""
        select w.election_id, w.office || ' ' || w.gp_unit_id || ' ' || w.stated_in as subject, w.stated_in as label, w.source_id, w.figure,
            l.summed as bound, l.among, w.locators, '' as blames
        from ({one_whole(OF_PARTIES, OF_LIST)}) as w
        join (
            select {", ".join(OF_LIST)}, source_id, sum(total) as summed, count(*) as among
            from core.one_reported_totals
            where measure = 'total_votes' and category <> 'all'
            group by {", ".join(OF_LIST)}, source_id
            having min(case when relation = 'equal' then 1 else 0 end) = 1
        ) as l on {_SAME}
        left join core.offices as o on o.election_id = w.election_id and o.office = w.office
        where coalesce(o.shares_of, 'valid') = 'valid'
    """,
        but=("among", "blames"),
    ),
    says="“{label}” lists {bound:vote|votes} in {among:row|rows}, but the shares imply at least {figure} in all: at least {off:vote|votes} must have gone to lists without a row",
    why="Votes and their printed shares tell how large the total must be at least. A list that adds up to less leaves something out.",
)
