"""More than half wins; otherwise the three with most votes meet in a second round, in which most votes win."""

from numerim.schemas.rounds import Rounds

LAW = Rounds(
    word="top_three",
    title="More than half of the votes wins; otherwise the three leaders meet in a second round",
    variation="majority",
    takes=("of", "majority", "least", "ahead"),
    goes_on=3,
)
