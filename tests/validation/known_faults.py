"""Where stock frictionless 5.21 gives no report, each fault with an example: all that numerim may say otherwise."""

from dataclasses import dataclass

from tests.validation.told import Told


@dataclass(frozen=True)
class Fault:
    """A fault of stock: what Python says when it stops, why, and a table that shows it."""

    says: str
    why: str
    schema: dict
    data: bytes


STOPS = (
    Fault(
        "can't compare offset-naive and offset-aware",
        "a time with a zone is held against a bound without: the whole run ends instead of the row",
        {"fields": [{"name": "a", "type": "time", "constraints": {"minimum": "01:00:00"}}]},
        b"a\n12:00:00Z\n",
    ),
    Fault(
        "unhashable type",
        "arrays, lists and objects cannot be looked up in a key or a unique field",
        {"fields": [{"name": "a", "type": "array", "constraints": {"unique": True}}]},
        b"a\n[]\n",
    ),
    Fault(
        "not supported between instances of",
        "a bound that its own type cannot read is held against the cells all the same",
        {"fields": [{"name": "a", "type": "integer", "constraints": {"minimum": "x"}}]},
        b"a\n1\n",
    ),
    Fault(
        "global flags not at the start of the expression",
        "a pattern is put between ^ and $ before it is compiled",
        {"fields": [{"name": "a", "type": "string", "constraints": {"pattern": "(?i)a"}}]},
        b"a\nA\n",
    ),
    Fault(
        "unterminated subpattern",
        "a pattern that is no regular expression is found only when a cell is read",
        {"fields": [{"name": "a", "type": "string", "constraints": {"pattern": "("}}]},
        b"a\nA\n",
    ),
)
"""Here stock raises an error of Python's and gives no report at all: numerim must not call the table valid."""


def let_pass(stock: Told, ours: Told) -> bool:
    """Whether stock stopped without a report, and numerim did not call the table valid."""
    return stock[0] == "stops" and ours[0] is not True
