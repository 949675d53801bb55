"""What a run of an election says to whoever watches: its message, artifacts, events and log."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from prefect.artifacts import create_markdown_artifact, create_progress_artifact, update_progress_artifact
from prefect.client.schemas.objects import State as RunState
from prefect.events import emit_event
from prefect.logging import get_logger, get_run_logger
from prefect.states import Completed, Failed

from numerim import runs, stages
from numerim.declare.house import House
from numerim.errors import InputError
from numerim.flows.publish import Made
from numerim.inputs import State
from numerim.publish.difference.told import lines
from numerim.publish.release import difference_of
from numerim.runs import News, Open
from numerim.schemas.sentence import sentence

_MOST = 20
"""So many findings of a run are told one by one; the others are counted."""


class RunError(Exception):
    """What a person must know of a run that ended as it should.

    Attributes:
        made: what was made all the same.
    """

    def __init__(self, says: str, made: Any = None) -> None:
        super().__init__(says, made)
        self.made = made

    def __str__(self) -> str:
        """What there is to know."""
        return str(self.args[0])


def _plain(record: logging.LogRecord) -> bool:
    """Leave a record of Prefect without its traceback where nothing is wrong with the code, but with an input.

    That a run failed as it should is no record at all: the run has told it, and Prefect calls it unexpected.
    """
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, InputError):
        record.msg, record.args, record.exc_info = str(error), (), None
    return not isinstance(error, RunError)


for _name in ("flow_runs", "task_runs"):
    get_logger(_name).addFilter(_plain)


@dataclass(frozen=True)
class Source:
    """A look at a file that is fetched: see `numerim.fetch.sources.Look`.

    Attributes:
        name: the file.
        url: its address.
        outcome: `new`, `same`, `refused` or `failed`.
        says: what is to be told of it.
        was_failing: whether it failed before.
    """

    name: str
    url: str
    outcome: Literal["new", "same", "refused", "failed"]
    says: str
    was_failing: bool

    @property
    def fails(self) -> bool:
        """Whether nothing good came."""
        return self.outcome in ("refused", "failed")


@dataclass
class Run:
    """A run of an election, as far as it is.

    Attributes:
        election: its id.
        wrong: what a person must know, in words.
        fine: what else it came to.
        open: what is open; None where that could not be found out.
        made: what `release_election` gave; None where nothing could be published.
        kind: what went wrong, as the name of a state.
        waits: the digest of a release that waits for a person, or for its time.
    """

    election: str
    wrong: list[str] = field(default_factory=list)
    fine: list[str] = field(default_factory=list)
    open: Sequence[Open] | None = None
    made: Made | None = None
    kind: str = ""
    waits: str = ""
    _progress: UUID | None = None

    @property
    def message(self) -> str:
        """What it came to."""
        return "\n".join([*self.wrong, *self.fine])

    def state(self) -> "RunState[Any]":
        """The state that the run ends with; what it came to is in its log, too."""
        for says in self.wrong:
            get_run_logger().error("%s", says)
        for says in self.fine:
            get_run_logger().info("%s", says)
        if self.wrong:
            return Failed(name=self.kind, message=self.message, data=RunError(self.message, self.made))
        return Completed(name=self.kind or None, message=self.message, data=self.made)

    def fetched(self, looks: Sequence[Source]) -> None:
        """Tell what was fetched; what fails is an event when it begins, and when it ends."""
        for look in looks:
            if look.outcome == "new":
                get_run_logger().info("fetched %s: %s", look.name, look.says)
            if look.fails:
                self._is_wrong("Source failed", f"{look.name}: {look.says}")
            if look.fails != look.was_failing:
                what = "source.failed" if look.fails else "source.recovered"
                says = look.says if look.fails else "it comes again"
                self._emit(what, f"{look.name}: {says}", {"file": look.name, "url": look.url})

    def step(self, part: float, doing: str) -> None:
        """Show how far the run is; one that has nothing to do shows nothing."""
        get_run_logger().info("%s", doing)
        told = f"{self.election}: {doing}"
        if self._progress:
            update_progress_artifact(self._progress, progress=100 * part, description=told)
        elif part < 1:
            made = create_progress_artifact(100 * part, key=f"progress-{self.election}", description=told)
            self._progress = made if isinstance(made, UUID) else None

    def found(self, state: State, news: News) -> None:
        """Tell what is open, and what of it is new or gone; new errors are events."""
        self.open = news.open
        new = news.new_errors
        if new:
            told = sentence("{n:error is|errors are} new; figures are held back", {"n": len(new)})
            self._is_wrong("New errors", _listed(told, [one.says for one in new]))
        for one in new[:_MOST]:
            self._emit("finding.opened", one.says, {"finding": one.finding, "severity": one.severity})
        if len(new) > _MOST:
            self._emit("finding.opened", f"and {len(new) - _MOST} more errors", {"more": len(new) - _MOST})
        old = sum(one.severity == "error" for one in news.open) - len(new)
        if old:
            self.fine.append(sentence("{n:known error stays|known errors stay} open", {"n": old}) + ".")
        if news.new or news.gone or self._progress:
            create_markdown_artifact(
                key=f"findings-{self.election}",
                markdown=_findings(state, news),
                description=f"What does not fit in {self.election}",
            )

    def released(self, house: House, made: Made) -> None:
        """Tell a release."""
        self.made = made
        if made["waits"]:
            says = f"{made['version']} waits: {made['waits']}. {made['summary']}"
            self.fine.append(f"{says}\nTo approve it:  {made['approve']}" if made["approve"] else says)
            self.waits = str(made["digest"])
            if runs.last(house, self.election).waits != self.waits:  # that it still waits is no news
                self._emit("release.waits", f"{made['waits']}: {made['summary']}", {"version": made["version"]})
            return
        if not made["is_new"]:
            self.fine.append(f"Nothing changed since {made['version']}.")
            return
        self.fine.append(f"Published {made['version']}. {made['summary']}".rstrip())
        self._emit("release.published", str(made["summary"]), {"version": made["version"], "folder": made["folder"]})
        told = difference_of(house, self.election, None, str(made["version"]))
        create_markdown_artifact(
            key=f"release-{self.election}",
            markdown="\n".join(
                [f"# {self.election} {made['version']}", "", str(made["summary"]), "", "```text", *lines(told), "```"]
            ),
            description=f"What changed in {self.election} with {made['version']}",
        )

    def refused(self, error: InputError) -> None:
        """Tell why the election cannot be read or published."""
        self._is_wrong("Cannot be read", str(error))

    def nothing_yet(self) -> None:
        """Tell that the sources have no figure yet."""
        self.kind = self.kind or "Nothing yet"
        self.fine.append("Nothing is published: the sources have no figure yet.")
        self.step(1.0, "no figure yet")

    def _is_wrong(self, kind: str, says: str) -> None:
        self.kind = self.kind or kind
        self.wrong.append(says)

    def _emit(self, what: str, says: str, more: dict[str, Any]) -> None:
        """Tell the server what happened, so that automations can hear it."""
        resource = {"prefect.resource.id": f"numerim.election.{self.election}", "prefect.resource.name": self.election}
        emit_event(f"numerim.{what}", resource, payload={"election": self.election, "says": says, **more})


def _listed(told: str, says: Sequence[str]) -> str:
    more = [f"and {len(says) - _MOST} more"] if len(says) > _MOST else []
    return "\n".join([f"{told}:", *(f"  {one}" for one in [*says[:_MOST], *more])])


def _findings(state: State, news: News) -> str:
    parts = []
    for title, found in (("New", news.new), ("Gone", news.gone)):
        if found:
            parts += [f"## {title}", "", *(f"- {one.severity}: {one.says}" for one in found[:_MOST])]
            parts += [f"- and {len(found) - _MOST} more"] if len(found) > _MOST else []
            parts.append("")
    since = {one.finding: one.since for one in news.open}
    more = ["", f"`numerim check {state.election} --explain` says of each where it is, and what it means."]
    return "\n".join([*parts, "## All", "", stages.findings_as_markdown(state, since), *(more if news.open else [])])
