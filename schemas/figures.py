"""Which figures belong together: the frames in which relations are asked of `core.figures`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Frame:
    """What figures must have in common to stand in one relation, beside whose they are.

    Attributes:
        by: the columns that are the same.
        subject: SQL of the name of what it is about, over `f`, a row of `core.figures`.
        scope: which figures it holds.
    """

    by: tuple[str, ...]
    subject: str
    scope: str


REPORT = Frame(
    ("election_id", "office", "gp_unit_id", "round"),
    "f.office || ' ' || f.gp_unit_id || ' ' || f.round",
    "f.scope = 'unit'",
)
"""A unit that reports, in one round of one race."""

LIST = Frame((*REPORT.by, "contest_id"), "f.about", "f.scope = 'unit' and f.about is not null")
"""The votes or shares of a unit that reports on a contest."""

CONTEST = Frame(("election_id", "contest_id"), "f.contest_id", "f.scope in ('contest', 'stated')")
"""A whole contest."""

STATED = Frame(REPORT.by, "f.gp_unit_id || ' ' || f.measure", "f.scope = 'stated'")
"""What a source states of a unit beside the figures of its contests."""

POLL = Frame(("election_id", "contest_id", "poll_id"), "f.contest_id || ' ' || f.poll_id", "f.scope = 'poll'")
"""A poll."""
