"""The findings for people: those that matter first, each with its place and what it means for the outcome."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from numerim import warehouse
from numerim.check.finding import each_told
from numerim.locator import parts
from numerim.publish.draft import Draft
from numerim.publish.headlines.words import listed
from numerim.schemas.vocabulary import MANY

MOST_ERRORS: Final = 8
"""So many errors and decisive findings are told one by one."""
_AT_LEAST: Final = 3
"""With fewer of these, warnings are told, too, up to so many in all."""
_REMARKS_UP_TO: Final = 3
"""With fewer still, remarks about a contest."""

MEANS: Final = {
    "decisive": "It could change who wins, goes to a runoff, or gets a seat.",
    "none": "No value that fits changes the outcome.",
    "unknown": "The figures do not show whether it could change the outcome.",
    None: "It concerns no single contest.",
}
"""An impact -> what it means for the outcome, in a sentence."""
_SEVERITIES = ("error", "warning", "info")
_MOST_FIGURES: Final = 4
"""So many figures in doubt are told one by one."""
_IN_BRACKETS = re.compile(r"\(([^()]+)\)$")


@dataclass(frozen=True)
class Doubt:
    """A finding, for people.

    Attributes:
        finding_id: its id.
        rule: the code of its rule.
        claim: what the rule says.
        severity: what follows from it.
        impact: what it means for the outcome; None where no figure of a contest is in doubt.
        would_take: what it would take for another outcome, where that is not known to be so.
        status: what was decided about it.
        reason: why it is accepted, where it is.
        cause: the finding that stands for all with the same reason; None where no other is known to have it.
        cause_says: what the reason is.
        says: what does not fit, with its numbers.
        expected: the figure that the rule expects.
        actual: the figure that is there instead.
        contest_id: the contest that it is about, where it is about one.
        where: where the figures stand, in brief; empty where that is nowhere.
        in_doubt: the figures that are in doubt, as printed; with our name of a party that is printed under another.
        left_out: those of them that are held back.
    """

    finding_id: str
    rule: str
    claim: str
    severity: str
    impact: str | None
    would_take: str | None
    status: str
    reason: str | None
    cause: str | None
    cause_says: str | None
    says: str
    expected: str | None
    actual: str | None
    contest_id: str | None
    where: str
    in_doubt: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def matters(self) -> bool:
        """Whether it has to be told: a figure is held back, or the outcome hangs on it."""
        return self.severity == "error" or self.impact == "decisive"

    @property
    def sentence(self) -> str:
        """What does not fit, as a sentence."""
        return f"{self.says[:1].upper()}{self.says[1:].removesuffix('.')}."

    @property
    def means(self) -> str:
        """What it means for the outcome, in a sentence."""
        told = MEANS[self.impact]
        return f"{told} It would take {self.would_take}." if self.would_take else told

    @property
    def follows(self) -> str:
        """What became of the figures, in a sentence; empty where none is in doubt."""
        if self.status != "open":
            became = "Known, and published all the same" if self.status == "accepted" else "Corrected as declared"
            return f"{became}: {self.reason.removesuffix('.')}." if self.reason else f"{became}."
        if not self.in_doubt:
            return ""
        published = [figure for figure in self.in_doubt if figure not in self.left_out]
        told = (("Left out", self.left_out), ("Published, but in doubt", published))
        return " ".join(f"{how}: {_some(figures)}." for how, figures in told if figures)


def _some(figures: Sequence[str]) -> str:
    return f"{len(figures):,} figures" if len(figures) > _MOST_FIGURES else listed(figures)


def doubts(draft: Draft) -> list[Doubt]:
    """All findings, those that matter most first: decisive errors, other errors, decisive warnings, and so on."""
    ours = dict(warehouse.rows(draft.connection, _OUR_NAMES))
    held = set(warehouse.rows(draft.connection, _HELD_BACK))
    return sorted((_doubt(finding, ours, held) for finding in each_told(draft.connection)), key=_weight)


_HELD_BACK: Final = "SELECT source_id, locator, measure FROM clean.statements WHERE fate = 'held_back'"


_OUR_NAMES: Final = """
SELECT n.printed, any_value(p.acronym) FROM clean.names n JOIN clean.parties p ON p.party_id = n.id
WHERE n.kind = 'party' AND p.acronym IS NOT NULL AND n.printed IS NOT NULL
GROUP BY n.printed HAVING count(DISTINCT p.party_id) = 1 AND any_value(p.acronym) <> n.printed
"""
"""A name of one party in a source -> its short name here."""


def _doubt(finding: Mapping[str, Any], ours: Mapping[str, str], held: Collection[tuple[str, str, str]]) -> Doubt:
    names = [field.name for field in fields(Doubt) if field.name not in ("where", "in_doubt", "left_out")]
    places = dict.fromkeys((place["source_id"], place["locator"]) for place in finding["places"])
    doubted = [
        (_with_our_name(place["printed"], ours), (place["source_id"], place["locator"], place["measure"]) in held)
        for place in finding["places"]
        if place["role"] == "in_doubt" and any(letter.isdigit() for letter in place["printed"] or "")
    ]
    return Doubt(
        **{name: finding[name] for name in names},
        where=place_told(list(places)) if places else "",
        in_doubt=tuple(figure for figure, _ in doubted),
        left_out=tuple(figure for figure, is_held in doubted if is_held),
    )


def _with_our_name(printed: str, ours: Mapping[str, str]) -> str:
    """A figure as printed; `48% (FP, here PL)` where it stands with another name of a party than ours."""
    found = _IN_BRACKETS.search(printed)
    our = found and ours.get(found[1])
    return f"{printed[:-1]}, here {our})" if our else printed


def _weight(doubt: Doubt) -> tuple[bool, bool, int, int]:
    impacts = ("decisive", "unknown", "none", None)
    return not doubt.matters, doubt.status != "open", _SEVERITIES.index(doubt.severity), impacts.index(doubt.impact)


def first_of(every: Sequence[Doubt], spoken_of: Collection[tuple[str, str | None]] = ()) -> list[tuple[Doubt, int]]:
    """The findings that are told one by one, and how many have the same cause, itself among them.

    Of findings with one cause the gravest is told.

    Args:
        every: the findings, those that matter most first.
        spoken_of: those that a headline names, as (rule, contest, None for any): they are told in any case, and first.
    """
    first_by_rule = {doubt.rule: doubt for doubt in reversed(every)}
    named = [doubt for doubt in every if doubt.contest_id and (doubt.rule, doubt.contest_id) in spoken_of]
    named += [
        first_by_rule[rule] for rule, contest in sorted(spoken_of, key=str) if not contest and rule in first_by_rule
    ]
    causes = Counter(doubt.cause or doubt.finding_id for doubt in every)
    firsts: dict[str, Doubt] = {}
    heads = [doubt for doubt in every if doubt.cause == doubt.finding_id]
    grave = {doubt.cause or doubt.finding_id for doubt in every if doubt.matters}
    for doubt in (*named, *heads, *every):
        firsts.setdefault(doubt.cause or doubt.finding_id, doubt)
    order = {doubt.finding_id: i for i, doubt in enumerate(every)}
    told_now = [doubt for doubt in firsts.values() if doubt in named]
    others = sorted(
        (doubt for doubt in firsts.values() if doubt not in named), key=lambda doubt: order[doubt.finding_id]
    )
    matter = [doubt for doubt in others if (doubt.cause or doubt.finding_id) in grave]
    warnings = [doubt for doubt in others if doubt not in matter and doubt.severity == "warning"]
    remarks = [doubt for doubt in others if doubt.severity == "info" and doubt.contest_id]
    told_now += matter[:MOST_ERRORS]
    told_now += warnings[: max(0, _AT_LEAST - len(matter))]
    told_now += remarks[: max(0, _REMARKS_UP_TO - len(told_now))]
    return [(doubt, causes[doubt.cause or doubt.finding_id]) for doubt in told_now]


def recurring(every: Sequence[Doubt]) -> set[str]:
    """The causes of which all findings, or many, are by one rule: what those have in common says more."""
    of_head = {doubt.cause: doubt.rule for doubt in every if doubt.cause == doubt.finding_id}
    same = Counter(doubt.cause for doubt in every if doubt.cause and of_head.get(doubt.cause) == doubt.rule)
    all_ = Counter(doubt.cause for doubt in every if doubt.cause)
    return {cause for cause, number in same.items() if cause and (number == all_[cause] or number >= MANY)}


def place_told(places: Sequence[tuple[str, str]], most: int = 4) -> str:
    """Locators, what they have in common only once: `wikipedia.txt:L47.C5, C6, L51.C6`; whole cells of a sheet."""
    told: list[str] = []
    path = row = None
    for _, locator in places[:most]:
        found = parts(locator)
        if found and found.path == path:
            in_row = found.row == row and found.form != "sheet"
            told.append(found.cell if in_row else locator.removeprefix(found.path).lstrip(":!"))
        else:
            told.append(locator)
        path, row = (found.path, found.row) if found else (None, None)
    left = len(places) - most
    return ", ".join(told) + (f" and {left} more" if left > 0 else "")


def place_of_any(draft: Draft) -> str:
    """A locator of the package, to show what locators look like."""
    rows = warehouse.rows(
        draft.connection,
        "SELECT locator FROM clean.statements ORDER BY fate <> 'published', locator LIMIT 1",
    )
    return rows[0][0] if rows else "file.csv:L12.C3"
