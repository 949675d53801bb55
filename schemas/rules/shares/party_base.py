"""The whole that the shares of parties over all contests are of."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule
from numerim.schemas.wholes import OF_LIST, OF_PARTIES, one_whole

RULE = Rule(
    code="R414",
    title="The shares of all parties can be of the same total",
    severity="warning",
    each="statement",
    needs=("total_share", "total_votes"),
    relation=Levels(
        f"""
        select w.*, w.office || ' ' || w.gp_unit_id || ' total_share' as subject, w.stated_in as label
        from ({one_whole(OF_PARTIES, OF_LIST)}) as w
    """,
        but=("gp_unit_id", "among", "what", "than"),
    ),
    says="the votes and shares of “{label}” do not fit one total: {what} implies at least {figure:vote|votes} in all, {than} at most {bound}",
    why="Votes and a rounded share limit the total, and all shares of a list must allow the same one.",
)
