"""What all relations have in common: the columns in which their questions are answered."""

from collections.abc import Collection, Mapping

KEYS = (
    "election_id",
    "office",
    "contest_id",
    "gp_unit_id",
    "round",
    "measure",
    "count_type",
    "category",
    "selection_id",
    "poll_id",
    "party_id",
)
"""The columns that can say what a relation is about."""

TERMS = f"{', '.join(KEYS)}, subject, label, source_id, weight, blamed, figure, half, place, what"
"""The columns of terms, one row a figure in a relation.

`subject` and `label` name what the relation is about, `source_id` whose figures they are; the parts less the whole
come to nothing, each times its `weight`; `blamed` is 1 for the whole; `half` is half of the last printed digit of the
figure, 0 for a count; `place` is empty for what no source prints, and `what` a word for it.
"""

_TYPES = {"round": "bigint"}


def of_keys(by: Collection[str], said: Mapping[str, str]) -> str:
    """SQL of all `KEYS` over `f`: those that are the same in a frame, what is said of others, and else null."""
    return ", ".join(
        f"{said[key]} as {key}"
        if key in said
        else f"f.{key}"
        if key in by
        else f"cast(null as {_TYPES.get(key, 'varchar')}) as {key}"
        for key in KEYS
    )


def conditions(*each: str) -> str:
    """SQL of several conditions that all must hold; empty ones are left out."""
    return " and ".join(f"({one})" if " or " in one else one for one in each if one)
