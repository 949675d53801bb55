"""The table `reported_shares`."""

from numerim.schemas.table import (
    Share,
    Table,
    column,
    doubts,
    election_id,
    gp_unit_id,
    locator,
    race,
    source_id,
    voting_round,
)
from numerim.schemas.vocabulary import RELATIONS, SHARE_MEASURES


class ReportedShares(
    Table,
    title="Percentages as printed",
    key=("election_id", "race", "gp_unit_id", "round", "measure", "category"),
    states="share",
):
    """Percentages, and differences of them, that a source prints about more than one selection."""

    election_id: str = election_id()
    race: str = race()
    gp_unit_id: str = gp_unit_id()
    round: int = voting_round()
    measure: str = column("Measure", "What it is a share of, or a difference of.", words=SHARE_MEASURES)
    category: str = column("Category", "What is counted: a party, a kind, the state of a unit, or `all`.")
    share: Share = column(
        "Share", "The figure, as printed.", unit="percent; percentage points for lead and turnout_change"
    )
    decimals: int = column("Decimals", "How many decimals the figure is printed with.", ge=0, le=6)
    relation: str = column("Relation", "How the source puts the figure.", words=RELATIONS)
    doubts: str = doubts()
    source_id: str = source_id()
    locator: str = locator()
