"""All that the sources say of the contests of an election, as laws are given it: `contests.txt`."""

from collections.abc import Iterator
from pathlib import Path

from numerim.check.lawful import Asked, contests
from numerim.schemas.contest import Said, Tally
from tests.rules.cases import read
from tests.rules.elections import made

HERE = Path(__file__).parent


def text_of_contests(folder: Path) -> str:
    """The table, anew."""
    with made(read(HERE / "contests.yml", HERE), folder) as connection:
        every = contests(connection)
        one = sorted(every)[-1]
        alone = contests(connection, [one])
        assert [*alone] == [one]
        assert [*_told(alone[one])][1:] == [*_told(every[one])][1:]
        assert contests(connection, []) == {}
        lines = [line for name in sorted(every) for line in _told(every[name])]
    return "\n".join(lines).replace("c000-", "").replace("c000/", "") + "\n"


def _told(asked: Asked) -> Iterator[str]:
    contest, race = asked.contest, asked.race
    yield f"== {contest.contest_id}: {contest.label}, {asked.law.word}; rounds {sorted(race.rounds)}"
    final = "final" if contest.is_final else "not final"
    yield f"  {contest.office} round {contest.round}, {final}, shares of {asked.shares_of}; {contest.terms}"
    yield f"  elsewhere: { ({source: sorted(does) for source, does in sorted(race.elsewhere.items())}) }"
    for source in sorted(contest.said):
        yield from _said(contest.said[source])


def _said(said: Said) -> Iterator[str]:
    size = f"; size {said.size.number} at {said.size.places}" if said.size else ""
    yield f"  {said.source_id}{size}"
    for tally in [*said.tallies, *said.seats.values()]:
        yield from _tally(tally)
    for outcome in said.stated:
        kept = "" if outcome in said.outcomes else " (said again)"
        listed = ", in a list" if outcome.in_list else ""
        yield f"    {outcome.line.label} {outcome.outcome}, by {outcome.said_by}{listed}, {outcome.line.place}{kept}"
    for outcome in said.outcomes:
        if outcome not in said.stated:
            yield f"    {outcome.line.label} {outcome.outcome} at once: {outcome.line.place}"


def _tally(tally: Tally) -> Iterator[str]:
    complete = "complete" if tally.complete else "not complete"
    yield f"    {tally.what} by {tally.said_by}, {complete}, shares of {tally.shares_of}"
    for line in tally.lines.values():
        whose = f"{line.label}, {line.kind}, {line.party}, {line.is_bound}"
        yield f"      {line.figure} ± {line.half} {whose}: {line.place}"
    for word, whole in sorted(tally.wholes.items()):
        yield f"      {word} {whole.number}: {whole.places}"
