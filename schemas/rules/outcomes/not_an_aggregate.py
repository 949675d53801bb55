"""Aggregates that win."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R526",
    title="An aggregate such as “others” has no outcome",
    severity="error",
    each="outcomes",
    needs=("outcomes",),
    relation=Coverage(
        of="each_outcome as f",
        where="f.outcome <> 'undecided'",
        there="f.kind <> 'remainder'",
        subject="f.contest_id || ' ' || f.selection_id",
        name="f.name",
        source="f.source_id",
        said="f.outcome",
    ),
    says="{label}: “{name}” is given the outcome “{said}”, but it is many lists taken together",
    actual="name",
    why="“Others” is everything that a source does not print one by one. It did not stand.",
)
