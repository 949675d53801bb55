"""What a draft says of what it is unsure of: comments that begin with LOOK, with the lines to write instead."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from numerim.declare.towrite import quoted

LOOK = "LOOK"
"""What a comment begins with that a person should look at."""
_WIDE = 112
"""So long are the lines of a comment."""
_NAMED = 3
"""So many columns are named by one mark."""


@dataclass(frozen=True)
class Mark:
    """What a person should look at.

    Attributes:
        says: what is unsure, why, and what else it could be.
        lines: what to write then: each alone, in the place of the line beneath the mark, or added to it.
    """

    says: str
    lines: tuple[str, ...] = ()


def marked(mark: Mark | None, *beneath: str) -> list[str]:
    """Lines with the mark above them, if there is one."""
    if mark is None:
        return list(beneath)
    told = wrap(f"{LOOK}: {mark.says}", _WIDE, break_long_words=False, break_on_hyphens=False)
    return [*(f"# {line}" for line in told), *(f"#     {line}" for line in mark.lines), *beneath]


def of_columns(names: Sequence[str], is_: str, why: str, lines: Sequence[str]) -> Mark:
    """Columns that are taken for one thing, by a guess."""
    one = len(names) == 1
    write = "If not, write:" if one else "One that is something else is written as the first would be:"
    return Mark(f"{_listed(names)} {'is' if one else 'are'} read as {is_}: {why}. {write}", tuple(lines))


def of_left(names: Sequence[str], why: str, lines: Sequence[str]) -> Mark:
    """Columns that are not read, by a guess; the lines say what the first of them may be."""
    one = len(names) == 1
    why = "neither the name nor the figures tell what stands there" if why == NOT_KNOWN else why
    what = f"{_listed(names)} {'is' if one else 'are'} not read: {why}."
    told = " or ".join(f"`{line}`" for line in lines)
    return Mark(f"{what} One that says something goes from here to columns: with its meaning, such as {told}.")


NOT_KNOWN = "numerim does not know what it says"
"""Why a column is not read that nothing explains."""


def _listed(names: Sequence[str]) -> str:
    told = [f"“{name}”" for name in names[:_NAMED]]
    if len(names) > _NAMED:
        return f"{', '.join(told)} and {len(names) - _NAMED} more"
    return " and ".join([", ".join(told[:-1]), told[-1]] if told[1:] else told)


HEAD = (
    "# A draft that runs as it is. LOOK stands above what was guessed and what no file says. If it is right, delete",
    "# the comment; if not, write one of its indented lines, with what is true, in place of the line beneath it.",
)
"""How a draft begins."""
LICENCE = Mark(
    "the package that you publish has this licence, which asks nothing of anybody. For another of seeds/licences.csv, "
    "write:",
    ("licence: CC-BY-4.0",),
)
STATUS = Mark(
    "nothing says how far the count is; preliminary stands for it. If not, write:", ("status: partial", "status: final")
)
TERMS = Mark(
    "nothing says what the publisher allows. So the package has figures and names, which are facts, and no words of "
    "the source. If the page that the file is from names a licence, write:",
    ("licence: CC-BY-4.0",),
)


def of_title(title: str) -> Mark:
    """That the name of a file stands for that of an election."""
    says = "the name of the file stands for that of the election. Write what people call it, such as:"
    return Mark(says, (f"title: {{en: {quoted(title)}}}",))


def of_day(why: str, year: str) -> Mark:
    """That a day is a guess."""
    return Mark(f"{why}. If the vote was on another, write:", (f"held_on: {year}-10-12",))


def of_source(day: str) -> Mark:
    """That nobody knows where a file is from, which was held on a day or later."""
    says = "nothing says whose file it is, where it is published and when it was taken from there. Add what you know:"
    return Mark(says, ("publisher: Election Commission", "url: https://example.org/results", f"retrieved: {day}"))


def of_language(language: str) -> Mark:
    """That the language of a source is a guess."""
    says = f"the names of columns that are known are in this language ({language}). If the source is in another, write:"
    return Mark(says, (f"language: {'de' if language != 'de' else 'en'}",))


def of_offices(names: Sequence[str], unit: str, why: str, lines: Sequence[str]) -> Mark:
    """That it is a guess where an office is decided."""
    decides = "the country decides as a whole" if unit == "country" else f"each {_plain(unit)} decides for itself"
    reason, _, other = why.partition("; ")
    word = (
        f". That it is “{names[0]}” is no more than a word: what is voted on goes here and where it stands beneath"
        if other
        else ""
    )
    if len(names) > 1:
        word += ". Where that is wrong, write, as for the first of them:"
    elif len(lines) == 1:
        word += f". If {_who(lines[0])}, write:"
    else:
        word += ". If another unit decides, write:"
    return Mark(f"{_listed(names)}: {decides}, it seems, as {reason}{word}", tuple(lines))


def _who(line: str) -> str:
    unit = line.partition("unit: ")[2].split(",")[0].rstrip("}")
    return "all decide together" if unit == "country" else f"each {_plain(unit)} decides for itself"


def of_law(lines: Sequence[str], others: Sequence[str], by_rounds: str) -> Mark:
    """That no law says how votes make an outcome, or that only rounds show it."""
    says = "nothing says by which law votes make an outcome, so winners and seats are not checked. If you know it"
    if by_rounds:
        word = by_rounds.strip("{").partition(":")[0]
        says = f"the law is {word}, it seems, as votes pass on from round to round. If it is another"
    return Mark(f"{says}, write (also {', '.join(others)}):", tuple(lines))


def of_totals(names: Sequence[str], line: str) -> Mark:
    """That rows are taken for sums; the line would make units of them."""
    one = len(names) == 1
    says = f"{_listed(names)} {'is read as a sum' if one else 'are read as sums'} over the other rows. "
    if not one:
        return Mark(
            f"{says}Take a name that is no sum out of all lists beneath; if none is, delete `parts:` with what is "
            f"indented under it, and write `{line}` under columns:."
        )
    return Mark(
        f"{says}If it is no sum, delete `parts:` with what is indented under it, and write `{line}` under columns:."
    )


def of_area(sums: int) -> Mark:
    """That it is a guess over which area sums are."""
    says = f"nothing says which area {'this sum is' if sums == 1 else 'these sums are'} of. Write its name, such as:"
    return Mark(says, ("set: {unit: Northern District}",))


def of_hidden(sheet: str) -> str:
    """That a sheet is hidden."""
    line = f"`ignore: {{{quoted(sheet)}: it is hidden}}`"
    return f"the sheet {sheet!r} is hidden. If it is not to be read, delete its entry of tables: and write {line}."


def of_lists(read: str, others: Sequence[str]) -> str:
    """That one of several lists of a file is read."""
    some = " or ".join(f"`at: {quoted(one)}`" for one in others[:_NAMED])
    says = f"of {len(others) + 1} lists {read!r} is read, which has most things"
    return f"{says}. For another, write {some}, and beneath it what its columns are."


def of_widths(widths: Sequence[int]) -> str:
    """That nothing divides columns."""
    says = "no character divides its columns: where one ends is told by the spaces in all rows"
    return f"{says}. Where one is cut wrongly, change how many characters it has: `widths: {list(widths)}`."


def of_cells(note: str) -> str:
    """What is to be known of some cells of a workbook."""
    line = "`corrections: [{source: source, at: …, expect: …, set: …, reason: …}]`"
    return f"{note}. If a figure is another, write {line} (docs/add-an-election.md)."


def _plain(kind: str) -> str:
    return kind.replace("_", " ").replace("-", " ")


def otherwise(name: str, is_: str, with_: Mapping[str, str], taken: Collection[str]) -> Sequence[str]:
    """What a column that is a guess may be instead, as lines of `columns:`.

    Args:
        name: its name, as YAML has it.
        is_: what it is taken for.
        with_: what belongs to it only.
        taken: what other columns are.
    """
    if who := next((role for role in ("party", "candidate", "option") if role in with_), None):
        other = "candidate" if who == "party" else "party"
        return [f"{name}: {{is: votes, with: {{{other}: {quoted(with_[who])}}}}}", f"{name}: valid"]
    counts = ("valid", "cast", "invalid", "registered") if is_ in ("votes", "valid") else ()
    free = [
        other for other in counts or ("candidate", "party", "unit", "option", "office") if other not in (is_, *taken)
    ]
    return [f"{name}: {other}" for other in free[:2]]
