"""The single transferable vote, by its stages: the quota elects, what is above it passes on, the last goes out.

What a source prints stage by stage is certified without the ballots: at each stage the votes of all, with those that
pass on to nobody, are the valid votes of the first; nobody’s votes fall but of those eliminated and of those with a
surplus, whom the quota is left; whoever goes out had least; and whoever is elected had the quota, or is among the last
when as many are left as there are seats. Which ballots pass on to whom, only the ballots tell.

(Ireland: Electoral Act 1992, sections 118 to 125. Malta: General Elections Act, Thirteenth Schedule. Northern Ireland:
Local Elections (Northern Ireland) Order 1985; Electoral Law Act (Northern Ireland) 1962. Scotland: Scottish Local
Government Elections Order 2011, Schedule 1, Part III. Tasmania: Electoral Act 2004, Schedule 4.) A count by Meek, as of
New Zealand, has another quota at each stage: it is none of these.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from numerim.schemas.contest import Contest, Line, Race, Said, Tally, Whole
from numerim.schemas.law import Claim, Law, Result, joined
from numerim.schemas.stages import Count, Filled, Stage, counts, filled, quota_of
from numerim.schemas.standings import names


@dataclass(frozen=True, kw_only=True)
class TransferableVote(Law):
    """Several seats, or one."""

    def result(self, contest: Contest, said: Said, tally: Tally) -> Result | None:
        """Who is elected if the count ends with this stage; None where votes that can still pass on may change it."""
        seats, out = contest.seats(said), tally.wholes.get("exhausted")
        if tally.what != "votes" or not tally.complete or seats is None or tally.rest():
            return None
        if out is None and contest.round > 1 and said.quota is None:
            return None
        valid = sum(line.figure for line in tally.lines.values()) + (out.number if out else 0)
        quota = said.quota.number if said.quota else quota_of(valid, seats, contest.terms)
        elected = {key for key, line in tally.lines.items() if line.figure >= quota}
        left = {key: line.figure for key, line in tally.lines.items() if line.figure and key not in elected}
        surplus = sum(tally.lines[key].figure - quota for key in elected)
        cut = contest.terms.fractional and contest.round > 1
        ends = filled(elected, left, seats, surplus + cut * len(left))
        if cut and ends is not None and ends.tied:
            return None
        return Result("elected", dict.fromkeys(sorted(ends.sure), 1), ends.tied, ends.by_lot) if ends else None

    def claims(self, race: Race) -> Iterator[Claim]:
        """What each source says of all stages of a count."""
        for source, listed in counts(race):
            marks = _marks(race, source)
            if marks and (seats := _seats(race, source, listed)) is not None:
                yield _within(race, source, marks, seats)
            if listed:
                yield from _Certificate(race, source, listed, marks).claims()


def _marks(race: Race, source: str) -> dict[str, Line]:
    """Those that a source says are elected, at whatever stage, with the places where it says so."""
    found: dict[str, list[Line]] = {}
    for _, contest in sorted(race.rounds.items()):
        said = contest.said.get(source)
        for outcome in said.of("elected") if said else ():
            found.setdefault(outcome.line.selection, []).append(outcome.line)
    return {key: _at(lines) for key, lines in found.items()}


def _at(lines: list[Line]) -> Line:
    first = lines[0]
    places = joined(*(line.place for line in lines))
    return Line(first.selection, first.label, first.kind, 0, 0, places)


def _seats(race: Race, source: str, listed: list[tuple[Contest, Tally]]) -> Whole | None:
    """How many are to be elected, as declared or printed at any stage."""
    for contest in race.rounds.values():
        if contest.terms.seats is not None:
            return Whole(contest.terms.seats)
    own = [contest.said[source].size for contest in race.rounds.values() if source in contest.said]
    others = [said.size for contest in race.rounds.values() for said in contest.said.values()]
    return next((size for size in (*own, *others) if size is not None), None)


def _within(race: Race, source: str, marks: dict[str, Line], seats: Whole) -> Claim:
    """Whether no more are said to be elected than there are seats."""
    contest = race.rounds[max(race.rounds)]
    places, number = joined(*(line.place for line in marks.values())), len(marks)
    if seats.number == 1:
        told = {"winners": number, "names": names(marks.values())}
        return Claim("one winner", contest, number == 1, told, places, None, source)
    told = {"elected": number, "seats": seats.number}
    at = joined(places, seats.places)
    return Claim("elected within seats", contest, number <= seats.number, told, at, places, source)


class _Certificate:
    """What is to be certified of a count."""

    def __init__(self, race: Race, source: str, listed: list[tuple[Contest, Tally]], marks: dict[str, Line]) -> None:
        said = [contest.said[source] for contest in race.rounds.values() if source in contest.said]
        self._race, self._source, self._marks = race, source, marks
        self._size = _seats(race, source, listed)
        printed = [one.quota for one in said if one.quota is not None]
        stages = [
            Stage(contest, tally, {key: line.figure for key, line in tally.lines.items()}) for contest, tally in listed
        ]
        seats = self._size.number if self._size else None
        self._count = Count(stages, stages[0].contest.terms, seats, printed[0] if printed else None, set(marks))

    def claims(self) -> Iterator[Claim]:
        """All of it."""
        count = self._count
        yield from self._quota()
        for number, stage in enumerate(count.stages):
            yield from self._adds_up(number, stage)
            before = count.stages[number - 1] if number else None
            if before is None or stage.contest.round != before.contest.round + 1:
                continue
            if before.is_sure and stage.is_sure:
                yield from self._falls(number, before, stage)
                yield from self._goes_out(number, before)
                if stage.out is None or before.out is None:
                    yield from self._gains(number, before, stage)
        if count.stages[-1].contest.round == max(self._race.rounds) and count.stages[-1].is_sure:
            yield from self._end()

    def _quota(self) -> Iterator[Claim]:
        """Whether the printed quota follows from the valid votes and the seats."""
        count, size = self._count, self._size
        if count.printed is None or size is None or count.quota is None:
            return
        stage = count.stages[0]
        may = {count.quota, count.quota - 1} if count.terms.quota == "exact" else {count.quota}
        values = {"quota": count.printed.number, "valid": count.valid, "seats": size.number, "should": count.quota}
        fits = quota_of(count.valid, len(self._marks), count.terms) if self._marks else None
        blames = size.places if size.places and fits == count.printed.number else self._blames(count.printed.places)
        at = joined(count.printed.places, size.places, stage.tally.places)
        yield Claim("quota", stage.contest, count.printed.number in may, values, at, blames, self._source)

    def _blames(self, places: str, *more: str) -> str:
        """The places of what is wrong: the first stage and others, too, if its sum alone tells the quota."""
        count = self._count
        if count.quota is None or count.is_quota_backed:
            return places
        every = joined(places, *more, count.stages[0].places)
        return joined(*sorted(set(every.split())))

    def _adds_up(self, number: int, stage: Stage) -> Iterator[Claim]:
        """Whether the votes of a stage are those of the first; of the first, whether they are those of most stages."""
        if stage.out is None and (number or stage.off is None):
            return
        counted = "all votes, with those not transferable," if stage.out is not None else "all votes"
        has = self._count.valid if stage.off is None else self._count.valid + stage.off
        values = {"counted": counted, "has": has, "valid": self._count.valid}
        if self._count.terms.fractional:
            values["has"] = sum(line.figure for line in stage.tally.lines.values()) + (stage.out or Whole(0)).number
        first = self._count.stages[0]
        at = stage.places if stage is first else joined(stage.places, first.tally.places)
        blames = joined(*stage.suspects) or (stage.places if self._count.is_backed else at)
        yield Claim("stage adds up", stage.contest, stage.off is None, values, at, blames, self._source)

    def _falls(self, number: int, before: Stage, stage: Stage) -> Iterator[Claim]:
        """Whether somebody loses votes who cannot, or whoever has the quota has something else left."""
        count = self._count
        for key, line in before.tally.lines.items():
            had, has = before.figures[key], stage.figures.get(key, 0)
            own = stage.tally.lines.get(key)
            places = joined(line.place, own.place if own else "")
            if count.quota is not None and count.reached.get(key, number) < number:
                if own is None or (not has and count.held(key, number) != (0, 0)):
                    continue
                slack = int(count.terms.fractional)
                values = {"name": line.label, "had": had, "has": has, "quota": count.quota}
                holds = count.rests(has, slack) or abs(has - had) <= slack
                blames, at = self._blames(own.place, line.place), self._blames(places)
                yield Claim("elected keeps", stage.contest, holds, values, at, blames, self._source, key)
            elif not count.may_fall(key, had):
                holds = has >= had or number >= count.leaves.get(key, len(count.stages))
                values = {"name": line.label, "had": had, "has": has}
                yield Claim("votes fall", stage.contest, holds, values, self._blames(places), None, self._source, key)

    def _gains(self, number: int, before: Stage, stage: Stage) -> Iterator[Claim]:
        """Whether no more is gained than passed on, where nobody says how much passed on to nobody."""
        had, has = ({**one.figures} for one in (before, stage))
        keys = {*had, *has}
        low = {key: self._count.held(key, number)[0] for key in keys}
        freed = {key: had.get(key, 0) - low[key] for key in keys if had.get(key, 0) > low[key]}
        grown = sum(max(0, has[key] - had.get(key, 0)) for key in has)
        passing = [before.tally.lines[key] for key in freed]
        most = sum(freed.values())
        values = {"grown": grown, "freed": most, "gone": names(passing) or "nobody"}
        changed = [line for key, line in stage.tally.lines.items() if has[key] != had.get(key, 0)]
        blames = joined(*sorted(line.place for line in [*changed, *passing]))
        at = joined(before.places, stage.places)
        slack = len(changed) + len(passing) if self._count.terms.fractional else 0
        holds = grown <= most + slack
        yield Claim("votes gained", stage.contest, holds, values, at, blames or None, self._source)

    def _goes_out(self, number: int, before: Stage) -> Iterator[Claim]:
        """Whether those who go out had least, and together less than the next."""
        count, lines = self._count, before.tally.lines
        gone = [key for key in lines if count.leaves.get(key) == number and lines[key].is_one]
        left = {key for key in lines if count.leaves.get(key, number + 1) > number and lines[key].is_one}
        elected = count.reached if count.quota is not None else self._marks
        stay = [key for key in left if key not in elected or count.reached.get(key, 0) >= number]
        stay = [key for key in stay if before.figures[key] or count.stages[number].figures.get(key)]
        if not gone or not stay:
            return
        votes = before.figures
        most, least = max(gone, key=votes.__getitem__), min(stay, key=lambda key: (votes[key], key))
        told = {"gone_votes": votes[most], "stays": lines[least].label, "stays_votes": votes[least]}
        told |= {"round": before.contest.round, "gone": lines[most].label}
        places = joined(*sorted(lines[key].place for key in [*gone, *stay]))
        blames, contest = joined(lines[most].place, lines[least].place), count.stages[number].contest
        yield Claim("last goes out", contest, votes[most] <= votes[least], told, places, blames, self._source)
        if votes[most] > votes[least]:
            return
        if len(gone) > 1 and count.quota is not None:
            surplus = sum(max(0, had - count.quota) for key, had in votes.items() if key in count.reached)
            together = sum(votes[key] for key in gone) + surplus
            told = {"gone": names(lines[key] for key in gone), "gone_votes": together}
            told |= {"stays": lines[least].label, "stays_votes": votes[least]}
            holds = together < votes[least] + self._are_cut(number - 1)
            yield Claim("excluded together", contest, holds, told, places, places, self._source)
        equal = [key for key in [*gone, *stay] if votes[key] == votes[most]]
        if votes[most] == votes[least] and not self._are_cut(number - 1):
            yield self._tie(contest, number, equal, before.tally, gone, stay)

    def _tie(
        self, contest: Contest, number: int, equal: list[str], tally: Tally, some: Iterable[str], others: Iterable[str]
    ) -> Claim:
        """Whether equal votes are told apart by those of an earlier stage, as laws have it, or only by a lot."""
        lines = [tally.lines[key] for key in equal]
        votes = {key: [stage.figures.get(key, 0) for stage in self._count.stages[:number]] for key in equal}
        pairs = [(one, other) for one in some for other in others if one in votes and other in votes and one != other]
        told = {"votes": lines[0].figure, "next_votes": lines[0].figure, "which": "last", "tied": len(equal)}
        at = joined(*sorted(line.place for line in lines))
        holds = all(votes[one] != votes[other] for one, other in pairs)
        return Claim("tie", contest, holds, told | {"names": names(lines)}, at, None, self._source)

    def _are_cut(self, number: int) -> bool:
        """Whether votes of a stage may have parts that are not printed, so that equal ones need not be equal."""
        return self._count.terms.fractional and number > 0

    def _end(self) -> Iterator[Claim]:
        """Whether the seats are filled when the count ends, and by those who are said to be elected."""
        count = self._count
        stage = count.stages[-1]
        if count.quota is None or count.seats is None or not all(line.is_one for line in stage.tally.lines.values()):
            return
        elected = set(count.reached)
        left = {key: n for key, n in stage.figures.items() if n and key not in elected and key not in count.leaves}
        surplus = sum(max(0, count.held(key, len(count.stages) - 1)[0] - count.quota) for key in elected)
        cut = self._are_cut(len(count.stages) - 1)
        ends = filled(elected, left, count.seats, surplus + cut * len(left))
        if len(elected) > count.seats:
            return
        if not cut or ends is not None:
            yield from self._ended(stage, left, surplus, ends)
        if ends is not None and ends.tied:
            yield self._tie(stage.contest, len(count.stages) - 1, sorted(ends.tied), stage.tally, ends.tied, ends.tied)
        yield from self._elected(stage, left, ends)

    def _ended(self, stage: Stage, left: dict[str, int], surplus: int, ends: Filled | None) -> Iterator[Claim]:
        """Whether nothing that can still pass on decides who is elected."""
        count, seats = self._count, self._count.seats or 0
        still = seats - len(count.reached)
        if not stage.contest.is_final or len(left) < still:
            return
        if ends is None and (len(count.stages) == 1 or len(self._marks) < seats):  # later stages may not be printed
            return
        ranked = sorted(left, key=lambda key: (-left[key], key))
        last, following = (ranked[still - 1] if still else "", ranked[still] if len(ranked) > still else "")
        values = {
            "left": len(left),
            "open": still,
            "last": count.line(last).label if last else "",
            "has": left.get(last, 0),
            "next": count.line(following).label if following else "",
            "may": sum(left[key] for key in ranked[still:]) + surplus,
        }
        places = joined(*sorted(count.line(key).place for key in ranked)) or stage.tally.places
        yield Claim("seats filled", stage.contest, ends is not None, values, places, None, self._source)

    def _elected(self, stage: Stage, left: dict[str, int], ends: Filled | None) -> Iterator[Claim]:
        """Whether those are said to be elected whom the count elects."""
        count, wrong = self._count, ""
        may = ends.sure | ends.tied if ends else {*count.reached, *left}
        for key, mark in self._marks.items():
            if not any(key in one.tally.lines for one in count.stages):
                continue
            line = count.line(key)
            values = {"name": line.label, "has": self._last(key), "quota": count.quota}
            wrong = wrong if key in may else joined(wrong, mark.place)
            at = joined(mark.place, stage.tally.places)
            yield Claim("elected by count", stage.contest, key in may, values, at, mark.place, self._source, key)
        for key in sorted(ends.sure if ends and self._marks else count.reached if self._marks else ()):
            line = count.line(key)
            values = {"name": line.label, "has": self._last(key), "quota": count.quota, "seats": count.seats}
            at = joined(line.place, *(mark.place for mark in self._marks.values()))
            blames = wrong or line.place
            yield Claim("count elects", stage.contest, key in self._marks, values, at, blames, self._source, key)

    def _last(self, key: str) -> int:
        """The votes that one had last."""
        return self._count.last(key, len(self._count.stages))


LAW = TransferableVote(
    word="transferable_vote",
    title="Several seats; whoever has the quota is elected; surpluses, and votes of the last, pass on",
    variation="rcv",
    takes=("seats", "quota", "fractional"),
    needs=("votes",),
    by_stages=True,
)
