"""The fact `selections`."""

from numerim.schemas.fact import Fact
from numerim.schemas.table import column
from numerim.schemas.tables import selections


class Selections(
    Fact,
    key=("election_id", "contest_id", "selection_id"),
    of=selections.Selections,
    takes=(
        "election_id",
        "contest_id",
        "selection_id",
        "kind",
        "candidate",
        "party_id",
        "coalition_id",
        "candidates",
        "source_id",
        "locator",
    ),
):
    """What could be voted for in a contest."""

    label: str = column("Label", "Its name, for sentences: that of the candidate, or of the party or coalition.")
