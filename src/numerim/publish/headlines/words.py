"""Lists and numbers in English sentences."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

MOST_NAMED = 6
"""So many are named in a sentence before the others are only counted."""


def listed(parts: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def tallied(rows: Iterable[tuple[str, int]], verb: str = "") -> str:
    """`PS won 53, PD 6 and 3 others together 4`: whoever has most first, the verb after the first of them."""
    every = list(rows)
    named = every if len(every) <= MOST_NAMED + 1 else every[:MOST_NAMED]
    said = [
        f"{who} {verb} {number:,}" if verb and not n else f"{who} {number:,}" for n, (who, number) in enumerate(named)
    ]
    if left := every[len(named) :]:
        said.append(f"{len(left)} others together {sum(number for _, number in left):,}")
    return listed(said)


def counted(number: int, one: str, many: str = "") -> str:
    """`1 contest`, `2 contests`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(share: Decimal, decimals: int | None) -> str:
    """A share with the decimals that it was printed with."""
    own = max(0, -int(share.normalize().as_tuple().exponent))
    return f"{share:.{max(own, decimals or 0)}f}"


def figures(votes: int | None, share: Decimal | None, decimals: int | None, seats: int | None = None) -> str:
    """`1,234 votes and 45.50 per cent`, as far as they are known."""
    told = [] if votes is None else [counted(votes, "vote")]
    told += [] if share is None else [f"{percent(share, decimals)} per cent"]
    return listed(told + ([] if seats is None else [counted(seats, "seat")]))


def spoken(word: str) -> str:
    """A word of a list, such as an office, as one says it."""
    return word.replace("-", " ").replace("_", " ")


def day_told(day: date) -> str:
    """`17 October 2021`."""
    return f"{day.day} {day:%B %Y}"


def person(name: str, party: str | None, kind: str) -> str:
    """`Ann Ray (D)`; a list, which has the name of its party, by that alone."""
    if not party or party == name or kind != "candidate":
        return name
    return f"{name} of {party}" if "(" in party else f"{name} ({party})"
