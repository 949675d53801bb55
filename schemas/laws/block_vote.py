"""Several seats by most votes, each voter having as many votes as there are seats.

Multiple non-transferable vote: in England and Wales, wards of several councillors (Local Elections (Principal Areas)
(England and Wales) Rules 2006, schedule 2). Equal votes for the last seat are decided by lot (rule 49 there).
"""

from dataclasses import dataclass

from numerim.schemas.contest import Terms
from numerim.schemas.standings import MostVotes


@dataclass(frozen=True, kw_only=True)
class BlockVote(MostVotes):
    """As many votes as there are seats."""

    def votes_allowed(self, terms: Terms, seats: int | None) -> int:
        """As many as there are seats, where nothing else is said."""
        return terms.votes or seats or terms.seats or 1


LAW = BlockVote(
    word="block_vote",
    title="Several seats; a voter has as many votes; most votes win",
    variation="n-of-m",
    takes=("seats", "votes"),
    several=True,
)
