"""The figures of drawn contests (`elections.py`) in a unit: votes, ballots that fit them, and what follows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

BALLOTS = (
    *("registered", "cast", "valid", "invalid", "blank", "signatures", "more_ballots", "fewer_ballots", "received"),
    *("issued", "unused", "spoilt", "registered_men", "registered_women", "cast_men", "cast_women"),
    *("signatures_men", "signatures_women", "undervotes"),
)


@dataclass
class Truth:
    """The figures of a contest in a unit, by the kind of ballots."""

    votes: dict[str, dict[str, int]] = field(default_factory=dict)
    ballots: dict[str, dict[str, int]] = field(default_factory=dict)

    def added(self, other: "Truth") -> "Truth":
        """Both together."""
        return Truth(_added(self.votes, other.votes), _added(self.ballots, other.ballots))


def _added(one: Mapping[str, Mapping[str, int]], other: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    return {kind: {key: one.get(kind, {}).get(key, 0) + n for key, n in of.items()} for kind, of in other.items()}


def summed(kinds: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """The figures of all kinds of ballots together."""
    found: dict[str, int] = defaultdict(int)
    for of in kinds.values():
        for key, n in of.items():
            found[key] += n
    return found


def passed_on(votes: Mapping[str, int], chance: Random) -> dict[str, int]:
    """The next round of a ranked choice: whoever has the fewest goes out, and most of these votes go to others."""
    left = {who: n for who, n in votes.items() if n}
    if len(left) < 3:
        return dict(votes)
    last = min(left, key=left.__getitem__)
    found = {**votes, last: 0}
    for _ in range(left[last] if chance.random() < 0.8 else 1):
        found[chance.choice([who for who in left if who != last])] += 1
    return found


def ballots_of(valid: int, scale: int, chance: Random) -> dict[str, int]:
    """Ballots that fit so many valid ones."""
    invalid, blank, spoilt = (chance.choice([0, 1, 2, scale // 3]) for _ in range(3))
    cast = valid + invalid + blank
    registered = cast + chance.choice([0, 1, scale, 3 * scale])
    more, fewer = chance.choice([(0, 0), (0, 0), (1, 0), (0, 1)])
    signed, received = cast - more + fewer, registered + spoilt + 2
    men, women = registered // 2, cast // 3
    every = (registered, cast, valid, invalid, blank, signed, more, fewer, received, signed, received - signed - spoilt)
    sexes = (men, registered - men, cast - women, women, signed - women, women)
    return dict(zip(BALLOTS, (*every, spoilt, *sexes, blank), strict=True))


PARAMETERS = {
    **dict.fromkeys(("R802", "R803", "R804"), "above"),
    "R801": "above", "R806": "above votes", "R807": "times units people", "R808": "times units votes share",
    "R810": "chance units people", "R811": "fewest", "R890": "chance votes", "R411": "rounding", "R403": "rounding",
}  # fmt: skip
"""Rules with numbers that an election may set."""


def numbers_of(names: str, chance: Random) -> dict[str, Any]:
    """Numbers of a rule, far lower than they are where nothing is set."""
    least = {"above": [5, 10, 40, 60], "chance": [0.1], "rounding": [1], "times": [1, 2], "units": [2, 3, 4]}
    return {name: chance.choice(least.get(name, [1, 5, 20])) for name in names.split()}
