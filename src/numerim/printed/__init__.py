"""Findings on paper: what is said of a file or an election, in forms for people, editors and machines.

In: findings with their places. Out: text. One module, one form.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Protocol, cast


class Form(StrEnum):
    """A form in which findings are printed."""

    text = "text"
    json = "json"
    sarif = "sarif"
    github = "github"


@dataclass(frozen=True)
class Place:
    """A cell.

    Attributes:
        path: the file, as the reader of the finding can open it.
        line: its line, from 1.
        column: the character of the line with which the cell begins, from 1; None for the whole line.
        cell: the number of the cell in its row, from 1; None for the whole row.
        name: the name of its column.
        printed: what stands there.
        at: where, in a file that has no lines: `!Sheet1!F17`; its line is 1 then.
    """

    path: str
    line: int
    column: int | None = None
    cell: int | None = None
    name: str = ""
    printed: str = ""
    at: str = ""

    @property
    def short(self) -> str:
        """The cell without its file: `F17`, `R4C2`, `cell 9 of line 17`."""
        if self.at:
            return self.at.rpartition("!")[2] or self.at
        return f"cell {self.cell} of line {self.line}" if self.cell else f"line {self.line}"

    @property
    def shown(self) -> str:
        """`path:line:column`, which editors open; of a file without lines, its locator."""
        if self.at:
            return self.path + self.at
        return f"{self.path}:{self.line}" + (f":{self.column}" if self.column else "")


@dataclass(frozen=True)
class Suspect:
    """A figure that is likely wrong.

    Attributes:
        place: where it stands.
        printed: what stands there.
        fits: the figure that would fit instead.
    """

    place: Place
    printed: str
    fits: str


@dataclass(frozen=True)
class Told:
    """A finding, as it is printed.

    Attributes:
        rule: the code of the rule.
        severity: `error`, `warning` or `info`.
        says: one sentence, with the numbers.
        places: where; the first is where a reader should look first.
        subject: what it is about; the same when the file is judged again.
        times: for how many findings of one kind it stands.
        status: `open`, or what was decided about it.
        expected: the figure that the rule expects, where there is one.
        actual: the figure that is there instead.
        reason: why it was accepted, where it was.
        suspected: the figures that are likely wrong, where a change of them is far likelier than all else.
        cause: what all findings with the same cause have in common here; None where it has no other.
        cause_says: that cause, in words.
        changes: whether it could change who is elected, in words; empty where nobody knows.
    """

    rule: str
    severity: str
    says: str
    places: tuple[Place, ...]
    subject: str = ""
    times: int = 1
    status: str = "open"
    expected: str | None = None
    actual: str | None = None
    reason: str | None = None
    suspected: tuple[Suspect, ...] = ()
    cause: str | None = None
    cause_says: str | None = None
    changes: str = ""

    @property
    def suspicion(self) -> str:
        """`F75 is 4462; 4453 would fit`; empty where no figure is suspected."""
        are = [f"{one.place.short} is {one.printed or 'empty'}" for one in self.suspected]
        return f"{' and '.join(are)}; {' and '.join(one.fits for one in self.suspected)} would fit" if are else ""


@dataclass(frozen=True)
class Judgement:
    """What is said of one file or election.

    Attributes:
        subject: its path or id.
        told: the findings, the worst first.
        titles: the code of each rule that was asked -> what it claims.
        summary: what was judged and found, in a line.
        counts: what was judged, by name: rows, contests, units, rules.
        explained: the findings with their figures and what would mend them; None where nobody asked for it, or only
            the findings themselves can be told.
        read_as: the end of the summary that says what columns were taken for, where nobody has said it.
        reading: the same as a table, line by line.
    """

    subject: str
    told: Sequence[Told]
    titles: dict[str, str]
    summary: str
    counts: dict[str, int]
    explained: str | None = None
    read_as: str = ""
    reading: Sequence[str] = ()

    @property
    def by_severity(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        found = dict.fromkeys(("error", "warning", "info"), 0)
        for one in self.told:
            found[one.severity] += 1
        return found


def together(told: Sequence[Told]) -> list[list[Told]]:
    """Findings in their order, those with one cause together where the first of them stands."""
    groups: dict[str, list[Told]] = {}
    for i, one in enumerate(told):
        groups.setdefault(one.cause or str(i), []).append(one)
    return list(groups.values())


def with_cause(one: Told) -> str:
    """What a finding says, with what is likely wrong, or its cause: where each finding is told for itself."""
    if one.suspected:
        return f"{one.says}\nsuspected: {one.suspicion}"
    return f"{one.says}\ncause: {one.cause_says}" if one.cause and one.times == 1 else one.says


COUNTED = re.compile(r"\d+ findings ")
"""How a cause begins that says itself how many findings it has."""


def because(findings: int, cause: str) -> str:
    """That several findings have one cause, and which, without saying twice how many they are."""
    return cause if COUNTED.match(cause) else f"{findings} findings have one cause: {cause}"


def of_causes(told: Sequence[Told]) -> str:
    """How many of some findings have causes in common: `6 of them have one cause`; empty where none has."""
    several = [times for group in together(told) if (times := sum(one.times for one in group)) > 1 and group[0].cause]
    if not several:
        return ""
    causes = "one cause" if len(several) == 1 else f"{len(several)} causes"
    return f"{sum(several):,} of them have {causes}"


class Printer(Protocol):
    """A form: a module of `numerim.printed`."""

    def printed(self, judgements: Sequence[Judgement]) -> str:
        """The findings in that form, ending with a new line where there is anything to say."""
        ...


def printed(judgements: Sequence[Judgement], form: Form) -> str:
    """What is said of files or elections, in a form."""
    return cast(Printer, import_module(f"{__name__}.{form.value}")).printed(judgements)


def counted(counts: dict[str, int]) -> str:
    """Findings by severity in words: `3 errors, 1 warning`."""
    told = [f"{n} {name}{'' if n == 1 or name == 'info' else 's'}" for name, n in counts.items() if n]
    return ", ".join(told) or "nothing was found"
