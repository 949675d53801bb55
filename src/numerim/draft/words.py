"""What names of columns mean, in many languages: `seeds/column_words.csv`."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from numerim.draft.stems import composed, folded
from numerim.reference import see

_SHARE = re.compile(r"[%٪]|\b(pct|percent|perc|perqind\w*|prozent|procent\w*)\b", re.IGNORECASE)
_NUMBER_OF = re.compile(
    r"^((total|ukupno|вкупно|gjithsej|totale|summe) )?"
    r"(number|no|nr|num|nm|numri|numero|numarul|nombre|anzahl|liczba|pocet|broj|stevilo|antal|aantal|число|број)"
    r" (of |i |e |de |der |total de )?(the |les |los |las )?"
)
_CODE = re.compile(r"^(id|cod|code|cd|codigo|codice|clave|sifra|kod) |\b(id|code|codigo|codice|kod|sifra)$")
_JOINED = re.compile(r"\w&\w")
"""What stands in names of parties, as in `CD&V`, and in no name of a code."""
_LETTER = re.compile(r"(?<=[^\W\d_a-zA-ZÀ-ɏ])\s*[A-H](\s+[A-H]\s*=.*)?$", re.DOTALL)
"""A letter behind the name of a column in another script, with what makes it: `投票數C C=A+B`."""
_LINE = re.compile(r"(lit(?:era)?\.?\s*)?(\(?)([a-zA-Z]|[IVX]{1,5}|\d{1,2})(\d?)([).:])\s+(?=\S{3})")
"""The letter or number of a line of a form before what stands there: `a) Elettori`, `IV. Głosy nieważne`."""
_ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}
_LINES = 3
"""So many lines, one after the other, make a form: before one or two, a letter is the initial of a person."""
_INITIAL = re.compile(r"[A-Z]\.\s+([A-Z]\w+)$")
"""What may be an initial and a last name: `M. Blank`."""
_ON_FORMS = ("registered", "signatures", "cast", "valid", "invalid", "blank", "received", "issued", "unused", "spoilt")
_KIND = re.compile(r"^(?!id|ix)[a-z]{1,3}(?=[A-Z])")
"""Letters before the name of a value that say of which kind it is: `iVotos`, `sNombre`, `nbInscrits`."""
_IN_LANGUAGES = re.compile(r"\s*/\s*|_(?=English|French|Français|Anglais|Deutsch|Italiano)")
"""What stands between the names of a column in several languages."""
SELECTIONS = ("candidate", "party", "option")
_LONG = 9
"""Words of so many letters and spaces are known without the spaces, too."""


def in_words(name: str) -> str:
    """A name whose words are told apart: `municipalityName` -> `municipality Name`."""
    return re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", name)


@dataclass(frozen=True)
class Meaning:
    """What a name says that a column is.

    Attributes:
        role: a role, a measure, or `ignore`.
        unit: the type of the units that it names.
        language: in which language it says so.
    """

    role: str
    unit: str = ""
    language: str = ""


@cache
def known(reference: Path) -> Mapping[str, Meaning]:
    """Every name that is known, folded -> what it means; by what was installed, where the seeds do not say.

    Long ones are known without their spaces, too, but for those that would then mean two things: where vowels are marks
    beside the letters, as in Telugu, all that tells *valid* from *invalid* may be where a space is left by one.
    """
    with seed(reference, "column_words.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found: dict[str, Meaning] = {}
    for row in sorted(rows, key=lambda row: row["language"] != "en"):
        role, _, unit = row["means"].partition(" ")
        found.setdefault(row["words"], Meaning(role, unit, row["language"]))
    joined: dict[str, set[Meaning]] = {}
    for words, means in found.items():
        if " " in words and len(words) >= _LONG:  # as names in capitals are written: `ELETTORITOT`
            joined.setdefault(words.replace(" ", ""), set()).add(means)
    alone = {words: every for words, every in joined.items() if len({(one.role, one.unit) for one in every}) == 1}
    return {words: next(iter(every)) for words, every in alone.items()} | found


@lru_cache(maxsize=20_000)
def meaning_of(name: str, reference: Path) -> Meaning | None:
    """What a column of this name is; None where the name does not say.

    Marks of shares (`%`) beside a word for votes make a share of it, beside one for turnout nothing else.
    """
    words = known(reference)
    name = _LETTER.sub("", _once(name))
    if "/" in name and " " not in name:  # the keys that lead to a value
        keys = [in_words(key.lstrip("@")) for key in name.split("/")]
        ways = [" ".join(keys[-n:]) for n in (1, 2)]
        last = name.rpartition("/")[2]
        ways += [in_words(last[kind.end() :])] if (kind := _KIND.match(last)) else []
        every = [found for way in ways if (found := meaning_of(way, reference))]
        return next((found for found in every if found.role != "name"), every[0] if every else None)
    plain = folded(in_words(name))
    bare = folded(_SHARE.sub(" ", re.sub(r"\(.*?\)|\[.*?\]", " ", name)))
    stems = seed(reference, "column_stems.csv")
    for way in (folded(name), plain, plain.replace(" ", "")):
        if found := words.get(way):
            return _as_share(name, found)
    if made := composed(folded(re.sub("[%٪]", " percent ", in_words(name))), stems):
        return _as_share(name, Meaning(*made))
    for way in (
        folded(re.sub(r"\(.*?\)|\[.*?\]", " ", name)),
        folded(_SHARE.sub(" ", name)),
        _NUMBER_OF.sub("", plain),
        re.sub(r"^total (of |de |di |der )?", "", plain),
    ):
        if found := words.get(way):
            return _as_share(name, found)
    if made := composed(bare, stems):
        return _as_share(name, Meaning(*made))
    if len(sides := [side for side in _IN_LANGUAGES.split(name) if side.strip()]) > 1:
        told = {side: found for side in sides if (found := meaning_of(side, reference))}
        is_sure = len(told) > 1 or (" / " not in name and any(" " in side.strip() for side in told))
        if is_sure and len({(one.role, one.unit * (one.role != "ignore")) for one in told.values()}) == 1:
            return next(iter(told.values()))
        over, own = (meaning_of(side, reference) for side in (name.rpartition(" / ")[0], sides[-1]))
        if over and own and over.role in ("votes", "cast") and own.role in (*_ON_FORMS, "turnout"):
            return own  # what stands over several columns says that they count, and each says what
    if _CODE.search(plain) and len(plain.split()) > 1 and not _JOINED.search(name):
        return Meaning("ignore")
    if (kind := _KIND.match(name)) and (found := meaning_of(name[kind.end() :], reference)):
        return found
    return Meaning("share") if _SHARE.search(name) and not bare else None


def meanings_of(names: Sequence[str], reference: Path) -> list[Meaning | None]:
    """What each of some names means that stand beside each other, the lines of a form among them.

    Names are such lines where three or more are called on by letters or numbers, and two accounts of ballots are among
    what stands behind these. `M. Blank` alone is a person; so is `N. Blank`, but `N. Votanti` is a number of voters.

    Args:
        names: the names, in their order.
        reference: where the seeds are.
    """
    found = [None if _is_person(name, names, reference) else meaning_of(name, reference) for name in names]
    for lines in _lines(names):
        told = {i: one for i, behind in lines.items() if (one := meaning_of(behind, reference))}
        if len({one.role for one in told.values()} & {*_ON_FORMS}) > 1:
            found = [told.get(i, one) for i, one in enumerate(found)]
    return found


def _is_person(name: str, names: Sequence[str], reference: Path) -> bool:
    """Whether a name is an initial and a last name, if no line; `N.` is none before other languages, or several."""
    if not (who := _INITIAL.match(_once(name))):
        return False
    if not name.startswith("N."):
        return True
    one = meaning_of(who[1], reference)
    return (one is None or one.language == "en") and sum(other.startswith("N.") for other in names) == 1


def _lines(names: Sequence[str]) -> list[dict[int, str]]:
    """Runs of names that are called on by letters or numbers, few left out: the number of each -> what is behind."""
    runs: dict[tuple[str, ...], list[dict[int, tuple[int, int]]]] = {}
    behind: dict[int, str] = {}
    for i, name in enumerate(map(_once, names)):
        if line := _LINE.match(name):
            before, opens, mark, part, closes = line.groups(default="")
            behind[i] = name[line.end() :]
            for way, place in _places(mark).items():
                some = runs.setdefault((way, before.strip(), opens, closes), [{}])
                at = (place, int(part or 0))
                if some[-1] and at <= max(some[-1].values()):
                    some.append({})
                some[-1][i] = at
    long = [run for some in runs.values() for run in some if len(run) >= _LINES]
    dense = [run for run in long if max(run.values())[0] - min(run.values())[0] < 2 * len(run)]
    return [{i: behind[i] for i in run} for run in dense]


def _places(mark: str) -> dict[str, int]:
    """How far on a letter or number is, in each way in which it may be one: `V` is the fifth, or the 22nd."""
    if mark.isdigit():
        return {"number": int(mark)}
    letter = {"capital" if mark.isupper() else "small": ord(mark)} if len(mark) == 1 else {}
    return letter | ({"roman": _ROMAN[mark]} if mark in _ROMAN else {})


def _once(name: str) -> str:
    """A name without the rows of a header that say it again."""
    same = {side.strip() for side in name.split(" / ")}
    return same.pop() if len(same) == 1 else name


def begins_with(name: str, reference: Path) -> Meaning | None:
    """What the first words of a name mean by themselves, as many as are known: `Wahlberechtigte mit Wahlschein`."""
    words, tokens = known(reference), folded(in_words(name)).split()
    ways = (" ".join(tokens[:n]) for n in range(len(tokens) - 1, 0, -1))
    return next((found for way in ways if (found := words.get(way))), None)


_IN_PERCENT = dict.fromkeys(("votes", "party", "candidate"), "share") | {
    "cast": "turnout",
    **dict.fromkeys(("valid", "invalid", "blank", "registered"), "ignore"),
}
"""What a column is -> what it is where its name has a mark of shares."""


def _as_share(name: str, found: Meaning) -> Meaning:
    """What a name means, the mark of shares (`%`) in it heard."""
    return as_share(found) if _SHARE.search(name) else found


def as_share(found: Meaning) -> Meaning:
    """What a name means that has a mark of shares (`%`) in it, or in whose cells such marks stand."""
    return Meaning(_IN_PERCENT.get(found.role, found.role), found.unit, found.language)


def seed(reference: Path, name: str) -> Path:
    """A file of the seeds; the one that was installed, where the seeds have none.

    Raises:
        InputError: it is not as it must be.
    """
    own = reference / name
    return see(own if own.is_file() else Path(__file__).parents[1] / "seeds" / name)


@dataclass(frozen=True)
class Split:
    """A name of which the others of a table share the beginning or the end: `CDU_Erststimmen`.

    Attributes:
        own: the rest of it.
        group: what is shared.
    """

    own: str
    group: str


_BETWEEN = ("_", " / ", " - ", ": ", ".", " ")


def _says_how(shared: str) -> bool:
    """Whether what names share says that they count, or that they are shares: `Nº`, `%`."""
    return bool(_SHARE.search(shared) or re.fullmatch(r"n[or]?|no|num(ber)?|nr|count|abs(olut\w*)?", folded(shared)))


def split_names(names: Sequence[str], reference: Path) -> dict[str, Split]:
    """Names of columns that come in groups, such as those of two kinds of votes -> what is shared, and the rest.

    A group has at least three columns, of which one is of valid or invalid votes; there are at least two groups.
    """
    for mark in _BETWEEN:
        for cut in (str.rpartition, str.partition):
            groups: dict[str, list[tuple[str, str]]] = {}
            for name in names:
                one, between, other = cut(name, mark)
                if between and one.strip() and other.strip():
                    own, shared = (one, other) if cut is str.rpartition else (other, one)
                    groups.setdefault(shared.strip(), []).append((name, own.strip()))
            kept = {}
            for shared, members in groups.items():
                meant = [one.role for one in meanings_of([own for _, own in members], reference) if one]
                if len(members) >= 3 and {"valid", "invalid"} & set(meant) and not _says_how(shared):
                    kept[shared] = members
            if len(kept) >= 2:
                return {name: Split(own, shared) for shared, members in kept.items() for name, own in members}
    return {}
