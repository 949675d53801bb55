"""The table `ballot_counts`."""

from numerim.schemas.table import (
    Table,
    column,
    count_type,
    doubts,
    election_id,
    given,
    gp_unit_id,
    locator,
    race,
    source_id,
    voting_round,
)
from numerim.schemas.vocabulary import WORD


class BallotCounts(
    Table,
    title="Ballots",
    key=("election_id", "race", "gp_unit_id", "round", "measure", "count_type"),
    states="ballots",
):
    """People registered and ballots, per unit."""

    election_id: str = election_id()
    race: str = race()
    gp_unit_id: str = gp_unit_id()
    round: int = voting_round()
    measure: str = column("Measure", "What is counted, a word of `words`.", pattern=WORD)
    count_type: str = count_type()
    ballots: int = column("Ballots", "People or ballots.", unit="people or ballots", ge=0, nullable=True)
    given: str = given()
    doubts: str = doubts()
    source_id: str = source_id()
    locator: str = locator()
