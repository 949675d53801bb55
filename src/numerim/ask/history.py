"""What was known of an election when, and what changed from each state to the next: from the store alone."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl

from numerim import inputs, kept
from numerim.check.finding import plain
from numerim.declare.house import House
from numerim.fetch import states, steps
from numerim.publish.versions import versions
from numerim.publish.waiting import that_waits


@dataclass(frozen=True)
class Back:
    """A count that is lower than in the state before, or not given any more.

    Attributes:
        source: the id of its source.
        unit: what it is of.
        what: what it counts there.
        before: the count in the state before.
        stood: where that stood, file and cell.
        after: the count in this state; None where it is not given any more.
        stands: where that stands; empty where it is not given.
    """

    source: str
    unit: str
    what: str
    before: int
    stood: str
    after: int | None
    stands: str


@dataclass(frozen=True)
class Moves:
    """What changed in the counts from one state to the next.

    Attributes:
        up: how many counts are higher.
        down: how many are lower.
        new: how many were not given before.
        gone: how many are not given any more.
        units_new: how many units have counts that had none.
        units_gone: how many have none any more.
        back: the counts that are lower or gone, those that fell most first.
    """

    up: int = 0
    down: int = 0
    new: int = 0
    gone: int = 0
    units_new: int = 0
    units_gone: int = 0
    back: list[Back] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """A state of the inputs of an election.

    Attributes:
        state: its number.
        at: from when on it was known.
        what: what changed to the state before.
        version: the release that was made of it; empty where none was.
        numerim: the version of numerim that put it down.
        moves: what changed in the counts; None where numerim cannot read one of the two states.
        standing: of that release, where it is not listed as any other: `waits`, `withdrawn`; `left`, where its folder
            is not under `published/` any more.
    """

    state: int
    at: str
    what: str
    version: str
    numerim: str
    moves: Moves | None
    standing: str = ""


def history(house: House, election: str) -> list[Known]:
    """What was known of an election when, the oldest first.

    What is worked out of two states is kept under `build/`; the first time takes as long as reading each of them.

    Raises:
        InputError: there is no such election, what was put down is not as it was written, or an input of a state is
            not in the store any more.
        DiskError: a state could not be laid out.
    """
    house.election_file(election)
    released, known = states.releases(house, election), states.states(house, election)
    found = []
    before: Mapping[str, Any] = {}
    listed = {entry["version"]: entry for entry in versions(house.published / election)}
    waits = that_waits(house, election)
    for said, moves in zip(known, _moves(house, election, known), strict=True):
        version = released[said["state"]]["version"] if said["state"] in released else ""
        standing = next((one for one in ("withdrawn", "left") if one in listed.get(version, {})), "")
        if waits and waits.state == said["state"]:
            version, standing = waits.version, "waits"
        changed = _changed(before, said)
        found.append(Known(said["state"], said["at"], changed, version, said["numerim"], moves, standing))
        before = said
    return found


def _moves(house: House, election: str, known: list[states.Said]) -> Iterator[Moves | None]:
    """What changed in the counts of each state; nothing of the first has a state before."""
    last: tuple[int, pl.DataFrame | None] | None = None
    for i, said in enumerate(known):
        before = known[i - 1] if i else None
        if before is None or not _shared_and_changed(before, said):
            yield Moves()
            continue
        key = kept.digest(kept.code(), str(before), str(said))[:32]
        path = house.build / "elections" / election / "moves" / f"{key}.json"
        if (there := kept.recall(path)) is not None:
            yield Moves(**{**there, "back": [Back(**one) for one in there["back"]]})
            continue
        then = last[1] if last and last[0] == i - 1 else steps.figures_of(house, before)
        now = steps.figures_of(house, said)
        last = (i, now)
        if then is None or now is None:
            yield None
            continue
        made = _of(steps.steps(then, now, inputs.sources_of(before), inputs.sources_of(said), before["at"]))
        if house.build.is_dir():
            with suppress(OSError):
                path.parent.mkdir(parents=True, exist_ok=True)
                kept.write(path, asdict(made))
        yield made


def _shared_and_changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    then, these = inputs.sources_of(before), inputs.sources_of(now)
    return any(digest != these.get(name, digest) for name, digest in then.items())


def _of(found: pl.DataFrame) -> Moves:
    was, now = pl.col("before"), pl.col("after")
    unit = ("election_id", "source_id", "path", "gp_unit_id")
    units = found.group_by(unit).agg(was.count().alias("was"), now.count().alias("now"))
    back = found.filter(was.is_not_null() & (now.is_null() | (now < was))).sort(
        now.fill_null(0) - was, "unit", "what", "stood"
    )
    names = ("source_id", "unit", "what", "before", "stood", "after", "stands")
    return Moves(
        up=found.filter(now > was).height,
        down=back.filter(now.is_not_null()).height,
        new=found.filter(was.is_null()).height,
        gone=back.filter(now.is_null()).height,
        units_new=units.filter((pl.col("was") == 0) & (pl.col("now") > 0)).height,
        units_gone=units.filter((pl.col("was") > 0) & (pl.col("now") == 0)).height,
        back=[
            Back(source, one, what, plain(was_), stood, plain(now_), stands or "")
            for source, one, what, was_, stood, now_, stands in back.select(names).iter_rows()
        ],
    )


def _changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    if not before:
        return "the first"
    kinds = ("fetched", "files", "inputs", "seeds")
    names = [
        name if kind != "seeds" else f"seeds/{name}"
        for kind in kinds
        for name in sorted({**before[kind], **now[kind]})
        if before[kind].get(name) != now[kind].get(name)
    ]
    if before["numerim"] != now["numerim"]:
        names.append(f"numerim {now['numerim']}")
    return ", ".join(names)
