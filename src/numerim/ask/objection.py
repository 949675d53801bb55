"""What a reader objects to: written down, and judged."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from numerim import inputs
from numerim.ask.figure import Figure, at, find, release_of, row_of
from numerim.ask.what_if import WhatIf, number_of, what_if
from numerim.declare.house import House
from numerim.declare.objection import Objection, checked
from numerim.errors import InputError
from numerim.publish.versions import today
from numerim.schemas.vocabulary import IMPACTS, MEASURES, OBJECTION_STATES

_UNLIKE = re.compile(r"[^a-z0-9]+")
_MOST = 12
"""So many findings of a kind are told to people."""


@dataclass(frozen=True)
class Judged:
    """What is to be said of an objection.

    Attributes:
        objection: what it says.
        figure: the figure, in the version that it is about.
        latest: the latest version of the package.
        now: the same figure in that; None where it states no such thing.
        follows: what would follow if it were so; None where the election itself is not here.
        because: why nobody can say what would follow.
    """

    objection: Objection
    figure: Figure
    latest: str
    now: Figure | None
    follows: WhatIf | None
    because: str = ""

    @property
    def breaks(self) -> bool:
        """Whether, were it so, there would be errors that there are not now, or the election could not be read."""
        follows = self.follows
        return follows is not None and (
            bool(follows.unreadable) or any(one["severity"] == "error" for one in follows.come)
        )


def make(
    house: House, package: str, keys: Sequence[str], version: str | None, said: dict[str, Any]
) -> tuple[Objection, Figure]:
    """An objection to a figure of a release.

    Args:
        house: where things lie.
        package: the package.
        keys: see `figure.find`.
        version: the version; the latest where absent.
        said: `should_be`, `because` and what else is said of it.

    Raises:
        InputError: there is no such figure, it is what it should be, or something is said that cannot be published.
    """
    figure = find(house, package, keys, version)
    one = checked(
        {
            "package": package,
            "version": figure.version,
            "table": figure.table,
            "key": figure.key,
            "source": figure.source,
            "locator": figure.locator,
            "published": figure.published,
            **said,
            "on": date.fromisoformat(today()),
        },
        "numerim object",
    )
    _see_value(one, figure, "--should-be")
    return one, figure


def name_of(one: Objection) -> str:
    """A name for its file: `objection-al-local-2023-wikipedia-txt-l47-c5.yml`."""
    return f"objection-{one.package}-{_UNLIKE.sub('-', one.locator.lower()).strip('-')[:60].strip('-')}.yml"


def _see_value(one: Objection, figure: Figure, shown: str) -> None:
    """See that it says something else than what is published, and a figure where there is a figure.

    Raises:
        InputError: it does not.
    """
    measure = MEASURES.get(figure.measure)
    if measure is not None and measure.kind in ("count", "share", "points"):
        value = number_of(one.should_be, measure.kind)
        if value is None:
            example = "1234" if measure.kind == "count" else "43.36"
            problem = f"{one.should_be!r} is not a figure; published is {figure.published}"
            raise InputError(shown, problem, f"Write it as the package does: {example}.")
        same = figure.value is not None and value == number_of(figure.value, measure.kind)
    else:
        same = one.should_be in (figure.printed, figure.corrected)
    if same:
        raise InputError(shown, f"{one.should_be} is what version {figure.version} has", "Nothing is to be corrected.")


def judge(house: House, one: Objection, shown: str) -> Judged:
    """Judge an objection: nothing is written.

    Args:
        house: where things lie.
        one: what it says.
        shown: its file in messages.

    Raises:
        InputError: the version that it is about has no such figure, or another; or the election cannot be read.
    """
    figure = _figure(house, one, shown)
    _see_value(one, figure, shown)
    latest, _ = release_of(house, one.package)
    there = at(house, one.package, latest, one.source, one.locator)
    if not any((f.table, f.key) == (figure.table, figure.key) for f in there) and figure.table and figure.key:
        there = row_of(house, one.package, latest, figure.table, figure.key)  # it stands elsewhere now
    now = next((f for f in there if (f.table, f.key, f.measure) == (figure.table, figure.key, figure.measure)), None)
    if one.package not in house.elections():
        because = f"raw/*/{one.package}/ is not here, so nobody can say what would follow"
        return Judged(one, figure, latest, now, None, because)
    place = (now.source, now.locator) if now else (one.source, one.locator)
    follows = what_if(inputs.take(house, one.package), *place, one.should_be, shown)
    return Judged(one, figure, latest, now, follows)


def _figure(house: House, one: Objection, shown: str) -> Figure:
    try:
        found = at(house, one.package, one.version, one.source, one.locator)
    except InputError as error:
        raise InputError(shown, f"{error.place}: {error.problem}", error.cure) from None
    of = f"{one.package} {one.version}"
    if not found:
        problem = f"{of} states nothing at {one.source}|{one.locator}"
        raise InputError(shown, problem, "`numerim trace` shows where a figure is.")
    if one.table is not None or one.key is not None:
        rows = [f for f in found if (f.table, f.key) == (one.table, one.key)]
        if not rows:
            there = ", ".join(f"{f.table} {f.key}" for f in found if f.table) or "no row"
            problem = f"what stands at {one.locator} in {of} makes {there}, not {one.table} {one.key}"
            raise InputError(shown, problem, "`numerim object` writes the key of the figure.")
        found = rows
    same = [f for f in found if one.published in (f.published, f.printed.strip())]
    if not same:
        problem = f"{of} has {found[0].published!r} at {one.locator}, not {one.published!r}"
        raise InputError(shown, problem, "Look at that version again; `numerim object` writes what it has.")
    return same[0]


def as_json(judged: Judged, shown: str) -> dict[str, Any]:
    """What is to be said of it, for programs."""
    one, follows = judged.objection, judged.follows
    said = one.model_dump(mode="json", exclude={"answer", "by", "credit"})
    told: dict[str, Any] = {
        "file": shown,
        "objection": said | {"state": one.state},
        "printed": judged.figure.printed,
        "fate": judged.figure.fate,
        "latest": judged.latest,
        "published_in_latest": judged.now.published if judged.now else None,
        "is_in_latest": judged.now is not None and judged.now.published == judged.figure.published,
        "because": judged.because or None,
    }
    if follows is None:
        return told | {"if_it_were_so": None}
    names = ("rule", "severity", "status", "subject", "says")
    kinds = {kind: [{k: row[k] for k in names} for row in getattr(follows, kind)] for kind in ("gone", "come", "stay")}
    fix = follows.corrected
    return told | {
        "corrected_already": {"set": fix.set, "reason": fix.reason} if fix else None,
        "if_it_were_so": {
            "cell": follows.mended,
            "unreadable": follows.unreadable or None,
            **kinds,
            "impact": follows.impact,
            "outcomes": [asdict(outcome) for outcome in follows.outcomes],
        },
        "correction": follows.entry,
    }


def lines(judged: Judged, shown: str) -> Iterator[str]:
    """What is to be said of it, for people."""
    one, figure, follows = judged.objection, judged.figure, judged.follows
    yield f"{shown}: {one.state}. {OBJECTION_STATES[one.state]}."
    yield f"  {one.package} {one.version}, {figure.measure}: {figure.source}|{figure.locator}"
    if figure.table:
        yield f"  {figure.table} {figure.key}"
    yield f"  published {figure.published}, printed {figure.printed!r}; should be {one.should_be}"
    yield f"  because: {one.because}"
    if one.evidence:
        yield f"  evidence, not looked at: {one.evidence}"
    yield f"  {_in_latest(judged)}"
    if follows is None:
        yield f"  {judged.because}."
        return
    if follows.corrected:
        as_said = " as it is said here" if follows.corrected.set == follows.mended else ""
        fix = follows.corrected
        yield f"  Corrected already{as_said}: {fix.expect!r} is read as {fix.set!r}. {fix.reason}"
    if follows.unreadable:
        yield f"  Were it {follows.mended!r}, the election could not be read: {follows.unreadable}."
        return
    yield from _would(follows)
    yield "  If the source confirms it, under corrections: in election.yml:"
    yield f"    {follows.entry}"


def _in_latest(judged: Judged) -> str:
    if judged.now is None:
        return f"Version {judged.latest}, the latest, states no such thing any more."
    if judged.now.published != judged.figure.published:
        return f"Version {judged.latest}, the latest, has {judged.now.published} instead."
    if judged.latest == judged.objection.version:
        return "This is the latest version."
    moved = judged.now.locator != judged.figure.locator
    at_ = f", at {judged.now.source}|{judged.now.locator}" if moved else ""
    return f"Version {judged.latest}, the latest, has the same{at_}."


def _would(follows: WhatIf) -> Iterator[str]:
    yield f"  Were it {follows.mended!r}:"
    for kind, word in (("gone", "would go"), ("come", "would come"), ("stay", "would stay")):
        rows = getattr(follows, kind)
        for row in rows[:_MOST]:
            decided = "" if row["status"] == "open" else f", {row['status']}"
            yield f"    {row['rule']} {word} ({row['severity']}{decided}): {row['says']}"
        if len(rows) > _MOST:
            yield f"    … {len(rows) - _MOST} more {word}; --format json has them"
    if not (follows.gone or follows.come):
        yield "    no finding would go, and none would come"
    impact = follows.impact
    told = {
        "decisive": "It would change who wins, goes to a runoff, or gets a seat:",
        "none": "It would not change who wins, goes to a runoff, or gets a seat.",
        "unknown": "Whether it would change who wins does not follow from the figures.",
        None: "No outcome of a contest depends on it.",
    }[impact]
    yield f"    impact: {impact}. {told}" if impact in IMPACTS else f"    {told}"
    for outcome in follows.outcomes:
        if outcome.matters:
            yield f"      {outcome.contest}: now {outcome.before}"
            yield f"      {outcome.contest}: then {outcome.after}"
