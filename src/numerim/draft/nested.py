"""JSON and XML: which of the lists in a file are tables of results, and how they belong together."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from numerim.draft.columns import describe
from numerim.draft.described import Described
from numerim.draft.figures import MOMENT, Cells, cells_of
from numerim.draft.keyed import Keyed, alone_in
from numerim.draft.keypaths import Nest, last_key
from numerim.draft.kinds import are_kinds
from numerim.draft.look import Seen, read_so
from numerim.draft.marks import NOT_KNOWN, of_lists
from numerim.draft.notes import is_number
from numerim.draft.shape import SOME
from numerim.draft.stems import folded
from numerim.draft.taken import of_own
from numerim.draft.takes import NOTHING_SAID, Taken
from numerim.draft.together import LARGE, MOSTLY, Listed, figures_of, together
from numerim.draft.words import Meaning, in_words, meaning_of
from numerim.errors import InputError
from numerim.read.rawtable import RawTable
from numerim.read.records import Records

_MOST = 24
"""So many lists of a file are looked at: those with most things."""
NO_FIGURES = "no figures stand in it"
_NOT_READ = "nothing tells what its figures count"
_AGAIN = "another list has the same of the same units"


def nested(
    kind: str, content: bytes, shown: str, reference: Path, taken: Taken = NOTHING_SAID
) -> tuple[Seen, list[Described]]:
    """The lists of a file that are tables of results, and what their columns are.

    Every list in which figures stand is described by itself: of what its things lie in it has the names, not the
    figures, as these are told where they stand. Those of which something is understood are kept; of two that have the
    same of the same units the larger.

    Args:
        kind: `json` or `xml`.
        content: the bytes of the file.
        shown: its path in messages.
        reference: where the seeds are.
        taken: what a person says of its columns and rows.

    Raises:
        InputError: no figure stands in it, or it cannot be read.
    """
    every, said = _read(kind, content, shown, reference)
    lists = [one for one in every if _has_own_figures(one)]
    if not lists:
        raise InputError(
            shown,
            "no figures stand in its lists and objects",
            "A file of results has votes or ballots of units or candidates. Is it the right file?",
        )
    lists = [one for one in lists if not _names_columns(one, lists)] or lists
    lists = sorted(lists, key=lambda one: (-one.height, -len(one.at)))[:_MOST]
    shapes = [{"at": one.at, "columns": "same"} for one in lists]
    said |= {"tables": shapes}
    ignored = {} if len(lists) == len(every) else {"ignore": {"*": NO_FIGURES}}
    tables = read_so(said | ignored, content, shown)
    nests = _with_sums([_nest(one) for one in lists], tables, reference)
    found = [
        Listed(one, nest, table, describe(table, reference, nest, of_own(taken, nest.own, _owned(nests, nest))))
        for one, nest, table in zip(lists, nests, tables, strict=True)
    ]
    kept = _kept([one for one in found if not _is_of_moments(one)]) or found[:1]
    together(kept, reference)
    return _seen(said, kept, found, every)


def _read(kind: str, content: bytes, shown: str, reference: Path) -> tuple[list[Records], dict[str, Any]]:
    """The lists of a file, and what `election.yml` has to say for them to be found."""
    from numerim.read.tree import read_json, read_json_lines, read_xml

    if kind == "xml":
        every = read_xml(content, shown)
        alone = _alone(every, reference)
        return (
            (read_xml(content, shown, lists=alone), {"reader": kind, "alone": alone})
            if alone
            else (
                every,
                {"reader": kind},
            )
        )
    read = read_json_lines if shown.split("!")[-1].removesuffix(".gz").endswith((".jsonl", ".ndjson")) else read_json
    keyed = Keyed(reference)
    every = read(content, shown, keyed=keyed.decide)
    said: dict[str, Any] = {"reader": kind} | ({"keyed": keyed.maps} if keyed.differs else {})
    alone = _alone(every, reference)
    if alone:
        every = read(content, shown, keyed=keyed.maps, alone=alone)
        said |= {"keyed": keyed.maps, "alone": alone}
    return every, said


def _owned(nests: Sequence[Nest], but: Nest) -> list[str]:
    """The columns of all lists but one, each of its own things."""
    return [name for nest in nests if nest is not but for name in nest.own]


def _nest(one: Records) -> Nest:
    tree = one.tree
    has_top = any(values.of == 0 for values in tree.columns)
    above = [tree.lists[number].at for number in tree.above(one.number)[:-1] if number or has_top]
    return Nest(one.at, above, one.columns, tree.lists[0].at if has_top else None, is_document=one.is_document)


def _alone(every: Sequence[Records], reference: Path) -> list[str]:
    """Objects or elements that are units by themselves: beside each other, with the same accounts, each with a name."""
    found: list[str] = []
    for one in every if len(every) < _MOST else ():
        words = [name for name in one.columns if not _are_figures(one, name)]
        found += alone_in(_nest(one), words, reference)
    return found


def _are_figures(one: Records, name: str) -> bool:
    return all(map(is_number, filter(None, one.rows[name].head(SOME).struct.field("text"))))


def _has_own_figures(one: Records) -> bool:
    """Whether some of the things of a list have a figure of their own: names, or the elected, have none."""
    some = one.rows.head(SOME)
    own = [some[name].struct.field("text") for name in _nest(one).own]
    return any(text and is_number(text) for texts in own for text in texts)


def _names_columns(one: Records, lists: Sequence[Records]) -> bool:
    """Whether the things of a list are the columns of another."""
    nest = _nest(one)
    columns = [{last_key(name) for name in _nest(other).own} for other in lists if other is not one]
    for name in nest.own if 1 < one.height <= max(map(len, columns), default=0) else ():
        named = {*one.rows[name].struct.field("text")}
        if len(named) > 1 and any(named <= some for some in columns):
            return True
    return False


def _kept(found: Sequence[Listed]) -> list[Listed]:
    """Those of which something is understood, but of two that say the same of the same units the one that says more."""
    sure = [one for one in found if one.figures and one.said.is_told and any(not c.unsure for c in one.figures)]
    named = [one for one in sure if any(c.name in one.said.named for c in one.figures)]
    if named:
        sure = named
        for one in named:
            is_guessed = any(other.has_selections for other in named if other is not one)
            for column in one.figures if is_guessed else ():
                if column.is_ == "votes" and column.unsure and column.name not in one.said.named:
                    column.is_, column.with_, column.why = "ignore", {}, NOT_KNOWN
    sure = [one for one in sure if not any(_is_empty_beside(one, other) for other in sure)]
    sure.sort(key=lambda one: (one.has_selections, one.records.height * len(one.figures)), reverse=True)
    kept: list[Listed] = []
    for one in sure:
        if not any(_says_again(one, other) for other in kept):
            kept.append(one)
    return kept


def _is_empty_beside(one: Listed, other: Listed) -> bool:
    """Whether nothing but 0 is read of a list, and more of one with the same keys: who stood the last time only."""
    alike = {last_key(name) for name in one.nest.own} <= {last_key(name) for name in other.nest.own}
    has = [any(figures_of(some, c).any() for c in some.figures) for some in (one, other)]
    return alike and one.nest.at != other.nest.at and not has[0] and has[1]


def _says_again(one: Listed, other: Listed) -> bool:
    """Whether a list has ballots, or votes without saying whose, of the units of which another has them."""
    both = {c.is_ for c in one.figures} & {c.is_ for c in other.figures}
    if not both or one.unit != other.unit:
        return False
    if bool(one.said.of("count_type")) != bool(other.said.of("count_type")):
        return False
    if one.has_selections and other.has_selections:
        return one.nest.above != other.nest.above and bool(
            {one.nest.at, other.nest.at} & {*one.nest.above, *other.nest.above}
        )
    return True


def _is_of_moments(one: Listed) -> bool:
    """Whether the things of a list are moments at which something had been counted, each with a time of its own.

    Units that are named, no two alike, have a time of their own, too: that at which they reported.
    """
    cells = one.said.cells
    unit = one.said.of("unit")
    if unit and not unit.unsure and unit.name in one.nest.own and not any(map(MOMENT.match, cells.texts[unit.name])):
        names = cells.texts[unit.name]
        if len({*names}) == len(names):
            return False
    for name in one.nest.own:
        values = cells.values(name)
        if len(values) > 1 and all(MOMENT.match(text) for text in values) and one.unit[:1] != (name,):
            return len(values) > len({text[:8] for text in values}) or "dt" in name.lower() or "date" in name.lower()
    return False


def _with_sums(nests: Sequence[Nest], tables: Sequence[RawTable], reference: Path) -> list[Nest]:
    """The same, with figures taken for votes that no word names where they make one that stands over their list."""
    every = [cells_of(table) for table in tables]

    def open_in(i: int, names: Sequence[str]) -> list[str]:
        some = [
            name for name in names if (n := every[i].number(name)) in every[i].is_figures and n not in every[i].shares
        ]
        known = {name: meaning_of(name, reference) for name in some}
        return [name for name, one in known.items() if one is None or one.role in ("votes", "valid")]

    meant: list[dict[str, Meaning | None]] = [{} for _ in nests]
    for i, inner in enumerate(nests):
        if any(
            are_kinds(every[i].values(name)) for name in inner.own if every[i].number(name) not in every[i].is_figures
        ):
            continue  # kinds of ballots make what they are kinds of
        own = open_in(i, inner.own)
        for k, outer in enumerate(nests):
            if not (outer.at in inner.above or outer.is_document) or outer is inner or meant[i]:
                continue
            upper = open_in(k, [name for name in outer.own if name in inner.names])
            if upper and own:
                named = [name for name in own if meaning_of(name, reference)]
                meant[i], over = _summed(tables[i], every[i], own, upper, named)
                meant[k] |= over or _beside(inner, upper, named, reference)
    others = len(nests) > 1
    names = list(dict.fromkeys(name for nest in nests for name in nest.names))
    return [
        replace(nest, meant=found, has_others=others, every=names) for nest, found in zip(nests, meant, strict=True)
    ]


def _beside(inner: Nest, upper: Sequence[str], named: Sequence[str], reference: Path) -> dict[str, Meaning | None]:
    """Of several totals of votes over a list of votes the one that stands beside the list: the valid ballots."""
    if not any((one := meaning_of(name, reference)) and one.role == "votes" for name in named):
        return {}
    roles = {name: one.role for name in upper if (one := meaning_of(name, reference))}
    here = [name for name in roles if name.rpartition("/")[0] == inner.at.rpartition("/")[0]]
    return {here[0]: Meaning("valid")} if len(here) == 1 < len(roles) and {*roles.values()} == {"votes"} else {}


def _summed(
    table: RawTable, cells: Cells, own: Sequence[str], upper: Sequence[str], named: Sequence[str]
) -> tuple[dict[str, Meaning | None], dict[str, Meaning | None]]:
    """The column of a list that makes, for each thing that it lies in, a figure of that, and which."""
    for whole in upper:
        printed = cells.figures[:, cells.number(whole)]
        lines = table.rows[whole].struct.field("line")
        frame = pl.DataFrame(
            {"of": lines, "whole": printed} | {f"own {n}": cells.figures[:, cells.number(n)] for n in own}
        )
        sums = (
            frame.drop_nulls("of")
            .group_by("of")
            .agg(pl.col("whole").first(), pl.len().alias("n"), pl.col("^own .*$").sum())
        )
        sums = sums.filter(pl.col("whole") > LARGE, pl.col("n") > 1)
        others = [
            n for n in own if sums.height and last_key(n) != last_key(whole)
        ]  # one called alike is a total of units
        for name in (n for n in others if n in named or not _words_of(n) & _words_of(whole)):
            if (sums[f"own {name}"] == sums["whole"]).mean() >= MOSTLY:  # type: ignore[operator]
                return {name: Meaning("votes")}, {whole: Meaning("valid")}
    return {}, {}


def _words_of(name: str) -> set[str]:
    """The words of the last key: a figure that is called as its parts are says nothing of what these count."""
    return {*folded(in_words(last_key(name).lstrip("@"))).replace("_", " ").split()} - _NO_WORDS


_NO_WORDS = {"total", "sum", "all", "count", "number", "of", "n", "no"}


def _seen(
    said: dict[str, Any], kept: Sequence[Listed], found: Sequence[Listed], every: Sequence[Records]
) -> tuple[Seen, list[Described]]:
    """The lists that are kept, in the order of the document, and why others are not read."""
    order = sorted(kept, key=lambda one: one.records.number)
    shapes = [{"at": one.nest.at, "columns": "same"} for one in order]
    if len(order) == 1 and not order[0].nest.at:
        shapes = [{"at": "", "columns": "same"}]
    lists = {one.at: one for one in every if one.height > 0 and (one.at or not one.is_document)}
    covered = [at for at in lists if any(k.nest.at == at or k.nest.at.startswith(f"{at}/") for k in order)]
    figured = {one.nest.at for one in found}
    ignored = {at: _NOT_READ if at in figured else NO_FIGURES for at in lists if at not in covered}
    for one in found:
        if one.nest.at in ignored and any(_says_again(one, other) for other in kept):
            ignored[one.nest.at] = _AGAIN
    said = {**said, "tables": shapes} | ({"ignore": ignored} if ignored else {})
    left = [at for at, why in ignored.items() if why != NO_FIGURES]
    unsure = [of_lists(order[0].nest.at, left)] if left else []
    tables = [replace(one.table, index=i) for i, one in enumerate(order)]
    return Seen(said, tables, unsure), [one.said for one in order]
