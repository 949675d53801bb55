"""The text of a document that a source was transcribed from, and the spans of characters in it.

A span `1204-1219` is the characters from 1204 to 1218 of the document, read as UTF-8 without a byte order mark, counted
in Unicode code points from 0, line ends as they are.
"""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

import polars as pl

from numerim import disk
from numerim.declare.election import ElectionFile
from numerim.declare.words import EVIDENCE
from numerim.errors import InputError

Span = tuple[int, int]


def read_documents(paths: Sequence[Path], declared: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The text of each document, by the SHA-256 of its bytes.

    Args:
        paths: the documents.
        declared: SHA-256 -> the sources that declare it.

    Raises:
        InputError: a document cannot be read, is not declared, or is not UTF-8; all such are named.
    """
    texts, wrong = {}, []
    for path in paths:
        try:
            content = disk.content_of(path, str(path))
            digest = sha256(content).hexdigest()
            if digest not in declared:
                wrong.append(f"{path}: no source declares this document; its SHA-256 is {digest}")
            texts[digest] = content.decode("utf-8-sig")
        except InputError as error:
            wrong.append(f"{path}: {error.problem}")
        except OSError as error:
            wrong.append(f"{path}: the document cannot be read: {error.strerror}")
        except UnicodeDecodeError as error:
            wrong.append(f"{path}: byte {error.start + 1} of the document is not UTF-8")
    if wrong:
        known = ", ".join(f"{digest} ({', '.join(sources)})" for digest, sources in declared.items())
        place, _, problem = "\n  ".join(wrong).partition(": ")
        none = "No source declares one; put its SHA-256 on document: of the source that was transcribed from it."
        raise InputError(place, problem, f"Declared: {known}." if known else none)
    return texts


def spans_of(text: str | None) -> list[Span]:
    """The spans in a cell such as `12-15 40-47`."""
    return [(int(start), int(end)) for start, _, end in (one.partition("-") for one in (text or "").split())]


def told(span: Span) -> str:
    """A span as a cell has it."""
    return f"{span[0]}-{span[1]}"


def find(text: str, words: str, within: Sequence[Span]) -> list[Span]:
    """Where words stand as whole words in parts of a text, whatever the case and the spaces between them."""
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)", re.IGNORECASE)
    return [match.span() for start, end in within for match in pattern.finditer(text, start, end)]


def alike(one: str, other: str) -> bool:
    """Whether two texts are the same but for case, Unicode form and runs of spaces."""
    first, second = (" ".join(normalize("NFC", text).casefold().split()) for text in (one, other))
    return first == second


def is_whole(text: str, span: Span, thousands: str = "") -> bool:
    """Whether a span of a text begins and ends with a word or a figure, and cuts none in two.

    Args:
        text: the document.
        span: a part of it.
        thousands: what divides thousands in it.
    """
    before, inside, after = text[max(0, span[0] - 5) : span[0]], text[slice(*span)], text[span[1] : span[1] + 5]
    cuts = [(r"\w$", r"^\w"), (r"\d[.,'’]$", r"^\d"), (r"\d$", r"^[.,'’]\d")]
    if thousands.isspace():
        cuts += [(r"(?<!\d)\d{1,3}\s$", r"^\d{3}(?!\d)"), (r"(?<!\d)\d{1,3}$", r"^\s\d{3}(?!\d)")]
    sides = [(before, inside), (inside, after)]
    loses_sign = re.search(r"(^|[\s(])[-−]$", before) and re.search(r"^\d", inside)
    has_spaces = inside != inside.strip()
    return not (loses_sign or has_spaces) and not any(
        re.search(a, x) and re.search(b, y) for a, b in cuts for x, y in sides
    )


def breaks(text: str, span: Span) -> list[int]:
    """Where a span of a text seems to hold the end of a sentence, or of a paragraph, before its own end.

    A stop after a word of less than five letters may be of an abbreviation, one after digits of an ordinal number: they
    are not taken for ends.
    """
    pattern = re.compile(r"(?:[^\W\d_]{5,}|%)[.!?…]+[\"”’»)]*\s+(?=[^\W\d_])|\n\s*\n")
    found = pattern.finditer(text, *span)
    return [one.end() for one in found if one[0].startswith("\n") or text[one.end()].isupper()]


def check_spans(frame: pl.DataFrame, source: str, path: str, file: ElectionFile) -> None:
    """Every span has the form `from-to`, and is of a document that is declared.

    Args:
        frame: statements of one file.
        source: its source.
        path: the file.
        file: what `election.yml` says.

    Raises:
        InputError: it is not; every such cell is named.
    """
    span = pl.element()
    forward = span.str.extract(r"^(\d{1,9})-\d{1,9}$").cast(pl.Int64) < span.str.extract(r"-(\d+)$").cast(pl.Int64)
    wrong = [
        f"{file.in_source(f'{path}{place}')}: {text!r} is not a span of characters"
        for role in EVIDENCE[1:]
        if frame[role].count()
        for place, text in frame.filter(
            ~pl.col(role).str.split(" ").list.eval(forward.fill_null(False)).list.all()
            | (pl.col(role).str.contains(" ") & (role == "span"))
        )
        .select(f"{role}_at", role)
        .unique(maintain_order=True)
        .iter_rows()
    ]
    if wrong:
        place, _, problem = "\n  ".join(wrong[:20]).partition(": ")
        raise InputError(
            place, problem, "It is from-to, such as 1204-1219: from 0, the last not included; a space divides several."
        )
    declared = file.election.sources[source].document
    if declared is None and frame["span"].count():
        raise InputError(
            file.place("sources", source),
            f"{path} has spans, but the document that they count in is not declared",
            "Put its SHA-256 on document: of the source.",
        )
