"""The fact `reports`."""

from numerim.schemas.fact import Fact
from numerim.schemas.table import column
from numerim.schemas.tables import ballot_counts


class Reports(
    Fact,
    key=("election_id", "office", "gp_unit_id", "round"),
    of=ballot_counts.BallotCounts,
    takes=("election_id", "office", "gp_unit_id", "round"),
):
    """A unit that reports votes, shares, ballots or a turnout of an office in a round."""

    contest_id: str = column(
        "Contest", "The contest on which it reports; of a unit with several in it, a name that no contest has."
    )
    label: str = column("Label", "What it reports on, for sentences: the contest, and the unit where that is a part.")
    is_whole: bool = column("Is whole", "Whether the unit is the one that decides the contest.")
    unit_type: str = column("Type", "What kind of unit it is, a word of `words`.")
