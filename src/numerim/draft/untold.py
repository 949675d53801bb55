"""Why nothing is read of a file: its figures are shares, nothing is counted yet, or nothing tells what they count."""

from collections.abc import Sequence

from numerim.draft.described import Described
from numerim.draft.figures import HALVES, PARTS
from numerim.draft.headerless import NO_HEADER
from numerim.draft.takes import SAID
from numerim.errors import InputError


class UntoldError(InputError):
    """Nothing tells what the columns of a file count."""


class NoFiguresYetError(UntoldError):
    """Columns of votes and ballots are there, and nothing stands in them."""


class SharesAloneError(InputError):
    """All figures of a file are shares."""


def why_untold(tables: Sequence[Described]) -> tuple[str, str]:
    """Why nothing is read of some tables, and what to do."""
    every = [(said, column) for said in tables for some in said.columns.values() for column in some]
    if every and all(column.why == NO_HEADER for _, column in every):
        return (
            "it has no header, and figures alone do not say what they count",
            'Say what they are, by their numbers: --take "column 2=unit" --take "column 5=cast"; or put names above.',
        )
    if any(column.why == HALVES for _, column in every):
        return (
            "its votes are told in halves, which some laws know; numerim counts whole votes",
            "Take the file of ballots, or of votes before they are divided.",
        )
    if any(column.why == PARTS for _, column in every):
        return (
            "its votes are told in parts, as they are transferred; numerim counts whole votes",
            "Take the file of first preferences, or of ballots.",
        )
    some = [c for said, c in every if said.cells.number(c.name) in said.cells.is_figures]
    names = [f"“{column.name}”" for column in [c for c in some if c.why != SAID] or some]
    if not names:
        cure = "A file of results has one row per unit or candidate, and columns of votes or ballots."
        return "no column of figures is found in it", cure
    more = f" and {len(names) - 6} more" if len(names) > 6 else ""
    return (
        f"numerim cannot tell what its columns of figures count: {', '.join(names[:6])}{more}",
        f'Say what they are, such as --take "{names[0].strip("“”")}=votes" (or registered, cast, valid, ignore), and '
        "which column names the candidate or party: docs/when-the-draft-is-wrong.md.",
    )
