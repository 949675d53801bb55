"""What a contest is to a law (`numerim.schemas.law`): what each source says of it, and what modifies the method."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

ONE_PER_CENT = 10**8
"""What a printed share of one per cent is reckoned as."""

MANY = ("remainder", "unnamed", "write-in", "none-of-the-above")
"""Kinds of selections that stand for several, for somebody not named, or for nobody: none can be said to lead."""

Base = Literal["valid", "cast", "registered"]
Quota = Literal["droop", "hare", "exact"]
QUOTAS = {
    "droop": "The next whole number above votes ÷ (seats + 1)",
    "hare": "Votes ÷ seats, without what is left over",
    "exact": "Votes ÷ (seats + 1), not rounded",
}
BASES = {"valid": "The valid votes", "cast": "The ballots cast", "registered": "The people registered"}


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What modifies methods. A law names those that it heeds (`Law.takes`); percentages are exact.

    Attributes:
        seats: how many are elected in each contest, where that is the same everywhere.
        votes: how many votes a voter has.
        of: what a majority is of.
        majority: the percentage of it that has to be exceeded.
        least: the percentage that is enough for whoever is `ahead` by so many points of the next.
        ahead: these points.
        going_on: how many go to the next round.
        quorum: the least percentage of the registered that has to take part.
        approval: the least percentage of the registered that has to say yes.
        threshold: the least percentage that takes part in the seats.
        threshold_of: what the threshold is of.
        exempt: the parties that need not reach it.
        quota: how many votes elect in a count of transferable votes.
        fractional: whether fractions of votes pass on there, of which whole votes are printed.
    """

    seats: int | None = None
    votes: int | None = None
    of: Base = "valid"
    majority: Decimal = Decimal(50)
    least: Decimal | None = None
    ahead: Decimal = Decimal(0)
    going_on: int = 2
    quorum: Decimal = Decimal(0)
    approval: Decimal = Decimal(0)
    threshold: Decimal = Decimal(0)
    threshold_of: Base = "valid"
    exempt: tuple[str, ...] = ()
    quota: Quota = "droop"
    fractional: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What one source says of one selection: a figure of it.

    Attributes:
        selection: its id.
        label: its name for people.
        kind: what it is, a word of `SELECTION_KINDS`.
        figure: votes, seats, or a share times `ONE_PER_CENT`.
        half: half of the last printed digit of a share; 0 of counts.
        place: where it stands.
        candidates: how many candidates a list has, where that is said.
        party: the party.
        coalition: the coalition.
        is_bound: whether the party is one by which somebody is known again: no independent.
    """

    selection: str
    label: str
    kind: str
    figure: int
    half: int
    place: str = ""
    candidates: int | None = None
    party: str | None = None
    coalition: str | None = None
    is_bound: bool = False

    @property
    def is_one(self) -> bool:
        """Whether it stands for one, who can lead."""
        return self.kind not in MANY


@dataclass(slots=True)
class Whole:
    """What a percentage is of: a number and where it stands."""

    number: int
    places: str = ""


@dataclass(slots=True)
class Tally:
    """The votes, or the printed shares, of a contest by one source and whomever it credits.

    Attributes:
        said_by: whom the source credits.
        what: `votes`, or `per cent` for printed shares.
        lines: selection -> its line.
        complete: whether every selection is listed.
        wholes: what percentages are of -> so many ballots, or people, of the whole contest.
        shares_of: what printed shares are of.
    """

    said_by: str | None
    what: Literal["votes", "per cent"]
    lines: dict[str, Line] = field(default_factory=dict)
    complete: bool = True
    wholes: dict[str, Whole] = field(default_factory=dict)
    shares_of: str = "valid"

    @property
    def is_plain(self) -> bool:
        """Whether each selection is one candidate or list."""
        return all(line.is_one for line in self.lines.values())

    @property
    def places(self) -> str:
        """Where all figures stand."""
        return " ".join(sorted(line.place for line in self.lines.values()))

    def whole(self, of: str) -> Whole | None:
        """What a percentage is of, in the unit of the figures; None where nothing tells."""
        if self.what == "per cent":
            return Whole(100 * ONE_PER_CENT) if self.shares_of == of else None
        if of in self.wholes:
            return self.wholes[of]
        summed = sum(line.figure for line in self.lines.values())
        return Whole(summed, self.places) if of == "valid" and self.complete else None

    def ranked(self) -> list[Line]:
        """Those that can lead, the first first."""
        return sorted(
            (line for line in self.lines.values() if line.is_one), key=lambda line: (-line.figure, line.selection)
        )

    def rest(self) -> int | None:
        """The most that somebody may have who is not listed by name; None where nothing tells."""
        many = sum(line.figure + line.half for line in self.lines.values() if not line.is_one)
        if self.complete:
            return many
        whole = self.whole(self.shares_of if self.what == "per cent" else "valid")
        if whole is None:
            return None
        named = sum(line.figure - line.half for line in self.lines.values() if line.is_one)
        return max(0, whole.number - named, many)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a source says happened to a selection: `outcome` is a word of `OUTCOMES`."""

    line: Line
    outcome: str
    said_by: str | None = None
    in_list: bool = False


@dataclass(slots=True)
class Said:
    """What one source says of a contest.

    Attributes:
        source_id: the source.
        tallies: its votes and shares.
        seats: whom it credits -> the seats of lists, those of all that won any.
        outcomes: what it says happened: of each selection once.
        stated: the same, each time that it says so.
        size: the seats of the council, as it prints them.
        quota: the votes that are enough to be elected, as it prints them.
    """

    source_id: str
    tallies: list[Tally] = field(default_factory=list)
    seats: dict[str | None, Tally] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    stated: list[Outcome] = field(default_factory=list)
    size: Whole | None = None
    quota: Whole | None = None

    @property
    def places(self) -> set[str]:
        """Where everything stands that an outcome may follow from."""
        told = [line.place for tally in (*self.tallies, *self.seats.values()) for line in tally.lines.values()]
        told += [whole.places for tally in self.tallies for whole in tally.wholes.values()]
        told += [one.line.place for one in self.stated]
        told += [whole.places for whole in (self.size, self.quota) if whole is not None]
        return {place for places in told for place in places.split()}

    def of(self, *words: str) -> list[Outcome]:
        """The outcomes that are one of some words."""
        return [said for said in self.outcomes if said.outcome in words]


@dataclass(slots=True)
class Contest:
    """A contest, in one round.

    Attributes:
        election_id: the election.
        contest_id: the contest.
        label: what it is, for sentences.
        office: the office, with its district.
        round: the round.
        terms: what modifies the method.
        place: where it is first spoken of.
        is_final: whether the count of the election has ended.
        said: source -> what it says.
    """

    election_id: str
    contest_id: str
    label: str
    office: str
    round: int
    terms: Terms
    place: str = ""
    is_final: bool = True
    said: dict[str, Said] = field(default_factory=dict)

    def seats(self, said: Said) -> int | None:
        """How many are elected, as far as that is known: as declared, as a source says, or so many as it says are."""
        if self.terms.seats is not None:
            return self.terms.seats
        sizes = [one.size.number for one in (said, *self.said.values()) if one.size is not None]
        if sizes:
            return sizes[0]
        return len({outcome.line.selection for outcome in said.of("elected")}) or None


@dataclass(slots=True)
class Race:
    """The contests of one office in one unit, by round.

    Attributes:
        rounds: round -> contest.
        elsewhere: source -> what it does in this office anywhere: words `round 2`, `all of round 2` and `elected`.
    """

    rounds: dict[int, Contest] = field(default_factory=dict)
    elsewhere: Mapping[str, set[str]] = field(default_factory=dict)
