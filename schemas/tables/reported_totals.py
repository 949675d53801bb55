"""The table `reported_totals`."""

from numerim.schemas.table import Table, column, doubts, election_id, gp_unit_id, locator, race, source_id, voting_round
from numerim.schemas.vocabulary import RELATIONS, TOTAL_MEASURES


class ReportedTotals(
    Table,
    title="Totals as printed",
    key=("election_id", "race", "gp_unit_id", "round", "measure", "category"),
    states="total",
):
    """Totals that a source prints. They are never mixed with counts, and never computed."""

    election_id: str = election_id()
    race: str = race()
    gp_unit_id: str = gp_unit_id()
    round: int = voting_round()
    measure: str = column("Measure", "What is counted.", words=TOTAL_MEASURES)
    category: str = column("Category", "What is counted: a party, a kind, the state of a unit, or `all`.")
    total: int = column("Total", "The total, as printed.", unit="see measure", ge=0)
    relation: str = column("Relation", "How the source puts the figure.", words=RELATIONS)
    doubts: str = doubts()
    source_id: str = source_id()
    locator: str = locator()
