"""The two with most votes go on to a second round, whoever has however many; most votes win there.

California Constitution, article II, section 5 (voter-nominated primary elections).
"""

from numerim.schemas.rounds import Rounds

LAW = Rounds(
    word="top_two",
    title="The two with most votes meet in a second round, in which most votes win",
    variation="other",
    goes_on=2,
    can_end=False,
)
