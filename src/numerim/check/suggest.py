"""What would mend a finding, and whether it could change who is elected."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal

import duckdb

from numerim.check.failures import Failure, first_line, without_failing
from numerim.check.finding import Finding
from numerim.check.impact import Doubt, Impact, impacts
from numerim.check.repair import Hint, Key, agreeing, aside, hints, key, numbers, own_hint, surest
from numerim.schemas.rule import Rule


def suggest(connection: duckdb.DuckDBPyConnection, findings: Sequence[Finding], asked: Sequence[Rule]) -> list[Failure]:
    """Say of every finding which cell would mend it, and whether it could matter; what fails is given back."""
    related = [f.status == "open" and f.rule.can_be_mended for f in findings]
    keys = [key(f.rule, f.row) if is_related else None for f, is_related in zip(findings, related, strict=True)]

    def looked_for(some: Sequence[Key]) -> Sequence[list[Hint]]:
        found = hints(connection, some, asked)
        return [found.get(one, []) for one in some]

    def looked_for_aside(some: Sequence[int]) -> Sequence[list[Hint]]:
        of_sums = [hints_ for hints_ in found.values() if not isinstance(hints_, Exception)]
        return aside(connection, [(findings[i].rule.code, findings[i].places) for i in some], of_sums)

    def weighed(some: Sequence[int]) -> Sequence[Impact | None]:
        return impacts(connection, [doubts[i] for i in some])

    failures: list[Failure] = []
    found = without_failing(looked_for, list(dict.fromkeys(k for k in keys if k is not None)))
    others = [i for i, f in enumerate(findings) if f.status == "open" and keys[i] is None]
    found_aside = without_failing(looked_for_aside, others)
    sure = surest(hints_ for hints_ in found.values() if not isinstance(hints_, Exception))
    doubts = []
    for i, (finding, relation) in enumerate(zip(findings, keys, strict=True)):
        suggested = found_aside.get(i, []) if relation is None else found.get(relation, [])
        if isinstance(suggested, Exception):
            failures.append(Failure(finding.rule.code, _NO_HINTS, first_line(suggested), finding.subject))
            suggested = []
        if relation is None:
            suggested = agreeing(own_hint(finding.row) or suggested, sure)
        finding.hints = [asdict(hint) for hint in suggested]
        doubts.append(Doubt(frozenset(finding.places), _otherwise(finding, suggested)))
    for i, impact in without_failing(weighed, list(range(len(findings)))).items():
        finding = findings[i]
        if isinstance(impact, Exception):
            failures.append(Failure(finding.rule.code, _NOT_WEIGHED, first_line(impact), finding.subject))
            impact = Impact("unknown")
        # What only tells is no doubt, unless it shows that another value would be decisive.
        if impact is not None and (finding.rule.severity != "info" or impact.word == "decisive"):
            finding.impact, finding.would_take = impact.word, impact.would_take
    return failures


def _otherwise(finding: Finding, suggested: Sequence[Hint]) -> list[Mapping[str, Decimal]]:
    """What the figures of a finding could be instead: by its likelier hints, and of a sum that the parts are right."""
    first = suggested[:_WEIGHED]
    likely = [hint for hint in first if hint.likelihood is None or hint.likelihood >= _LIKELY_ENOUGH]
    changes = numbers(likely or suggested[:1])
    if finding.rule.figures == ("summed", "whole"):
        summed, whole = (Decimal(finding.row[name]) for name in finding.rule.figures)
        of_total = [(c.place, c) for hint in suggested if len(hint.changes) == 1 for c in hint.changes]
        total = [
            place for place, c in of_total if c.value and (Decimal(c.printed), Decimal(c.value)) == (whole, summed)
        ]
        total = total[:1] or (finding.blames if len(finding.blames) == 1 else [])
        changes += [dict.fromkeys(place.split(), summed) for place in total]
    return changes


_WEIGHED, _LIKELY_ENOUGH = 20, 0.01
"""So many hints of a finding, if they are this likely, are weighed for what they would change."""

_NO_HINTS = "has a finding that no hints could be looked for"
_NOT_WEIGHED = "has a finding of which it could not be told whether it is decisive"
