"""What a draft says of a table and its columns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from numerim.draft.figures import Cells, is_code
from numerim.draft.stems import folded
from numerim.draft.words import Meaning, Split
from numerim.schemas.vocabulary import MEASURES

COARSE = (
    *("country", "state", "region", "county", "constituency", "municipality", "city", "town", "township", "ward"),
    *("precinct", "polling_station"),
)
"""Kinds of units, the largest first."""
ANOTHER = "another column names the "
"""How it begins why a column of names is not read beside one that says the same."""
SMALLER = "follows from the smaller units"
"""Why a column of larger units is not read."""
ABOVE = "belongs to the level above this list"
"""Why a figure of what the things of a list lie in is not read among these."""
_SOME = 2
"""So many rows, each with votes of so many, make a table of results."""


@dataclass
class Column:
    """What a column is.

    Attributes:
        name: its name.
        is_: a role, a measure, or a pattern of them; `ignore`.
        why: how that is known; of an ignored one, the reason to write.
        unsure: whether a person should look at it.
        with_: roles that belong to it only.
        words: what stands in it -> what that is.
        ballots: the kind of ballots that it counts.
        text: what its cells say, where several cells of a row make it.
        states: what it says, too, of whom it names.
        missing: what stands in it where it says nothing -> which kind of nothing.
    """

    name: str
    is_: str
    why: str = ""
    unsure: bool = False
    with_: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    ballots: str = ""
    text: str = ""
    states: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def is_left_count(self, cells: Cells) -> bool:
        """Whether it is a column of figures that nobody reads, and no code, number on the ballot or name of a unit."""
        names = self.why.startswith((ANOTHER, SMALLER)) or bool(_NUMBER.search(folded(self.name)))
        is_left = self.is_ == "ignore" and self.unsure and cells.number(self.name) in cells.is_figures
        return is_left and not names and not is_code(cells, self.name)


_NUMBER = re.compile(
    r"\b(number|numero|nummer|no|nr|code|codigo|codice|id|kod|numer)\b(?! (of|de|des|d|di|da|der|von|van))"
)


@dataclass(frozen=True)
class Level:
    """Rows of one kind of unit.

    Attributes:
        kind: the type of these units.
        columns: the columns that name them: the last of these, after all that they lie in.
        named: how the cell of the last one holds the name, such as `Total {unit}`; empty where it is the name.
        only: column -> what stands there in these rows.
        but: column -> what does not.
        lies_in: the columns that name what they lie in, and its type; none for the whole.
    """

    kind: str
    columns: Sequence[str]
    named: str = ""
    only: Mapping[str, Sequence[str]] = field(default_factory=dict)
    but: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lies_in: tuple[Sequence[str], str] = ((), "")


@dataclass(frozen=True)
class Levels:
    """The levels of a table.

    Attributes:
        path: the columns that name units, those of the largest first.
        every: its kinds of rows, the smallest units first; one without columns is of all.
        is_sum: of each row, whether it is a sum over others.
        beside: the kind of unit beside which there are rows of ballots that no smaller unit has; empty where none.
    """

    path: Sequence[str]
    every: Sequence[Level]
    is_sum: Sequence[bool]
    beside: str = ""


@dataclass
class Described:
    """What a table says.

    Attributes:
        cells: its cells.
        columns: what its columns are; a column that says something in each of several groups has one entry a group.
        groups: the groups of columns, such as two kinds of votes; one that is empty where there are none.
        unit: the type of the units that report; empty where it names none.
        within: the type of what they lie in.
        totals: rows that are sums over others: what stands in one of their columns.
        totals_in: that column; mostly that of units.
        first_total: the row that is the sum of the stations alone, where that of all counts other rows, too.
        beside: these: rows beneath the first total that are no stations, such as votes by post.
        over: rows that are sums over those right above or beneath them -> these: what stands in the column of units.
        complete: measures whose selections are all there, as the sums show.
        held_on: the day of the election, where a column says it.
        inside: an account -> the account in which it is counted, as the sums show.
        fill: columns in which an empty cell means what stands above it.
        notes: what a person should know, in words.
        set: roles that are the same for every row, as the name of the table says.
        accounts: the word of an account that does not ship -> what it is called, and the account that it is a part of.
        set_rules: rules that are not asked, or of another number, as the table shows -> that.
        hints: a column whose name is not known as a whole -> what it counts by those of its words that are.
        leave: rows that are not read: what stands in one of their columns.
        levels: rows of larger units among those of smaller ones, where there are such.
        joined: the column of candidates -> the cells that make their names, where several do.
        area: the kind and name of the unit over which totals of all rows are; None where that is the country.
        named: the columns whose names, or the keys that lead to them, say that they count votes or ballots.
        of_who: whether the keys that lead to it say that each row is of one who is voted for.
        keys: those that lead to the list, with a stroke behind each; empty where there are none.
        splits: the columns of groups -> the group, and the rest of the name.
        has_rest: whether its votes are those of all whom the list of another table does not name.
        votes_in: the list of which the votes make its valid ballots, in another table.
        law: the rule by which votes make an outcome, as its rounds show; empty where nothing does.
        elects: how many each unit elects, as most of them show; 0 where they do not.
        silent: units of which nothing says who won, where others say it.
        state: how far the count was, as what the table is called says beside another of the same units; else empty.
    """

    cells: Cells
    columns: dict[str, list[Column]]
    groups: list[str]
    unit: str = ""
    within: str = ""
    totals: list[str] = field(default_factory=list)
    totals_in: str = ""
    first_total: str = ""
    beside: list[str] = field(default_factory=list)
    over: dict[str, list[str]] = field(default_factory=dict)
    complete: list[str] = field(default_factory=list)
    held_on: str = ""
    inside: dict[str, str] = field(default_factory=dict)
    fill: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    set: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, tuple[str, str]] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)
    set_rules: dict[str, str] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)
    area: tuple[str, str] | None = None
    leave: dict[str, list[str]] = field(default_factory=dict)
    levels: Levels | None = None
    named: frozenset[str] = frozenset()
    of_who: bool = False
    keys: str = ""
    splits: Mapping[str, Split] = field(default_factory=dict)
    has_rest: bool = False
    votes_in: "Described | None" = None
    law: str = ""
    elects: int = 0
    silent: Sequence[str] = ()
    state: str = ""

    @property
    def is_told(self) -> bool:
        """Whether the name of a column, or what figures make, tells what it is; or places with votes beside them."""
        every = [
            column for columns in self.columns.values() for column in columns if column.is_ not in ("ignore", "part")
        ]
        return bool(self.complete) or any(not column.unsure for column in every) or self._is_of_places(every)

    def _is_of_places(self, every: Sequence[Column]) -> bool:
        """Whether each row is named, no two alike, and votes of several stand beside that."""
        unit = self.of("unit")
        if unit is None or sum(column.is_ == "votes" for column in every) < _SOME or "{" in unit.is_:
            return False
        texts = self.cells.texts[unit.name]
        return self.cells.number(unit.name) not in self.cells.is_figures and len({*texts}) == len(texts) >= _SOME

    @property
    def is_total(self) -> list[bool]:
        """Of each row whether it is a sum over others."""
        if self.levels:
            return list(self.levels.is_sum)
        if not self.totals_in:
            return [False] * self.cells.figures.shape[0]
        named = [*self.totals, *self.over, *([self.first_total, *self.beside] if self.first_total else ())]
        return pl.Series(self.cells.texts[self.totals_in], dtype=pl.String).is_in(named).to_list()

    @property
    def totals_of_all(self) -> list[str]:
        """Those rows of totals that are sums over the whole table, not over what one larger unit has."""
        within = self.of("within")
        if not self.totals or within is None or self.totals_in not in ("", self.name_of("unit")):
            return self.totals
        lie_in = dict(zip(self.cells.texts[self.totals_in], self.cells.texts[within.name], strict=True))
        return [text for text in self.totals if not lie_in[text]]

    def switch_off(self, rule: str, why: str) -> None:
        """Let a rule not be asked."""
        self.set_rules[rule] = f"off: {why}"

    def own_name(self, name: str) -> str:
        """The name of a column without that of its group, or the keys that lead to its list."""
        return self.splits[name].own if name in self.splits else name.removeprefix(self.keys)

    @property
    def counts(self) -> bool:
        """Whether a column is taken for figures, or for what happened."""
        every = [column for columns in self.columns.values() for column in columns]
        return any(name in MEASURES for column in every for name in re.findall(r"\w+", column.is_))

    def name_of(self, role: str) -> str:
        """The name of the column that is this; empty where there is none."""
        column = self.of(role)
        return column.name if column else ""

    def of(self, role: str, group: str = "") -> Column | None:
        """The column that is this, if any; that of all kinds of ballots before those of one."""
        some = [column for name in dict.fromkeys(("", group)) for column in self.columns.get(name, ())]
        found = [column for column in some if role in (column.is_, *re.findall(r"\{(\w+)\}", column.is_))]
        return next((column for column in found if not column.ballots), found[0] if found else None)


Left = dict[str, Meaning | None]
"""The columns of which nobody knows yet what they are, with what their names say."""


def take(said: Described, left: Left, column: Column, group: str = "") -> None:
    """Say what a column is: it is no longer among those that are left."""
    said.columns.setdefault(group, []).append(column)
    left.pop(column.name, None)
