"""Whether a table in which each row is of one who is voted for lists all of them, as its figures and names show."""

import re
from collections.abc import Iterator, Sequence

import polars as pl

from numerim.draft.described import SMALLER, Described
from numerim.draft.figures import Cells
from numerim.draft.stems import folded
from numerim.draft.totals import NEAR
from numerim.draft.votes import ACCOUNTS
from numerim.draft.words import in_words
from numerim.judge.words import PRIMARY, UNBOUND

_MOSTLY = 0.9
"""In so many places all must be there for a list to be taken for complete."""
_OFF = 0.6
"""By so much shares may miss 100 for rounding."""


def frame_of(said: Described) -> pl.DataFrame:
    """The rows that name somebody: `unit`, `office`, `who`, and `share` where it is printed; without rows of totals."""
    cells = said.cells
    height = cells.figures.shape[0]

    def joined(*roles: str) -> pl.Series:
        columns = [c for role in roles if (c := said.of(role)) is not None]
        texts = {name: cells.texts[name] for name in dict.fromkeys(column.name for column in columns)}
        if not texts:
            return pl.repeat("", height, dtype=pl.String, eager=True)
        return pl.DataFrame(texts).select(pl.concat_str(pl.all(), separator="\x1f")).to_series()

    share = said.of("share")
    figures = cells.figures[:, cells.number(share.name)] if share is not None else [None] * height
    frame = pl.DataFrame(
        {
            "unit": joined("within", "unit"),
            "is_total": said.is_total,
            "office": joined("office", "district", "round", "count_type"),
            "who": joined("candidate", "option", "party"),
            "share": pl.Series(figures, dtype=pl.Float64),
        }
    )
    counted = {word for column in said.columns[""] for word, ours in column.words.items() if ours in ACCOUNTS}
    frame = frame.filter(~pl.col("who").str.split("\x1f").list.get(0).is_in(list(counted)))
    return frame.filter(~pl.col("is_total"), pl.col("who").str.replace_all("\x1f", "", literal=True) != "")


def complete(said: Described) -> list[str]:
    """The measures whose selections are all there; where all are that have votes, those that have seats are, too."""
    found = _complete(said)
    return [*found, "seats"] if "votes" in found and said.of("seats") else found


def _complete(said: Described) -> list[str]:
    """The measures whose selections are all there.

    Shares make 100, or votes nearly what a row of totals among them has, or each unit lists all that any other lists.
    """
    frame = frame_of(said)
    if frame.is_empty() or said.of("votes") is None:
        return []
    if _nearly_make_totals(said):
        return ["votes"]
    places = frame.group_by("unit", "office").agg(pl.col("share").sum(), pl.len().alias("n"))
    if said.of("share") is not None:
        fits = ((places["share"] - 100).abs() <= _OFF).mean()
        if isinstance(fits, float) and fits >= _MOSTLY:
            return ["votes", "share"]
    every = frame.group_by("office").agg(
        pl.col("who").n_unique().alias("all"), pl.col("unit").n_unique().alias("units")
    )
    several = places.join(every.filter(pl.col("units") > 1), on="office")
    if several.height and (several["n"] >= several["all"]).mean() >= _MOSTLY:  # type: ignore[operator]
        return ["votes"]
    return []


def _nearly_make_totals(said: Described) -> bool:
    """Whether in most places the votes come to nearly what a row among them has that is named a total."""
    votes = said.of("votes")
    words = {word: ours for column in said.columns[""] for word, ours in column.words.items() if ours in ACCOUNTS}
    who = next((c for role in ("candidate", "option", "party") if (c := said.of(role))), None)
    if votes is None or who is None or "valid" not in words.values():
        return False
    cells = said.cells
    keys = [cells.texts[c.name] for role in ("within", "unit", "office", "round", "count_type") if (c := said.of(role))]
    places = ["\x1f".join(row) for row in zip(*keys, strict=True)] if keys else [""] * len(cells.texts[who.name])
    frame = pl.DataFrame(
        {
            "place": places,
            "is": pl.Series(cells.texts[who.name], dtype=pl.String).replace_strict(words, default="votes"),
            "votes": pl.Series(cells.figures[:, cells.number(votes.name)], dtype=pl.Float64).fill_nan(None),
        }
    )
    of_valid, of_votes = ((pl.col("is") == one) for one in ("valid", "votes"))
    sums = frame.group_by("place").agg(
        pl.col("votes").filter(of_valid).first().alias("printed"),
        pl.col("votes").filter(of_votes).sum().alias("summed"),
        of_votes.sum().alias("n"),
    )
    sums = sums.filter(pl.col("printed") > 0, pl.col("n") > 1)
    near = ((sums["summed"] - sums["printed"]).abs() <= NEAR * sums["printed"]).sum()
    return sums.height > 0 and 2 * near >= sums.height


def tell_namesakes(said: Described) -> None:
    """Take a column of numbers for that of candidates where it tells two of one name in a contest apart.

    Two of one party are two people; two of different parties only if their age or their own id says so, as several
    parties may put forward one candidate.
    """
    cells, candidate = said.cells, said.of("candidate")
    if candidate is None or said.of("ballot_number") is not None:
        return
    frame = frame_of(said)
    named = zip(cells.texts[candidate.name], said.is_total, strict=True)
    rows = [i for i, (name, total) in enumerate(named) if name and not total]
    if len(rows) != frame.height:
        return
    keys = frame.select("unit", "office", "who").rows()
    if len(set(keys)) == len(keys):
        names = [cells.texts[candidate.name][i] for i in rows]
        keys = [(unit, office, name) for (unit, office, _), name in zip(keys, names, strict=True)]
        others = [
            c.name for c in said.columns[""] if c.is_ == "ignore" and _OF_A_PERSON.search(folded(in_words(c.name)))
        ]
        if len(set(keys)) == len(keys) or not any(_tells(cells, name, keys, rows) for name in others):
            return
    for column in said.columns[""]:
        texts = cells.texts[column.name]
        if column.is_ == "ignore" and all(re.fullmatch(r"\d{1,9}", text) for text in texts):
            people = {(key[1], key[2], texts[i]) for key, i in zip(keys, rows, strict=True)}
            names_ = len({key[1:] for key in keys})
            if _tells(cells, column.name, keys, rows) and len(people) <= max(names_ + 1, _NAMESAKES * names_):
                column.is_, column.why, column.unsure = "ballot_number", "tells candidates of one name apart", False
                return


_NAMESAKES = 1.2
"""So many people share few names at most."""
_OF_A_PERSON = re.compile(
    r"^(age|alter|edad|idade|eta|umur|yas|wiek|vek|vik|leeftijd|mosha|years? of birth|birth ?(year|date)?|geburtsjahr)$"
    r"|^(candidate|candidato|kandidat\w*|cand|person) ?(id|number|no|nr|code)$"
)
"""What differs between two people of one name."""


def _tells(cells: Cells, name: str, keys: Sequence[tuple[str, ...]], rows: Sequence[int]) -> bool:
    """Whether a column tells all rows apart that are of one key."""
    texts = cells.texts[name]
    return len({(*key, texts[i]) for key, i in zip(keys, rows, strict=True)}) == len(keys)


def tell_units(said: Described) -> None:
    """Take a column for smaller units, where units have several rows for one and it tells these apart."""
    unit, cells = said.of("unit"), said.cells
    frame = frame_of(said)
    keys = frame.select("unit", "office", "who").rows()
    if unit is None or "{" in unit.is_ or not len(set(keys)) < 0.7 * len(keys) or said.totals:
        return
    if cells.figures.shape[0] != len(keys):
        return
    for column in said.columns[""]:
        texts = cells.texts[column.name]
        repeats = column.is_ == "ignore" and all(texts) and 1 < len(set(texts)) < len(texts) / 2
        if repeats and len(set(zip(keys, texts, strict=True))) >= 0.98 * len(keys):
            if within := said.of("within"):
                within.is_, within.why = "ignore", SMALLER
            unit.is_, said.within, said.unit = "within", said.unit, "precinct"
            column.is_, column.why, column.unsure = "unit", "tells rows of one unit apart", True
            return


def tell_primaries(said: Described, titles: Sequence[str]) -> None:
    """Make the party a part of the office where each party votes by itself, as it does in most primaries.

    So it is where write-ins, over- and under-votes of an office are counted once for each party; or where a title says
    primary, and nobody who is of no party stands beside those of parties, as some do where all stand together.

    Args:
        said: what the table says; its column of offices is told with that of parties.
        titles: titles above the table and the name of its file.
    """
    office, party, who = said.of("office"), said.of("party"), said.of("candidate")
    if office is None or party is None or who is None or office.text:
        return
    texts, district, unit = said.cells.texts, said.of("district"), said.of("unit")
    aside = [word for word, ours in who.words.items() if ours in ACCOUNTS or ours == "write-in"]
    frame = pl.DataFrame(
        {
            "office": texts[office.name],
            "district": texts[district.name] if district else "",
            "unit": texts[unit.name] if unit else "",
            "who": texts[who.name],
            "party": texts[party.name],
        }
    ).filter(~pl.Series(said.is_total), pl.col("who") != "")
    parties = pl.col("party").filter(pl.col("party") != "").n_unique().alias("parties")
    of_nobody = frame.filter(pl.col("who").is_in(aside)).group_by("office", "district", "unit", "who").agg(parties)
    by_accounts = of_nobody.height > 0 and 2 * (of_nobody["parties"] > 1).sum() > of_nobody.height
    of_none = [name for name in frame["party"].unique().to_list() if not name or re.search(UNBOUND, folded(name))]
    unbound = pl.col("party").is_in(of_none)
    of_each = frame.filter(~pl.col("who").is_in(aside)).group_by("office", "district").agg(parties, unbound.any())
    several = of_each.filter(pl.col("parties") > 1)
    called = any(re.search(PRIMARY, title) for title in titles)
    if not by_accounts and not (called and several.height and not several["party"].any()):
        return
    office.text = f"{{{office.name}}} {{{party.name}}}"
    both = zip(texts[office.name], texts[party.name], strict=True)
    texts[office.name] = [" ".join(filter(None, pair)) for pair in both]
    why = "write-ins and accounts are told by party" if by_accounts else "a title or the name of the file says primary"
    said.notes.append(
        f"each party is taken to vote by itself: {why}. If all vote together, take `text:` out of the column of "
        "offices, and write its own words"
    )


def decided_apart(said: Described) -> set[str]:
    """The offices (what their column has) whose candidates stand in one unit each: every unit decides its own."""
    office = said.of("office")
    if office is None:
        return set()
    frame = frame_of(said).with_columns(pl.col("office").str.split("\x1f").list.get(0))
    where = frame.group_by("office", "who").agg(pl.col("unit").n_unique().alias("units"))
    units = frame.group_by("office").agg(pl.col("unit").n_unique().alias("all"))
    shared = where.group_by("office").agg((pl.col("units") > 1).mean().alias("shared")).join(units, on="office")
    return set(shared.filter(pl.col("shared") < 0.5, pl.col("all") > 1)["office"])


def decided_together(said: Described) -> set[str]:
    """The offices (what their column has, or nothing) of which most candidates stand in several larger units.

    Answers stand wherever something is asked, and parties in every council: they tell nothing.
    """
    within, office, district = said.of("within"), said.of("office"), said.of("district")
    names = list(_candidates(said))
    if within is None or not names:
        return set()
    texts = said.cells.texts
    none = [""] * len(said.is_total)
    beside = {
        "place": texts[within.name],
        "office": texts[office.name] if office else none,
        "district": texts[district.name] if district else none,
    }
    frame = pl.concat(pl.DataFrame({**beside, "who": who, "is_total": said.is_total}) for who in names)
    frame = frame.filter(~pl.col("is_total"), pl.col("who") != "", ~pl.col("who").str.contains(_ANYBODY))
    where = frame.group_by("office", "district", "who").agg(pl.col("place").n_unique().alias("places"))
    shared = where.group_by("office").agg((pl.col("places") > 1).mean().alias("shared"))
    return set(shared.filter(pl.col("shared") >= 0.5)["office"])


def _candidates(said: Described) -> Iterator[list[str]]:
    """The names of candidates in each row: of a column, or of several that stand side by side."""
    texts, who = said.cells.texts, said.of("candidate")
    if who is not None:
        counted = {word for word, ours in who.words.items() if ours in ACCOUNTS or ours == "write-in"}
        yield ["" if text in counted else text for text in texts[who.name]]
    for column in said.columns[""]:
        cells = re.findall(r"\{([^{}]+)\}", column.with_.get("candidate", ""))
        if column.is_ == "votes" and cells:
            yield [" ".join(filter(None, row)) for row in zip(*(texts[name] for name in cells), strict=True)]


_ANYBODY = (
    r"(?i)^\W*(yes|no|for|against|approved?|rejected?|ja|nein|oui|non|si|sí|sim|não|tak|nie|da|ne|ano|"
    r".*\b(yes|no|write.?ins?|scatter\w*|others?|over.?votes?|under.?votes?|blanks?|totals?))\W*$"
)
"""Answers, and names that stand in many contests."""
