"""Doubts about figures of small contests drawn by a seed, and whether they could matter: `doubts.txt`.

The contests are those of `tests/schemas/laws/small.py`, of a few votes each, so that ties, borders and gaps come up by
themselves. `python -m tests.golden.doubts "would take"` prints what is behind a line: before and after a change, for
`diff`.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from random import Random

from numerim.check.impact import Doubt, _judge, _restated, _stated
from numerim.check.lawful import Asked
from numerim.check.otherwise import Cell, Change, changed, result_of
from numerim.check.tipping import tipping_point
from numerim.schemas.contest import ONE_PER_CENT, Line, Race, Said, Tally, Whole
from numerim.schemas.law import laws
from numerim.schemas.rounds import UNDECLARED
from tests.golden import steps
from tests.schemas.laws import small

RACES, DOUBTS = 12, 5
MEASURES = {"votes": "votes", "per cent": "share", "seats": "seats"}

Cells = dict[str, Cell]


def placed(race: Race, chance: Random) -> tuple[Race, Cells]:
    """A race whose figures have places as sources have them, some of them two, and what stands there."""
    cells: Cells = {}
    for contest in race.rounds.values():
        for said in contest.said.values():
            for tally in (*said.tallies, *said.seats.values()):
                _place(contest.contest_id, said, tally, cells, chance)
            said.size = said.size and Whole(
                said.size.number, _at(contest.contest_id, said, "size", "council_size", "", said.size.number, "", cells)
            )
            named = {
                id(one): replace(one, line=replace(one.line, place=_at(
                    contest.contest_id, said, one.line.place, "outcome", one.line.selection, 0, one.said_by or "", cells
                )))
                for one in (*said.stated, *said.outcomes)
            }  # fmt: skip
            said.stated, said.outcomes = ([named[id(one)] for one in some] for some in (said.stated, said.outcomes))
    return race, cells


def _place(contest: str, said: Said, tally: Tally, cells: Cells, chance: Random) -> None:
    measure = MEASURES[tally.what]
    for key, line in tally.lines.items():
        number = Decimal(line.figure) / (ONE_PER_CENT if measure == "share" else 1)
        by = tally.said_by or ""
        if measure == "votes" and line.figure > 2 and chance.random() < 0.2:
            part = chance.randint(1, line.figure - 1)
            first = _at(contest, said, f"{line.place}1", measure, key, part, f"{by}1", cells)
            place = f"{first} {_at(contest, said, f'{line.place}2', measure, key, line.figure - part, f'{by}2', cells)}"
        else:
            place = _at(contest, said, line.place, measure, key, number, by, cells)
        place += f" {_at(contest, said, line.place + 'again', measure, key, number, by, cells)}" * (key == "S0")
        tally.lines[key] = replace(line, place=place)
    for word, whole in tally.wholes.items():
        place = _at(contest, said, whole.places, word, "", whole.number, tally.said_by or "", cells)
        tally.wholes[word] = Whole(whole.number, place)


def _at(
    contest: str, said: Said, name: str, measure: str, selection: str, number: Decimal | int, whose: str, cells: Cells
) -> str:
    place = f"{said.source_id}|{contest}{name.replace(' ', '')}|{measure}"
    cells[place] = Cell(contest, measure, selection, Decimal(number), (whose,))
    return place


def _change(cells: Cells, places: list[str], chance: Random) -> Change:
    """Other values of some figures, or of others."""
    some = chance.sample(places, min(len(places), chance.choice([1, 1, 2])))
    return {place: max(Decimal(0), cells[place].number + chance.choice([-3, -1, 1, 2, 6])) for place in some}


def told() -> dict[str, list[str]]:
    """What is said of the doubts, by what says it."""
    found: dict[str, list[str]] = defaultdict(list)
    for law in (*laws().values(), UNDECLARED):
        chance = Random(f"doubts {law.word}")  # noqa: S311
        for _ in range(RACES):
            race, cells = placed(small.race_of(law, chance), chance)
            shares = chance.choice(["valid", "cast"])
            asked = {one.contest_id: Asked(law, one, race, shares) for one in race.rounds.values()}
            known = {name: {s.source_id: s.places for s in of.contest.said.values()} for name, of in asked.items()}
            every = sorted(cells)
            thresholds: dict[tuple[object, ...], int | None] = {}
            for i in range(DOUBTS if every else 0):
                # every second doubt has other values
                own = [place for place in every if cells[place].contest == cells[chance.choice(every)].contest]
                wholes = [place for place in every if not cells[place].selection]
                places = set(chance.sample(own, min(len(own), chance.choice([1, 1, 2, 3, 6]))))
                places = {wholes[i % len(wholes)]} if wholes and i > DOUBTS - 3 else places
                if i == 0:  # what all sources have of somebody
                    one = cells[own[0]]
                    places = {p for p in own if (cells[p].selection, cells[p].measure) == (one.selection, one.measure)}
                doubt = Doubt(frozenset(places), [_change(cells, own, chance)] if i % 2 else [])
                impact = _judge(doubt, places, asked, cells, known, thresholds)
                found["impact"].append(f"{law.word} {sorted(places)} {impact}")
                found["would take"].append(f"{law.word} {tipping_point(sorted(places), asked.values(), cells, {})}")
                for name, of_name in asked.items():
                    found["restated"].append(steps.plain(list(_restated(places, cells, name))))
                    found["stated"].append(
                        steps.plain([small._in_words(result) for result in _stated(of_name, places)])
                    )
                    for said in of_name.contest.said.values():
                        other = changed(said, _change(cells, own, chance), cells, name)
                        results = [
                            result_of(of_name, said),
                            result_of(of_name, said, True),
                            result_of(of_name, said, False, True),
                        ]
                        results.append(other and result_of(of_name, other))
                        found["results"].append(steps.plain([small._in_words(result) for result in results]))
                        found["changed"].append(steps.plain(other and [_figures(other.tallies), other.size]))
    return found


def _figures(tallies: list[Tally]) -> list[list[int]]:
    def of(line: Line) -> int:
        return line.figure

    return [[*map(of, tally.lines.values()), *(whole.number for whole in tally.wholes.values())] for tally in tallies]


def lines() -> Iterator[str]:
    """The table, line by line."""
    for name, gave in sorted(told().items()):
        yield f"{name} {len(gave)} {sha256(chr(10).join(gave).encode()).hexdigest()[:8]}"


def text_of_doubts(folder: Path) -> str:
    """The table, anew."""
    return "\n".join(lines()) + "\n"


if __name__ == "__main__":
    print(*told()[sys.argv[1]], sep="\n")
