"""What a file is held against without a declaration: the claims, by the codes of the rules.

A claim that a rule of `schemas/rules` makes has its code, words and severity here as well (a test holds the two
together); it is asked of `facts`, the table that a file alone gives.
"""

from dataclasses import dataclass


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


CLAIMS = {
    claim.code: claim
    for claim in (
        Claim("R105", "error", "A candidate stands for one party in a contest"),
        Claim("R111", "warning", "Two units, or two parties, do not differ only by how their name is written"),
        Claim("R113", "warning", "A name has letters or digits, of one alphabet in each word, and nothing hidden"),
        Claim("R115", "error", "One list states one figure of one thing"),
        Claim("R116", "info", "A source writes the name of a unit or a party in one way"),
        Claim("R118", "error", "Every figure can be read"),
        Claim("R201", "error", "No more ballots are cast than people are registered"),
        Claim("R203", "error", "The votes of all selections make the valid ballots"),
        Claim("R210", "warning", "A total is not missing where its parts are printed"),
        Claim("R211", "error", "No count is negative"),
        Claim("R213", "error", "No selection has more votes than there are ballots"),
        Claim("R307", "error", "The votes of a unit are those of the units in it"),
        Claim("R308", "error", "The ballots of a unit are those of the units in it"),
        Claim("R309", "error", "A printed total of votes is the sum of its column"),
        Claim("R310", "error", "No row among the units is the sum of the others"),
        Claim("R311", "error", "The votes by count type make the total"),
        Claim("R312", "warning", "No selection is the sum of the others"),
        Claim("R313", "error", "The ballots by count type make the total"),
        Claim("R301", "error", "The seats of all selections make the council"),
        Claim("R401", "error", "The shares of a complete list sum to 100"),
        Claim("R402", "error", "The shares of one contest never exceed 100"),
        Claim("R403", "error", "Printed turnout is ballots cast over people registered"),
        Claim("R408", "warning", "The shares of one contest are printed with the same number of decimals"),
        Claim("R411", "error", "A printed share is votes over its base"),
        Claim("R413", "info", "The shares that a source does not name are less than the runner-up has"),
        Claim("R501", "error", "Under plurality, and in a second round, the winner leads"),
        Claim("R502", "error", "In a first round a winner has more than half, by the shares"),
        Claim("R503", "error", "A runoff is between two"),
        Claim("R504", "error", "A runoff is between the two leaders, none of them above half, by the shares"),
        Claim("R505", "error", "The list named as the largest is the largest"),
        Claim("R506", "info", "The list named as the largest is so alone"),
        Claim("R507", "error", "An office has one winner"),
        Claim("R508", "error", "A first round is decided or goes to a runoff, not both"),
        Claim("R511", "error", "In a first round a winner has more than half, by the votes"),
        Claim("R513", "error", "A runoff is between the two leaders, by the votes"),
        Claim("R523", "error", "A list below the threshold has no seats"),
        Claim("R801", "error", "Printed turnout is not above 100 per cent"),
        Claim("R702", "warning", "A complete list has every statement once"),
        Claim("R710", "warning", "Where a unit is missing from a list no other has its rows"),
        Claim("R712", "warning", "Every unit of a contest has every selection of its complete list"),
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
            "R890",
            "warning",
            "Two neighbouring units do not have the same figures throughout",
            "Somebody who types a table takes a line twice. Two units that follow each other and have the same votes "
            "for everybody are told if chance would bring forth fewer than one such pair in twenty files of this "
            "size, judged by how far the figures of the contest are spread.",
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

OF_CONTESTS = frozenset(
    [
        "R115",
        "R118",
        "R201",
        "R203",
        "R211",
        "R213",
        "R301",
        "R401",
        "R402",
        "R403",
        "R408",
        "R411",
        "R413",
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
    ]
)
"""What is asked of the table `results`, by contest."""

OF_UNITS = frozenset(CLAIMS) - (OF_CONTESTS - {"R115", "R118", "R201", "R203", "R211", "R213", "R702", "R790"})
"""What is asked of counts by unit."""
