"""Names that are no names."""

import polars as pl

from numerim.schemas.folded import MIXED
from numerim.schemas.rule import Rule

_TURNS = r"[\x{061C}\x{200E}\x{200F}\x{202A}-\x{202E}\x{2066}-\x{2069}]"
_FILLERS = r"\x{034F}\x{115F}\x{1160}\x{180E}\x{3164}\x{FFA0}"
_JOINS = r"[\p{Latin}\p{Cyrillic}\p{Greek}][\x{200C}\x{200D}\x{FE00}-\x{FE0F}\x{E0000}-\x{E007F}]"
"""What scripts that join letters, and pictures, need; no letter of these does."""

_HIDDEN = (
    r"[\p{Cc}--\t\n\r]|[\x{00AD}\x{200B}\x{2028}\x{2029}\x{2060}-\x{2065}\x{206A}-\x{206F}"
    rf"\x{{FEFF}}\x{{FFF9}}-\x{{FFFB}}\x{{FFFD}}{_FILLERS}]|\p{{Co}}|{_JOINS}"
)

_UNSEEN = [0xAD, 0x61C, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF, 0xFFFD]
_UNSEEN += [0x34F, 0x115F, 0x1160, 0x180E, 0x3164, 0xFFA0]
_UNSEEN += [
    n
    for first, last in (
        *((0x202A, 0x202E), (0x2060, 0x206F), (0xFFF9, 0xFFFB)),
        *((0xFE00, 0xFE0F), (0xE0000, 0xE007F)),
    )
    for n in range(first, last + 1)
]
_UNSEEN += [*range(9), 0xB, 0xC, *range(0xE, 0x20), *range(0x7F, 0xA0)]
_SEEN = {chr(number): f"[U+{number:04X}]" for number in _UNSEEN}
"""What cannot be seen, or turns the direction -> its number, by which a sentence can name it."""


def _fault(answer: pl.DataFrame) -> pl.DataFrame:
    """Say what is wrong with each name."""
    name = pl.col("printed")
    return answer.with_columns(
        fault=pl.when(~name.str.contains(r"[\p{L}\p{N}]"))
        .then(pl.lit("has neither letters nor digits"))
        .when(name.str.contains(_HIDDEN))
        .then(pl.lit("has characters that cannot be seen or read"))
        .when(name.str.contains(_TURNS))
        .then(pl.lit("has characters that turn the direction of what is written"))
        .when(name.str.contains(MIXED))
        .then(pl.lit("has letters of two alphabets in one word"))
        .otherwise(pl.lit("")),
        visible=name.str.replace_many(list(_SEEN), list(_SEEN.values())),
    )


RULE = Rule(
    code="R113",
    title="A name has letters or digits, one alphabet in each word, and no hidden characters",
    severity="warning",
    each="name",
    over="""
        select min(n.election_id) as election_id, n.kind || ' ' || n.printed as subject, n.kind, n.printed, '' as fault, '' as visible,
            string_agg(n.places, ' ' order by n.places) as locators
        from core.names as n
        group by n.kind, n.printed
    """,
    then=_fault,
    holds=pl.col("fault") == "",
    says="the name “{visible}” {fault}",
    why="Such a name comes from a damaged file, a slipped cell, or a letter that only looks like another; nobody who searches for it will find it.",
)
