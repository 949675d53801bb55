"""What a check says of an election, as the command line prints it: made once, and kept while nothing changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from numerim import inputs, kept
from numerim.declare.house import House
from numerim.inputs import State

if TYPE_CHECKING:
    from numerim.check.check import Engine

TALLY = ("code", "severity", "held", "broken", "not_applicable", "each", "title", "set")
"""What is told of each rule."""


@dataclass(frozen=True)
class Judged:
    """What was found in an election.

    Attributes:
        findings: rows of the table `findings` with their `places`, the gravest first.
        rules: the columns `TALLY` of every rule.
        fates: what became of statements -> how many.
        told: the findings in a line.
        explained: each of them with its figures, and with what would mend it.
    """

    findings: Sequence[dict[str, Any]]
    rules: Sequence[Sequence[Any]]
    fates: dict[str, int]
    told: str
    explained: str


def answer(house: House, election: str) -> tuple[Judged, list[str]]:
    """What a check says of an election, and what it has to say of its sources as such.

    Raises:
        InputError: its sources cannot be read.
    """
    state = inputs.take(house, election)
    known = state.kept_as("judged", f"{state.key()}.json")
    said = state.kept_as("remarks", f"{state.key(settings=True)}.json")
    found = _known(state, kept.recall(known)) if house.keeps else None
    remarks = kept.recall(said) if house.keeps else None
    if found and remarks is not None:
        return found, remarks
    if found:
        remarks = _remarks(state)
    else:
        found, remarks = judge(state)
        if house.keeps:
            kept.remember(known, {"sources": state.sources(), "judged": asdict(found)})
    if house.keeps:
        kept.remember(said, remarks)
    return found, remarks


def _known(state: State, said: dict[str, Any] | None) -> Judged | None:
    """What was found before, where the sources are still what they were."""
    if said is None or not inputs.are_there(state.path.parent, said["sources"]):
        return None
    return Judged(**said["judged"])


def judge(state: State, engine: Engine | None = None) -> tuple[Judged, list[str]]:
    """Check an election anew; `engine` asks the rules, where they are not asked in DuckDB."""
    from numerim import in_memory, warehouse
    from numerim.ask.advise import advised
    from numerim.check.finding import told
    from numerim.publish.terms import remarks

    with in_memory.checked_as(state, engine=engine) as connection:
        found = Judged(
            findings=told(connection),
            rules=warehouse.rows(
                connection, f"SELECT {', '.join(map(warehouse.quoted, TALLY))} FROM core.rules ORDER BY code"
            ),
            fates=dict(
                warehouse.rows(connection, "SELECT fate, count(*) FROM clean.statements GROUP BY ALL ORDER BY ALL")
            ),
            told=in_memory.summarised(connection, state.election).findings_told,
            explained=advised(connection, state.file),
        )
        return found, remarks(connection, state.file, state.said)


def _remarks(state: State) -> list[str]:
    from numerim import warehouse
    from numerim.model import seeds
    from numerim.publish.terms import remarks

    with warehouse.open_memory() as connection, state.held():
        seeds.load(connection, state.house.reference)
        return remarks(connection, state.file, state.said)
