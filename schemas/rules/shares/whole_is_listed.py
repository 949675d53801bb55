"""Votes that a list leaves out."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule
from numerim.schemas.wholes import OF_LIST, OF_PARTIES, one_whole

RULE = Rule(
    code="R410",
    title="The votes of a list add up to the total that its shares are of",
    severity="info",
    each="statement",
    needs=("total_share", "total_votes"),
    relation=Levels(
        f"""
        select w.election_id, w.office || ' ' || w.gp_unit_id || ' ' || w.stated_in as subject, w.stated_in as label, w.source_id, w.figure,
            w.summed as bound, w.among, w.locators, '' as blames
        from ({one_whole(OF_PARTIES, OF_LIST)}) as w
        left join core.offices as o on o.election_id = w.election_id and o.office = w.office
        where coalesce(o.shares_of, 'valid') = 'valid'
    """,
        but=("among", "blames"),
    ),
    says="“{label}” lists {bound:vote|votes} in {among:row|rows}, but the shares imply at least {figure} in all: at least {off:vote|votes} must have gone to lists without a row",
    why="Votes and their printed shares tell how large the total must be at least. A list that adds up to less leaves something out.",
)
