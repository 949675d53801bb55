"""Ranked choice, by its rounds: the last goes out and its ballots pass on, until somebody has more than half.

What a source prints round by round is certified without the ballots: nobody’s votes shrink but of those who go out;
the others together, with the ballots that are exhausted, grow by what was set free and no more; whoever goes out had no
more than whoever stays; and the count ends when somebody has more than half of the ballots that still count, or two
are left. (San Francisco Charter, section 13.102; Minneapolis Code of Ordinances, chapter 167.)
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from numerim.schemas.contest import Contest, Line, Race, Said, Tally
from numerim.schemas.law import Claim, Law, Result, joined
from numerim.schemas.stages import counts
from numerim.schemas.standings import limits, names


@dataclass(frozen=True, kw_only=True)
class RankedChoice(Law):
    """One seat."""

    def result(self, contest: Contest, said: Said, tally: Tally) -> Result | None:
        """Whoever has more than half of the ballots that count; before, nobody."""
        ranked, rest = tally.ranked(), tally.rest()
        if tally.what != "votes" or not ranked or rest is None:
            return None
        whole = sum(line.figure for line in ranked) + rest
        return Result("elected", {ranked[0].selection: 1}) if 2 * ranked[0].figure > whole else None

    def claims(self, race: Race) -> Iterator[Claim]:
        """What each source says of all rounds of a count."""
        numbers = sorted(race.rounds)
        for number in numbers:
            for said in race.rounds[number].said.values():
                yield from limits(race.rounds[number], said)
        for source, count in counts(race):
            off, alone = _out_of_line([tally for _, tally in count])
            for i, ((_, before), (contest, tally)) in enumerate(pairwise(count)):
                yield from _passed_on(contest, source, before, tally, alone if off in (i, i + 1) else "")
            if count:
                yield from self._end(race, source, *count[-1], is_alone=len(count) == 1)

    def _end(self, race: Race, source: str, contest: Contest, tally: Tally, *, is_alone: bool) -> Iterator[Claim]:
        """Whether the last round elects whoever is said to be elected; first choices alone are no count that ends."""
        left = [line for line in tally.ranked() if line.figure]
        if not left or max(race.rounds) != contest.round:
            return
        counting = sum(line.figure for line in tally.lines.values())
        first = left[0]
        values = {"leader": first.label, "has": first.figure, "counting": counting, "left": len(left)}
        holds = 2 * first.figure > counting or len(left) <= 2
        if is_alone and not holds:
            return
        yield Claim("count ends", contest, holds, values, tally.places, None, source)
        for number in sorted(race.rounds):
            said = race.rounds[number].said.get(source)
            for outcome in said.of("elected") if said else ():
                own = tally.lines.get(outcome.line.selection)
                others = [line for line in tally.ranked() if line.selection != outcome.line.selection]
                if own is None or not others:
                    continue
                winner = {"winner": outcome.line.label, "winner_has": own.figure, "what": "votes"}
                winner |= {"best_other": others[0].figure, "other": others[0].label}
                places = joined(outcome.line.place, tally.places)
                is_first = own.figure >= others[0].figure
                yield Claim("winner", contest, is_first, winner, places, outcome.line.place, source)


def _out_of_line(count: Sequence[Tally]) -> tuple[int, str]:
    """The one round that has not as many ballots as all others have, and the places of the figures that may be why.

    Ballots are neither added nor lost, so a slip shows in one round alone. What would have to be less than before, or
    more than after, is not the one that is wrong.

    Returns:
        The number of the round in the count; -1 where none is, or several are.
    """
    spent = [tally.wholes.get("exhausted") for tally in count]
    if len(count) < 3 or any(one is None for one in spent[1:]):
        return -1, ""
    rounds = [
        {key: (line.figure, line.place) for key, line in tally.lines.items() if line.figure}
        | ({"": (one.number, one.places)} if one is not None else {})
        for tally, one in zip(count, spent, strict=True)
    ]
    wholes = [sum(figure for figure, _ in one.values()) for one in rounds]
    whole, times = Counter(wholes).most_common(1)[0]
    if times != len(count) - 1:
        return -1, ""
    off = next(i for i, one in enumerate(wholes) if one != whole)
    before, after = rounds[off - 1] if off else {}, rounds[off + 1] if off + 1 < len(rounds) else {}
    right = {key: figure + whole - wholes[off] for key, (figure, _) in rounds[off].items()}
    may_be = [
        place
        for key, (_, place) in rounds[off].items()
        if before.get(key, (0, ""))[0] <= right[key] and (key not in after or right[key] <= after[key][0])
    ]
    return off, joined(*(may_be or (place for _, place in rounds[off].values())))


def _passed_on(contest: Contest, source: str, before: Tally, after: Tally, alone: str) -> Iterator[Claim]:
    """What passes on from one round to the next, and who goes out; `alone` are the places in doubt, where known."""
    then = {key: after.lines[key].figure if key in after.lines else 0 for key in {**before.lines, **after.lines}}
    had = {key: before.lines[key].figure if key in before.lines else 0 for key in then}
    gone = [before.lines[key] for key in then if had[key] and not then[key]]
    stay = [before.lines[key] for key in then if had[key] and then[key]]
    freed = sum(line.figure for line in gone)
    grown = sum(then[key] - had[key] for key in then if then[key] > had[key])
    shrunk = [after.lines[line.selection] for line in stay if then[line.selection] < line.figure]
    exhausted = [tally.wholes.get("exhausted") for tally in (before, after)]
    more, places = (
        _exhausted(exhausted[0].number if exhausted[0] else None, exhausted[1].number if exhausted[1] else None),
        "",
    )
    if more is not None:
        places = joined(*(one.places for one in exhausted if one is not None))
    values: dict[str, object] = {
        "round": contest.round,
        "grown": grown,
        "exhausted": more or 0,
        "freed": freed,
        "should": freed,
        "does": grown + (more or 0),
        "gone": names(gone) or "nobody",
    }
    values["told"] = _told(values, more is not None)
    if shrunk:
        lost = ", ".join(f"{line.label} {had[line.selection]:,} to {line.figure:,}" for line in shrunk)
        values |= {"told": f"those who stay lose votes: {lost}", "should": had[shrunk[0].selection]}
        values["does"] = shrunk[0].figure
    changed = [line for line in after.lines.values() if then[line.selection] != had[line.selection]]
    blames = alone or joined(*sorted(line.place for line in [*changed, *gone]))
    at = joined(before.places, after.places, places)
    fits = grown + more == freed if more is not None else grown <= freed
    yield Claim("votes pass on", contest, fits and not shrunk, values, at, blames or None, source)
    yield from _goes_out(contest, source, *([line for line in some if line.is_one] for some in (gone, stay)))


def _told(values: dict[str, object], of_all: bool) -> str:
    """What passes on, in words."""
    gain = f"those who stay gain {values['grown']:,}"
    if of_all:
        gain += f", and {values['exhausted']:,} more are exhausted"
    return f"{gain}; but those eliminated ({values['gone']}) had {values['freed']:,} to pass on"


def _exhausted(before: int | None, after: int | None) -> int | None:
    """How many more ballots are exhausted than the round before; None where that is not said."""
    return None if after is None else after - (before or 0)


def _goes_out(contest: Contest, source: str, gone: list[Line], stay: list[Line]) -> Iterator[Claim]:
    """Whether those who go out had least: together, or one after the other."""
    if not gone or not stay:
        return
    most, least = max(gone, key=lambda line: line.figure), min(stay, key=lambda line: line.figure)
    values = {
        "round": contest.round - 1,
        "gone": most.label,
        "gone_votes": most.figure,
        "stays": least.label,
        "stays_votes": least.figure,
    }
    places = joined(*sorted(line.place for line in [*gone, *stay]))
    blames = joined(most.place, least.place)
    yield Claim("last goes out", contest, most.figure <= least.figure, values, places, blames, source)
    if most.figure <= least.figure:
        equal = [line for line in [*gone, *stay] if line.figure == most.figure]
        tied = {"votes": least.figure, "next_votes": most.figure, "which": "last", "tied": len(equal)}
        tied["names"] = names(equal)
        at = joined(*sorted(line.place for line in equal))
        yield Claim("tie", contest, most.figure < least.figure, tied, at, None, source)


LAW = RankedChoice(
    word="ranked_choice",
    title="One round of voting; the last is out, its votes pass on, until somebody has most of the rest",
    variation="rcv",
    needs=("votes",),
    by_stages=True,
)
