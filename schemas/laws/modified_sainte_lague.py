"""Seats by the modified Sainte-Laguë: the highest averages of votes by 1.4, 3, 5, and so on.

The divisors are five times that, so that all are whole. F. Pukelsheim, Proportional Representation, 2nd edition 2017.
"""

from numerim.schemas.apportion import Divisors

LAW = Divisors(
    word="modified_sainte_lague",
    title="Seats by the highest averages of Sainte-Laguë, the first divisor being 1.4",
    first=7,
    base=5,
    step=10,
    unit=5,
)
