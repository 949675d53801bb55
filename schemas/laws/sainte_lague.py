"""Seats by Sainte-Laguë: the highest averages of votes by 1, 3, 5 …, which is Webster’s method.

A. Sainte-Laguë, La représentation proportionnelle et la méthode des moindres carrés, Annales scientifiques de l’É.N.S.
27, 1910.
"""

from numerim.schemas.apportion import Divisors

LAW = Divisors(
    word="sainte_lague",
    title="Seats by the highest averages of Sainte-Laguë",
    first=1,
    base=1,
    step=2,
)
