"""Proof that a transcription says what its document says: each figure stands in its span, each name in its own.

A transcription is a file whose rows name their `sentence` or `span`. A row of it is proved if

* its span reads as its figure by numerim's own reading (the same number to the same decimals), says its relation (“more
  than”) where it has one, or says in words of `seeds/claims.csv` what happened;
* nothing beside the span makes it another figure: more digits, a percent sign after a count;
* every name that the row prints stands, whole, in one of its subject spans, and each of these is one of the names;
* all of these lie in its sentences, the first of which is that of all rows with its number; sentences stand in the
  order of their numbers and do not overlap.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from numerim.declare.election import ElectionFile
from numerim.declare.house import House
from numerim.declare.words import EVIDENCE
from numerim.errors import InputError
from numerim.model import seeds
from numerim.model.figures import as_written
from numerim.model.stated import PLACED
from numerim.model.statements import read_statements
from numerim.model.values import year_of
from numerim.read.document import Span, alike, breaks, find, is_whole, read_documents, spans_of, told
from numerim.read.ingest import read_files
from numerim.schemas.vocabulary import BY_PARTY

_ALWAYS = {"candidacy": "stood", "ahead_of": "ahead"}
"""Measures that claim one thing, whatever word the transcriber put there."""


@dataclass(frozen=True)
class Unproved:
    """One thing that keeps a row from being proved.

    Attributes:
        place: the cell: `raw/…/article.csv:L5.C10`.
        span: the spans in question; empty where there are none.
        stands: what stands there in the document.
        expected: what should, and where that was found.
    """

    place: str
    span: str
    stands: str
    expected: str


@dataclass(frozen=True)
class Proof:
    """What a proof came to.

    Attributes:
        proved: how many figures and claims are proved.
        stated: how many the transcriptions of the documents state.
        unproved: what is wrong with the others.
        left: files that were not asked -> why not.
    """

    proved: int
    stated: int
    unproved: list[Unproved]
    left: dict[str, str]


def prove(house: House, file: ElectionFile, paths: Sequence[Path]) -> Proof:
    """Hold the transcriptions of an election against the documents that they were made from.

    Args:
        house: where things lie.
        file: what `election.yml` says.
        paths: the documents.

    Raises:
        InputError: a document is not declared, or nothing is transcribed from it; or see `read_statements`.
    """
    declared: dict[str, list[str]] = {}
    for source, said in file.election.sources.items():
        if said.document is not None:
            declared.setdefault(said.document, []).append(source)
    texts = read_documents(paths, declared)
    stated = read_statements(file, read_files(file))
    asked: dict[str, list[list[Unproved]]] = {}
    left: dict[str, str] = {}
    for (source, path), rows in stated.group_by("source_id", "path", maintain_order=True):
        document = file.election.sources[str(source)].document
        if document is None:
            left[file.in_source(str(path))] = "its source declares no document"
        elif document not in texts:
            left[file.in_source(str(path))] = f"its document, SHA-256 {document}, is not given"
        elif not any(rows[role].count() for role in EVIDENCE):
            left[file.in_source(str(path))] = "its rows name no sentence and no span"
        else:
            found = _unproved(rows, texts[document], house, file)
            asked[document] = [*asked.get(document, ()), *found]
    for document in texts:
        if document not in asked:
            raise InputError(
                file.place("sources", declared[document][0], "document"),
                "nothing is transcribed from this document: no row of the files names its sentence or span",
                "docs/add-an-election.md says how a row names them.",
            )
    every = [wrong for found in asked.values() for wrong in found]
    return Proof(sum(not wrong for wrong in every), len(every), [one for wrong in every for one in wrong], left)


def _unproved(rows: pl.DataFrame, text: str, house: House, file: ElectionFile) -> list[list[Unproved]]:
    """What is wrong with each row of a file."""
    source = file.election.sources[rows["source_id"][0]]
    reference = house.reference
    said = seeds.claims(reference, source.language)
    as_printed = pl.when(pl.col("corrected").is_null()).then("value").otherwise("printed")
    kinds = {name: measure.kind for name, measure in file.election.measures.items()}
    how = (file, partial(seeds.words, reference), year_of(file))
    ours = as_written(rows.with_columns(as_printed.alias("value")), *how)
    figures = [_figure(text, span, relation, said) for span, relation in rows.select("span", "relation").iter_rows()]
    theirs = as_written(rows.with_columns(pl.Series("value", figures, dtype=pl.String)), *how)
    read = ("number", "decimals", "text")
    page = _Page(text, source.numbers.thousands, said, kinds, file)
    wrong = [
        [*page.figure(row, figure, all(row[c] == other[c] for c in read)), *page.subject(row), *page.sentences(row)]
        for row, other, figure in zip(ours.rows(named=True), theirs.rows(named=True), figures, strict=True)
    ]
    for index, one in page.order(ours.rows(named=True)):
        wrong[index].append(one)
    return wrong


def _figure(text: str, span: str | None, relation: str | None, said: dict[str, list[str]]) -> str | None:
    """What stands in a span, without the words for its relation; null where these are missing."""
    for start, end in spans_of(span):
        figure = text[start:end].strip()
        if relation in (None, "equal"):
            return figure
        for phrase in said.get(relation, ()):
            words = r"\s+".join(map(re.escape, phrase.split()))
            bare = re.sub(rf"^{words}\s+|\s+{words}$", "", figure, flags=re.IGNORECASE)
            if bare != figure:
                return bare
    return None


@dataclass(frozen=True)
class _Page:
    """A document, and how it writes figures and says what happened."""

    text: str
    thousands: str
    said: dict[str, list[str]]
    kinds: Mapping[str, str]
    file: ElectionFile

    def figure(self, row: dict[str, Any], figure: str | None, reads: bool) -> Iterator[Unproved]:
        """What is wrong with the span of the figure."""
        kind, value = self.kinds[row["measure"]], row["value"]
        if kind in ("word", "nothing"):
            claim = _ALWAYS.get(row["measure"], value)
            words = [*self.said.get(claim, ()), claim]
            expected = f"words for “{claim}”, such as seeds/claims.csv has"
            right = any(find(self.text, one, spans_of(row["span"])) for one in words)
        else:
            words = [value]
            expected = " ".join([row["relation"]] * (row["relation"] not in (None, "equal")) + [f"“{value}”"])
            right = figure is not None and (alike(figure, value) or (reads and kind not in ("text", "nothing")))
        expected += f" as {row['measure']}" + self._found(row, words)
        for span in spans_of(row["span"]):
            share = kind == "count" and re.match(r"\s*(%|per cent|për qind)", self.text[span[1] : span[1] + 12])
            if share:
                yield self._wrong(row, "span", [span], f"{expected}; what stands there is a percentage")
            elif not right or not is_whole(self.text, span, self.thousands):
                yield self._wrong(row, "span", [span], expected)
            elif not self._inside(row, span):
                yield self._wrong(row, "span", [span], f"a place in its sentences, {row['sentence_span']}")
        if row["span"] is None:
            yield self._wrong(row, "span", [], expected)

    def subject(self, row: dict[str, Any]) -> Iterator[Unproved]:
        """What is wrong with the spans of the names."""
        spans = spans_of(row["subject_span"])
        names = {role: row[role] for role in _names(row)}
        named = {
            span: [role for role, name in names.items() if alike(self.text[slice(*span)], name)]
            for span in spans
            if is_whole(self.text, span)
        }
        others = [span for span in spans if not named.get(span)]
        missing = {role: name for role, name in names.items() if not any(role in roles for roles in named.values())}
        for role, name in missing.items():
            expected = f"the {role} “{name}”" + self._found(row, [name])
            yield self._wrong(row, "subject_span", others, expected, row[f"{role}_at"])
        for span in others if not missing else ():
            yield self._wrong(row, "subject_span", [span], "a name that the row prints")
        for span in spans:
            if span not in others and not self._inside(row, span):
                yield self._wrong(row, "subject_span", [span], f"a place in its sentences, {row['sentence_span']}")

    def sentences(self, row: dict[str, Any]) -> Iterator[Unproved]:
        """What is wrong with the spans of the sentences."""
        spans = spans_of(row["sentence_span"])
        if not spans and row["span"] is not None:
            yield self._wrong(row, "sentence_span", [], "the span of its sentence")
        for span in spans:
            if span[1] > len(self.text):
                yield self._wrong(row, "sentence_span", [span], f"a place in the document, 0-{len(self.text)}")
            elif ends := breaks(self.text, span):
                yield self._wrong(row, "sentence_span", [span], f"one sentence; one seems to end at {ends[0]}")

    def order(self, rows: Sequence[dict[str, Any]]) -> Iterator[tuple[int, Unproved]]:
        """Sentences of one number that stand in several places, or before one of a lower number; with the row."""
        known: dict[str, tuple[Span, str]] = {}
        for index, row in enumerate(rows):
            for span in spans_of(row["sentence_span"])[:1]:
                number = row["sentence"] or ""
                first, place = known.setdefault(number, (span, self._place(row, "sentence_span")))
                if number and first != span:
                    expected = f"{told(first)}, the place of sentence {number} at {place}"
                    yield index, self._wrong(row, "sentence_span", [span], expected)
        numbered = {int(number): span for number, (span, _) in known.items() if number.isdigit()}
        for index, row in enumerate(rows):
            number = int(row["sentence"]) if (row["sentence"] or "").isdigit() else 0
            if number not in numbered or spans_of(row["sentence_span"])[:1] != [numbered[number]]:
                continue
            before = [other for other in numbered if other < number and numbered[other][1] > numbered[number][0]]
            if before:
                expected = f"a place after sentence {before[0]}, {told(numbered[before[0]])}"
                yield index, self._wrong(row, "sentence_span", [numbered.pop(number)], expected)

    def _inside(self, row: dict[str, Any], span: Span) -> bool:
        return any(a <= span[0] and span[1] <= b for a, b in spans_of(row["sentence_span"])) or not row["sentence_span"]

    def _found(self, row: dict[str, Any], words: Sequence[str]) -> str:
        """Where words stand in the sentences of a row, or else in the document."""
        for within in (spans_of(row["sentence_span"]), [(0, len(self.text))]):
            places = sorted({told(span) for one in words for span in find(self.text, one, within)}, key=_start)
            if places:
                more = f" and {len(places) - 4} more places" if len(places) > 4 else ""
                return f"; found at {', '.join(places[:4])}{more}"
        return "; not found in the document"

    def _place(self, row: dict[str, Any], role: str) -> str:
        at = row[f"{role}_at"] or row["stands"]
        return self.file.in_source(row["path"] + at)

    def _wrong(
        self, row: dict[str, Any], role: str, spans: Sequence[Span], expected: str, at: str | None = None
    ) -> Unproved:
        place = self.file.in_source(row["path"] + at) if at else self._place(row, role)
        stands = [self.text[slice(*span)] if span[1] <= len(self.text) else "(past its end)" for span in spans]
        shown = "; ".join(one if len(one) < 120 else f"{one[:80]} … {one[-30:]}" for one in stands)
        return Unproved(place, " ".join(map(told, spans)), shown or f"(no {role})", expected)


def _names(row: dict[str, Any]) -> list[str]:
    """The roles whose names the row prints."""
    return [
        role
        for role in PLACED
        if role not in EVIDENCE
        and (row[f"{role}_at"] or "").startswith(f":L{row['line']}.")
        and (role != "category" or row["measure"] in BY_PARTY)
    ]


def _start(span: str) -> int:
    return int(span.partition("-")[0])
