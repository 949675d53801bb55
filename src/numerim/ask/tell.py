"""What a check says of an election, printed for the command line."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from numerim import inputs
from numerim.ask.answer import TALLY, Judged, answer, judge
from numerim.ask.shown import Checked, Format, as_format, show
from numerim.declare.house import find_house
from numerim.printed import Form, printed
from numerim.printed.election import by_cause, changes, is_one_rule, judgement, told_as_one
from numerim.schemas.vocabulary import SEVERITIES, fates_told

if TYPE_CHECKING:
    from numerim.check.check import Engine as AskedBy

_TOLD = (
    *("severity", "rule", "says", "status", "impact", "would_take", "subject", "finding_id", "cause", "cause_says"),
    *("expected", "actual", "tolerance", "hints", "likelihood", "reason"),
)
"""Columns of the findings that are printed as JSON, with their places, and as CSV, without."""


def tell(election: str, asked: Checked | None, each_rule: bool, explain: bool, engine: "AskedBy | None" = None) -> int:
    """Check an election, or recall what was found, and print it.

    Args:
        election: its id.
        asked: how to print the findings; a table where nobody says.
        each_rule: print how often each rule held, was broken, and lacked the figures it needs instead.
        explain: print each finding with its figures, if it matters, and what would mend it, where it is a table.
        engine: what asks the rules, where that is not DuckDB; then they are asked anew.

    Returns:
        The exit code: 1 where there is an open error, else 0.

    Raises:
        InputError: there is no such election, or its sources cannot be read.
    """
    house = find_house()
    judged, of_sources = answer(house, election) if engine is None else judge(inputs.take(house, election), engine)
    form = Format.table if asked is None else as_format(asked)
    if each_rule:
        if form is Format.table:
            _tally(judged.rules)
        else:
            show(TALLY, judged.rules, form)
    elif asked in (Checked.text, Checked.sarif, Checked.github):
        folder = house.shown(house.election_file(election).parent)
        titles = {row[0]: row[6] for row in judged.rules if row[2] + row[3]}
        off = sum(map(_is_off, judged.rules))
        told = f", {off} switched off" if off else ""
        summary = f"{_found(judged)}. {len(titles)} of {len(judged.rules)} rules were checked{told}."
        one = judgement(election, folder, judged.findings, titles, summary)
        print(printed([one], Form[asked.name]), end="")
    elif form is Format.table:
        _as_table(election, judged, of_sources, explain)
    else:
        columns = [*_TOLD, *({"places"} if form is Format.json else ())]
        show(columns, [[one[column] for column in columns] for one in judged.findings], form)
    return 1 if any((one["severity"], one["status"]) == ("error", "open") for one in judged.findings) else 0


def _tally(rules: Sequence[Sequence[Any]]) -> None:
    """How often each rule held, in a table for people: what it claims, its code and counts, and what is set for it."""
    shown = ["code", "held", "broken", "no figures", "claim"]
    rows = [[row[0], *row[2:5], row[6]] for row in rules]
    if any(row[-1] for row in rules):
        shown, rows = [*shown, "set"], [[*row, rule[-1]] for row, rule in zip(rows, rules, strict=True)]
    show(shown, rows, Format.table)


def _as_table(election: str, judged: Judged, of_sources: Sequence[str], explain: bool) -> None:
    short = [
        (
            _gravest(group) if one["status"] == "open" else f"{one['severity']}\n({one['status']})",
            one["rule"],
            told_as_one(group) + (f"\n({matters})" if (matters := changes(group)) else ""),
            _where([place for one in group for place in one["places"]] if is_one_rule(group) else one["places"]),
        )
        for group in by_cause(judged.findings)
        for one in group[:1]
    ]
    if explain and judged.explained:
        print(judged.explained + "\n")
    elif short:
        show(["severity", "rule", "what does not fit", "where"], short, Format.table)
    fates, rules = judged.fates, judged.rules
    print(f"{election}: {_found(judged)}. Of {sum(fates.values()):,} figures and other cells, {fates_told(fates)}.")
    asked = [row for row in rules if row[2] + row[3]]
    broken = sum(1 for row in asked if row[3])
    off = [row for row in rules if _is_off(row)]
    told = (
        f", {len(off)} {'is' if len(off) == 1 else 'are'} switched off ({', '.join(row[0] for row in off)})"
        if off
        else ""
    )
    print(
        f"Of {len(rules)} rules, {len(asked) - broken} held, {broken} {'was' if broken == 1 else 'were'} broken{told}; "
        f"for {len(rules) - len(asked) - len(off)} the sources do not have the figures (--rules lists them)."
    )
    for remark in of_sources:
        print(remark)
    if judged.findings:
        first = judged.findings[0]["rule"]
        print(f"`numerim show {first}` explains a rule, --explain the findings; --format json has every place.")


def _found(judged: Judged) -> str:
    """The findings in a line: `1 open error, 7 corrected`; where all are open, as they are counted elsewhere."""
    of_each = Counter((one["status"], one["severity"]) for one in judged.findings)
    decided = Counter(one["status"] for one in judged.findings if one["status"] != "open")
    if not decided:
        return judged.told
    is_open = [
        f"{n} {'' if severity == 'info' else 'open '}{severity}{'' if n == 1 or severity == 'info' else 's'}"
        for severity in SEVERITIES
        if (n := of_each["open", severity])
    ]
    told = [f"{n} {status}" for status, n in sorted(decided.items(), key=lambda one: one[0], reverse=True)]
    return ", ".join([*(is_open or ["nothing is open"]), *told])


def _is_off(row: Sequence[Any]) -> bool:
    """Whether a rule is switched off, and was asked of nothing."""
    return not row[2] + row[3] and str(row[-1] or "").startswith("off: ")


def _gravest(group: Sequence[Mapping[str, Any]]) -> str:
    """The severity of the gravest finding of a group: what leads may be less grave than what follows from it."""
    return min((str(one["severity"]) for one in group), key=[*SEVERITIES].index)


def _where(found: Sequence[Mapping[str, Any]]) -> str:
    places = list(dict.fromkeys(place["locator"] for place in found))
    return "\n".join(places[:3]) + (f"\n… {len(places) - 3} more" if len(places) > 3 else "")
