"""Laws of several rounds: some go on from one to the next, and most votes win in the last."""

from collections.abc import Iterator
from dataclasses import dataclass

from numerim.schemas.contest import Contest, Line, Outcome, Race, Said, Tally, Terms
from numerim.schemas.law import Claim, Result, above, exceeds, joined, printed, reaches
from numerim.schemas.standings import MostVotes, leaders, limits, names, result


@dataclass(frozen=True)
class _First:
    """What a source says of a first round: who leads, of what, and whether that decides it."""

    leader: Line
    tally: Tally
    base: int
    base_places: str
    is_decided: bool


@dataclass(frozen=True, kw_only=True)
class Rounds(MostVotes):
    """Two rounds of voting."""

    rounds: int = 2

    def going_on(self, terms: Terms) -> int:
        """How many go to the next round."""
        return self.goes_on or terms.going_on

    def wins(self, terms: Terms, first: Line, second: int, whole: int) -> bool | None:
        """Whether the first of a first round is elected; None where roundings hide it."""
        if not self.can_end:
            return False
        ahead = whole * terms.ahead / 100

        def at(figure: int, apart: int) -> bool:
            enough = terms.least is not None and reaches(figure, terms.least, whole) and apart >= ahead
            return enough or exceeds(figure, terms.majority, whole)

        least = at(first.figure - first.half, first.figure - second - 2 * first.half)
        most = at(first.figure + first.half, first.figure - second + 2 * first.half)
        return least if least == most else None

    def bar(self, terms: Terms) -> str:
        """What is enough to win a first round, in words."""
        told = "more than half" if terms.majority == 50 else f"more than {terms.majority} per cent"
        if terms.least is None:
            return told
        return f"{told} (or {terms.least} per cent, and {terms.ahead} points ahead of the next)"

    def result(self, contest: Contest, said: Said, tally: Tally) -> Result | None:
        """Who is elected, or goes on."""
        if self.decides(contest.round):
            return super().result(contest, said, tally)
        ranked, rest, whole = tally.ranked(), tally.rest(), self._whole(contest.terms, tally)
        if not ranked or (whole is None and self.can_end):
            return None
        second = max(ranked[1].figure if len(ranked) > 1 else 0, rest or 0)
        is_won = self.wins(contest.terms, ranked[0], second, whole) if whole else False
        if is_won and (rest is not None or contest.terms.majority >= 50):
            return Result("elected", {ranked[0].selection: 1})
        hidden = rest is None or (whole is not None and exceeds(rest, contest.terms.majority, whole))
        return (
            None
            if is_won is None or is_won or hidden
            else result("runoff", leaders(tally, self.going_on(contest.terms)))
        )

    def _whole(self, terms: Terms, tally: Tally) -> int | None:
        """What a majority is of, also where shares of something else are listed completely."""
        whole = tally.whole(terms.of)
        if whole is None and tally.what == "per cent" and terms.of == "valid" and tally.complete:
            return sum(line.figure for line in tally.lines.values())
        return None if whole is None else whole.number

    def claims(self, race: Race) -> Iterator[Claim]:
        """All that the law says of a first round, a second, and of both."""
        for contest in race.rounds.values():
            for said in contest.said.values():
                yield from limits(contest, said)
                if self.decides(contest.round):
                    yield from self.elected(contest, said)
                    yield from self.tied(contest, said, 1)
                    continue
                yield from self._one_or_other(contest, said)
                yield from self._majorities(contest, said)
                yield from self.runoffs(contest, said)
                for tally in said.tallies:
                    leader = self._first(contest, tally)
                    last = self.going_on(contest.terms)
                    if leader is None or not leader.is_decided:
                        one = Said(said.source_id, [tally], {}, said.outcomes)
                        yield from self.tied(contest, one, last)
        if 1 in race.rounds:
            yield from self._held(race, race.rounds[1], race.rounds.get(2))
            yield from self._listed(race, race.rounds[1], race.rounds.get(2))
        if 2 in race.rounds:
            yield from self._winners(race, race.rounds[2])
        if 1 in race.rounds and 2 in race.rounds:
            yield from self._needed(race.rounds[1], race.rounds[2])
            yield from self._stand(race.rounds[1], race.rounds[2])

    def _one_or_other(self, contest: Contest, said: Said) -> Iterator[Claim]:
        stated = [one for one in said.stated if one.outcome in ("elected", "runoff")]
        for said_by in dict.fromkeys(one.said_by for one in stated):
            told = [one for one in stated if one.said_by == said_by]
            elected = any(one.outcome == "elected" for one in told)
            runoff = any(one.outcome == "runoff" for one in told)
            values = {"decided": int(elected), "runoff": int(runoff)}
            places = joined(*sorted(one.line.place for one in told))
            yield Claim("one or the other", contest, elected != runoff, values, places, None, said.source_id)

    def _majorities(self, contest: Contest, said: Said) -> Iterator[Claim]:
        """Whether those said to be elected have a majority, and nobody has where a runoff follows."""
        terms = contest.terms
        runoff = said.of("runoff")
        for tally in said.tallies:
            whole = tally.whole(terms.of)
            if whole is None or not whole.number:
                continue
            ranked = tally.ranked()
            for outcome in said.of("elected"):
                own = tally.lines.get(outcome.line.selection)
                if own is not None:
                    yield self._majority(contest, said, tally, outcome, own, whole.number, whole.places)
            if runoff and ranked and tally.what == "votes":
                first = ranked[0]
                wins = self.wins(terms, first, ranked[1].figure if len(ranked) > 1 else 0, whole.number)
                values = {
                    "leader": first.label,
                    "most": first.figure,
                    "base": whole.number,
                    "names": names(one.line for one in runoff),
                    "bar": self.bar(terms),
                }
                blamed = joined(*sorted(one.line.place for one in runoff))
                places = joined(blamed, first.place, whole.places)
                yield Claim("runoff needed", contest, not wins, values, places, blamed, said.source_id)

    def _majority(
        self, contest: Contest, said: Said, tally: Tally, outcome: Outcome, own: Line, whole: int, places: str
    ) -> Claim:
        terms = contest.terms
        others = [one.figure for one in tally.ranked() if one.selection != own.selection]
        holds = self.wins(terms, own, max(others, default=0), whole) is not False
        share, of = terms.majority.as_integer_ratio()
        if tally.what == "votes":
            values = {
                "winner": outcome.line.label,
                "votes": own.figure,
                "base": whole,
                "majority_of": terms.of,
                "needed": whole * share // (100 * of) + 1,
                "bar": self.bar(terms),
            }
            at = joined(outcome.line.place, own.place, places)
            return Claim("majority of votes", contest, holds, values, at, outcome.line.place, said.source_id)
        shares = {
            "winner": outcome.line.label,
            "share": printed(own.figure, tally.what),
            "tolerance": printed(own.half, tally.what),
            "more_than": terms.majority,
            "bar": self.bar(terms),
        }
        at = joined(outcome.line.place, own.place)
        return Claim("majority of shares", contest, holds, shares, at, outcome.line.place, said.source_id)

    def runoffs(self, contest: Contest, said: Said) -> Iterator[Claim]:
        """Whether those who go on are as many as the law has, and ahead of whoever does not."""
        runoff = said.of("runoff")
        going = {one.line.selection for one in said.of("runoff", "elected")}  # that it is both is another claim
        wanted = self.going_on(contest.terms)
        for said_by in dict.fromkeys(one.said_by for one in runoff):
            told = [one for one in runoff if one.said_by == said_by]
            named = len({one.line.selection for one in told if one.line.kind != "unnamed"})
            unnamed = int(any(one.line.kind == "unnamed" for one in told))
            is_list = all(one.in_list for one in told)
            if not named or (named == 1 and not unnamed and not is_list):
                continue
            values = {
                "named": named,
                "unnamed": unnamed,
                "names": names(one.line for one in told),
                "going_on": wanted,
            }
            places = joined(*sorted(one.line.place for one in told))
            holds = named == wanted or (named < wanted and unnamed == 1)
            yield Claim("runoff pair", contest, holds, values, places, None, said.source_id)
        for outcome in runoff:
            for tally in said.tallies:
                own = tally.lines.get(outcome.line.selection)
                if own is None:
                    continue
                others = [one for one in tally.ranked() if one.selection not in going]
                best = others[0] if others else None
                places = joined(outcome.line.place, own.place, *sorted(one.place for one in others))
                of_majority = tally.shares_of == contest.terms.of
                least = own.figure - own.half
                over = self.can_end and of_majority and exceeds(least, contest.terms.majority, 100 * 10**8)
                ahead = best is None or not above(best, own)
                values = {"selection": outcome.line.label, "best_other": best.figure if best else 0}
                if tally.what == "votes":
                    values |= {"votes": own.figure, "other": best.label if best else "nobody"}
                    asks, holds = "runoff by votes", ahead
                else:
                    values |= {
                        "share": printed(own.figure, tally.what),
                        "of_majority": printed(own.figure if of_majority else 0, tally.what),
                        "best_other": printed(best.figure if best else 0, tally.what),
                        "tolerance": printed(own.half, tally.what),
                    }
                    asks, holds = "runoff by shares", ahead and not over
                at = outcome.line.place
                yield Claim(asks, contest, holds, values, places, at, said.source_id, outcome.line.selection)

    def _first(self, contest: Contest, tally: Tally) -> _First | None:
        """Whether a first round is decided; None where a source does not tell."""
        ranked, whole = tally.ranked(), tally.whole(contest.terms.of)
        if not ranked or whole is None or not whole.number:
            return None
        second = ranked[1].figure if len(ranked) > 1 else 0
        wins = self.wins(contest.terms, ranked[0], second, whole.number)
        rest = tally.rest() if tally.complete else None  # nobody of the others may have a majority either
        if wins or (wins is False and rest is not None and not exceeds(rest, contest.terms.majority, whole.number)):
            return _First(ranked[0], tally, whole.number, whole.places, bool(wins))
        return None

    def _firsts(self, contest: Contest) -> Iterator[tuple[Said, _First]]:
        """What each source says of a first round: by votes rather than shares."""
        for said in contest.said.values():
            told = [first for tally in said.tallies if (first := self._first(contest, tally)) is not None]
            if told:
                yield said, min(told, key=lambda one: (one.tally.what != "votes", one.is_decided, one.leader.place))

    def _needed(self, first: Contest, second: Contest) -> Iterator[Claim]:
        for said, one in self._firsts(first):
            values = {
                "leader": one.leader.label,
                "has": printed(one.leader.figure, one.tally.what),
                "base": int(printed(one.base, one.tally.what)),
                "what": one.tally.what,
                "is_decided": int(one.is_decided),
                "bar": self.bar(first.terms),
            }
            places = joined(one.leader.place, one.base_places, second.place)
            holds = not one.is_decided
            yield Claim("second round: needed", first, holds, values, places, one.leader.place, said.source_id)

    def _held(self, race: Race, first: Contest, second: Contest | None) -> Iterator[Claim]:
        """Whether there is a second round of a first that nobody has won, where a source has some."""
        if not first.is_final:
            return
        told = [(said, one.is_decided, joined(one.leader.place, one.base_places)) for said, one in self._firsts(first)]
        told += [
            (said, one.outcome == "elected", one.line.place)
            for said in first.said.values()
            for one in said.of("elected", "runoff", "undecided")
        ]
        some = any("round 2" in race.elsewhere.get(said.source_id, ()) for said, _, _ in told)
        if told and some and not any(decided for _, decided, _ in told):
            places = joined(*sorted({place for _, _, place in told}))
            seconds = int(second is not None)
            yield Claim("second round: held", first, second is not None, {"seconds": seconds}, places)

    def _listed(self, race: Race, first: Contest, second: Contest | None) -> Iterator[Claim]:
        """Of each source that leaves a first round open, whether it has the second."""
        open_: dict[str, tuple[str, str]] = {}
        for said in first.said.values():
            if runoff := said.of("runoff"):
                open_[said.source_id] = "the source says so", joined(*(one.line.place for one in runoff))
        for said, one in self._firsts(first):
            if not one.is_decided:
                of = f" of {one.base} votes" if one.tally.what == "votes" else ""
                places = joined(one.leader.place, one.base_places)
                told = f"nobody has {self.bar(first.terms)}{of}"
                open_[said.source_id] = told, joined(places, open_.get(said.source_id, ("", ""))[1])
        for source, (told, places) in open_.items():
            own = second.said.get(source) if second is not None else None
            rounds = int(own is not None and bool(own.tallies or own.outcomes))
            lists_all = int("all of round 2" in race.elsewhere.get(source, ()))
            values = {"office": first.office, "told": told, "rounds": rounds, "lists_all": lists_all}
            yield Claim("second round: listed", first, rounds > 0, values, places, None, source, "second round")

    def _winners(self, race: Race, second: Contest) -> Iterator[Claim]:
        for said in second.said.values():
            if not said.tallies or "elected" not in race.elsewhere.get(said.source_id, ()):
                continue
            winners = len(said.of("elected"))
            places = joined(*sorted(line.place for tally in said.tallies for line in tally.lines.values()))
            values = {"winners": winners}
            yield Claim("second round: winner", second, winners > 0, values, places, None, said.source_id)

    def _stand(self, first: Contest, second: Contest) -> Iterator[Claim]:
        """Whether those of the second round are the leaders of the first: known by name, or by party."""
        for said in second.said.values():
            stand: dict[str, Line] = {}
            for line in sorted(
                [line for tally in said.tallies for line in tally.lines.values()]
                + [one.line for one in said.of("elected")],
                key=lambda one: one.place,
            ):
                if line.is_one:
                    stand.setdefault(line.selection, line)
            before = first.said[said.source_id].tallies if said.source_id in first.said else []
            for tally in before:
                with_votes = any(one.what == "votes" and one.said_by == tally.said_by for one in before)
                ranked = tally.ranked()
                if not ranked or (tally.what == "per cent" and with_votes):
                    continue
                known = any(one in each.lines for one in stand for each in before)
                for selection, line in stand.items():
                    figure = _recognised(line, ranked, known)
                    if figure is None:
                        continue
                    ahead = sum(one.figure > figure for one in ranked)
                    values = {
                        "selection": line.label,
                        "figure": printed(figure, tally.what),
                        "what": tally.what,
                        "ahead": ahead,
                        "stand": len(stand),
                    }
                    wanted = self.going_on(first.terms)
                    holds = ahead < wanted and len(stand) <= wanted
                    places = joined(line.place, *sorted({one.place for one in ranked}))
                    yield Claim(
                        "second round: pair", second, holds, values, places, line.place, said.source_id, selection
                    )


def _recognised(line: Line, firsts: list[Line], known: bool) -> int | None:
    """What somebody of the second round has in the first; None where nothing tells."""
    own = [one.figure for one in firsts if one.selection == line.selection]
    if own:
        return own[0]
    same = [
        one.figure
        for one in firsts
        if one.is_bound
        and (
            (one.party is not None and one.party == line.party)
            or (one.coalition is not None and one.coalition == line.coalition)
        )
    ]
    if same:
        return max(same)
    all_named = len(firsts) > 2 and all(one.kind == "candidate" for one in firsts)
    return 0 if line.kind == "candidate" and all_named and known else None


@dataclass(frozen=True, kw_only=True)
class Undeclared(Rounds):
    """What holds where no law is declared, but a source says who is elected or goes to a runoff."""

    def result(self, contest: Contest, said: Said, tally: Tally) -> Result | None:
        """Nothing."""
        return None

    def claims(self, race: Race) -> Iterator[Claim]:
        """How many are elected and go on, and that those who go on lead."""
        for contest in race.rounds.values():
            for said in contest.said.values():
                yield from limits(contest, said)
                yield from self.runoffs(contest, said)


UNDECLARED = Undeclared(word="", title="No law is declared", variation="other")
