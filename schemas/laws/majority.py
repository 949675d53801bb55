"""A question is accepted by more than half: of the valid votes, of the ballots cast or of the registered.

With a quorum, so many of the registered must take part (Italy, Constitution, article 75: a majority of them); with an
approval, so many must say yes (Denmark, Constitution, section 88: 40 per cent).
"""

from numerim.schemas.answers import Answers

LAW = Answers(word="majority", title="An answer is accepted by more than half")
