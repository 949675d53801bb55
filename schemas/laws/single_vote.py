"""Several seats by most votes, each voter having one vote: the single non-transferable vote (SNTV).

A. Lijphart, R. López Pintor and Y. Sone, The Limited Vote and the Single Nontransferable Vote, in: Grofman and Lijphart
(eds.), Electoral Laws and Their Political Consequences, 1986.
"""

from numerim.schemas.standings import MostVotes

LAW = MostVotes(
    word="single_vote",
    title="Several seats; a voter has one vote (single non-transferable vote); most votes win",
    variation="plurality",
    takes=("seats",),
)
