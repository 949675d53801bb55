"""Seats by D’Hondt: the highest averages of votes by 1, 2, 3 …, which is Jefferson’s method.

V. D’Hondt, Système pratique et raisonné de représentation proportionnelle, Brussels 1882.
"""

from numerim.schemas.apportion import Divisors

LAW = Divisors(
    word="dhondt",
    title="Seats by the highest averages of D'Hondt",
    first=1,
    base=1,
    step=1,
)
