"""Seats by the quota of Hare and the largest remainders, which is Hamilton’s method.

The quota is votes by seats, as a fraction. F. Pukelsheim, Proportional Representation, 2nd edition 2017.
"""

from dataclasses import dataclass

from numerim.schemas.apportion import Part, Parts, Quota


@dataclass(frozen=True, kw_only=True)
class Hare(Quota):
    """Largest remainders."""

    def quota(self, parts: Parts) -> Part:
        """The votes that take part by the seats, not rounded."""
        return parts.total, parts.seats


LAW = Hare(
    word="hare",
    title="Seats by the quota of Hare (votes by seats) and the largest remainders",
)
