"""Rounds of one count in which the votes of those who go out pass on to others, as the figures show."""

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from math import isnan

from numerim.draft.described import Described
from numerim.draft.votes import ACCOUNTS
from numerim.draft.words import SELECTIONS

LAW = "ranked_choice"
"""The law of such a count, if it ends when one person has more than half of what still counts."""
OF_SEATS = "transferable_vote"
"""The law if those elected are left with the quota for a number of seats, and what is above it passes on."""
_SLIPS, _SEVERAL = 1, 2
"""In so many rounds a figure may be wrong; in so many at least a sum comes out."""

_Votes = dict[str, float]


def votes_that_pass_on(said: Described) -> None:
    """See whether votes pass on from round to round until one has most: each round some go out, and nobody else loses.

    If some lose all but the quota for so many seats, as many are elected.

    All are listed if their votes, and the ballots that are exhausted, come to as many in each round. A total that is
    as many is of all ballots.
    """
    words = {word: ours for column in said.columns[""] for word, ours in column.words.items()}
    exhausted = {word for word, ours in words.items() if ours == "exhausted"}
    totals = {word for word, ours in words.items() if ours in ACCOUNTS} - exhausted
    every = [list(rounds.values()) for rounds in _by_round(said).values()] if exhausted else []
    counts = [[{who: n for who, n in votes.items() if who not in totals} for votes in rounds] for rounds in every]
    _totals_of_all(said, every, counts, {word for word in totals if words[word] == "valid"})
    if not counts or not all(len(rounds) > 1 for rounds in counts):
        return
    if all(_go_out(rounds, exhausted) for rounds in counts):
        said.law = LAW
    else:
        seats = [_seats(rounds, exhausted) for rounds in counts]
        if None in seats or not any(seats):
            return
        number = {*seats}
        said.law = f"{{{OF_SEATS}: {{seats: {number.pop()}}}}}" if len(number) == 1 else OF_SEATS
    sums = [[sum(votes.values()) for votes in rounds] for rounds in counts]
    off = sum(len(rounds) - max(map(rounds.count, rounds)) for rounds in sums)
    if off <= _SLIPS and "votes" not in said.complete:
        said.complete.append("votes")


def _totals_of_all(said: Described, every: list[list[_Votes]], counts: list[list[_Votes]], totals: set[str]) -> None:
    """Take what is called a total for all ballots, if it counts those that are exhausted, too."""
    rounds = [(a, b) for some, others in zip(every, counts, strict=True) for a, b in zip(some, others, strict=True)]
    for word in totals:
        fits = sum(votes.get(word) == sum(own.values()) for votes, own in rounds)
        if fits >= max(_SEVERAL, len(rounds) - _SLIPS):
            for column in said.columns[""]:
                column.words |= {word: "cast"} if word in column.words else {}


def _go_out(rounds: list[_Votes], exhausted: set[str]) -> bool:
    """Whether in each round somebody goes out and nobody else loses votes, and the last round has a winner."""
    lost = 0
    for before, after in pairwise(rounds):
        stay = [who for who, votes in before.items() if votes and after.get(who)]
        gone = [who for who, votes in before.items() if votes and not after.get(who) and who not in exhausted]
        lost += sum(after[who] < before[who] for who in stay)
        if not gone:
            return False
    last = sorted(votes for who, votes in rounds[-1].items() if votes and who not in exhausted)
    return lost <= _SLIPS and bool(last) and (len(last) <= 2 or 2 * last[-1] > sum(last))


def _seats(rounds: list[_Votes], exhausted: set[str]) -> int | None:
    """For how many seats the quota is what those who lose votes keep; 0 if nobody does, None if it is no quota."""
    sums = Counter(sum(votes.values()) for votes in rounds)
    (valid, times), *_ = sums.most_common(1)
    left = Counter(
        after[who]
        for before, after in pairwise(rounds)
        for who, votes in before.items()
        if who not in exhausted and votes > after.get(who, 0) > 0
    )
    if times < len(rounds) - _SLIPS:
        return None
    if not left:
        return 0
    (quota, often), *_ = left.most_common(1)
    if left.total() - often > _SLIPS:
        return None
    people = sum(who not in exhausted for who in rounds[0])
    return next((n for n in range(1, people) if valid // (n + 1) + 1 == quota), None)


def _by_round(said: Described) -> Mapping[tuple[str, ...], dict[int, _Votes]]:
    """What is voted on, and where -> the number of a round, in their order -> who has how many votes in it."""
    cells, votes, number = said.cells, said.of("votes"), said.of("round")
    who = next((column for role in SELECTIONS if (column := said.of(role))), None)
    if who is None or votes is None:
        return {}
    beside = [(c.with_["round"], c.name) for c in said.columns[""] if c.is_ == "votes" and "round" in c.with_]
    columns = [beside] * len(cells.texts[who.name])
    if number and not beside:
        name = votes.name
        columns = [[(number.words.get(text, text), name)] for text in cells.texts[number.name]]
    keys = [cells.texts[c.name] for role in ("within", "unit", "office", "district") if (c := said.of(role))]
    figures = {name: cells.figures[:, cells.number(name)].tolist() for some in columns for _, name in some}
    found: dict[tuple[str, ...], dict[int, _Votes]] = {}
    for i, (label, some) in enumerate(zip(cells.texts[who.name], columns, strict=True)):
        place = found.setdefault(tuple(key[i] for key in keys), {})
        for told, name in some:
            if told.isdigit() and not isnan(figures[name][i]):
                place.setdefault(int(told), {})[label] = figures[name][i]
    return {place: dict(sorted(rounds.items())) for place, rounds in found.items()}
