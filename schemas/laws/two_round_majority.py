"""More than half wins; otherwise those with most votes meet in a second round, in which most votes win.

What is enough to win the first round is a matter of the terms: more than half (Kosovo, Law No. 03/L-072), more than
45 per cent (Argentina, Constitution, article 97), or 40 and ten points ahead of the next (Bolivia, Constitution,
article 166; Argentina, article 98).
"""

from numerim.schemas.rounds import Rounds

LAW = Rounds(
    word="two_round_majority",
    title="More than half of the votes wins; otherwise the two leaders meet in a second round",
    variation="majority",
    takes=("of", "majority", "least", "ahead", "going_on"),
)
