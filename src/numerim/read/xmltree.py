"""XML as tables of nested records.

- An element is in a list where elements of its name stand beside each other anywhere at its place; every list makes a
  table, named by the path of its elements: `ElectionResult/Contest/Choice`. In places, and only there, these have a
  number: `#/ElectionResult/Contest[3]/Choice[1]`.
- Attributes are columns named by `@`; the text of an element has the path of the element, and where some of these have
  elements in them, `text()` in its place. White space around a text is left out. Elements have their local names,
  without a prefix, unless that would make two of one.

Document type definitions that define entities are refused, external ones are not fetched.
"""

import codecs
import re
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from xml.parsers import expat

import numpy as np
import polars as pl

from numerim.errors import InputError
from numerim.read.records import (
    Limits,
    Numbers,
    Records,
    Things,
    Tree,
    Values,
    check_size,
    encoded,
    texts_of,
    too_deep,
    too_many,
    too_wide,
)

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_BARE = {b"<\0?\0": "utf-16-le", b"\0<\0?": "utf-16-be"}
_PIECE = 2**20  # bytes that are decoded at a time
_BLANK = " \t\r\n"
_CUT_OFF = ("no element found", "unclosed token", "unclosed CDATA section")


class _Element:
    """All elements of one path."""

    def __init__(self, key: str, above: "_Element | None") -> None:
        self.key, self.above = key, above
        self.under: dict[str, _Element] = {}  # by what expat calls them
        self.own, self.above_own, self.index = array("q"), array("q"), array("q")
        self.texts = _Texts()
        self.attributes: dict[str, _Texts] = {}
        self.name = self.path = self.after = ""
        self.thing = self  # the elements that these belong to, with the place after theirs
        self.number = 0

    def describe(self, names: Mapping[str, str]) -> None:
        self.name = names[self.key]
        if self.above is None:
            self.path = self.name
        else:
            self.path = f"{self.above.path}/{self.name}"
            self.thing, self.after = self.above.thing, f"{self.above.after}/{self.name}"


class _Texts:
    """The values of one path, each with the number of its element."""

    def __init__(self) -> None:
        self.own = array("q")
        self.texts: list[str] = []

    def filled(self, only: bool) -> "_Texts":
        """These, or only those that hold something."""
        made = self
        if only and not all(self.texts):
            made = _Texts()
            for own, text in zip(self.own, self.texts, strict=True):
                if text:
                    made.own.append(own)
                    made.texts.append(text)
        return made


class _Names:
    """What expat calls elements or attributes, `address name prefix` or `name`, less the prefix."""

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}
        self.prefixes: dict[str, str] = {}

    def key(self, name: str) -> str:
        key = self.keys.get(name)
        if key is None:
            address, _, rest = name.partition(" ")
            local, _, prefix = rest.partition(" ")
            key = self.keys[name] = f"{address} {local}" if rest else f" {name}"
            self.prefixes.setdefault(key, prefix)
        return key

    def shown(self) -> dict[str, str]:
        """`address name` -> the name alone, where that is unique, or with a prefix."""
        of_local = Counter(key.rpartition(" ")[2] for key in self.prefixes)
        of_prefixed = Counter(f"{prefix}:{key.rpartition(' ')[2]}" for key, prefix in self.prefixes.items())
        made = {}
        for key, prefix in self.prefixes.items():
            uri, _, local = key.rpartition(" ")
            made[key] = local
            if of_local[local] > 1 and uri:
                unique = of_prefixed[f"{prefix}:{local}"] == 1
                made[key] = f"{prefix}:{local}".removeprefix(":") if unique else f"Q{{{encoded(uri)}}}{local}"
        return made


class _Handler:
    """Puts each element, attribute and text down at its path."""

    def __init__(self, shown: str, limits: Limits) -> None:
        self.shown, self.limits = shown, limits
        self.last = self.values = self.paths = 0
        self.order: list[_Element] = []
        self.elements, self.attributes = _Names(), _Names()
        root = _Element("", None)
        self.open: list[tuple[_Element, int, dict[str, int], list[str]]] = [(root, 0, {}, [])]
        self.parser = parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.namespace_prefixes = True
        parser.ordered_attributes = True
        parser.specified_attributes = True
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.EntityDeclHandler = self.entity
        parser.SkippedEntityHandler = self.skipped

    def parse(self, texts: Iterable[str]) -> None:
        """Reads a document, in pieces; of one that does not end, no more than would be read is kept."""
        fed = 0
        for text in texts:
            piece = text.encode()
            self.parser.Parse(piece, False)
            fed += len(piece)
            if fed - self.parser.CurrentByteIndex > 4 * self.limits.length + _PIECE:
                raise InputError(
                    f"{self.shown}:L{self.parser.CurrentLineNumber}",
                    f"what begins here does not end within {self.limits.length:,} characters",
                    "A table of results has no such value; is this the right file, and whole?",
                )
        self.parser.Parse(b"", True)

    def start(self, name: str, attributes: list[str]) -> None:
        above, number, counts, _ = self.open[-1]
        self.last = own = self.last + 1
        key = self.elements.key(name)
        element = above.under.get(key)
        if element is None:
            element = above.under[key] = _Element(key, above if number else None)
            self.order.append(element)
            self.paths += 1
        counts[key] = index = counts.get(key, 0) + 1
        element.own.append(own)
        element.above_own.append(number)
        element.index.append(index)
        if len(attributes) > 2 * self.limits.columns:
            raise too_wide(self.shown, self.limits)
        for i in range(0, len(attributes), 2):
            name = self.attributes.key(attributes[i])
            texts = element.attributes.get(name)
            if texts is None:
                texts = element.attributes[name] = _Texts()
                self.paths += 1
            texts.own.append(own)
            texts.texts.append(attributes[i + 1].strip(_BLANK))
        self.values += 1 + len(attributes) // 2
        if self.values > self.limits.values:
            raise too_many(self.shown, self.limits)
        if self.paths > self.limits.columns:
            raise too_wide(self.shown, self.limits)
        if len(self.open) > self.limits.nesting:
            raise too_deep(self.shown, self.limits)
        self.open.append((element, own, {}, []))

    def end(self, _: str) -> None:
        element, own, counts, parts = self.open.pop()
        text = "".join(parts).strip(_BLANK)
        if counts:
            text = " ".join(stripped for part in parts if (stripped := part.strip(_BLANK)))
        if text or not counts:
            element.texts.own.append(own)
            element.texts.texts.append(text)

    def characters(self, text: str) -> None:
        self.open[-1][3].append(text)

    def entity(self, name: str, *_: object) -> None:
        raise InputError(
            f"{self.shown}:L{self.parser.CurrentLineNumber}",
            f"the file defines an entity, {name!r}: text that stands for other text is not read",
            "Ask who published it for the file without a document type definition.",
        )

    def skipped(self, name: str, *_: object) -> None:
        raise InputError(
            f"{self.shown}:L{self.parser.CurrentLineNumber}",
            f"what the entity {name!r} stands for is not in the file, and other files are not fetched",
            "Ask who published it for the file without a document type definition.",
        )


def read_xml(content: bytes, shown: str, limits: Limits | None = None, lists: Collection[str] = ()) -> list[Records]:
    """The tables of an XML file.

    Args:
        content: the file: in the encoding of its byte order mark, that it declares, or UTF-8.
        shown: the file in messages.
        limits: how much is read.
        lists: paths, or names, of elements that are in lists even where each stands alone.

    Raises:
        InputError: it is no XML, defines or needs entities, or exceeds a limit.
    """
    limits = limits or Limits()
    check_size(content, shown, limits)
    if not content.strip():
        raise InputError(shown, "the file is empty", "Fetch it again.")
    begun = content.count(b"<") - content.count(b"</") - content.count(b"<!") - content.count(b"<?")
    if begun > limits.values and b"\0" not in content[:4]:
        raise too_many(shown, limits)
    handler = _Handler(shown, limits)
    try:
        handler.parse(_texts(content, shown))
    except expat.ExpatError as error:
        problem = expat.ErrorString(error.code) or "unknown"
        cure = "The file seems to be cut off; fetch it again." if problem in _CUT_OFF else "Is it XML, as published?"
        place = f"{shown}:L{error.lineno}"
        raise InputError(place, f"column {error.offset + 1} is no XML: {problem}", cure) from None
    tables = _tree(handler, frozenset(lists)).tables()
    if not tables:
        raise InputError(shown, "the file has no values", "Is it the right file?")
    return tables


def _texts(content: bytes, shown: str) -> Iterator[str]:
    """The text of a file, in pieces."""
    encoding = next((name for bom, name in _BOMS.items() if content.startswith(bom)), _BARE.get(content[:4]))
    if encoding is None:
        declared = _DECLARED.match(content[:400].lstrip())
        encoding = declared[1].decode("ascii") if declared else "utf-8"
    try:
        b" ".decode(encoding, "ignore")  # is it known, and of text?
        decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError:
        problem = f"the encoding {encoding!r} that the file declares is not known"
        raise InputError(shown, problem, "Ask who published it which encoding is meant.") from None
    for start in range(0, len(content), _PIECE):
        kept = len(decoder.getstate()[0])  # bytes of a character that the piece before has begun
        try:
            yield decoder.decode(content[start : start + _PIECE], start + _PIECE >= len(content))
        except UnicodeError as error:
            at = start - kept + error.start + 1 if isinstance(error, UnicodeDecodeError) else start + 1
            problem = f"byte {at:,} of the file is not {encoding}, the encoding of the file"
            raise InputError(shown, problem, "Fetch it again.") from None


def _tree(handler: _Handler, forced: frozenset[str]) -> Tree:
    shown, limits = handler.shown, handler.limits
    elements, attributes = handler.elements.shown(), handler.attributes.shown()
    owner = np.zeros(handler.last + 1, np.int64)  # of each element, the thing that it belongs to: itself, or one above
    is_thing = np.zeros(handler.last + 1, np.bool_)
    things: list[_Element] = []
    for element in handler.order:
        element.describe(elements)
        own = _numbers(element.own)
        if element.above is None or forced & {element.path, element.name} or max(element.index) > 1:
            element.thing, element.after = element, ""
            element.number = len(things)
            things.append(element)
            owner[own], is_thing[own] = own, True
        else:
            owner[own] = owner[_numbers(element.above_own)]
    line: Numbers = np.cumsum(is_thing, dtype=np.int64)[owner]
    lists = [_things(element, line) for element in things]
    columns = []
    for element in handler.order:
        found = [
            (f"{element.path}/@{attributes[name]}", f"/@{attributes[name]}", texts)
            for name, texts in element.attributes.items()
        ]
        inner = "/text()" if element.under else ""
        found.append((element.path, inner, element.texts.filled(bool(element.under or element.attributes))))
        for name, after, values in found:
            if values.own:
                text = texts_of(values.texts, shown, limits, name)
                of = line[_numbers(values.own)]
                columns.append(Values(name, element.thing.number, element.after + after, of, text))
    return Tree(shown, lists, columns, limits)


def _things(element: _Element, line: Numbers) -> Things:
    own = line[_numbers(element.own)]
    if element.above is None:
        return Things(element.path, None, own, np.zeros(1, np.int64), pl.Series([f"#/{element.name}"]))
    before = f"{element.above.after}/{element.name}"
    number = pl.Series(_numbers(element.index)).cast(pl.String)
    step = pl.Series([before]).new_from_index(0, len(own))
    if max(element.index) > 1:
        step = pl.select(pl.lit(f"{before}[") + number + pl.lit("]")).to_series()
    return Things(element.path, element.above.thing.number, own, line[_numbers(element.above_own)], step)


def _numbers(values: "array[int]") -> Numbers:
    return np.frombuffer(values, np.int64)
