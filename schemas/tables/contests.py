"""The table `contests`."""

from schemas.table import Table, column, election_id, gp_unit_id, locator, source_id
from schemas.vocabulary import OFFICES, OUTCOME_RULES


class Contests(Table, title="Contests", key=("election_id", "contest_id")):
    """One question put to the voters of one unit: an office or a council, in one round."""

    election_id: str = election_id()
    contest_id: str = column("Contest", "`office/gp_unit/round`.", pattern="^[a-z]+/[a-z0-9-]+/[0-9]$")
    office: str = column("Office", "What is voted for.", words=OFFICES)
    gp_unit_id: str = gp_unit_id("The unit whose voters decide.")
    round: int = column("Round", "The round of the vote, from 1.", ge=1, le=3)
    outcome_rule: str = column(
        "Outcome rule",
        "How the law turns votes into an outcome, where a rule of numerim knows it.",
        words=OUTCOME_RULES,
        nullable=True,
    )
    source_id: str = source_id()
    locator: str = locator("Where in the source it is first spoken of: in a result rather than in a poll.")
