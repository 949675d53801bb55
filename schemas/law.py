"""What a law is: a method by which figures become outcomes, one file each under `schemas/laws/`.

A law tells two things of a contest. Its *result*, from the figures of one source: who is elected or goes on, how many
seats each list has, and whom only a lot can decide between. And its *claims*, which certify what a source says of it:
each names the two that contradict each other where it is broken, so that nobody has to rank anything to see it. All is
reckoned in whole numbers: votes as they are, printed shares in hundred-millionths of a per cent.

What modifies methods are `Terms`, which all laws share. `numerim.check.lawful` gathers contests and asks the laws;
nothing else knows a law by its name.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from numerim.schemas.contest import ONE_PER_CENT, Contest, Line, Race, Said, Tally, Terms


@dataclass(frozen=True)
class Result:
    """What comes of a contest.

    Attributes:
        what: `elected`, `runoff`, `seats` or `accepted`.
        sure: selection -> how much of it is certain: seats, or 1.
        tied: those with equal claims to the rest.
        by_lot: how much that is; none of them can have more than one of it.
    """

    what: str
    sure: Mapping[str, int]
    tied: frozenset[str] = frozenset()
    by_lot: int = 0

    def meets(self, other: "Result") -> bool:
        """Whether both can be true at once, since a lot may fall either way."""
        least, most = 0, 0
        for key in {*self.sure, *self.tied, *other.sure, *other.tied}:
            mine, theirs = self.sure.get(key, 0), other.sure.get(key, 0)
            low, high = max(mine, theirs), min(mine + (key in self.tied), theirs + (key in other.tied))
            if low > high:
                return False
            least, most = least + low, most + high
        return self.what == other.what and self.total == other.total and least <= self.total <= most

    @property
    def total(self) -> int:
        """How much there is of it."""
        return sum(self.sure.values()) + self.by_lot


@dataclass(slots=True)
class Claim:
    """Something that the law says of what a source says, and whether it holds.

    Attributes:
        asks: what is asked, a word of `ASKS`.
        contest: of which contest.
        holds: whether it holds.
        values: what sentences name: the columns of `ASKS`.
        locators: every figure that takes part.
        blames: those that are in doubt; all where it is None.
        source_id: who says so.
        about: the selection, where the subject is one.
    """

    asks: str
    contest: Contest
    holds: bool
    values: dict[str, Any]
    locators: str
    blames: str | None = None
    source_id: str | None = None
    about: str | None = None


_WINNER = {"winner": str, "winner_has": Decimal, "what": str, "best_other": Decimal, "other": str}
SEATS: dict[str, type] = {
    **{"source_id": str, "seats": int, "lists": int, "unjust": int},
    **{"gains": str, "gains_votes": int, "gains_seats": int, "gains_claim": Decimal},
    **{"loses": str, "loses_votes": int, "loses_seats": int, "loses_claim": Decimal, "should": int},
}
"""The columns of the answer to a law that shares out seats."""

ASKS: dict[str, dict[str, type]] = {
    "winner": _WINNER,
    "majority of shares": {"winner": str, "share": Decimal, "tolerance": Decimal, "more_than": Decimal, "bar": str},
    "majority of votes": {"winner": str, "votes": int, "base": int, "majority_of": str, "needed": int, "bar": str},
    "runoff needed": {"leader": str, "most": int, "base": int, "names": str, "bar": str},
    "runoff by shares": {
        "selection": str,
        "share": Decimal,
        "of_majority": Decimal,
        "best_other": Decimal,
        "tolerance": Decimal,
    },
    "runoff by votes": {"selection": str, "votes": int, "best_other": int, "other": str},
    "runoff pair": {"named": int, "unnamed": int, "names": str, "going_on": int},
    "one or the other": {"decided": int, "runoff": int},
    "one winner": {"winners": int, "names": str},
    "elected within seats": {"elected": int, "seats": int},
    "tie": {"votes": int, "next_votes": int, "which": str, "tied": int, "names": str},
    "second round: pair": {"selection": str, "figure": Decimal, "what": str, "ahead": int, "stand": int},
    "second round: needed": {"leader": str, "has": Decimal, "base": int, "what": str, "is_decided": int, "bar": str},
    "second round: held": {"seconds": int},
    "second round: listed": {"source_id": str, "office": str, "told": str, "rounds": int, "lists_all": int},
    "second round: winner": {"source_id": str, "winners": int},
    "threshold": {
        **{"selection_id": str, "list": str, "votes": int, "valid": int, "of": str, "threshold": Decimal, "seats": int},
        "percent": Decimal,
    },
    "seats tie": {"source_id": str, "seats": int, "tied": int, "losers": str, "winners": str},
    "accepted": {
        **{"answer": str, "yes": str, "has": Decimal, "what": str, "base": int, "majority_of": str},
        **{"needed": Decimal, "told": str},
    },
    "quorum": {"yes": str, "has": int, "part": int, "registered": int, "quorum": Decimal},
    "votes pass on": {
        **{"round": int, "grown": int, "exhausted": int, "freed": int, "gone": str, "told": str},
        **{"should": int, "does": int},
    },
    "last goes out": {"round": int, "gone": str, "gone_votes": int, "stays": str, "stays_votes": int},
    "count ends": {"leader": str, "has": int, "counting": int, "left": int},
    "stage adds up": {"counted": str, "has": int, "valid": int},
    "votes gained": {"grown": int, "freed": int, "gone": str},
    "votes fall": {"name": str, "had": int, "has": int},
    "elected keeps": {"name": str, "had": int, "has": int, "quota": int},
    "excluded together": {"gone": str, "gone_votes": int, "stays": str, "stays_votes": int},
    "quota": {"quota": int, "valid": int, "seats": int, "should": int},
    "seats filled": {"left": int, "open": int, "last": str, "has": int, "next": str, "may": int},
    "elected by count": {"name": str, "has": int, "quota": int},
    "count elects": {"name": str, "has": int, "quota": int, "seats": int},
    "seats without votes": {"selection_id": str, "list": str, "seats": int, "others": int},
}
"""What rules may ask of laws (`Rule.law_asks`) -> the columns of the answer beside `election_id`, `contest_id`,
`subject`, `label`, `locators`, `blames` and `holds`. Of a law that shares out seats its
word may be asked as well: whether the seats are those that it gives."""


@dataclass(frozen=True, kw_only=True)
class Law:
    """A method.

    Attributes:
        word: what `election.yml` calls it: the name of its file.
        title: what it does, in one line.
        variation: what NIST SP 1500-100 calls it, a word of VoteVariation.
        takes: the parameters of `Terms` that it heeds.
        needs: the measures without which it tells nothing.
        of_lists: whether it shares out seats among lists.
        several: whether a voter has several votes where the terms do not say how many; None where that follows from the
            number of seats.
        of_persons: whether those with most votes are elected, at least in a last round.
        rounds: how many rounds of voting there can be.
        goes_on: how many go on from the first of several rounds, where the terms say nothing else.
        can_end: whether the first of several rounds can elect somebody.
        by_stages: whether rounds are stages of one count, each of which tells nothing unless all votes of it are known.
    """

    word: str
    title: str
    variation: str
    takes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ("votes|share",)
    of_lists: bool = False
    several: bool | None = False
    of_persons: bool = False
    rounds: int = 1
    goes_on: int | None = None
    can_end: bool = True
    by_stages: bool = False

    def claims(self, race: Race) -> Iterable[Claim]:
        """What the law says of everything that the sources say of a race."""
        raise NotImplementedError

    def result(self, contest: Contest, said: Said, tally: Tally) -> Result | None:
        """What the figures of a source lead to; None where they, or what they leave out, do not tell."""
        raise NotImplementedError

    def votes_allowed(self, terms: Terms, seats: int | None) -> int:
        """How many votes a voter has."""
        return terms.votes or 1

    def one_vote(self, terms: Terms) -> bool:
        """Whether a voter has certainly one vote, so that all votes together are no more than the ballots."""
        if terms.votes is not None:
            return terms.votes == 1
        return (terms.seats or 1) == 1 if self.several is None else not self.several

    def decides(self, number: int) -> bool:
        """Whether a round elects whoever has most, in any case."""
        return number == self.rounds


def above(one: Line, other: Line) -> bool:
    """Whether one has certainly more than another. Rounding keeps the order of shares of equal precision."""
    if one.half == other.half:
        return one.figure > other.figure
    return one.figure - one.half >= other.figure + other.half


def exceeds(figure: int, percent: Decimal, whole: int) -> bool:
    """Whether a figure is more than a percentage of a whole."""
    share, of = percent.as_integer_ratio()
    return figure * 100 * of > share * whole


def reaches(figure: int, percent: Decimal, whole: int) -> bool:
    """Whether a figure is at least a percentage of a whole."""
    share, of = percent.as_integer_ratio()
    return figure * 100 * of >= share * whole


def printed(figure: int, what: str) -> Decimal:
    """A figure as people read it: votes, or per cent."""
    return Decimal(figure) if what == "votes" else Decimal(figure) / ONE_PER_CENT


def listed(names: Iterable[str]) -> str:
    """Names, with commas between, or semicolons where a name has a comma (“Ray, Ann”)."""
    told = list(names)
    return ("; " if any(", " in name for name in told) else ", ").join(told)


def joined(*places: str) -> str:
    """Places, with spaces between."""
    return " ".join(place for place in places if place)


def terms(told: str | None) -> Terms:
    """What modifies a method, from JSON as `core.contests` has it."""
    given: dict[str, Any] = json.loads(told) if told else {}
    exact = {name: Decimal(value) if name in _PERCENTAGES else value for name, value in given.items()}
    return Terms(**exact | {"exempt": tuple(given.get("exempt", ()))})


_PERCENTAGES = ("majority", "least", "ahead", "quorum", "approval", "threshold")


@cache
def laws() -> dict[str, Law]:
    """Every law by its word, in the order of the words.

    Raises:
        RuntimeError: a file is not named as the word of its law.
    """
    import numerim.schemas.laws as package

    found: dict[str, Law] = {}
    for module in sorted(iter_modules(package.__path__), key=lambda m: m.name):
        law: Law = import_module(f"{package.__name__}.{module.name}").LAW
        if law.word != module.name:
            raise RuntimeError(f"the law in schemas/laws/{module.name}.py calls itself {law.word}")
        found[law.word] = law
    return found


@cache
def titles() -> dict[str, str]:
    """The word of every law -> what it does, in one line."""
    return {word: law.title for word, law in laws().items()}


def words(laws_: Iterable[Law]) -> str:
    """SQL: the words of laws, as a list for `in`."""
    return "(" + ", ".join(f"'{law.word}'" for law in laws_) + ")"


def goes_on(of: str = "c") -> str:
    """SQL: whether a contest is a round from which some go on to another, rather than one that elects."""
    return " or ".join(f"({of}.outcome_rule = '{law.word}' and {of}.round < {law.rounds})" for law in several_rounds())


def several_rounds() -> list[Law]:
    """The laws of more than one round of voting."""
    return [law for law in laws().values() if law.rounds > 1]


def those(**wanted: Any) -> Iterator[Law]:
    """The laws with certain attributes."""
    return (law for law in laws().values() if all(getattr(law, name) == value for name, value in wanted.items()))
