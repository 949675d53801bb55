"""Votes -> seats of lists, in whole numbers: what laws have in common that share them out.

A distribution is judged by certificate, without ranking: it is right if no list has a better claim to one seat more
than another has to its last one (Balinski and Young, Fair Representation, 1982; Pukelsheim, Proportional
Representation, 2nd edition 2017). With a divisor method the claim is votes by the divisor; with a quota method, what
the seats leave over of the votes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from numerim.schemas.contest import BASES, Contest, Race, Said, Tally
from numerim.schemas.law import Claim, Law, Result, joined, listed, reaches
from numerim.schemas.standings import limits

Part = tuple[int, int]
"""A fraction, over and under; not reduced."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Those that take part in the seats.

    Attributes:
        votes: list -> its votes, of all lists with votes that reach the threshold or need not.
        caps: list -> the most seats that it can fill.
        seats: how many seats there are.
    """

    votes: Mapping[str, int]
    seats: int
    caps: Mapping[str, int]

    @property
    def total(self) -> int:
        """The votes that take part."""
        return sum(self.votes.values())


@dataclass(frozen=True, kw_only=True)
class SharesOut(Law):
    """Seats among lists. A method says what a list's claim is to its n-th seat, and how it begins."""

    variation: str = "proportional"
    takes: tuple[str, ...] = ("seats", "threshold", "threshold_of", "exempt")
    needs: tuple[str, ...] = ("votes", "seats")
    of_lists: bool = True
    needs_all: bool = False

    def claim(self, votes: int, nth: int, parts: Parts) -> Part:
        """The claim of a list with so many votes to its n-th seat, as a fraction with a positive denominator."""
        raise NotImplementedError

    def sure(self, votes: int, parts: Parts) -> int:
        """Seats that a list with so many votes has in any case, so that not all need to be given one by one."""
        raise NotImplementedError

    def fallback(self, parts: Parts, given: dict[str, int]) -> None:
        """What is given before the seats are given one by one."""

    def share_out(self, parts: Parts) -> Result:
        """The seats that the method gives; a lot decides between equal claims, and full lists pass theirs on.

        Raises:
            ValueError: there are seats, and nobody who can fill them.
        """
        caps = parts.caps
        given = {key: min(self.sure(votes, parts), caps.get(key, parts.seats)) for key, votes in parts.votes.items()}
        self.fallback(parts, given)
        left = parts.seats - sum(given.values())
        while left > 0:
            best: list[str] = []
            top, under = 0, 1
            for key, votes in parts.votes.items():
                if given[key] >= caps.get(key, parts.seats):
                    continue
                over, by = self.claim(votes, given[key] + 1, parts)
                ahead = over * under - top * by
                if not best or ahead > 0:
                    best, top, under = [key], over, by
                elif ahead == 0:
                    best.append(key)
            if not best:
                raise ValueError(f"there are {parts.seats} seats, but no list that can fill the last {left}")
            if len(best) > left:
                return Result("seats", given, frozenset(best), left)
            for key in best:
                given[key] += 1
            left -= len(best)
        return Result("seats", given)

    def result(self, contest: Contest, said: Said, tally: Tally) -> Result | None:
        """The seats of each list that has any; None where there are more than the lists can fill."""
        parts = self._parts(contest, said, tally, _size(contest, said, said.seats.get(tally.said_by)))
        if parts is None or not (tally.complete and tally.is_plain):
            return None
        if sum(parts.caps.get(key, parts.seats) for key in parts.votes) < parts.seats:
            return None
        shared = self.share_out(parts)
        return Result(shared.what, {key: n for key, n in shared.sure.items() if n}, shared.tied, shared.by_lot)

    def _parts(self, contest: Contest, said: Said, tally: Tally, seats: int | None) -> Parts | None:
        if tally.what != "votes" or not seats:
            return None
        terms = contest.terms
        whole = tally.whole(terms.threshold_of)
        if terms.threshold and whole is None:
            return None
        lines = [one for one in tally.lines.values() if one.is_one and one.figure > 0]
        votes = {
            one.selection: one.figure
            for one in lines
            if not terms.threshold
            or {one.party, one.coalition, one.selection} & set(terms.exempt)
            or reaches(one.figure, terms.threshold, whole.number if whole else 0)
        }
        caps = {
            one.selection: 1 if one.kind == "candidate" else one.candidates
            for one in lines
            if one.kind == "candidate" or one.candidates is not None
        }
        return Parts(votes, seats, {key: cap for key, cap in caps.items() if cap is not None})

    def claims(self, race: Race) -> Iterator[Claim]:
        """Whether the seats that a source gives are those of the method."""
        for contest in race.rounds.values():
            for said in contest.said.values():
                yield from limits(contest, said)
                for tally in said.tallies:
                    seats = said.seats.get(tally.said_by)
                    if tally.what == "votes" and seats is not None:
                        yield from self._certify(contest, said, tally, seats)

    def _certify(self, contest: Contest, said: Said, tally: Tally, seats: Tally) -> Iterator[Claim]:
        lists = [one for one in tally.lines.values() if one.is_one]
        others = sum(one.figure for one in lists)
        without = False
        for one in lists:
            has = seats.lines.get(one.selection)
            if others and has is not None and has.figure:
                values = {"list": one.label, "seats": has.figure, "others": others}
                holds, at = one.figure > 0, joined(one.place, has.place)
                without = without or not holds
                about = one.selection
                yield Claim("seats without votes", contest, holds, values, at, one.place, said.source_id, about)
        house = sum(line.figure for line in seats.lines.values())
        listed = seats.complete and set(seats.lines) <= set(tally.lines)
        if not house or not tally.complete or not listed or (self.needs_all and (without or not tally.is_plain)):
            return
        parts = self._parts(contest, said, tally, house)
        if parts is not None:
            yield from self._below(contest, said, tally, seats, parts)
            if parts.votes:
                yield from self._pairs(contest, said, tally, seats, parts)

    def _below(self, contest: Contest, said: Said, tally: Tally, seats: Tally, parts: Parts) -> Iterator[Claim]:
        """Lists that the threshold shuts out."""
        whole = tally.whole(contest.terms.threshold_of)
        if whole is None:  # and no threshold
            return
        for one in tally.lines.values():
            if not one.is_one or not one.figure or one.selection in parts.votes:
                continue
            has = seats.lines.get(one.selection)
            values = {
                "list": one.label,
                "votes": one.figure,
                "valid": whole.number,
                "of": BASES[contest.terms.threshold_of].removeprefix("The "),
                "threshold": contest.terms.threshold,
                "seats": has.figure if has else 0,
                "percent": hundredths(100 * one.figure, whole.number),
            }
            at = has.place if has else ""
            holds = not has or not has.figure
            yield Claim("threshold", contest, holds, values, joined(one.place, at), at, said.source_id, one.selection)

    def _pairs(self, contest: Contest, said: Said, tally: Tally, seats: Tally, parts: Parts) -> Iterator[Claim]:
        has = {key: line.figure for key, line in seats.lines.items()}
        lines = tally.lines
        gaining = [
            (lines[key], self.claim(votes, has.get(key, 0) + 1, parts))
            for key, votes in parts.votes.items()
            if has.get(key, 0) < parts.caps.get(key, parts.seats)
        ]
        losing = [
            (lines[key], self.claim(votes, has[key], parts)) for key, votes in parts.votes.items() if has.get(key)
        ]
        pairs = [
            (over * by - top * under, (over, under), (top, by), gain, lose)
            for gain, (over, under) in gaining
            for lose, (top, by) in losing
            if gain.selection != lose.selection and over * by >= top * under
        ]
        places = joined(
            *sorted(joined(one.place, seats.lines[key].place if key in has else "") for key, one in lines.items())
        )
        house = parts.seats
        unjust = [pair for pair in pairs if pair[0] > 0]
        values: dict[str, Any] = {"seats": house, "lists": len(lines), "unjust": len(unjust)}
        blames = ""
        if unjust:
            worst = min(unjust, key=lambda p: (-Fraction(*p[1]), Fraction(*p[2]), p[3].label, p[4].label))
            _, claims, last, gain, lose = worst
            values |= {"gains": gain.label, "gains_votes": gain.figure, "gains_seats": has.get(gain.selection, 0)}
            values |= {"gains_claim": hundredths(*self.told(claims, parts)), "should": has[lose.selection] - 1}
            values |= {"loses": lose.label, "loses_votes": lose.figure, "loses_seats": has[lose.selection]}
            values |= {"loses_claim": hundredths(*self.told(last, parts))}
            blames = joined(*(seats.lines[one.selection].place for one in (gain, lose) if one.selection in has))
        yield Claim(self.word, contest, not unjust, values, places, blames, said.source_id)
        if not unjust:
            tied = sorted({gain.label for _, _, _, gain, _ in pairs})
            winners = sorted({lose.label for _, _, _, _, lose in pairs})
            values = {"seats": house, "tied": len(tied), "losers": listed(tied), "winners": listed(winners)}
            yield Claim("seats tie", contest, not tied, values, places, None, said.source_id)

    def told(self, claim: Part, parts: Parts) -> Part:
        """A claim as people read it."""
        return claim


def hundredths(over: int, under: int) -> Decimal:
    """A fraction, rounded to two decimals, a half away from zero."""
    whole, rest = divmod(abs(over) * 100, under)
    return Decimal((whole + (2 * rest >= under)) * (1 if over >= 0 else -1)) / 100


def _size(contest: Contest, said: Said, seats: Tally | None) -> int | None:
    """How many seats there are: as the source says, else the sum of all that it lists, else as declared."""
    if said.size is not None:
        return said.size.number
    listed = sum(line.figure for line in seats.lines.values()) if seats is not None and seats.complete else 0
    return listed or contest.terms.seats


@dataclass(frozen=True, kw_only=True)
class Divisors(SharesOut):
    """The seats go one by one to the highest quotient of votes and divisor.

    Attributes:
        first: the first divisor.
        base: the divisor of the n-th seat after it is `base` and n - 1 times `step`.
        step: see there. All are whole numbers; `unit` is what they are times the divisors that people know.
        unit: see there.
    """

    first: int
    base: int
    step: int
    unit: int = 1

    def claim(self, votes: int, nth: int, parts: Parts) -> Part:
        """Votes by the divisor."""
        return votes, self.first if nth == 1 else self.base + self.step * (nth - 1)

    def told(self, claim: Part, parts: Parts) -> Part:
        """The quotient by the divisors that people know."""
        return claim[0] * self.unit, claim[1]

    def sure(self, votes: int, parts: Parts) -> int:
        """Seats whose quotient is at least what all seats but one for each list cost.

        All such seats together are fewer than there are, so they are the first that are given; with full lists the
        seats go one by one, since theirs pass on to others.
        """
        reach = votes * self.step * max(parts.seats - len(parts.votes), 0)  # the highest divisor reached, times total
        total = parts.total
        return 0 if reach < self.first * total else max(1, (reach - self.base * total) // (self.step * total) + 1)


@dataclass(frozen=True, kw_only=True)
class Quota(SharesOut):
    """Each list has as many seats as its votes hold quotas; the rest go to the largest remainders."""

    needs_all: bool = True

    def quota(self, parts: Parts) -> Part:
        """The quota, as a fraction of votes."""
        raise NotImplementedError

    def claim(self, votes: int, nth: int, parts: Parts) -> Part:
        """What the seats before leave over of the votes."""
        over, under = self.quota(parts)
        return votes * under - over * (nth - 1), under

    def sure(self, votes: int, parts: Parts) -> int:
        """A seat for every full quota."""
        over, under = self.quota(parts)
        return votes * under // over

    def fallback(self, parts: Parts, given: dict[str, int]) -> None:
        """Where there are more seats than remainders, each round gives one to everybody."""
        left = parts.seats - sum(given.values())
        if left >= len(given) and not parts.caps:
            given.update({key: has + left // len(given) for key, has in given.items()})
