"""What questions about two figures of one thing begin with: the same figure said by others, or at another time."""

_THING = ("election_id", "office", "round", "gp_unit_id", "contest_id", "measure", "category", "selection_id", "scope")


def again(one: str, other: str) -> str:
    """SQL: two rows of `core.figures` are of one thing, and both are said to be exactly what they are.

    Args:
        one: the alias of one.
        other: that of the other.
    """
    same = " and ".join(f"{other}.{name} is not distinct from {one}.{name}" for name in _THING)
    return f"{same} and {one}.relation = 'equal' and {other}.relation = 'equal'"
