"""Which known name is meant by one that is not known, and the row of the seeds that would say so."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import polars as pl

from numerim.schemas.folded import folded

_ALIKE = 0.75
"""The least likeness of two names, as `difflib` reckons it, of which one may be a misprint of the other."""

_LOOKED_FOR = 300
"""Of more names than these only those are told that differ from a known one in nothing but writing."""

_SHORT = 4
"""A name with fewer letters is like too many others."""

UNLIKE = "are like no known one; where seeds/ lacks them, register: in election.yml takes them as they are printed"


@dataclass(frozen=True)
class Nearest:
    """The known name that is most like one that is printed.

    Attributes:
        name: that name; empty where none is like it.
        row: the row of the seeds that says so; empty where the names are the same.
        spelled: what names like this have in common, as it stands after "names"; empty where each is a case by itself.
    """

    name: str
    row: str = ""
    spelled: str = ""


def nearest(
    printed: Sequence[str], known: Sequence[Mapping[str, str]], file: str, bare: Sequence[str] = ()
) -> list[Nearest]:
    """Which known name each printed one is most like.

    Args:
        printed: names that are not known.
        known: the ids of what is known -> each of its names, as one mapping or several.
        file: the file of the seeds for other forms of names.
        bare: what each printed name is compared by, where that is not all of it.
    """
    forms = {name: id_ for names in known for name, id_ in names.items()}
    all_ = [*forms, *(bare or printed)]
    plain = (
        pl.DataFrame({"name": all_}, schema={"name": pl.String}).select(folded(pl.col("name"))).to_series().to_list()
    )
    by_form: dict[str, str] = {}
    for name, form in zip(forms, plain, strict=False):
        by_form.setdefault(form, name)
    found = []
    for name, form in zip(printed, plain[len(forms) :], strict=True):
        near = by_form.get(form) if form else None
        if near is not None:
            same = near.lower() == name.lower()
            found.append(Nearest(near, "" if same else _row(forms[near], name, "variant")))
            continue
        many = len(printed) > _LOOKED_FOR or len(form or "") < _SHORT
        close = [] if many else get_close_matches(form, list(by_form), n=1, cutoff=_ALIKE)
        near = by_form[close[0]] if close else ""
        found.append(Nearest(near, _row(forms[near], name, "misprint")) if near else Nearest("", "", UNLIKE))
    return found


def told(one: Nearest, printed: str, file: str, register: str) -> str:
    """The nearest known name in words, with what can be done.

    Args:
        one: the nearest name.
        printed: the name that is not known.
        file: the file of the seeds for other forms of names.
        register: what `register:` would say to take the name as it is printed.
    """
    if one.row:
        return f"the nearest known name is “{one.name}”; if that is meant, add to {file}: {one.row}"
    if one.name:
        return f"“{one.name}” is known, but as something else"
    return (
        f"no known name is like it; another form of a name goes into {file}, as a row; "
        f"with register: {register} in election.yml, a name that seeds/ does not have is accepted as printed"
    )


def unclear(could_be: str, printed: str, file: str) -> str:
    """What is told of a name that is written like those of several things: all of them, and the row that says which.

    Args:
        could_be: what it may be: id, name and type of unit, divided by `=`, one after the other by `|`.
        printed: the name.
        file: the file of the seeds for other forms of names.
    """
    each = [one.split("=") for one in could_be.split("|")]
    told = ", or ".join(f"{name} ({f'{kind}, ' if kind else ''}{id_})" for id_, name, kind in each)
    rows = " or ".join(_row(id_, printed, "variant" if kind else "alias") for id_, _, kind in each)
    register = (
        "register: {unit: …} of the table says of what type its units are; " if len({k for *_, k in each}) > 1 else ""
    )
    return f"it may be {told}: {register}a row in {file} says which it is: {rows}"


def _row(id_: str, printed: str, form: str) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow([id_, printed, form])
    return text.getvalue()


def with_nearest(answer: pl.DataFrame, printed: str, broken: pl.Expr, file: str, register: str) -> pl.DataFrame:
    """An answer about names with the nearest known one: in words (`nearest`), as a row to paste, and what is common.

    Args:
        answer: with the columns `printed`; `known_names`: names and ids, divided by `=` and then by `|`; `could_be`, as
            `unclear` takes it.
        printed: the column with the name.
        broken: of which rows to tell.
        file: the file of the seeds for other forms of names.
        register: what `register:` would say to take the name as it is printed.
    """
    asked = answer.filter(broken)
    open_ = dict(asked.filter(pl.col("could_be") != "").select(printed, "could_be").iter_rows())
    listed = next((names for names in asked["known_names"].to_list() if names), "")
    known = {name: id_ for name, _, id_ in (pair.rpartition("=") for pair in listed.split("|") if pair)}
    names = asked[printed].to_list()
    bare = [one or name for name, one in zip(names, asked["bare"], strict=True)] if "bare" in asked.columns else []
    found = dict(zip(names, nearest(names, [known], file, bare), strict=True))
    every = [
        (name, Nearest("") if name in open_ else found.get(name, Nearest(""))) for name in answer[printed].to_list()
    ]
    says = [
        unclear(open_[name], name, file) if name in open_ else told(one, name, file, register) for name, one in every
    ]
    return answer.drop("known_names", "could_be", "bare", strict=False).with_columns(
        pl.Series("nearest", says, dtype=pl.String),
        pl.Series("paste", [one.row for _, one in every], dtype=pl.String),
        pl.Series("paste_in", [file for _ in every], dtype=pl.String),
        pl.Series("spelled", [one.spelled for _, one in every], dtype=pl.String),
    )
