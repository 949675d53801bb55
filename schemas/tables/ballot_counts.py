"""The table `ballot_counts`."""

from schemas.table import Table, column, count_type, doubts, election_id, gp_unit_id, locator, source_id
from schemas.vocabulary import BALLOT_MEASURES, OFFICES


class BallotCounts(
    Table,
    title="Ballots",
    key=("election_id", "office", "gp_unit_id", "round", "measure", "count_type"),
    states="ballots",
):
    """People registered and ballots, per unit."""

    election_id: str = election_id()
    office: str = column("Office", "What is voted for.", words=OFFICES)
    gp_unit_id: str = gp_unit_id()
    round: int = column("Round", "The round of the vote, from 1.", ge=1, le=3)
    measure: str = column("Measure", "What is counted.", words=BALLOT_MEASURES)
    count_type: str = count_type()
    ballots: int = column("Ballots", "People or ballots.", unit="people or ballots", ge=0)
    doubts: str = doubts()
    source_id: str = source_id()
    locator: str = locator()
