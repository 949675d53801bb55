"""Write the cases of the names of units to `seeds/gp_unit_inflections.csv`, by rule: `make seeds`.

Albanian: L. Newmark, P. Hubbard, P. Prifti, Standard Albanian (Stanford 1982), chapter 5, and Akademia e Shkencave,
Gramatika e gjuhës shqipe I (Tirana 2002): a place has an indefinite form (`Tiranë`) and definite ones: nominative,
accusative, and one for genitive, dative and ablative (`Tirana, Tiranën, Tiranës`); feminine ones an indefinite ablative
(`prej Tirane`). An article behind the name goes with its case (`Hani i, Hanin e, Hanit të Elezit`).
Serbian: I. Klajn, Gramatika srpskog jezika (Belgrade 2005), part on nouns and adjectives; in Latin and in Cyrillic.
Macedonian nouns have no cases, and names of places no article (V. Friedman, Macedonian, 2001): nothing is to be made.

What is a matter of the word and not of its ending stands in the tables below; `tests/schemas/test_inflections.py` holds
what comes out against the definite forms in `gp_unit_names.csv`, which people wrote.
"""

import csv
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent

FEMININE = {"Kamëz": "Kamz", "Arrëz": "Arrëz", "Arrës": "Arrës"}
"""Albanian names in a consonant that are feminine, but for those in -ër -> their stem."""

BOTH = ("Arrëz", "Arrës")
"""Of these, those that are as often masculine: Fushë-Arrëzit."""

DEFINITE = {"Vau": ("masculine", "Va"), "Hani": ("masculine", "Han"), "Ura": ("feminine", "Ur")}
"""Albanian names that seeds have in the definite form -> their gender and stem."""

UNDECLINED = ("Shtërpce", "Novobërdo")
"""Albanian variants whose other forms nobody writes."""

IN_SERBIAN = {"xk": "Kosovo", "xk-junik": "Junik", "xk-prizren": "Prizren", "xk-zubin-potok": "Zubin Potok"}
"""Units whose Serbian name the seeds have as that of another language."""

FLEETING = ("Glogovac", "Orahovac", "Uroševac")
"""Serbian names whose last a is only in the nominative."""

PLURAL, FEMININE_IN_I = ("Dečani",), ("Peć",)
ADJECTIVES = {
    "Južna": "Južn",
    "Severna": "Severn",
    "Kosovska": "Kosovsk",
    "Suva": "Suv",
    "Novo": "Nov",
    "Zubin": "Zubin",
}
"""Serbian adjectives -> their stem."""

Forms = Iterator[tuple[str, str, str]]
"""Form, case, and the rule by which it is made."""


def albanian(name: str) -> Forms:
    """The forms of an Albanian name, but for the one that is given.

    The word before an article (`i`, `e`) is declined, else the last one.
    """
    words = name.replace("-", " - ").split()
    at = next((i - 1 for i, word in enumerate(words) if word in ("i", "e") and i), len(words) - 1)
    if words[at] == "Vajgurore" or (words[at] == "Dejës" and at):
        at = 0
    for form, case, rule in _albanian_word(words[at]):
        made = [*words[:at], form, *words[at + 1 :]]
        if at + 1 < len(words) and words[at + 1] in ("i", "e"):
            feminine = rule.startswith("sq-feminine")
            made[at + 1] = {"genitive": "së" if feminine else "të", "accusative": "e", "ablative": "të"}.get(
                case, "e" if feminine else "i"
            )
        yield " ".join(made).replace(" - ", "-"), case, rule


def _albanian_word(word: str) -> Forms:
    gender, stem = DEFINITE.get(word, ("", word))
    if word in BOTH:
        yield from ((word + end, case, "sq-masculine-i") for end, case in _MASCULINE)
    if gender == "masculine" or (not gender and word[-1] not in "aeiëou" and not _is_feminine(word)):
        back = stem[-1] in "kgh" and stem[-2:] not in ("dh", "sh", "th", "xh", "zh")
        vowel = "u" if back or stem == "Va" else "i"
        rule = f"sq-masculine-{vowel}"
        yield stem + vowel, "definite", rule
        yield stem + vowel + "n", "accusative", rule
        yield stem + vowel + "t", "genitive", rule
        if stem.endswith("aj"):  # names of clans, of which the plural is as common
            yield stem + "n", "accusative", "sq-masculine-aj"
            yield stem + "t", "genitive", "sq-masculine-aj"
    elif word.endswith("i"):
        yield word + "a", "definite", "sq-feminine-i"
        yield word + "në", "accusative", "sq-feminine-i"
        yield word + "së", "genitive", "sq-feminine-i"
        yield word + "e", "ablative", "sq-feminine-i"
    elif word.endswith("e"):
        yield word[:-1] + "ja", "definite", "sq-feminine-e"
        yield word + "n", "accusative", "sq-feminine-e"
        yield word + "s", "genitive", "sq-feminine-e"
    elif gender or word.endswith("ë") or _is_feminine(word):
        rule = "sq-feminine-ë"
        stem = stem if gender else _feminine_stem(word)
        yield stem + "a", "definite", rule
        yield stem + "ën", "accusative", rule
        yield stem + "ës", "genitive", rule
        yield stem + "e", "ablative", rule


_MASCULINE = (("i", "definite"), ("in", "accusative"), ("it", "genitive"))


def _is_feminine(word: str) -> bool:
    return word in FEMININE or word.endswith("ër")


def _feminine_stem(word: str) -> str:
    """Without -ë; of names in -ër without their ë: Shkodër, Shkodra."""
    return word[:-1] if word.endswith("ë") else FEMININE.get(word, word[:-2] + "r")


def serbian(name: str) -> Forms:
    """The forms of a Serbian name in Latin letters, but for the one that is given."""
    *before, noun = name.split()
    declined = list(_serbian_noun(noun))
    if before == ["Kosovo"]:
        first = {case: form for form, case, _ in _serbian_noun("Kosovo")} | {"instrumental": "Kosovim"}
        yield from ((f"{first[case]} {form}", case, rule) for form, case, rule in declined)
    elif before and before[0] in ADJECTIVES:
        stem, gender = ADJECTIVES[before[0]], "feminine" if noun.endswith("a") else "other"
        ends = {
            "feminine": {"genitive": "e", "dative": "oj", "accusative": "u", "instrumental": "om"},
            "other": {"genitive": "og", "dative": "om", "instrumental": "im"},
        }[gender]
        for form, case, rule in declined:
            yield f"{stem}{ends[case]} {form}", case, f"{rule} with adjective"
            if before[0] == "Zubin":  # a name for itself, and so not declined by many
                yield f"{before[0]} {form}", case, rule
    else:
        yield from ((" ".join([*before, form]), case, rule) for form, case, rule in declined)


_SOFT = ("č", "ć", "đ", "ž", "š", "j", "c")


def _serbian_noun(noun: str) -> Forms:
    """Dative and locative are one; but for -a and the plural, the accusative is the nominative."""
    if noun in PLURAL:
        ends, stem, rule = {"genitive": "a", "dative": "ima", "accusative": "e"}, noun[:-1], "sr-plural"
    elif noun in FEMININE_IN_I:
        ends, stem, rule = {"genitive": "i", "instrumental": "u"}, noun, "sr-feminine-i"
    elif noun.endswith("a"):
        stem, rule = noun[:-1], "sr-feminine-a"
        ends = {"genitive": "e", "dative": "i", "accusative": "u", "instrumental": "om"}
    else:
        neuter = noun[-1] in "oe"
        stem, rule = (noun[:-1], "sr-neuter") if neuter else (noun, "sr-masculine")
        stem = f"{noun[:-2]}c" if noun in FLEETING else stem
        soft = (neuter and noun[-1] == "e" and noun != "Gnjilane") or stem.endswith(_SOFT)
        ends = {"genitive": "a", "dative": "u", "instrumental": "em" if soft else "om"}
    for case, end in ends.items():
        changed = f"{stem[:-1]}c" if case == "dative" and end == "i" and stem.endswith("k") else stem
        yield changed + end, case, rule


_DIGRAPHS = {"lj": "љ", "nj": "њ", "dž": "џ", "Lj": "Љ", "Nj": "Њ", "Dž": "Џ"}
_LATIN = "ABVGDĐEŽZIJKLMNOPRSTĆUFHCČŠabvgdđežzijklmnoprstćufhcčš"
_CYRILLIC = "АБВГДЂЕЖЗИЈКЛМНОПРСТЋУФХЦЧШабвгдђежзијклмнопрстћуфхцчш"


def cyrillic(name: str) -> str:
    """A Serbian name in Cyrillic letters."""
    for latin, one in _DIGRAPHS.items():
        name = name.replace(latin, one)
    return name.translate(str.maketrans(_LATIN, _CYRILLIC))


def _written(name: str) -> str:
    """A name without what writing varies: numerim takes names that are the same so for one, and needs no row."""
    plain = unicodedata.normalize("NFKD", name.lower())
    return "".join(c for c in plain if c.isalnum())


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


Row = tuple[str, str, str, str, str]
"""Unit, form, case, language, rule."""


def inflections() -> tuple[list[Row], list[Row]]:
    """Every form that is not in the seeds by hand, and those left out because another unit has them, too.

    Nor is one made that differs from one by hand in accents only (`prej Tirane`): such a row would go before what
    numerim tells of names that are matched by their writing.
    """
    units = {row["gp_unit_id"]: row for row in _rows("gp_units")}
    by_hand = _rows("gp_unit_names")
    made: dict[tuple[str, str], Row] = {}

    def add(unit: str, forms: Iterator[Row]) -> None:
        for row in forms:
            made.setdefault((unit, row[1]), row)

    for unit, row in units.items():
        names = [row["name"]]
        names += [r["printed"] for r in by_hand if r["gp_unit_id"] == unit and r["form"] in ("variant", "former")]
        for name in names:
            if name not in UNDECLINED and (name[-1] != "a" or name.split()[0] in DEFINITE):
                add(unit, ((unit, form, case, "sq", rule) for form, case, rule in albanian(name)))
        own = [IN_SERBIAN[unit]] if unit in IN_SERBIAN else []
        own += [r["printed"] for r in by_hand if r["gp_unit_id"] == unit and r["form"] == "serbian"]
        for name in own:
            if "а" <= name[-1] <= "ш":  # in Cyrillic already
                continue
            forms = list(serbian(name))
            add(unit, ((unit, form, case, "sr", rule) for form, case, rule in forms))
            add(unit, iter([(unit, cyrillic(name), "serbian", "sr", "Cyrillic")]))
            add(unit, ((unit, cyrillic(form), case, "sr", f"{rule}, Cyrillic") for form, case, rule in forms))
    known = {(unit, row["name"].lower()) for unit, row in units.items()}
    known |= {(row["gp_unit_id"], row["printed"].lower()) for row in by_hand}
    written = {(unit, _written(form)) for unit, form in known}
    of_form: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for unit, form in [*known, *((unit, form.lower()) for unit, form in made)]:
        of_form[units[unit]["country"], units[unit]["unit_type"], form].add(unit)
    kept: list[Row] = []
    left_out: list[Row] = []
    for (unit, form), one in sorted(made.items()):
        if (unit, _written(form)) not in written:
            of = of_form[units[unit]["country"], units[unit]["unit_type"], form.lower()]
            (kept if len(of) == 1 else left_out).append(one)
    return kept, left_out


def main() -> None:
    """Write the table, and say what is left out."""
    kept, left_out = inflections()
    with (HERE / "gp_unit_inflections.csv").open("w", encoding="utf-8", newline="") as stream:
        written = csv.writer(stream, lineterminator="\n")
        written.writerow(["gp_unit_id", "printed", "form", "language", "rule"])
        written.writerows(kept)
    for unit, form, *_ in left_out:
        print(f"left out: {form} is not of {unit} alone", file=sys.stderr)


if __name__ == "__main__":
    main()
