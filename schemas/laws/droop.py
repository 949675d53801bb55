"""Seats by the quota of Droop and the largest remainders.

H. R. Droop, On Methods of Electing Representatives, Journal of the Statistical Society of London 44, 1881 (first 1868).
"""

from dataclasses import dataclass

from numerim.schemas.apportion import Part, Parts, Quota


@dataclass(frozen=True, kw_only=True)
class Droop(Quota):
    """Largest remainders."""

    def quota(self, parts: Parts) -> Part:
        """The next whole number above the votes that take part by the seats and one."""
        return parts.total // (parts.seats + 1) + 1, 1


LAW = Droop(
    word="droop",
    title="Seats by the quota of Droop (next whole number above votes by seats and one) and the largest remainders",
)
