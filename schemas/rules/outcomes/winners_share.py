"""What is said of every winner of a first round."""

from numerim.schemas.relation import shown
from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R530",
    title="A share that every first-round winner is said to have is more than half",
    severity="error",
    each="reported_shares",
    needs=("winner_share",),
    relation=Levels(
        f"""
        select f.election_id, f.office, f.gp_unit_id, f.round, f.measure, f.category, f.office || ' ' || f.gp_unit_id || ' winner_share' as subject,
            f.label, f.source_id, f.figure, 50 as bound, 'more than' as must, case f.relation when 'equal' then '' else f.relation || ' ' end || {shown("f.figure")} as what, f.place as locators,
            case when f.relation = 'less than' then 0 else f.half end as half
        from core.figures as f
        where f.measure = 'winner_share'
        """,
        but=("must", "what", "half"),
    ),
    says="every winner of the first round is said to have {what} per cent, which is not more than half",
    expected="bound",
    actual="figure",
    why="A first round elects only by more than half. A printed 50 may be a rounded majority.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
)
