"""Several seats by most votes, each voter having fewer votes than there are seats.

The Senate of Spain: four seats a province, three votes a voter (Ley Orgánica 5/1985, article 166).
"""

from numerim.schemas.standings import MostVotes

LAW = MostVotes(
    word="limited_vote",
    title="Several seats; a voter has fewer votes than there are seats; most votes win",
    variation="n-of-m",
    takes=("seats", "votes"),
    several=True,
)
