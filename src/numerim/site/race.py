"""All contests for one office in one round: who won how many of them."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from numerim.site.lead import winning_lead
from numerim.site.release import MEASURES, Contest, Release, Selection

CLOSEST = 5
"""So many of the contests that were won by least are named."""

CLOSE = 3
"""Where no more than so many leads are known, none is said to be the least."""


_CONTEST = ["election_id", "race", "gp_unit_id", "round"]
"""What a total that a source prints is of."""


@dataclass(frozen=True)
class Race:
    """The contests of an election for one office in one round.

    Attributes:
        office: the office.
        round: the round.
        is_of_lists: whether lists stand, and win seats, or persons.
        several_rounds: whether the office has another round in the package.
        contests: its contests by the name of their place.
        after: the contests of the next round, by place and district; empty where the package has none.
        margins: contest -> by how many votes it was won, as a source says.
    """

    office: str
    round: int
    is_of_lists: bool
    several_rounds: bool
    contests: list[Contest]
    after: dict[tuple[str, str], Contest]
    margins: dict[str, Decimal] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """It as part of an address."""
        return f"{self.office}-{self.round}"

    @cached_property
    def won(self) -> list[tuple[Selection, int]]:
        """A winner of each party and how many contests that won, or is the largest list of; the most first."""
        found = [one for one in map(winner, self.contests) if one and one.kind != "unnamed"]
        of = {party_of(one): one for one in reversed(found)}
        return [(of[name], number) for name, number in Counter(map(party_of, found)).most_common()]

    @cached_property
    def won_unnamed(self) -> int:
        """So many contests somebody won whom the sources do not name."""
        return sum(bool((one := winner(contest)) and one.kind == "unnamed") for contest in self.contests)

    @cached_property
    def runoffs(self) -> list[Contest]:
        """Contests that nobody won in this round."""
        return [contest for contest in self.contests if contest.runoff and not contest.winners]

    @cached_property
    def pairs(self) -> list["Runoff"]:
        """Who meets in the next round, in each contest that nobody won."""
        return [Runoff(one, self.after.get((one.unit_id, one.district))) for one in self.runoffs]

    @cached_property
    def tied(self) -> list[Contest]:
        """Contests whose first two have as many of what decides it."""
        return [contest for contest in self.contests if contest.lead and not contest.lead[1]]

    @cached_property
    def closest(self) -> tuple[int, list[tuple[Contest, str, Decimal]]]:
        """Of how many persons it is known, in one measure, by how much they won; and the least of these leads."""
        of: dict[str, list[tuple[Contest, str, Decimal]]] = {}
        for contest in self.contests:
            if not self.is_of_lists and (lead := self._won_by(contest)):
                of.setdefault(lead[0], []).append((contest, *lead))
        known = max(of.values(), key=len, default=[])
        return len(known), sorted(known, key=lambda one: one[2])[:CLOSEST] if len(known) > CLOSE else []

    def _won_by(self, contest: Contest) -> tuple[str, Decimal] | None:
        lead, said = winning_lead(contest), self.margins.get(contest.id)
        is_said = said is not None and len(contest.winners) == 1 and contest.winners[0].kind != "unnamed"
        return ("votes", said) if is_said and said and (lead is None or lead[0] != "votes") else lead

    @cached_property
    def without_majority(self) -> list[Contest]:
        """Councils in which no list has more than half of the seats, as far as these are known."""
        is_council = self.office == "council" and self.is_of_lists
        return [contest for contest in self.contests if is_council and _is_divided(contest)]

    @cached_property
    def not_known(self) -> int:
        """Of so many contests the sources do not say how they ended."""
        return len(self.contests) - len(self.runoffs) - sum(bool(winner(contest)) for contest in self.contests)

    @cached_property
    def seats(self) -> list[tuple[Selection, int]]:
        """A selection of each party and the seats of that party in all contests, remainders last."""
        counts: Counter[str] = Counter()
        of: dict[str, Selection] = {}
        for contest in self.contests:
            for one in contest.selections:
                if (figure := one.figures.get("seats")) and figure.value is not None:
                    of.setdefault(party_of(one), one)
                    counts[party_of(one)] += int(figure.value)
        rows = [(of[name], number) for name, number in counts.most_common()]
        return sorted(rows, key=lambda row: row[0].kind == "remainder")

    @cached_property
    def measures(self) -> list[str]:
        """What is known of any selection."""
        return [name for name in MEASURES if any(name in contest.measures for contest in self.contests)]


@dataclass(frozen=True)
class Runoff:
    """A contest that nobody won, and what became of it.

    Attributes:
        contest: the contest.
        second: that of the next round; None where the package has none.
    """

    contest: Contest
    second: Contest | None

    @property
    def among(self) -> list[Selection]:
        """Who goes on, whoever has more first; mostly two."""
        return self.contest.runoff

    @property
    def is_named(self) -> bool:
        """Whether the source names anybody who goes on."""
        return any(one.kind != "unnamed" for one in self.among)

    @cached_property
    def measure(self) -> str:
        """What is known of all who go on, and decides who does; empty where nothing is."""
        known = (name for name in MEASURES if self.among and all(one.number(name) >= 0 for one in self.among))
        return next(known, "")

    @cached_property
    def level(self) -> bool:
        """Whether the first two who go on have as many."""
        return bool(self.measure) and len({one.number(self.measure) for one in self.among[:2]}) == 1 < len(self.among)

    @cached_property
    def left_out(self) -> list[Selection]:
        """Who has as many as the last who goes on, or more, and does not go on."""
        if not self.measure:
            return []
        least = min(one.number(self.measure) for one in self.among)
        others = [one for one in self.contest.selections if one not in self.among and one.kind != "remainder"]
        return [one for one in others if one.number(self.measure) >= least]

    @cached_property
    def winner(self) -> Selection | None:
        """Who won the next round; None where that is not known."""
        return winner(self.second) if self.second else None


def races(release: Release) -> list[Race]:
    """The races of the election that a package is named after: persons before lists, round after round."""
    main = next(iter(release.elections))
    of: dict[tuple[bool, str, int], list[Contest]] = {}
    for contest in release.contests:
        if contest.election_id == main:
            of.setdefault((contest.kind == "list", contest.office, contest.round), []).append(contest)

    def after(lists: bool, office: str, number: int) -> dict[tuple[str, str], Contest]:
        return {(one.unit_id, one.district): one for one in of.get((lists, office, number + 1), [])}

    margins = _margins(release)
    return [
        Race(
            office,
            number,
            lists,
            sum(key[1] == office for key in of) > 1,
            sorted(contests, key=lambda one: (one.unit, one.district)),
            after(lists, office, number),
            margins,
        )
        for (lists, office, number), contests in sorted(of.items())
    ]


def _margins(release: Release) -> dict[str, Decimal]:
    """Contest -> by how many votes it was won, where just one figure of a source says so."""
    totals, contests = release.table("reported_totals"), release.table("contests")
    if totals is None or contests is None or "race" not in contests.columns:
        return {}
    said = totals.filter(measure="margin", category="all", relation="equal")
    found = said.join(contests.select("contest_id", *_CONTEST), on=_CONTEST)
    return {
        at: Decimal(total)
        for at, total in found.select("contest_id", "total").unique("contest_id", keep="none").iter_rows()
    }


def ranks(every: list[Race]) -> dict[str, int]:
    """Each party and its rank by what it won, one race after the other: its colour, the same on every page."""
    won = (party_of(one) for race in every for one, _ in race.won)
    seated = (party_of(one) for race in every for one, _ in race.seats if one.kind != "remainder")
    return {party: rank for rank, party in enumerate(dict.fromkeys([*won, *seated]))}


def winner(contest: Contest) -> Selection | None:
    """Who won it, or is named as its largest list."""
    return next(iter(contest.winners), None)


def party_of(selection: Selection) -> str:
    """The party of a selection, or its own name where it has none."""
    return selection.party or selection.name


def _is_divided(contest: Contest) -> bool:
    """Whether no list has more than half of the seats; a remainder is several lists."""
    seats = [(one.kind, one.number("seats")) for one in contest.selections if "seats" in one.figures]
    whole = sum(number for _, number in seats)
    if any(number < 0 for _, number in seats) or whole < max(contest.seats or 0, 2):
        return False
    return 2 * max((number for kind, number in seats if kind != "remainder"), default=0) <= whole
