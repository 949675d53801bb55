"""Who is ahead: what laws have in common that elect those with most votes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from numerim.schemas.contest import Contest, Line, Outcome, Race, Said, Tally
from numerim.schemas.law import Claim, Law, Result, above, joined, listed, printed

_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def names(lines: Iterable[Line]) -> str:
    """The names of some, in their order."""
    return listed(sorted({line.label for line in lines}))


def leaders(tally: Tally, number: int) -> tuple[list[Line], list[Line], int] | None:
    """Who has most.

    Returns:
        Those who are certainly among so many, those with equal figures for the rest, and how many of these that is;
        None where whoever is not listed may be ahead of them.
    """
    ranked, rest = tally.ranked(), tally.rest()
    last = ranked[number - 1 : number + 1]
    if not last or rest is None or (len(ranked) < number and rest):
        return None
    line = last[0]
    if rest and line.figure - line.half <= rest:
        return None
    if len(last) == 1 or above(*last):
        return ranked[:number], [], 0
    if last[0].figure != last[1].figure:
        return None  # shares of unlike precision
    sure = [one for one in ranked[:number] if one.figure > line.figure]
    return sure, [one for one in ranked if one.figure == line.figure], number - len(sure)


def result(what: str, found: tuple[Sequence[Line], Sequence[Line], int] | None) -> Result | None:
    """What `leaders` says, as a result."""
    if found is None:
        return None
    sure, tied, by_lot = found
    return Result(what, {line.selection: 1 for line in sure}, frozenset(line.selection for line in tied), by_lot)


def limits(contest: Contest, said: Said, *, by_votes: bool = False) -> Iterator[Claim]:
    """Whether a source says that more are elected than there are seats.

    Where most votes elect (`by_votes`), and the source has them, those with least are the ones too many.
    """
    seats, at = contest.terms.seats, ""
    if seats is None and said.size is not None:
        seats, at = said.size.number, said.size.places
    told = next((one for one in said.seats.values() if one.complete), None)
    if seats is None and told is not None:
        seats, at = sum(line.figure for line in told.lines.values()), told.places
    for said_by in dict.fromkeys(one.said_by for one in said.stated if seats is not None):
        elected = [one for one in said.stated if one.outcome == "elected" and one.said_by == said_by]
        number = len({one.line.selection for one in elected})
        places = joined(*sorted(one.line.place for one in elected))
        if seats is None or not number:
            continue
        if seats == 1:
            values = {"winners": number, "names": names(one.line for one in elected)}
            yield Claim("one winner", contest, number == 1, values, places, None, said.source_id)
        else:
            values = {"elected": number, "seats": seats}
            at_all = joined(places, at)
            blames = _too_many(said, elected, seats) if by_votes and number > seats else places
            yield Claim("elected within seats", contest, number <= seats, values, at_all, blames, said.source_id)


def _too_many(said: Said, elected: Sequence[Outcome], seats: int) -> str:
    """Where those stand who are elected beyond the seats: who has least, or all where that is not known."""
    votes = next((tally.lines for tally in said.tallies if tally.what == "votes"), {})
    has = sorted((votes[one.line.selection].figure for one in elected if one.line.selection in votes), reverse=True)
    if len(has) == len(elected):
        elected = [one for one in elected if votes[one.line.selection].figure <= has[seats]]
    return joined(*sorted(one.line.place for one in elected))


@dataclass(frozen=True, kw_only=True)
class MostVotes(Law):
    """Those with most votes are elected, as many as there are seats."""

    of_persons: bool = True

    def result(self, contest: Contest, said: Said, tally: Tally) -> Result | None:
        """Those elected; a lot decides between equals."""
        return result("elected", leaders(tally, self.number(contest, said)))

    def number(self, contest: Contest, said: Said) -> int:
        """How many are elected; one where nothing tells."""
        return contest.seats(said) or 1

    def claims(self, race: Race) -> Iterator[Claim]:
        """Whoever is elected is ahead of whoever is not; not more are than there are seats; ties."""
        for contest in race.rounds.values():
            for said in contest.said.values():
                yield from limits(contest, said, by_votes=True)
                yield from self.elected(contest, said)
                yield from self.tied(contest, said, self.number(contest, said))

    def elected(self, contest: Contest, said: Said) -> Iterator[Claim]:
        """Whether each of those elected is ahead of whoever is not."""
        of_one = contest.terms.seats == 1
        also = set() if of_one else {outcome.line.selection for outcome in said.of("elected")}
        for outcome in said.of("elected"):
            for tally in said.tallies:
                own = tally.lines.get(outcome.line.selection)
                others = [one for one in tally.ranked() if own is not None and one.selection != own.selection]
                others = [one for one in others if one.selection not in also]
                if own is None or not others:
                    continue
                best = others[0]
                values = {
                    "winner": outcome.line.label,
                    "winner_has": printed(own.figure, tally.what),
                    "what": tally.what,
                    "best_other": printed(best.figure, tally.what),
                    "other": best.label,
                }
                places = joined(outcome.line.place, own.place, *sorted(one.place for one in others))
                yield Claim("winner", contest, not above(best, own), values, places, outcome.line.place, said.source_id)

    def tied(self, contest: Contest, said: Said, last: int) -> Iterator[Claim]:
        """Whether a lot has to decide who comes last of those who get in."""
        for tally in said.tallies:
            ranked = tally.ranked()
            if tally.what != "votes" or len(ranked) <= last or not ranked[last - 1].figure:
                continue
            here, following = ranked[last - 1 : last + 1]
            equal = [one for one in ranked if one.figure in (here.figure, following.figure)]
            values = {
                "votes": here.figure,
                "next_votes": following.figure,
                "which": _ORDINALS[last] if last < len(_ORDINALS) else f"in place {last}",
                "tied": len(equal),
                "names": names(equal),
            }
            places = joined(*sorted(one.place for one in equal))
            yield Claim("tie", contest, here.figure > following.figure, values, places, None, said.source_id)
