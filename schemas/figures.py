"""Which figures belong together: the frames in which relations are asked of `core.figures`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Frame:
    """What figures must have in common to stand in one relation, beside whose they are.

    Attributes:
        each: what a relation in it is about, a word of `EACH` in `numerim.schemas.rule`.
        by: the columns that are the same.
        subject: SQL of the name of what it is about, over `f`, a row of `core.figures`.
        scope: which figures it holds.
    """

    each: str
    by: tuple[str, ...]
    subject: str
    scope: str


REPORT = Frame(
    "report",
    ("election_id", "office", "gp_unit_id", "round"),
    "f.office || ' ' || f.gp_unit_id || ' ' || f.round",
    "f.scope = 'unit'",
)
"""A unit that reports, in one round of one race."""

LIST = Frame("report", (*REPORT.by, "contest_id"), "f.about", "f.scope = 'unit' and f.about is not null")
"""The votes or shares of a unit that reports on a contest."""

CONTEST = Frame("contest", ("election_id", "contest_id"), "f.contest_id", "f.scope in ('contest', 'stated')")
"""A whole contest."""

STATED = Frame("office", REPORT.by, "f.gp_unit_id || ' ' || f.measure", "f.scope = 'stated'")
"""What a source states of a unit beside the figures of its contests."""

POLL = Frame(
    "poll_leads", ("election_id", "contest_id", "poll_id"), "f.contest_id || ' ' || f.poll_id", "f.scope = 'poll'"
)
"""A poll."""
