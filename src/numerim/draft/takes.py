"""What a person says columns and rows are, as it is typed: `--take "Naziv BM=unit"`, `--leave "Id=Voting Rate"`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from numerim.declare.tables import meant
from numerim.declare.words import ROLES
from numerim.errors import InputError, going_on, tell_all
from numerim.schemas.vocabulary import BALLOT_MEASURES, MEASURES, UNIT_TYPES

SAID = "as you say"
"""Why a column is what it is that a person has named."""
IGNORE = "ignore"
"""What a column is that is not read."""
PART = "part"
"""What an account is that numerim has no word for: `part of cast`."""
OF_WHOM = ("votes", "share", "seats")
"""What may be that of whom the name of a column names."""


@dataclass(frozen=True)
class Taken:
    """What a person says of the columns and rows of files.

    Attributes:
        columns: the name of a column, or those of the first and the last of several (`A..F`) -> what it is: a role, a
            measure, a kind of unit, `ignore`, `votes of NAME`, or `part of cast`.
        leave: column -> what stands there in rows that are not read.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    leave: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.columns or self.leave)


_UNDER_IGNORE = "goes under ignore:"
"""What a declaration has for columns that are not read."""
NOTHING_SAID = Taken()
"""What somebody says who says nothing."""


def taken_by(takes: Iterable[str], leaves: Iterable[str]) -> Taken:
    """What the options say.

    Args:
        takes: `COLUMN=MEANING` of each `--take`.
        leaves: `COLUMN=TEXT` of each `--leave`.

    Raises:
        InputError: one is not written so, or nothing is called like the meaning.
    """
    columns: dict[str, str] = {}
    leave: dict[str, list[str]] = {}
    wrong: list[InputError] = []
    for one in takes:
        with going_on(wrong):
            _take(one, columns)
    for one in leaves:
        name, mark, text = one.partition("=")
        if mark and name.strip():
            leave.setdefault(name.strip(), []).append(text.strip())
        else:
            cure = 'Write, such as: --leave "District=TOTAL"'
            wrong.append(InputError("--leave", f"{one!r} is not COLUMN=TEXT", cure))
    tell_all(wrong)
    return Taken(columns, leave)


def _take(one: str, columns: dict[str, str]) -> None:
    name, mark, meaning = one.rpartition("=")
    meaning = meaning.strip()
    if not mark or not name.strip():
        raise InputError("--take", f"{one!r} is not COLUMN=MEANING", 'Write, such as: --take "Total votes=valid"')
    word, _, of = meaning.partition(" of ")
    known = [*ROLES, *MEASURES, *UNIT_TYPES, IGNORE]
    is_part = word == PART and of in BALLOT_MEASURES
    cure = "docs/when-the-draft-is-wrong.md says what each is."
    if word == PART and not is_part:
        parts = ", ".join(f"`part of {one}`" for one in ("registered", "cast", "invalid"))
        raise InputError("--take", f"{meaning!r}: ballots are a part of other ballots, such as {parts}", cure)
    if word != meaning and not is_part and word in known and word not in OF_WHOM:
        problem = f"{meaning!r}: only votes, share and seats are “of” somebody; write {word!r} alone"
        raise InputError("--take", problem, cure)
    if not is_part and word not in known:
        may = meant(word, known).replace(_UNDER_IGNORE, "is =ignore")
        raise InputError("--take", f"{word!r} is nothing that a column can be; {may}", cure)
    if columns.setdefault(name.strip(), meaning) != meaning:
        problem = f"“{name.strip()}” is said to be {columns[name.strip()]!r} and {meaning!r}"
        raise InputError("--take", problem, "Say one of the two.")
