"""Rows of larger units among those of smaller ones, as `parts:` of an `election.yml`."""

from collections.abc import Mapping, Sequence

from numerim.declare.towrite import quoted
from numerim.draft.described import Level, Levels
from numerim.draft.levels import ASIDE, text_of
from numerim.draft.marks import Mark, marked
from numerim.draft.totals import named_apart


def levels_told(levels: Levels | None, whole: str) -> list[str]:
    """The lines of `parts:`, one part a level; none where there are no levels.

    Args:
        levels: the levels of the table.
        whole: the name of what all units lie in.
    """
    if levels is None:
        return []
    says = (
        "rows of larger units stand among those of smaller ones, and are read as the sums over these. If none is, "
        "delete `parts:` with what is indented under it, and say under columns: which column is `unit`."
    )
    lines = marked(Mark(says), "parts:")
    for level in levels.every:
        own: list[str] = []
        if level.only:
            own.append(f"only: {_chosen(level.only)}")
        if level.but:
            own.append(f"but: {_chosen(level.but)}")
        lies_in, larger = level.lies_in
        within = f", within: {larger}" if lies_in else ""
        own.append(f"register: {{unit: {level.kind}{within}}}")
        if not level.columns:
            own += [f"set: {{unit: {quoted(whole)}}}", "columns: {}"]
        else:
            names = [f"{quoted(level.columns[-1])}: {_cell('unit', level)}"]
            names += [f"{quoted(lies_in[-1])}: {_named('within', lies_in)}"] if lies_in else []
            own.append(f"columns: {{{', '.join(names)}}}")
        said = {*level.columns, *lies_in}
        left = [f"{quoted(name)}: less precise than another column" for name in levels.path if name not in said]
        own += [f"ignore: {{{', '.join(left)}}}"] if left else []
        lines += [f"  - {own[0]}", *(f"    {line}" for line in own[1:])]
    return lines


def runs_told(over: Mapping[str, Sequence[str]], column: str, kind: str, own: Sequence[str]) -> list[str]:
    """The lines of `parts:` for rows that sum up others right above or beneath them: of each these, and itself.

    Args:
        over: what stands in the column of units in such a row -> what stands there in those that it sums up.
        column: the column of units.
        kind: the type of the units that such rows are of.
        own: what the columns of units are, as `columns:` says it.
    """
    lines: list[str] = []
    for text, rows in over.items():
        name = quoted(named_apart(text))
        lines += [f"  - only: {rows_with(column, rows)}", f"    set: {{within: {name}}}"]
        lines += [f"    columns: {{{', '.join(own)}}}", f"  - only: {rows_with(column, [text])}"]
        lines += [f"    register: {{unit: {kind}}}", f"    set: {{unit: {name}}}", "    columns: {}"]
        lines.append(f"    ignore: {{{quoted(column)}: says that the row is a sum}}")
    return lines


def units_told(every: Sequence[Levels]) -> list[str]:
    """The lines of `units:`, where rows count ballots of no smaller unit; none where none does."""
    beside = next((levels.beside for levels in every if levels.beside), "")
    title = "Ballots that are counted aside, such as those by mail"
    return ["units:", f"  {ASIDE}: {{title: {{en: {quoted(title)}}}, type: other, beside: {beside}}}"] if beside else []


def rows_with(column: str, texts: Sequence[str]) -> str:
    """The rows that have one of some texts in a column, as `only:` and `but:` say it."""
    return _chosen({column: texts})


def _chosen(rows: Mapping[str, Sequence[str]]) -> str:
    told = []
    for column, texts in rows.items():
        values = ", ".join(quoted(text.replace("*", "**")) for text in texts)
        told.append(f"{quoted(column)}: [{values}]")
    return f"{{{', '.join(told)}}}"


def _cell(role: str, level: Level) -> str:
    return quoted(level.named) if level.named else _named(role, level.columns)


def _named(role: str, names: Sequence[str]) -> str:
    text = text_of(names)
    return f"{{is: {role}, text: {quoted(text)}}}" if text else role
