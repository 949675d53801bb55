"""What a file is held against without a declaration: the claims, by the codes of the rules.

A claim that a rule of `schemas/rules` makes has the words of that rule; it is asked of `facts`, the table that a file
alone gives. What is asked of files alone has its words here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numerim.schemas.rule import rules
from numerim.schemas.sentence import readable, sentence


@dataclass(frozen=True)
class Claim:
    """What must hold in a file.

    Attributes:
        code: the code of the rule.
        severity: `error`, `warning` or `info`.
        title: the claim in one line.
        why: why it must hold; empty where a rule of the contract says so.
    """

    code: str
    severity: str
    title: str
    why: str = ""


OF_CONTESTS = frozenset(
    [
        *("R115", "R118", "R201", "R203", "R211", "R213", "R301", "R401", "R402", "R403", "R408", "R411", "R413"),
        *(
            "R501",
            "R502",
            "R503",
            "R504",
            "R505",
            "R506",
            "R507",
            "R508",
            "R511",
            "R513",
            "R523",
            "R702",
            "R790",
            "R801",
        ),
    ]
)
"""What is asked of the table `results`, by contest."""

OF_UNITS = frozenset(
    [
        *("R105", "R111", "R113", "R115", "R116", "R118", "R190", "R201", "R203", "R210", "R211", "R213", "R307"),
        *("R308", "R309", "R310", "R311", "R312", "R313", "R702", "R710", "R712", "R790", "R890", "R891", "R892"),
    ]
)
"""What is asked of counts by unit."""

_OF_FILES = {
    claim.code: claim
    for claim in (
        Claim(
            "R790",
            "warning",
            "Every row has a cell for every column",
            "A row with more cells than the header has a comma too many, often in a name that is not in quotation "
            "marks, and its figures stand under wrong columns; they are not judged. One with fewer lacks something.",
        ),
        Claim(
            "R190",
            "warning",
            "No name is a date that a spreadsheet made of it",
            "A spreadsheet takes “3-2” for the third of February, or the second of March, and exports 3-Feb or 2-Mar; "
            "the name of the unit is lost.",
        ),
        Claim(
            "R891",
            "warning",
            "No unit has many times the votes in one contest that it has in the others",
            "A figure with a digit too many, or two figures in one cell. Told if a unit has more than eight times "
            "the votes in a contest that its other contests and the other units let expect, or a count has more than "
            "nine digits.",
        ),
        Claim(
            "R892",
            "warning",
            "No two selections have the same votes in every unit",
            "A column that was copied for another candidate. Asked where there are four units or more with different "
            "figures.",
        ),
    )
}
"""What is asked of files alone."""


def _claim(code: str) -> Claim:
    if code in _OF_FILES:
        return _OF_FILES[code]
    rule = rules()[code]
    return Claim(code, rule.severity, rule.title)


CLAIMS = {code: _claim(code) for code in sorted(OF_CONTESTS | OF_UNITS)}


def in_words(code: str, shown: Callable[[Any], str] = readable, **values: Any) -> str:
    """The sentence of a rule, with the figures of a file.

    Args:
        code: the code of the rule.
        shown: how a value is written.
        values: what the sentence names.
    """
    return sentence(rules()[code].says, values, shown)
