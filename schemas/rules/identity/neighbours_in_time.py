"""The elections before and after."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R114",
    title="The previous election is earlier, and the next one later",
    severity="warning",
    each="stated_dates",
    needs=("previous_year|next_year",),
    relation=Levels(
        """
        select d.election_id, d.measure, d.election_id || ' ' || d.measure as subject, case d.measure when 'next_year' then 'after' else 'before' end as label,
            d.source_id, d.place as locators,
            d.date as what, cast(e.held_on as varchar) as than, case d.measure when 'next_year' then 'at least' else 'at most' end as must,
            cast(substring(d.date, 1, 4) as bigint) as figure, cast(substring(cast(e.held_on as varchar), 1, 4) as bigint) as bound
        from core.stated_dates as d
        join core.elections as e on e.election_id = d.election_id
        where d.measure in ('previous_year', 'next_year')
        """,
        but=("must", "what", "than"),
    ),
    says="the election {label} that of {than} is dated {what}",
    why="A source that dates the previous election after this one is about another election.",
)
