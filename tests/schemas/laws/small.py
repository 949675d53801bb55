"""Contests of a few votes, drawn by a seed, in which ties, borders and gaps come up by themselves: `small.txt`.

All that each law says of some hundred races stands there in few letters; `python -m tests.schemas.laws.small` writes it
anew. Where a line is another than before, `python -m tests.schemas.laws.small dhondt "seats tie"` prints what is behind
it: before and after the change, for `diff`.
"""

import sys
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from random import Random

from numerim.schemas.contest import ONE_PER_CENT, Contest, Line, Outcome, Race, Said, Tally, Terms, Whole
from numerim.schemas.law import Law, Result, laws
from numerim.schemas.rounds import UNDECLARED

FILE = Path(__file__).with_name("small.txt")
RACES = 400
OTHER_KINDS = ("remainder", "unnamed", "write-in", "none-of-the-above")
OUTCOMES = ("elected", "elected", "runoff", "runoff", "undecided", "largest")
ANSWERS = ("yes", "no", "Ναι", "blank")
D = Decimal


def race_of(law: Law, chance: Random) -> Race:
    """A race: one round or several, one source or two, of up to five selections with up to six votes each."""
    drawn = Race()
    numbers = chance.choice([[1], [1], [1, 2], [2]]) if law.rounds > 1 or not law.word else [1]
    if law.by_stages:
        numbers = list(range(1, chance.randint(1, 4) + 1))
    terms = _terms(law, chance)
    for number in numbers:
        said = {source: _said(law, terms, source, number, chance) for source in chance.choice(["a", "a", "ab"])}
        drawn.rounds[number] = Contest(
            "e", f"c{number}", f"C{number}", "office", number, terms, f"C{number}", chance.random() < 0.8, said
        )
    words = ("round 2", "all of round 2", "elected")
    drawn.elsewhere = {source: {word for word in words if chance.random() < 0.5} for source in "ab"}
    return drawn


def _terms(law: Law, chance: Random) -> Terms:
    every = {
        "seats": [None, None, 1, 1, 2, 3],
        "votes": [None, 1, 2],
        "of": ["valid", "valid", "cast", "registered"],
        "majority": [D(50), D(50), D(45), D("33.3"), D(40)],
        "least": [None, D(40), D(25)],
        "ahead": [D(0), D(10), D(20)],
        "going_on": [2, 2, 3],
        "quorum": [D(0), D(50), D(40)],
        "approval": [D(0), D(40), D(25)],
        "threshold": [D(0), D(20), D(10), D(5)],
        "threshold_of": ["valid", "valid", "cast", "registered"],
        "quota": ["droop", "droop", "hare", "exact"],
        "fractional": [False, False, True],
        "exempt": [(), (), ("p0",), ("k1",), ("S2",)],
    }
    return Terms(**{name: chance.choice(values) for name, values in every.items() if name in law.takes})


def _lines(law: Law, chance: Random) -> dict[str, Line]:
    asks = "quorum" in law.takes or law.word == "retention"
    number = chance.choice([1, 2, 2, 3, 3, 4, 5])
    most = chance.choice([1, 2, 3, 6, 6, 60])
    lines = {}
    for i in chance.sample(range(5), number):
        name = ANSWERS[i] if asks and i < len(ANSWERS) else f"S{i}"
        kind = chance.choice(OTHER_KINDS) if chance.random() < 0.12 else ("list" if law.of_lists else "candidate")
        kind = "candidate" if law.of_lists and chance.random() < 0.1 else kind
        caps = chance.choice([None, None, None, 0, 1, 2]) if law.of_lists else None
        party = chance.choice([None, "p0", "p1"])
        lines[name] = Line(
            name, f"L{i}", kind, chance.randint(0, most), 0, f"{name}:v", caps, party,
            chance.choice([None, "k1"]), party is not None and chance.random() < 0.8,
        )  # fmt: skip
    return lines


def _said(law: Law, terms: Terms, source: str, number: int, chance: Random) -> Said:
    said = Said(source)
    lines = _lines(law, chance)
    summed = sum(line.figure for line in lines.values())
    for said_by in chance.choice([[None], [None], [None, "X"]]):
        own = {key: replace(line, place=f"{source}{number}{said_by or ''}{line.place}") for key, line in lines.items()}
        if said_by:
            own = {key: replace(line, figure=line.figure + chance.choice([0, 0, 1])) for key, line in own.items()}
        valid = summed + chance.choice([0, 0, 0, 1, -1])
        cast = valid + chance.choice([0, 0, 1, 2])
        wholes = {"valid": valid, "cast": cast, "registered": cast + chance.choice([0, 1, cast]), "exhausted": number}
        kept = {
            of: Whole(n, f"{source}{of}") for of, n in wholes.items() if chance.random() < 0.7 and (n or of != "valid")
        }
        complete = chance.random() < 0.75
        if chance.random() < 0.85:
            said.tallies.append(Tally(said_by, "votes", own, complete, kept))
        if chance.random() < 0.35 and summed:
            shares = {key: _share(line, summed, chance.choice([0, 1, 1]), chance) for key, line in own.items()}
            of = chance.choice(["valid", "valid", "cast"])
            said.tallies.append(Tally(said_by, "per cent", shares, complete, kept, of))
        if law.of_lists and chance.random() < 0.85:
            said.seats[said_by] = _seats(law, terms, source, own, chance)
    said.size = Whole(chance.randint(1, 4), f"{source}size") if chance.random() < 0.2 else None
    for name, line in sorted(lines.items()):
        if chance.random() < 0.45:
            word = chance.choice(OUTCOMES)
            by = chance.choice([None, None, None, "X"])
            one = Outcome(replace(line, figure=0, place=f"{source}{name}:{word}"), word, by, chance.random() < 0.6)
            said.stated.append(one)
            said.outcomes.append(one)
            if chance.random() < 0.1:
                said.stated.append(replace(one, outcome=chance.choice(OUTCOMES), said_by="Y"))
    return said


def _share(line: Line, summed: int, decimals: int, chance: Random) -> Line:
    step = ONE_PER_CENT // 10**decimals
    figure = round(100 * 10**decimals * line.figure / summed) * step + chance.choice([0, 0, 0, step])
    return replace(line, figure=figure, half=step // 2, place=line.place.replace(":v", ":s"))


def _seats(law: Law, terms: Terms, source: str, lines: dict[str, Line], chance: Random) -> Tally:
    """The seats that the law gives, of some one too many or at another list, some of a list without votes."""
    house = chance.randint(1, 6)
    votes = Tally(None, "votes", lines, True, {of: Whole(10, of) for of in ("cast", "registered")})
    one = Said(source, [votes], size=Whole(house))
    result = law.result(Contest("e", "c", "C", "office", 1, terms), one, votes)
    given = dict(result.sure) if result else {}
    for key in sorted(result.tied)[: result.by_lot] if result else ():
        given[key] = given.get(key, 0) + 1
    names = sorted(lines)
    if chance.random() < 0.5:
        gains, loses = chance.choice(names), chance.choice(names)
        given[gains] = given.get(gains, 0) + 1
        given[loses] = max(0, given.get(loses, 0) - 1)
    listed = {key: n for key, n in given.items() if n or chance.random() < 0.7}
    return Tally(
        None,
        "seats",
        {key: replace(lines[key], figure=n, place=lines[key].place.replace(":v", ":n")) for key, n in listed.items()},
        chance.random() < 0.85,
    )


def told(law: Law) -> dict[str, list[str]]:
    """All that a law says of the races drawn for it: what is asked -> each answer; `result` -> what comes out."""
    chance = Random(f"small {law.word}")  # noqa: S311
    found: dict[str, list[str]] = defaultdict(list)
    for _ in range(RACES):
        race = race_of(law, chance)
        for claim in law.claims(race):
            values = ", ".join(f"{key} {value}" for key, value in claim.values.items())
            holds = "holds" if claim.holds else "broken"
            found[claim.asks].append(
                f"{holds} {claim.contest.contest_id} {claim.source_id} {claim.about}: {values}; {claim.locators}; "
                f"{claim.blames}"
            )
        for contest in race.rounds.values():
            for said in contest.said.values():
                found["seats that there are"].append(str(contest.seats(said)))
                for tally in said.tallies:
                    result = law.result(contest, said, tally)
                    found["result"].append(_in_words(result))
                    if result is not None:
                        others = _beside(result)
                        meets = [a.meets(b) for a in others for b in others]
                        found["which can be true at once"].append(f"{_in_words(result)} {meets}")
    return found


def _in_words(result: Result | None) -> str:
    if result is None:
        return "nothing"
    return f"{result.what} {sorted(result.sure.items())} {sorted(result.tied)} {result.by_lot}"


def _beside(result: Result) -> list[Result]:
    """A result, and others: one of it is left to a lot, goes to somebody else, is of another kind, or is gone."""
    others = [result, replace(result, what="another"), replace(result, by_lot=result.by_lot + 1)]
    names = sorted({*result.sure, *result.tied, "S0"})
    for name in sorted(key for key, n in result.sure.items() if n):
        less = {**result.sure, name: result.sure[name] - 1}
        others.append(Result(result.what, less, result.tied | {name, names[0]}, result.by_lot + 1))
        others.append(Result(result.what, {**less, names[-1]: less.get(names[-1], 0) + 1}, result.tied, result.by_lot))
    return others


def text() -> str:
    """The table, anew."""
    lines = []
    for law in (*laws().values(), UNDECLARED):
        lines.append(f"== {law.word or 'no law'}")
        for asks, rows in sorted(told(law).items()):
            broken = sum(row.startswith(("broken", "nothing")) for row in rows)
            letters = sha256("\n".join(rows).encode()).hexdigest()[:8]
            lines.append(f"{asks}: {len(rows) - broken} and {broken}, {letters}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(*told(laws()[sys.argv[1]])[sys.argv[2]], sep="\n")
    else:
        FILE.write_text(text(), "utf-8")
