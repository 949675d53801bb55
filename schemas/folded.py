"""Names without what writing varies."""

import polars as pl

_LETTERS = {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "ς": "σ"}
_IN_TWO = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "đ": "dj"}
_LOOK = (
    ("авекмнорстухѕіјһԛԝ", "abekmhopctyxsijhqw"),
    ("αβεηικμνορτυχζ", "abehikmnoptyxz"),
)

_OF_A_LIST = 1
"""So many letters has the name of a list on a ballot: `A` and `Å` are two, not one that is spelled twice."""
_SCRIPTS = (r"\p{Latin}", r"\p{Cyrillic}", r"\p{Greek}", r"\p{Georgian}", r"\p{Armenian}")
MIXED = "|".join(rf"{a}\p{{M}}*{b}" for a in _SCRIPTS for b in _SCRIPTS if a != b)
"""A regular expression for a word in letters of two alphabets."""


_MARKS = (
    r"\x{0300}-\x{036F}\x{0483}-\x{0489}\x{0591}-\x{05C7}\x{0610}-\x{061A}\x{0640}\x{064B}-\x{065F}\x{0670}\x{06D6}-\x{06ED}"
    r"\x{1AB0}-\x{1AFF}\x{1DC0}-\x{1DFF}\x{20D0}-\x{20FF}\x{FE00}-\x{FE0F}\x{FE20}-\x{FE2F}"
)
"""Marks that a writer may leave out, of a class of characters; those of Indic scripts are vowels, and stay."""


def folded(name: pl.Expr) -> pl.Expr:
    """A name without case, diacritics, punctuation and spaces; numbers stay apart (1.12 is not 11.2)."""
    plain = name.str.to_lowercase().str.normalize("NFKD").str.replace_all("[" + _MARKS + "]", "")
    for _ in range(2):  # a digit may stand between two separators
        plain = plain.str.replace_all(r"(\p{N})[^\p{L}\p{M}\p{N}|]+(\p{N})", "$1|$2")
    return plain.str.replace_all(r"[^\p{L}\p{M}\p{N}|]", "").str.replace_many(list(_LETTERS), list(_LETTERS.values()))


def worded(name: pl.Expr) -> pl.Expr:
    """A name in small letters, without diacritics, with one space for all that is no letter or digit."""
    plain = (
        name.str.to_lowercase().str.normalize("NFKD").str.replace_all("[" + _MARKS + r"\x{115F}\x{1160}]", "")
    )  # fillers
    plain = plain.str.replace_all(r"[^\p{L}\p{M}\p{N}]+", " ").str.strip_chars()
    return plain.str.replace_many(list(_LETTERS), list(_LETTERS.values()))


def in_two_letters(name: pl.Expr) -> pl.Expr:
    """A name with two letters for what some languages write so without diacritics: ae for ä, dj for đ."""
    return name.str.to_lowercase().str.normalize("NFC").str.replace_many(list(_IN_TWO), list(_IN_TWO.values()))


def looked_at(form: pl.Expr) -> pl.Expr:
    """What `worded` or `folded` gives, with Latin letters for those of other alphabets that look like them."""
    seen = {a: b for foreign, latin in _LOOK for a, b in zip(foreign, latin, strict=True)}
    return form.str.replace_many(list(seen), list(seen.values()))


def _not_at_the_start(name: pl.Expr) -> pl.Expr:
    """A name with a small first letter: a sentence may begin with it."""
    return name.str.slice(0, 1).str.to_lowercase() + name.str.slice(1)


def alike(answer: pl.DataFrame, one: str, alone: str) -> pl.DataFrame:
    """Join the rows of an answer whose names are the same but for writing.

    Args:
        answer: a row per name: `kind`, `source_id`, `within` (what names must differ in), `printed`, `id`, `locators`.
        one: the column that tells what differs among names that are alike: `id` or `printed`.
        alone: `id` where names of one id are compared, else empty.

    Returns:
        One row per group of names, with `differ` (how many, but for a capital at the start), `told` (the names) and all
        their `locators`.
    """
    by = ["kind", "source_id", "within", "folded", *([alone] if alone else [])]
    own = folded(pl.col("printed"))
    letters = pl.col("printed").str.strip_chars().str.to_lowercase().str.normalize("NFC")
    answer = answer.with_columns(folded=pl.when(own.str.len_chars() <= _OF_A_LIST).then(letters).otherwise(own))
    names = answer.filter(pl.col("folded") != "")
    rest = [c for c in answer.columns if c not in (*by, "differ", "told", "locators", "printed")]
    return (
        names.sort("printed", "id")
        .group_by(by, maintain_order=True)
        .agg(
            *(pl.col(c).first() for c in rest),
            differ=_not_at_the_start(pl.col(one)).n_unique().cast(pl.Int64),
            told=("“" + pl.col("printed") + "”" + ("" if one == "printed" else " (" + pl.col("id") + ")"))
            .unique(maintain_order=True)
            .str.join(", "),
            locators=pl.col("locators").str.join(" "),
        )
    )
