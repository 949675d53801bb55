"""Most votes win: one seat in one round, or several, for which each voter has as many votes."""

from numerim.schemas.standings import MostVotes

LAW = MostVotes(
    word="plurality",
    title="One round; most votes wins",
    variation="plurality",
    takes=("seats", "votes"),
    several=None,
)
