"""Figures beside those that are not given."""

from numerim.schemas.gaps import with_gaps
from numerim.schemas.relation import TERMS
from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule
from numerim.schemas.rules.accounting import cast_made_of, men_and_women, papers
from numerim.schemas.rules.totals import ballots_roll_up, votes_roll_up

_SUMS = [
    module.RULE for module in (cast_made_of, papers, men_and_women, votes_roll_up, ballots_roll_up)
]  # that votes come to no more than the ballots is asked elsewhere
_SUM = "partition by election_id, sum_of, subject, source_id"
_COLUMNS = ", ".join(
    "t.subject || ' ' || t.sum_of as subject" if c == "subject" else f"t.{c}" for c in TERMS.split(", ")
)

RULE = Rule(
    code="R321",
    title="The figures that are given beside those that are not come to no more than their total",
    severity="error",
    each="report",
    needs=("gaps",),
    relation=Terms(
        f"""
        select {_COLUMNS}
        from (
            select a.*, min(case when given = 0 then blamed end) over ({_SUM}) as gap_is_whole,
                min(case when blamed = 0 then weight end) over ({_SUM}) as least_weight,
                count(case when blamed = 0 and given = 1 then 1 end) over ({_SUM}) as parts
            from ({with_gaps(_SUMS)}) as a where gaps > 0
        ) as t
        where t.given = 1 and t.gap_is_whole = 0 and t.least_weight > 0 and (t.parts > 1 or t.sum_of in ('R307', 'R308'))
    """,
        at_most=True,
    ),
    says="{label}: the figures that are given come to {summed} ({told}), more than the total of {whole}, though others are not given",
    why="A figure that a source withholds, or does not have, is 0 at least.",
)
