"""The order of the rounds."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R112",
    title="The second round is later than the first",
    severity="warning",
    each="election",
    needs=("second day",),
    relation=Levels(
        """
        select e.election_id, e.election_id as subject, e.title as label, 'more than' as must, '' as source_id, '' as locators,
            cast(e.runoff_on as varchar) as what, cast(e.held_on as varchar) as than,
            cast(replace(cast(e.runoff_on as varchar), '-', '') as bigint) as figure,
            cast(replace(cast(e.held_on as varchar), '-', '') as bigint) as bound
        from core.elections as e
        where e.runoff_on is not null
        """,
        but=("must", "what", "than"),
    ),
    says="{label}: the second round is declared for {what}, the first for {than}",
    why="Who meets in the second round is known only after the first. Both days are in election.yml.",
)
