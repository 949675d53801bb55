"""Kinds of ballots that a list does not print."""

from numerim.schemas.bytype import kinds_not_printed
from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R319",
    title="A list that prints totals beside kinds of ballots prints every kind",
    severity="info",
    each="list",
    needs=("count types",),
    relation=Levels(
        f"""
        select k.election_id, k.source_id, k.path, k.stated_in, k.stated_in || ' ' || k.what as subject, '' as label, k.kinds as what,
            k.totals_of as per, 0 as bound, k.larger * k.lacks as figure, case when k.lacks = 1 then k.places else '' end as locators, '' as blames
        from ({kinds_not_printed("vote_counts", "votes")}
            union all {kinds_not_printed("ballot_counts", "ballots")}
            union all {kinds_not_printed("line_votes", "votes")}) as k
        """,
        but=("per", "what", "blames"),
    ),
    says="in “{stated_in}” ({source_id}) {figure:total is|totals are} larger than the kinds of ballots printed beside them ({what}), of {per} in all: a kind is left out, so these totals are not checked",
    why="A source that leaves out a kind of ballots has totals larger than what it prints, in every unit; that is reported once.",
)
