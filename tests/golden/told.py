"""A checked database -> all that its findings tell, election by election, as text."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import duckdb

from numerim import warehouse
from numerim.ask.advise import _mended as mended
from numerim.check.headline import is_clear

Named = Callable[[str], str]
"""A place (`source|file:L3.C2|votes`) -> its name in the table of its election (`L3 Birch votes`)."""

_COLUMNS = (
    *("election_id", "finding_id", "rule", "severity", "status", "subject", "says", "expected", "actual", "tolerance"),
    *("impact", "would_take", "cause", "cause_says", "hints", "contest_id", "gp_unit_id"),
)


def told(
    connection: duckdb.DuckDBPyConnection, named: Named, bare: Callable[[str, str], str], *, brief: bool = False
) -> dict[str, list[str]]:
    """The findings of each election, in lines; remarks with nothing to mend are left out.

    Args:
        connection: a checked database.
        named: how a place is named.
        bare: a text, and an election -> the text without what only tells elections of one database apart.
        brief: only hints, causes and what another outcome would take.
    """
    rows = warehouse.rows(
        connection, f"SELECT {', '.join(_COLUMNS)} FROM core.findings ORDER BY rule, subject, finding_id"
    )
    findings = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
    held = {(rule, place) for rule, place in warehouse.rows(connection, _HELD)}
    places: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for finding, role, place in warehouse.rows(connection, _PLACES):
        places[finding][role].append(place)
    found: dict[str, list[str]] = defaultdict(list)
    for one in findings:
        if one["severity"] == "info" and not one["hints"] and not one["impact"] and not one["cause"]:
            continue  # a remark about what was counted; the tables of rules have it
        if brief and not one["hints"] and not one["would_take"] and not one["cause"]:
            continue
        here = places[one["finding_id"]]
        doubted = [
            named(place) + (" (held back)" if (one["rule"], place) in held else "") for place in here["in_doubt"]
        ]
        found[one["election_id"]] += [
            bare(line, one["election_id"])
            for line in ([f"{one['rule']} {one['subject']}"] if brief else _said(one, doubted, len(here["takes_part"])))
        ]
        found[one["election_id"]] += [bare(line, one["election_id"]) for line in _mended_by(one, named)]
    return found


_HELD = "SELECT DISTINCT rule, place FROM core.blames WHERE severity = 'error' AND status = 'open'"
_PLACES = "SELECT finding_id, role, place FROM core.finding_places ORDER BY finding_id, place"


def _said(one: Mapping[str, Any], doubted: Sequence[str], others: int) -> Iterable[str]:
    status = "" if one["status"] == "open" else f" {one['status']}"
    impact = f"; {one['impact']}" if one["impact"] else ""
    yield f"{one['rule']} {one['severity']}{status}{impact}  {one['subject']}: {one['says']}"
    if one["expected"] is not None or one["actual"] is not None:
        yield f"    {one['actual']} instead of {one['expected']}, give or take {one['tolerance'] or 0}"
    yield f"    of {one['contest_id'] or 'no contest'} in {one['gp_unit_id'] or 'no unit'}"
    if doubted:
        yield f"    in doubt: {', '.join(doubted)}; {others} more take part"


def _mended_by(one: Mapping[str, Any], named: Named) -> Iterable[str]:
    if one["would_take"]:
        yield f"    would take {one['would_take']}"
    if one["cause"]:
        yield f"    because of {one['cause']}: {one['cause_says']}"
    hints = json.loads(one["hints"] or "[]")
    if hints:
        yield f"    {_favoured(hints)}"
    for hint in hints:
        yield f"      {_hint(hint, named)}"


def _favoured(hints: Sequence[Mapping[str, Any]]) -> str:
    """What `--explain` makes of the hints: whether one is likely, possible, or none is favoured."""
    word = mended(hints, {}, None)[0].strip().split(" ")[0].rstrip(":")  # type: ignore[arg-type]
    return f"{word}, to paste" if is_clear(hints) else word


def _hint(hint: Mapping[str, Any], named: Named) -> str:
    changes = " + ".join(
        f"{' and '.join(map(named, change['place'].split()))} {change['printed']} > {change['value']} {change['slip']}"
        for change in hint["changes"]
    )
    likely = "–" if hint["likelihood"] is None else f"{hint['likelihood']:.4f}"
    because = "".join(f"; {why}" for why in hint["because"])
    return f"{likely} {changes}  (mends {hint['mends']}, holds {hint['confirmed']}, leaves {hint['leaves']}){because}"


def tallies(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """How often each rule held, was broken, and did not apply."""
    rows = warehouse.rows(connection, "SELECT code, held, broken, not_applicable FROM core.rules ORDER BY code")
    return [f"{code} {held} {broken} {rest}" for code, held, broken, rest in rows if held or broken]
