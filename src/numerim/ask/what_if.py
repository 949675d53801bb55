"""What would follow if a cell of a source said something else; nothing is written."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import duckdb

from numerim import warehouse
from numerim.ask.advise import Cell, entry, numbers_of, set_to
from numerim.check.check import judge_all
from numerim.check.finding import Finding
from numerim.check.lawful import Asked, contests
from numerim.check.otherwise import result_of
from numerim.declare.declaration import Correction
from numerim.declare.election import ElectionFile
from numerim.errors import InputError
from numerim.in_memory import with_corrections
from numerim.inputs import State
from numerim.read.ingest import read_all
from numerim.schemas.law import Result

_FIGURES = ("count", "share", "points")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[.,' \u2019\u00a0\u202f]\d{3})+")
_COUNT = re.compile(r"[+-]?\d{1,15}(?:\.0+)?", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,6})?", re.ASCII)


@dataclass(frozen=True)
class Outcome:
    """What comes of a contest, as the cell is and as it would be.

    Attributes:
        contest: the contest, in words.
        matters: whether another would win or go on, or a seat change; None where the figures do not tell.
        before: what follows by the law from the figures of the source, and what it states, in words.
        after: the same, were it so.
    """

    contest: str
    matters: bool | None
    before: str
    after: str


@dataclass(frozen=True)
class WhatIf:
    """What would follow.

    Attributes:
        source: the source.
        locator: the cell.
        printed: what the cell says now.
        mended: what it would say.
        corrected: the declared correction that there is of it already.
        entry: the correction as it would be declared, its reason left open.
        unreadable: why the election could not be read then; empty where it could.
        gone: the findings that would go: rows of `findings`.
        come: those that would come.
        stay: those about the cell that would stay.
        outcomes: of each contest that the cell is about.
    """

    source: str
    locator: str
    printed: str
    mended: str
    corrected: Correction | None
    entry: str
    unreadable: str = ""
    gone: list[dict[str, Any]] = field(default_factory=list)
    come: list[dict[str, Any]] = field(default_factory=list)
    stay: list[dict[str, Any]] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def impact(self) -> str | None:
        """A word of `IMPACTS`: whether another wins or goes on, or a seat changes; None where it is of no contest."""
        said = {one.matters for one in self.outcomes}
        return "decisive" if True in said else "unknown" if None in said else "none" if said else None


def what_if(state: State, source: str, locator: str, should_be: str, shown: str) -> WhatIf:
    """What would follow if a cell said something else.

    Args:
        state: the election, as it is.
        source: a source of it.
        locator: the cell.
        should_be: the figure that it should have, as a package writes figures, or its words.
        shown: where that is said, for messages.

    Raises:
        InputError: the election cannot be read, nothing is stated there, or that is no figure.
    """
    file = state.file
    raw, wrong = read_all(file)
    if wrong:
        raise wrong[0]
    others = [c for c in file.election.corrections if (c.source, c.at) != (source, locator)]
    declared = [c for c in file.election.corrections if (c.source, c.at) == (source, locator)]
    with state.held(), with_corrections(state.house, file, raw, file.election.corrections) as (connection, as_is):
        cells = _cells(connection, source, locator)
        if not cells:
            problem = f"{source}|{locator} states nothing any more in what lies under {file.shown.rpartition('/')[0]}"
            raise InputError(shown, problem, "Compare it with the latest version: `numerim trace` shows where it is.")
        printed, mended = cells[0][1], _mended(should_be, cells[0][0], file, shown)
        made = entry(source, locator, printed, mended)
        before = _findings(connection, as_is)
        about = _contests(connection, source, locator)
        laid = {name: _said(one, source, _labels(connection)) for name, one in contests(connection, about).items()}
    known = WhatIf(source, locator, printed, mended, declared[0] if declared else None, made)
    fixed = Correction(source=source, at=locator, expect=printed, set=mended, reason="It is asked what would follow.")
    try:
        with with_corrections(state.house, file, raw, [*others, fixed]) as (connection, as_said):
            after = _findings(connection, as_said)
            about |= _contests(connection, source, locator)
            labels = _labels(connection)
            then = {name: _said(one, source, labels) for name, one in contests(connection, about).items()}
    except InputError as error:
        return replace(known, unreadable=error.problem)
    at = f"{source}|{locator}"
    return replace(
        known,
        gone=_apart(before, after),
        come=_apart(after, before),
        stay=[one for one, places in _same(after, before) if at in places],
        outcomes=[_outcome(laid.get(name), then.get(name)) for name in sorted({*laid, *then})],
    )


def _cells(connection: duckdb.DuckDBPyConnection, source: str, locator: str) -> list[tuple[Cell, str]]:
    """What is stated in a cell, figures first, with the cell as it is printed."""
    sql = (
        "SELECT locator, coalesce(corrected, printed), value, measure, written, printed FROM core.statements "
        f"WHERE source_id = {warehouse.text(source)} AND locator = {warehouse.text(locator)} "
        "ORDER BY number IS NULL, statement_id"
    )
    return [
        (Cell(source, at, now or "", value or "", measure, how), printed or "")
        for at, now, value, measure, how, printed in warehouse.rows(connection, sql)
    ]


def _mended(should_be: str, cell: Cell, file: ElectionFile, shown: str) -> str:
    """What the cell would say."""
    measure = file.election.measures.get(cell.measure)
    if measure is None or measure.kind not in _FIGURES:
        return should_be
    value = number_of(should_be, measure.kind)
    if value is None:
        example = "1234" if measure.kind == "count" else "43.36"
        problem = f"{should_be!r} is no figure, and here {measure.title.lower()} are stated"
        raise InputError(shown, problem, f"Write it as the package does: {example}.")
    told = set_to(value, cell, file)
    if told and (told != cell.printed or number_of(cell.figure, measure.kind) == value):
        return told
    return f"{value:f}".replace(".", numbers_of(cell, file).decimal)  # the figure was in words, say


def number_of(text: str, kind: str) -> Decimal | None:
    """A figure as a person writes it; None where it is none, or could be two.

    Args:
        text: such as `1234`, `1 234`, `43.36` or `43,36 %`.
        kind: what it is: `count`, `share` or `points`.
    """
    bare = text.strip().removesuffix("%").strip()
    if kind == "count":
        bare = re.sub(r"[^\d+-]", "", bare) if _THOUSANDS.fullmatch(bare) else bare
        return Decimal(bare).to_integral_value() if _COUNT.fullmatch(bare) else None
    bare = bare.replace(",", ".", 1)
    return Decimal(bare) if _DECIMAL.fullmatch(bare) else None


def _findings(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> list[Finding]:
    """The findings of an election, those that are accepted marked so."""
    found = judge_all(connection, file).findings
    for one in found:
        names = (one.subject, one.subject.removeprefix(f"{one.election_id}/"))
        for said in file.election.accept:
            if said.rule == one.rule.code and said.subject in names and said.election in (None, one.election_id):
                one.status, one.reason = "accepted", said.reason
    return found


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.rule.code, finding.election_id, finding.subject


def _apart(some: Sequence[Finding], others: Sequence[Finding]) -> list[dict[str, Any]]:
    """Those findings of which the others have none about the same thing."""
    there = Counter(map(_key, others))
    left = []
    for one in some:
        there[_key(one)] -= 1
        left += [one.published()] if there[_key(one)] < 0 else []
    return left


def _same(some: Sequence[Finding], others: Sequence[Finding]) -> list[tuple[dict[str, Any], list[str]]]:
    there = set(map(_key, others))
    return [(one.published(), one.locators) for one in some if _key(one) in there]


def _contests(connection: duckdb.DuckDBPyConnection, source: str, locator: str) -> set[str]:
    """The contests that a cell states something of."""
    sql = (
        "SELECT DISTINCT coalesce(s.contest_id, r.contest_id) FROM core.statements s "
        "LEFT JOIN core.reports r ON s.contest_id IS NULL AND r.election_id = s.election_id AND r.office = s.office "
        "AND r.gp_unit_id = s.gp_unit_id AND r.round = s.round "
        f"WHERE s.source_id = {warehouse.text(source)} AND s.locator = {warehouse.text(locator)}"
    )
    return {name for (name,) in warehouse.rows(connection, sql) if name is not None}


Labels = Mapping[tuple[str, str], str]


def _labels(connection: duckdb.DuckDBPyConnection) -> Labels:
    rows = warehouse.rows(connection, "SELECT contest_id, selection_id, label FROM core.selections")
    return {(contest, selection): label or selection for contest, selection, label in rows}


@dataclass(frozen=True)
class _Told:
    """What a source says of a contest: what follows by the law, what it states, and both in words."""

    contest: str
    result: Result | None
    states: frozenset[tuple[str, str, int]]
    words: str


def _said(asked: Asked, source: str, labels: Labels) -> _Told:
    contest, said = asked.contest, asked.contest.said.get(source)
    if said is None:
        return _Told(contest.label, None, frozenset(), "nothing")

    def name(selection: str) -> str:
        return labels.get((contest.contest_id, selection), selection)

    result = result_of(asked, said)
    stated = {(one.outcome, one.line.selection, 1) for one in said.outcomes}
    stated |= {("seats", key, line.figure) for tally in said.seats.values() for key, line in tally.lines.items()}
    words = [_in_words(result, name)] if result else []
    if printed := sorted(f"{name(key)} {word if word != 'seats' else f'{n} seats'}" for word, key, n in stated):
        words.append(f"as printed: {', '.join(printed)}")
    return _Told(contest.label, result, frozenset(stated), "; ".join(words) or "nothing follows from the figures")


def _in_words(result: Result, name: Any) -> str:
    many = result.what == "seats"
    sure = sorted(result.sure.items(), key=lambda one: (-one[1], name(one[0])))
    told = ", ".join(f"{name(key)} {number}" if many else name(key) for key, number in sure if number)
    lot = f"a lot decides between {', '.join(sorted(map(name, result.tied)))}" if result.tied else ""
    return f"{result.what}: {'; '.join(part for part in (told, lot) if part) or 'nobody'}"


def _outcome(before: _Told | None, after: _Told | None) -> Outcome:
    none = _Told("", None, frozenset(), "there is no such contest")
    was, then = before or none, after or none
    if was.result and then.result:
        matters: bool | None = not was.result.meets(then.result)
    else:
        matters = None if was.result or then.result or not (was.states or then.states) else False
    if was.states != then.states:
        matters = True
    return Outcome((before or then).contest, matters, was.words, then.words)
