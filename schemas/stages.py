"""Counts by stages: what a source prints of each round of one count, for laws under which votes pass on.

Every stage counts the ballots of the first. So the votes of all, with the ballots that pass on to nobody, add up to the
same number at each stage. A stage at which they do not has a wrong figure: the one that alone can be off by as much, if
there is one.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from numerim.schemas.contest import Contest, Line, Race, Tally, Terms, Whole
from numerim.schemas.law import joined


def counts(race: Race) -> Iterator[tuple[str, list[tuple[Contest, Tally]]]]:
    """Each source, and whom it credits, with the votes of the stages that it lists completely, in their order."""
    found: dict[tuple[str, str | None], list[tuple[Contest, Tally]]] = {}
    for _, contest in sorted(race.rounds.items()):
        for said in contest.said.values():
            for tally in said.tallies:
                count = found.setdefault((said.source_id, tally.said_by), [])
                if tally.what == "votes" and tally.complete:
                    count.append((contest, tally))
    yield from ((source, count) for (source, _), count in found.items())


def quota_of(valid: int, seats: int, terms: Terms) -> int:
    """The fewest whole votes that elect: by Droop, by Hare, or more than the exact fraction."""
    return valid // seats if terms.quota == "hare" else valid // (seats + 1) + 1


@dataclass(slots=True)
class Stage:
    """One stage of a count.

    Attributes:
        contest: the contest, in this round.
        tally: what the source says.
        figures: selection -> its votes, those that are listed; corrected where one figure alone can be wrong.
        off: by how much the stage does not add up; None where it does, or where nothing tells.
        suspects: the places of what may be off by as much.
        is_sure: whether its figures are right, as far as they tell.
    """

    contest: Contest
    tally: Tally
    figures: dict[str, int]
    off: int | None = None
    suspects: list[str] = field(default_factory=list)
    is_sure: bool = True

    @property
    def out(self) -> Whole | None:
        """The ballots that pass on to nobody; None where that is not printed."""
        return self.tally.wholes.get("exhausted")

    @property
    def places(self) -> str:
        """Where all of it stands."""
        return joined(self.tally.places, self.out.places if self.out else "")


@dataclass(slots=True)
class Count:
    """A count, with what follows from it.

    Attributes:
        stages: the stages, in their order.
        terms: what modifies the method.
        seats: how many are to be elected; None where nothing tells.
        printed: the quota as it is printed.
        marked: those that are said to be elected.
        valid: the votes that the count begins with.
        quota: how many votes elect; None where nothing tells.
        reached: selection -> the stage, from 0, at which it had the quota.
        gone: selection -> the stage, from 0, from which on it has nothing, without having had the quota.
        leaves: selection -> the stage at which its votes begin to pass on: a transfer may take several.
    """

    stages: list[Stage]
    terms: Terms
    seats: int | None
    printed: Whole | None
    marked: set[str]
    valid: int = 0
    quota: int | None = None
    reached: dict[str, int] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)
    leaves: dict[str, int] = field(default_factory=dict)
    is_backed: bool = False

    def __post_init__(self) -> None:
        """See what follows."""
        first = self.stages[0]
        self.valid = first.tally.wholes["valid"].number if "valid" in first.tally.wholes else self._plain(first)
        given = self.seats
        self._see_quota(given)
        self.valid = self._usual()
        self._see_quota(given)
        self._see_gone()
        total = self.valid
        for number, stage in enumerate(self.stages):
            total = self._see(number, stage, total)
            if self.quota is not None:
                for key in stage.figures:
                    if stage.is_sure and self._reaches(key, number, self.quota):
                        self.reached.setdefault(key, number)
        self._see_gone()

    def _see_quota(self, given: int | None) -> None:
        """The quota by the law; as it is printed, or as figures show it, if nobody says how many seats there are."""
        self.seats, self.quota = given, None
        if given is None and self.printed is not None:
            fits = (n for n in range(1, _MOST_SEATS) if quota_of(self.valid, n, self.terms) == self.printed.number)
            self.seats = next(fits, None)
        elif given is None and self.marked:  # only if the quota for so many is seen: a mark may be missing
            number = len(self.marked)
            quota = quota_of(self.valid, number, self.terms)
            if quota in self.stages[-1].figures.values() or number in self._shown() or self._is_left_out(quota):
                self.seats = number
        elif given is None and len(shown := self._shown()) == 1:
            (self.seats,) = shown
        if self.seats is not None:
            self.quota = quota_of(self.valid, self.seats, self.terms)

    def _shown(self) -> set[int]:
        """The numbers of seats with whose quota somebody is left in the end who had more."""
        keys = {key for stage in self.stages for key in stage.figures}
        most = {key: max(stage.figures.get(key, 0) for stage in self.stages) for key in keys}
        left = {votes for key in keys if (votes := self.last(key, len(self.stages))) < most[key]}
        return {n for n in range(1, len(keys)) if quota_of(self.valid, n, self.terms) in left}

    def _is_left_out(self, quota: int) -> bool:
        """Whether a stage adds up if each of those elected who are not listed any more is left with such a quota."""
        for number, stage in enumerate(self.stages):
            had = [key for key in self.marked if not stage.figures.get(key) and self.last(key, number) >= quota]
            if had and stage.out is not None and self._plain(stage) + quota * len(had) == self.valid:
                return True
        return False

    def _reaches(self, key: str, number: int, quota: int) -> bool:
        """Whether one has the quota at a stage: if parts of votes are not printed, certainly, or for good."""
        votes = self.stages[number].figures[key]
        if votes != quota or not self.terms.fractional or not number:
            return votes >= quota
        return all(stage.figures.get(key, 0) <= quota + 1 for stage in self.stages[number:])

    @property
    def is_quota_backed(self) -> bool:
        """Whether more than one sum tells the quota: as many votes at other stages, or what is printed or left."""
        is_printed = self.printed is not None and self.printed.number == self.quota
        return self.is_backed or is_printed or self.seats in self._shown()

    @property
    def least(self) -> int:
        """The fewest votes that can be a quota, if nobody says how many seats there are."""
        people = {key for stage in self.stages for key in stage.figures}
        return quota_of(self.valid, max(len(people) - 1, 1), self.terms)

    def _see_gone(self) -> None:
        """Who has nothing from some stage on to the last, and at which stage that begins."""
        self.gone, self.leaves = {}, {}
        exempt = self.reached if self.quota is not None else self.marked
        ends = len(self.stages)
        for key in {key for stage in self.stages for key in stage.figures} - {*exempt}:
            had = [stage.figures.get(key, 0) for stage in self.stages]
            last = max((i for i, votes in enumerate(had) if votes), default=ends)
            if last + 1 < ends and self._may_sit(key, last + 1):
                continue
            if last + 1 < ends:
                self.gone[key] = last + 1
            begins = min(last + 1, ends)
            for i in range(begins - 1, 0, -1):  # a part of a transfer may be worth less than a vote
                if had[i] > had[i - 1]:
                    break
                begins = i if had[i] < had[i - 1] else begins
            if begins < ends and (key in self.gone or self._is_lowest(key, begins - 1)):
                self.leaves[key] = begins

    def _is_lowest(self, key: str, number: int) -> bool:
        """Whether nobody has less at a stage, of those who go on having votes."""
        here, end = self.stages[number].figures, self.stages[-1].figures
        return all(here[key] <= votes for other, votes in here.items() if votes and end.get(other))

    def _plain(self, stage: Stage) -> int:
        return sum(stage.figures.values()) + (stage.out.number if stage.out else 0)

    def _usual(self) -> int:
        """The number to which most stages add up, the printed one counted as one of them."""
        keys = {key for stage in self.stages for key in stage.figures}
        told = [
            (number, stage)
            for number, stage in enumerate(self.stages)
            if not number or (stage.out is not None and not any(self._may_sit(key, number) for key in keys))
        ]
        printed = [self.valid] if "valid" in self.stages[0].tally.wholes else []
        totals = Counter(printed + [self._plain(stage) for _, stage in told])
        with_those = Counter(printed + [self._plain(stage) + self._set_aside(number) for number, stage in told])
        totals[self.valid] = max(totals[self.valid], with_those[self.valid])
        (most, times), *_ = totals.most_common(1)
        usual = most if times > max(1, totals[self.valid]) and not self.terms.fractional else self.valid
        self.is_backed = totals[usual] > 1 or self.terms.fractional
        return usual

    def _set_aside(self, number: int) -> int:
        """What those have who had the quota before a stage and are not listed any more."""
        quota, here = self.quota or self.valid + 1, self.stages[number].figures
        had = {key for stage in self.stages[:number] for key, votes in stage.figures.items() if votes >= quota}
        if self.marked:
            had &= self.marked
        falls = {key for stage in self.stages[1:] for key in had if 0 < stage.figures.get(key, 0) < quota - 1}
        return quota * sum(not here.get(key) for key in had - falls)

    def held(self, key: str, number: int) -> tuple[int, int]:
        """The least and the most votes of one at a stage: those who had the quota need not be listed after it."""
        votes = self.stages[number].figures.get(key)
        had = self.reached.get(key) if self.quota is not None else None
        if had is not None and had < number and not votes and self._is_set_aside(key, number):
            return self.quota or 0, max(self.last(key, number), self.quota or 0)
        if self._may_sit(key, number):
            return 0, self.last(key, number)
        return votes or 0, votes or 0

    def last(self, key: str, number: int) -> int:
        """What one had when a figure was last listed before a stage."""
        return next((stage.figures[key] for stage in self.stages[:number][::-1] if stage.figures.get(key)), 0)

    def _may_sit(self, key: str, number: int) -> bool:
        """Whether one may be elected, and is listed no more from a stage on, where the quota is not known."""
        if self.quota is not None or any(stage.figures.get(key) for stage in self.stages[number:]):
            return False
        last = max((i for i in range(number) if self.stages[i].figures.get(key)), default=None)
        if last is None or self.marked:
            return last is not None and key in self.marked
        return self.stages[last].figures[key] >= self.least and not self._is_lowest(key, last)

    def _is_set_aside(self, key: str, number: int) -> bool:
        """Whether one who had the quota is listed no more, and nobody is listed who is left with it."""
        if any(stage.figures.get(key) for stage in self.stages[number:]):
            return False
        end = self.stages[-1].figures
        had = ((other, self.stages[i].figures[other]) for other, i in self.reached.items())
        return not any(votes > end.get(other, 0) > 0 for other, votes in had)

    def _see(self, number: int, stage: Stage, total: int) -> int:
        """Whether a stage adds up, and what is off if it does not; what the next is to add up to."""
        if stage.out is None and number:
            return total
        keys = {*stage.figures, *self.reached}
        out = stage.out.number if stage.out else 0
        low, high = (sum(self.held(key, number)[i] for key in keys) + out for i in (0, 1))
        slack = 0
        if self.terms.fractional and number:
            before = self.stages[number - 1].figures
            slack = 1 + sum(
                before.get(key) != stage.figures.get(key) or (key not in self.reached and bool(stage.figures.get(key)))
                for key in {**before, **stage.figures}
            )
        by = low - total if low > total + slack else high - total if high < total - slack else None
        if by is None:
            return low if self.terms.fractional else total
        stage.off = by
        found = [key for key in stage.figures if self._could_be(key, number, stage.figures[key] - by, slack)]
        wrong = [key for key in found if not self._could_be(key, number, stage.figures[key], slack)]
        is_out = stage.out is not None and self._could_be_out(number, stage.out.number - by)
        if is_out and stage.out is not None and not self._could_be_out(number, stage.out.number):
            found, wrong = [], []
        elif wrong:
            found, is_out = wrong, False
        stage.suspects = sorted(stage.tally.lines[key].place for key in found)
        stage.suspects += [stage.out.places] if is_out and stage.out else []
        if not self.is_backed:
            stage.suspects = []
        stage.is_sure = len(stage.suspects) == 1
        if stage.is_sure and found:
            stage.figures[found[0]] -= by
        return total

    def _could_be(self, key: str, number: int, votes: int, slack: int = 0) -> bool:
        """Whether one may have so many votes at a stage, by those before and after it."""
        before = self.last(key, number) if number else None
        then = self.stages[number + 1].figures.get(key) if number + 1 < len(self.stages) else None
        if self.quota is not None and self.reached.get(key, number) < number:
            return self.rests(votes, slack) or abs(votes - (before or 0)) <= slack
        if key in self.gone and number > self.gone[key]:
            return votes == 0
        if votes < (before or 0):
            return number >= self.leaves.get(key, len(self.stages)) and votes >= (then or 0)
        ends = not any(stage.figures.get(key) for stage in self.stages[number + 1 :])
        falls = (
            ends
            or self.leaves.get(key, len(self.stages)) <= number + 1
            or (self.quota is not None and votes > self.quota and then is not None and self.rests(then, slack))
        )
        return falls or then is None or votes <= then or self.may_fall(key, votes)

    def may_fall(self, key: str, votes: int) -> bool:
        """Whether one may have a surplus, where the quota is not known."""
        return self.quota is None and (key in self.marked if self.marked else votes >= self.least)

    def _could_be_out(self, number: int, ballots: int) -> bool:
        """Whether so many ballots may pass on to nobody: no fewer than before, no more than after."""
        if not number:
            return ballots == 0
        before = [stage.out.number for stage in self.stages[:number] if stage.out is not None]
        after = [stage.out.number for stage in self.stages[number + 1 :] if stage.out is not None]
        return max(before, default=0) <= ballots <= min(after, default=ballots)

    def rests(self, votes: int, slack: int = 0) -> bool:
        """Whether so many votes are left to one whose surplus has passed on."""
        low = (self.quota or 0) - (self.terms.quota == "exact")
        return low - slack <= votes <= (self.quota or 0) + slack

    def line(self, key: str) -> Line:
        """The line of one where a figure was last listed."""
        own = [stage.tally.lines[key] for stage in self.stages if key in stage.tally.lines]
        return next((line for line in reversed(own) if line.figure), own[-1])


_MOST_SEATS = 60
"""More seats than any contest of transferable votes has."""


@dataclass(frozen=True, slots=True)
class Filled:
    """Who gets the seats at a stage: who certainly does, who may by lot, and how many of these.

    Attributes:
        sure: those elected.
        tied: those with equal claims to the rest.
        by_lot: how many that is.
    """

    sure: frozenset[str]
    tied: frozenset[str] = frozenset()
    by_lot: int = 0


def filled(elected: set[str], left: Mapping[str, int], seats: int, surplus: int) -> Filled | None:
    """Who is elected if the count ends here; None where what can still pass on may change it.

    Args:
        elected: those with the quota.
        left: the others who are still in the count -> their votes.
        seats: how many are to be elected.
        surplus: the votes above the quota that have not passed on.
    """
    still = seats - len(elected)
    ranked = sorted(left.items(), key=lambda one: (-one[1], one[0]))
    if still < 0 or len(ranked) < still:
        return None
    first = frozenset(elected | {key for key, _ in ranked[:still]})
    if still == 0 or len(ranked) == still:
        return Filled(first)
    last, following, is_last = ranked[still - 1][1], ranked[still][1], len(ranked) == still + 1
    if is_last and last == following and not surplus:
        above = {key for key, votes in ranked if votes > last}
        equal = frozenset(key for key, votes in ranked if votes == last)
        return Filled(frozenset(elected | above), equal, still - len(above))
    may = sum(votes for _, votes in ranked[still:]) + surplus
    return Filled(first) if last > following and (last >= may or (is_last and last > may)) else None
