"""A finding in words, with what could be done about it: `numerim check --explain`."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import duckdb

from numerim import warehouse
from numerim.check.finding import told as told_findings
from numerim.check.headline import TIMES, is_clear
from numerim.check.repair import AT_MOST, SLIPS
from numerim.declare.election import ElectionFile
from numerim.declare.numbers import APOSTROPHES, SPACES, Numbers
from numerim.model.numbers import divider
from numerim.model.visible import shown
from numerim.printed import because
from numerim.printed.election import by_cause, is_one_rule, told_as_one
from numerim.schemas.vocabulary import IMPACTS, SEVERITIES

_LIKELY = 0.5
"""A hint that is likelier than all else together is called likely."""

_ALIKE, _FEW, _LITTLE = 2, 3, 0.02
"""Where more hints than a few are nearly as likely as the first (this many times less at most), where nothing speaks
for any of those, or where all are hardly likely, none is favoured."""

_ENTRIES = "under corrections: in election.yml"

_TOLD = 5
"""So many hints are told to people; a tie is not cut."""

_PLACES = 12
"""So many figures of one finding are listed; the command says how to see the others."""


@dataclass(frozen=True)
class Cell:
    """A cell of a source.

    Attributes:
        source: its source.
        locator: where it stands.
        printed: all of it, as printed.
        figure: the part of it that is the figure.
        measure: what that is.
        written: how its column writes numbers, as JSON; None where that is as its source says.
    """

    source: str
    locator: str
    printed: str
    figure: str
    measure: str
    written: str | None = None


def advised(
    connection: duckdb.DuckDBPyConnection, file: ElectionFile, but: Collection[str] = (), *, of_file: bool = False
) -> str:
    """Every finding of a settled election: the figures that take part, whether it matters, and what would mend it.

    Args:
        connection: the election.
        file: what `election.yml` says.
        but: rules of which nothing is told.
        of_file: whether it is one file that nobody described: there is no `election.yml` yet.
    """
    findings = [one for one in told_findings(connection) if one["rule"] not in but]
    cells: dict[str, Cell] = {
        place: Cell(source, locator, printed, value, measure, how)
        for place, source, locator, printed, value, measure, how in warehouse.rows(
            connection,
            "SELECT place, source_id, locator, coalesce(corrected, printed), value, measure, written "
            "FROM core.statements SEMI JOIN (SELECT DISTINCT source_id, locator FROM core.finding_places) "
            "USING (source_id, locator)",
        )
    }
    at: dict[str, list[Cell]] = {}
    for cell in cells.values():
        at.setdefault(f"{cell.source}|{cell.locator}", []).append(cell)
    told = [f"More than {AT_MOST:,} findings: no hints are looked for. The source is wrong, or read wrongly."]
    told = told if len(findings) > AT_MOST else []
    told += [_told(one, rest, cells, at, file, of_file) for one, *rest in by_cause(findings)]
    text = "\n\n".join(told)
    return text.replace(_ENTRIES, f"{_ENTRIES} (`numerim new` writes one)") if of_file else text


def _told(
    said: Mapping[str, Any],
    rest: Sequence[Mapping[str, Any]],
    cells: Mapping[str, Cell],
    at: Mapping[str, list[Cell]],
    file: ElectionFile,
    of_file: bool,
) -> str:
    """A finding, and the rest of those that have the same cause; of a file without ids that nobody gave there."""
    status = "" if said["status"] == "open" else f", {said['status']}: {said['reason'].rstrip('.')}"
    lines = [
        said["rule"] + ("" if of_file else f"  {said['subject']}"),
        f"  {said['severity']}{status}. {SEVERITIES[said['severity']]}.",
    ]
    group = [said, *rest]
    if is_one_rule(group):
        lines += [f"  {told_as_one(group)}.", *_table([one for one in group if one["rule"] == said["rule"]])]
        rest = [one for one in rest if one["rule"] != said["rule"]]
        lines += [f"  {len(rest)} more follow from it:"] if rest else []
        lines += [f"    {_about(one, of_file)}." for one in rest[:_PLACES]]
        lines += [f"    … and {len(rest) - _PLACES} more; --format json has all of them"] if len(rest) > _PLACES else []
    else:
        lines.append(f"  {said['says']}.")
    if rest and not is_one_rule(group):
        lines.append(f"  {because(len(rest) + 1, said['cause_says'])}. The others:")
        lines += [f"    {_about(one, of_file)}." for one in rest]
    if said["expected"] is not None and said["actual"] is not None and not is_one_rule(group):
        off = f"; rounding explains {said['tolerance']}" if said["tolerance"] not in (None, "0") else ""
        lines.append(f"  expected {said['expected']}, found {said['actual']}{off}")
    if said["impact"]:
        needed = f" It would take {said['would_take']}." if said["would_take"] else ""
        lines.append(f"  impact: {said['impact']}. {IMPACTS[said['impact']]}.{needed}")
    places = list(dict.fromkeys((one["source_id"], one["locator"]) for one in said["places"]))
    for source, locator in places[:_PLACES]:
        cells_there = at.get(f"{source}|{locator}", ())
        figures = ", ".join(dict.fromkeys(f"{cell.measure} {cell.printed!r}" for cell in cells_there))
        lines.append(f"    {'' if of_file else source + '  '}{locator}  {figures}".rstrip())
    if len(places) > _PLACES:
        lines.append(f"    … and {len(places) - _PLACES} more; --format json has all of them")
    if matched := json.loads(said["operands"]).get("matched"):
        lines += _matched(matched)
    if said["rule"] == "R118" and said["status"] == "open" and not is_one_rule(group):
        lines += _to_be_read([cell for place in places for cell in at.get("|".join(place), ())], said["says"])
    return "\n".join([*lines, *_mended(json.loads(said["hints"] or "[]"), cells, file)])


def _left(findings: int) -> str:
    if not findings:
        return ""
    return f"; {findings} other {'finding' if findings == 1 else 'findings'} about it would remain"


def _about(one: Mapping[str, Any], of_file: bool) -> str:
    """A finding in a line, with the id of what it is about where somebody gave one."""
    return f"{one['rule']}  {'' if of_file else one['subject'] + ': '}{one['says']}"


def _matched(names: str) -> list[str]:
    """Every printed name with the known one as which it is read: `printed = known`, one a line."""
    pairs = [shown(line).rpartition(" = ") for line in names.split("\n")]
    width = max(len(printed) for printed, _, _ in pairs)
    return [f"    {printed:{width}}  {known}" for printed, _, known in pairs]


def _to_be_read(cells: Sequence[Cell], says: str) -> list[str]:
    """The entry that says what a cell should be that cannot be read, where it is that cell which cannot."""
    entries = {
        f"- {{source: {cell.source}, at: {json.dumps(cell.locator, ensure_ascii=False)}, "
        f'expect: {shown(json.dumps(cell.printed, ensure_ascii=False))}, set: …, reason: "…"}}': 0
        for cell in cells
        if cell.printed is not None and (f"“{shown(cell.printed.strip())}” " in says or not cell.printed.strip())
    }
    start = f"    if the source shows what it should be, {_ENTRIES}:"
    return [start, *(f"      {entry}" for entry in entries)] if entries else []


def _table(group: Sequence[Mapping[str, Any]]) -> list[str]:
    """Findings by one rule as a table: of which thing each is, and its figures."""
    rows = [(f"{one['subject']}", f"{one['expected'] or ''}", f"{one['actual'] or ''}") for one in group]
    if all(expected and actual for _, expected, actual in rows):
        rows = [("about", "expected", "found"), *sorted(rows, key=lambda row: (-_apart(*row[1:]), row))]
        widths = [max(len(row[i]) for row in rows) for i in range(3)]
        lines = [
            f"    {row[0]:{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}" for row in rows[: 1 + _PLACES]
        ]
    else:
        lines = [f"    {one['subject']}: {one['says']}" for one in group[:_PLACES]]
    return lines + ([f"    … and {len(group) - _PLACES} more; --format json has all"] if len(group) > _PLACES else [])


def _apart(expected: str, actual: str) -> Decimal:
    try:
        return abs(Decimal(expected) - Decimal(actual))
    except InvalidOperation:
        return Decimal(0)


def _mended(hints: Sequence[Mapping[str, Any]], cells: Mapping[str, Cell], file: ElectionFile) -> list[str]:
    """What would mend a finding, and the entry to paste once somebody has looked."""
    if not hints:
        return []
    likely = [hint["likelihood"] or 0 for hint in hints]
    if hints[0]["likelihood"] is None:
        return _said(hints[0])
    alike = [hint for hint, of in zip(hints, likely, strict=True) if of * _ALIKE >= likely[0]]
    leads = likely[0] >= _LIKELY or likely[0] >= TIMES * (likely[1] if len(likely) > 1 else 0)
    if len(alike) > _FEW or likely[0] < _LITTLE or not (leads or any(_speaks(hint) for hint in alike)):
        several = f"one of these {len(hints)} figures" if len(hints) > 1 else "the one figure that could be wrong alone"
        return [f"  nothing points to {several}; only the source can tell"]
    told = [hint for hint, of in zip(hints, likely, strict=True) if of >= likely[:_TOLD][-1] and of * 100 >= likely[0]]
    lines = [line for hint in told or hints[:1] for line in _said(hint)]
    if not is_clear(hints):
        return [*lines, "    none of these is clearly the likeliest; only the source can tell"]
    first = hints[0]
    entries = [_correction(change, cells.get(change["place"]), file) for change in first["changes"]]
    if all(entries):
        lines.append(f"    if the source confirms it, {_ENTRIES}:")
        lines += [f"      {entry}" for entry in entries]
    return lines


def _said(hint: Mapping[str, Any]) -> list[str]:
    """A hint in words, with what speaks for it."""
    likely = hint["likelihood"]
    how = "it fits if" if likely is None else "likely:" if likely >= _LIKELY else "possible:"
    return [f"  {how} {_change(hint)}", *(f"    {why}" for why in hint.get("because", ()))]


def _speaks(hint: Mapping[str, Any]) -> bool:
    """Whether anything speaks for a hint: a known slip, or what is around the figure."""
    return bool(hint.get("because")) or hint["changes"][0]["slip"] != "other"


def _change(hint: Mapping[str, Any]) -> str:
    changes = "; ".join(
        f"{change['place'].split('|')[1]} is {'not' if change['value'] is None else change['value'] + ', not'} "
        f"{change['printed'] or 'empty'} ({SLIPS[change['slip']]})"
        for change in hint["changes"]
    )
    likely = "" if hint["likelihood"] is None else f"; {_per_cent(hint['likelihood'])}"
    return changes + likely + _left(hint["leaves"])


def _per_cent(likelihood: float) -> str:
    if likelihood < 0.01:
        return "likelihood below 1 %"
    return "likelihood above 99 %" if likelihood > 0.99 else f"likelihood {likelihood:.0%}".replace("%", " %")


def _correction(change: Mapping[str, Any], cell: Cell | None, file: ElectionFile) -> str:
    mended = set_to(Decimal(change["value"]), cell, file) if cell else ""
    return entry(cell.source, cell.locator, cell.printed, mended) if cell and mended else ""


def entry(source: str, locator: str, expect: str, mended: str, reason: str = "…") -> str:
    """A correction as it is written under `corrections:` in election.yml."""
    said = {"source": source, "at": locator, "expect": expect, "set": mended, "reason": reason}
    return f"- {{{', '.join(f'{key}: {json.dumps(v, ensure_ascii=False)}' for key, v in said.items())}}}"


def numbers_of(cell: Cell, file: ElectionFile) -> Numbers:
    """How the numbers of a cell are written."""
    of_source = file.election.sources[cell.source].numbers
    return of_source if cell.written is None else Numbers.model_validate_json(cell.written)


def set_to(value: Decimal, cell: Cell, file: ElectionFile) -> str:
    """A cell with another figure in it, written as its source writes; empty where the figure in it cannot be told."""
    if cell.printed.count(cell.figure) != 1:
        return ""
    return cell.printed.replace(cell.figure, written(value, cell.figure, numbers_of(cell, file)))


def written(value: Decimal, like: str, numbers: Numbers) -> str:
    """A figure written as a source writes another: with its separators, and what stands around it.

    Args:
        value: the figure.
        like: another as the source prints it, such as `1.890.952` or `43,68 %`.
        numbers: how the source writes numbers.
    """
    found = re.search(rf"\d({divider(numbers.thousands)})\d{{3}}", like) if numbers.thousands else None
    text = f"{value:,f}" if found else f"{value:f}"
    text = text.replace(",", "\0").replace(".", numbers.decimal).replace("\0", found[1] if found else "")
    between = rf"[\d.,{re.escape(APOSTROPHES + SPACES)}]"
    return re.sub(rf"[+-]?\d{between}*\d|\d", lambda _: text, like, count=1)
