"""Yes and no: what laws have in common that put a question to the voters."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from numerim.schemas.contest import Contest, Line, Race, Said, Tally, Whole
from numerim.schemas.law import Claim, Law, Result, exceeds, joined, printed, reaches
from numerim.schemas.standings import limits

_YES = """yes, ja, oui, si, sí, sì, po, da, so, sim, tak, ano, áno, igen, evet, kyllä, jah, jā,
taip, nai, tá, iva, bai, ya, ndiyo,
ναι, да, так, иә, тийм, այո, კი, დიახ, نعم, موافق, بله, آری, כן, 賛成, 同意, 贊成, 贊同, 赞成, 찬성,
for, in favour, in favor, accept, approve, retain,
pour, a favor, a favore, favorevole, dafür, voor, pro, za, за, hyväksy"""
YES = frozenset(_YES.replace("\n", " ").split(", "))
"""What an answer that accepts is called, in lower case."""

_NO = """no, nein, nee, nej, nei, non, jo, ne, não, nu, nie, nem, hayır, ei, nē, níl, le, ez, tidak, hapana,
όχι, не, ні, жоқ, үгүй, ոչ, არა, لا, غير موافق, نه, خیر, לא, 反対, 不同意, 反對, 反对, 반대,
against, oppose, reject, disapprove,
contre, en contra, contra, contro, contrario, dagegen, tegen, imod, mot, proti, protiv, против, проти"""
NO = frozenset(_NO.replace("\n", " ").split(", "))
"""What an answer that rejects is called, in lower case."""


def answer(line: Line) -> bool | None:
    """Whether a line is the answer that accepts, or that rejects; None where it is neither."""
    for name in (line.selection.casefold(), line.label.casefold()):
        if name in YES:
            return True
        if name in NO:
            return False
    return None


@dataclass(frozen=True)
class _Vote:
    """What a source says of a question: who said yes, and whether that accepts it; `fails` tells what is lacking."""

    yes: Line
    whole: Whole
    accepted: bool | None
    quorum: tuple[int, Whole, Decimal] | None


@dataclass(frozen=True, kw_only=True)
class Answers(Law):
    """A question is answered with yes by more than a percentage of what the terms say, else with no."""

    variation: str = "majority"
    takes: tuple[str, ...] = ("of", "majority", "quorum", "approval")

    def _vote(self, contest: Contest, tally: Tally) -> _Vote | None:
        """What the figures come to; None where a source does not give what is needed."""
        terms = contest.terms
        yes = next((line for line in tally.lines.values() if answer(line) is True), None)
        whole = tally.whole(terms.of)
        if yes is None or whole is None or not whole.number:
            return None
        low, high = yes.figure - yes.half, yes.figure + yes.half
        accepted = exceeds(low, terms.majority, whole.number)
        if accepted != exceeds(high, terms.majority, whole.number):
            return _Vote(yes, whole, None, None)
        asked = [(terms.quorum, "cast"), (terms.approval, "yes")]
        for percent, of in asked:
            if not percent or not accepted:
                continue
            roll, part = tally.wholes.get("registered"), Whole(yes.figure, yes.place)
            if of == "cast":
                part = tally.wholes.get("cast") or Whole(-1)
            if roll is None or part.number < 0 or tally.what != "votes":
                return _Vote(yes, whole, None, None)
            if not reaches(part.number, percent, roll.number):
                return _Vote(
                    yes, whole, False, (part.number, Whole(roll.number, joined(part.places, roll.places)), percent)
                )
        return _Vote(yes, whole, accepted, None)

    def result(self, contest: Contest, said: Said, tally: Tally) -> Result | None:
        """The answer that the voters give."""
        vote = self._vote(contest, tally)
        if vote is None or vote.accepted is None:
            return None
        no = next((line.selection for line in tally.lines.values() if answer(line) is False), "no")
        return Result("elected", {vote.yes.selection if vote.accepted else no: 1})

    def claims(self, race: Race) -> Iterator[Claim]:
        """Whether what a source says of the answer follows from its figures, and whether enough took part."""
        for contest in race.rounds.values():
            for said in contest.said.values():
                yield from limits(contest, said)
                for tally in said.tallies:
                    vote = self._vote(contest, tally)
                    if vote is None or vote.accepted is None:
                        continue
                    yield from self._accepted(contest, said, tally, vote)
                    if contest.terms.quorum or contest.terms.approval:
                        yield self._quorum(contest, said, vote)

    def _accepted(self, contest: Contest, said: Said, tally: Tally, vote: _Vote) -> Iterator[Claim]:
        share, of = contest.terms.majority.as_integer_ratio()
        for outcome in said.of("elected"):
            accepts = answer(outcome.line)
            if accepts is None:
                continue
            bar = f"more than {contest.terms.majority} per cent" if contest.terms.majority != 50 else "more than half"
            told = bar if vote.accepted else f"not {bar}"
            if vote.quorum is not None:
                part, roll, percent = vote.quorum
                told = f"{bar}, but {part:,} of {roll.number:,} registered are fewer than {percent} per cent"
            values = {
                "told": told,
                "answer": outcome.line.label,
                "yes": vote.yes.label,
                "has": printed(vote.yes.figure, tally.what),
                "what": tally.what,
                "base": int(printed(vote.whole.number, tally.what)),
                "majority_of": contest.terms.of,
                "needed": printed(vote.whole.number * share // (100 * of), tally.what),
            }
            places = joined(
                outcome.line.place, vote.yes.place, vote.whole.places, vote.quorum[1].places if vote.quorum else ""
            )
            holds = accepts == vote.accepted
            yield Claim("accepted", contest, holds, values, places, outcome.line.place, said.source_id)

    def _quorum(self, contest: Contest, said: Said, vote: _Vote) -> Claim:
        part, roll, percent = vote.quorum or (vote.yes.figure, vote.whole, Decimal(0))
        values = {
            "yes": vote.yes.label,
            "has": vote.yes.figure,
            "part": part,
            "registered": roll.number,
            "quorum": percent,
        }
        places = joined(vote.yes.place, roll.places)
        return Claim("quorum", contest, vote.quorum is None, values, places, None, said.source_id)
