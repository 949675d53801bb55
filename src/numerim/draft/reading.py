"""What the columns of files were taken for: in a line, and as a table in which a person sees a misreading."""

from collections.abc import Iterator, Mapping, Sequence

from numerim.draft.described import ABOVE, Column, Described
from numerim.draft.marks import NOT_KNOWN
from numerim.draft.outcomes import says_who_won
from numerim.draft.stems import said_once
from numerim.draft.takes import OF_WHOM, SAID
from numerim.draft.together import READ_ABOVE
from numerim.draft.write import Drafted

_SOME = 6
"""So many columns that are not read are named in a line."""
_LINES = 24
"""So many lines has the table of one table of a file at most: first those of columns that may be misread."""
_WIDE, _HALF, _SHOWN = 44, 20, 3
"""So many characters of a name, of one of two, and so many cells of a column, are shown."""
_RUN = 8
"""More columns than these beside each other that have votes of whom they name stand in one line."""
_NESTED = ("json", "xml")
"""The readers that name a column by the keys that lead to its values."""
_TABLES = 6
"""So many tables of files are shown."""


def figures_left(files: Sequence[Drafted]) -> str:
    """How many columns of figures are not read, and which: a slip in these is not seen; empty where all are."""
    names = [f"“{said_once(c.name)}”" for c in _left(files)]
    if not names:
        return ""
    more = f" and {len(names) - _SOME} more" if len(names) > _SOME else ""
    number = "1 column of figures is" if len(names) == 1 else f"{len(names)} columns of figures are"
    return f"{number} not read: {', '.join(names[:_SOME])}{more}. "


def _left(files: Sequence[Drafted]) -> list[Column]:
    return [
        c
        for file in files
        for said, _ in file.tables
        for some in said.columns.values()
        for c in some
        if c.is_left_count(said.cells)
    ]


def read_as(files: Sequence[Drafted]) -> str:
    """What the columns of files are taken for, in a line."""
    told = []
    for file in files:
        for said, _ in file.tables:
            columns = [c for some in said.columns.values() for c in some if c.is_ not in ("ignore", "part")]
            own = [f"{c.is_} from “{c.name}”" for c in columns if not c.with_]
            wide = [c for c in columns if c.with_]
            if len(wide) == 1:
                own.append(f"{wide[0].is_} of “{wide[0].name}”")
            elif wide:
                own.append(f"votes of {len(wide)} columns, “{wide[0].name}” to “{wide[-1].name}”")
            every = [c for some in said.columns.values() for c in some]
            left = [f"“{c.name}”" for c in every if c.is_ == "ignore" and c.why != READ_ABOVE]
            some_left = ", ".join(left[:_SOME]) + (f" and {len(left) - _SOME} more" if len(left) > _SOME else "")
            told.append(", ".join(own) + (f"; not read: {some_left}" if left else ""))
    return " | ".join(told)


def reading(files: Sequence[Drafted], law: str = "") -> list[str]:
    """What each column is taken for, a line each in the order of the file, and how to say that it is something else.

    Args:
        files: what is drafted of each.
        law: how votes make an outcome, as a person says; empty where nobody does.
    """
    lines = [
        'This is how the columns were read. To correct one: --take "COLUMN=MEANING" '
        "(docs/when-the-draft-is-wrong.md). To keep the reading: `numerim new`."
    ]
    tables = [
        (
            " / ".join(filter(None, (file.path, shape.get("at", "")))),
            said,
            file.said.get("reader") in _NESTED,
            shape.get("until", "").strip(),
        )
        for file in files
        for shape, (said, _) in zip(file.said["tables"], file.tables, strict=True)
    ]
    for name, said, is_nested, until in tables[:_TABLES]:
        lines += [f"  {name}"] if len(tables) > 1 else []
        every = list(_rows(said, _short(said.cells.names, is_nested=is_nested)))
        first = sorted(range(len(every)), key=lambda i: (not every[i][3], i))[:_LINES]
        rows = [every[i] for i in sorted(first)]
        width = min(max((len(row[0]) for row in rows), default=0), _WIDE)
        kind = max((len(row[1]) for row in rows), default=0)
        lines += [f"    {name:{width}}  {is_:{kind}}  {cells}".rstrip() for name, is_, cells, _ in rows]
        lines += [f"    … {len(every) - _LINES} more"] if len(every) > _LINES else []
        lines += [f"    not read, as it is beneath the table: “{until}” and what follows"] if until else []
        lines += [f"    rows left out: “{text}” in {name}" for name, some in said.leave.items() for text in some]
    lines += [f"  … {len(tables) - _TABLES} more tables"] if len(tables) > _TABLES else []
    if left := [c for c in _left(files) if any(_varies(said, c) for _, said, _, _ in tables)]:
        name = next(
            _short(said.cells.names, is_nested=is_nested)[left[0].name]
            for _, said, is_nested, _ in tables
            if left[0].name in said.cells.names
        )
        lines.append(
            f"  If “{_cut(name)}” holds the votes of a candidate or party: --take {_typed(f'{name}=candidate')} "
            f"(or party). If it counts ballots: --take {_typed(f'{name}=valid')} "
            f"(or cast, registered, invalid, blank). If neither: --take {_typed(f'{name}=ignore')}."
        )
    silent = [unit for _, said, _, _ in tables for unit in said.silent]
    if silent:
        more = f" and {len(silent) - _SOME} more" if len(silent) > _SOME else ""
        lines.append(f"  Nobody is said to have won in: {', '.join(silent[:_SOME])}{more}.")
    won = list(_not_held([said for _, said, _, _ in tables], law))
    lines += [f"  {what} are not held against the votes, as nothing {why}." for what, why in dict.fromkeys(won)]
    return lines


_LAWS = {
    "Winners": "--law plurality, two_round_majority, ranked_choice …",
    "Seats": "--law dhondt, sainte_lague, hare …",
}


def _not_held(tables: Sequence[Described], law: str) -> Iterator[tuple[str, str]]:
    """Who won, and seats, that no law can be asked of, and what is lacking for it."""
    wanted, by_majority = _asked_of(law) if law else ("", False)
    found = set()
    for said in tables:
        every = [c for some in said.columns.values() for c in some]
        what = "Winners" if says_who_won(said) else "Seats" if any(c.is_ == "seats" for c in every) else ""
        found.add(what)
        has_all = "votes" in said.complete or any(said.of(role) for role in ("share", "valid", "cast"))
        if what and not law and not said.law:
            yield what, f"says by which law: {_LAWS[what]}"
        elif what == wanted == "Seats" and "seats" not in said.complete:
            yield what, "shows that all lists are there, such as a column or row of all valid votes"
        elif what == wanted == "Winners" and by_majority and not has_all:
            yield "Winners of a first round", "shows all valid votes, of which a majority is"
    if wanted and wanted not in found:
        yield wanted, "that is read says who won" if wanted == "Winners" else "that is read says how many"


def _asked_of(law: str) -> tuple[str, bool]:
    """What a law decides, seats or winners, and whether that takes a majority."""
    from numerim.schemas.law import laws

    one = laws()[law]
    is_of_lists = "threshold" in one.takes
    return ("Seats" if is_of_lists else "Winners"), "majority" in one.takes


def _short(names: Sequence[str], *, is_nested: bool) -> dict[str, str]:
    """The columns -> as much of their names as tells them apart, of keys that lead to a value the last ones."""
    found = {}
    for name in names:
        keys = name.split("/") if is_nested and " " not in name.strip() else [name]
        ways = ["/".join(keys[-n:]) for n in range(1, len(keys) + 1)]
        ends = {way: sum(other == way or other.endswith(f"/{way}") for other in names) for way in ways}
        found[name] = next((way for way in ways if ends[way] == 1), name)
    once = [said_once(name) for name in found.values()]
    return {
        name: short if once.count(short) == 1 else long for (name, long), short in zip(found.items(), once, strict=True)
    }


def _varies(said: Described, column: Column) -> bool:
    """Whether not all figures of a column are the same, as those of a year are, and one at least is a count."""
    return column.name in said.cells.names and len({*said.cells.values(column.name)}) > 1


def _typed(text: str) -> str:
    """A text as one types it in a shell."""
    return f'"{text}"' if not set('"$`\\!') & set(text) else "'{}'".format(text.replace("'", "'\\''"))


def _cut(text: str, wide: int = _WIDE) -> str:
    """A text in one line of so many characters, of a long one the beginning."""
    text = " ".join(text.split())
    return text if len(text) <= wide else f"{text[: wide - 1]}…"


_Row = tuple[str, str, str, bool]
"""Name, meaning and first cells of a column, and whether it may be misread."""


def _rows(said: Described, short: Mapping[str, str]) -> Iterator[_Row]:
    """The columns, votes of many that stand beside each other as one."""
    of = {c.name: c for some in said.columns.values() for c in some if not _is_above(c)}
    run: list[Column] = []
    for name in [*said.cells.names, ""]:
        column = of.get(name)
        if column and run and column.is_ in OF_WHOM and column.with_ and column.ballots == run[0].ballots:
            run.append(column)
            continue
        yield from _of_run(said, run, short)
        run = []
        if column and column.with_ and column.is_ in OF_WHOM:
            run = [column]
        elif column:
            yield _cut(short[column.name]), _meaning(column), _cells(said, column), _may_be_wrong(said, column)


def _is_above(column: Column) -> bool:
    """Whether a column is one of what the things of a list lie in, which is shown where it stands."""
    return column.is_ == "ignore" and column.why.startswith(ABOVE)


def _may_be_wrong(said: Described, column: Column) -> bool:
    """Whether a column is read by a guess, or is one of counts that nobody reads."""
    return column.is_left_count(said.cells) if column.is_ == "ignore" else column.unsure


def _of_run(said: Described, run: Sequence[Column], short: Mapping[str, str]) -> Iterator[_Row]:
    look = any(_may_be_wrong(said, column) for column in run)
    if len(run) > _RUN:
        kinds = list(dict.fromkeys(column.is_ for column in run))
        names = f"{_cut(short[run[0].name], _HALF)} … {_cut(short[run[-1].name], _HALF)}"
        yield names, f"{' and '.join(kinds)}, {len(run)} columns", _cells(said, run[0]), look
        return
    for column in run:
        whose = " / ".join(text for role, text in column.with_.items() if role != "ballot_number")
        yield _cut(short[column.name]), f"{column.is_} of {_cut(whose)}", _cells(said, column), look


def _meaning(column: Column) -> str:
    if column.is_ == "part":
        return "part of a name"
    if column.is_ == "ignore":
        return "not read" if column.why in (SAID, NOT_KNOWN) else f"not read: {_cut(column.why)}"
    plain = "who won" if column.states else _PLAIN.get(column.is_)
    said = f"{column.is_}: {plain}" if plain else column.is_
    return f"{said} ({column.ballots})" if column.ballots else said


_PLAIN = {"measure": "what each row counts", "value": "how many of that", "outcome": "who won"}
"""What meanings say whose words tell a stranger nothing."""


def _cells(said: Described, column: Column) -> str:
    """The first cells of a column, as they are printed."""
    some = list(dict.fromkeys(said.cells.values(column.name)[:50]))[:_SHOWN]
    return " · ".join(_cut(text, _HALF) for text in some)
