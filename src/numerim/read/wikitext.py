"""Wikitext: tables of a page of MediaWiki as its editors write them, laid out as the page would show them.

Tables (`{| … |}`) become the same tables in HTML, which `read_page` lays out, spans counted. Links are their text,
references and pictures are none. A template is what it shows where that is plain (`{{nts|1234}}`); any other stays as
it is written, since what it shows stands elsewhere.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from html import escape

from numerim.errors import InputError
from numerim.read.grid import Grid
from numerim.read.page import read_page
from numerim.read.rawtable import Opened

_MOST_BYTES = 16 << 20
_DEEPEST = 40
_TABLE = re.compile(r"(?m)^[ \t:*]*\{\|")
_HEADING = re.compile(r"(={1,6})\s*(.*?)\s*\1\s*")
_LINK = re.compile(r"\[\[([^\[\]]*)\]\]")
_ADDRESS = re.compile(r"\[(?:https?:)?//[^\s\[\]]+(?:\s+([^\[\]]*))?\]")
_TEMPLATE = re.compile(r"\{\{([^{}]*)\}\}")
_WITHOUT_TEXT = re.compile(
    r"(?is)<!--(?:(?!<!--).)*?-->|<ref\b[^<>]*/>|<ref\b[^<>]*>(?:(?!<ref\b).)*?</ref\s*>|__[A-Z]{3,20}__"
)
_ATTRIBUTE = re.compile(r"""(?i)\b(colspan|rowspan|style|class)\s*=\s*("[^"]*"|'[^']*'|[^\s"'|]+)""")
_PICTURES = re.compile(r"(?i)\s*:?(file|image|datei|bild|fichier|skeda|датотека|слика|category)\s*:")
_KEPT = {"|": "\ue000", "{": "\ue001", "}": "\ue002", "!": "\ue003"}
"""Marks of a template that is kept as it is written, so that they divide no cells."""

_FIRST = {"nts", "abbr", "tooltip", "val", "nowrap", "nobr", "small", "big", "formatnum", "number", "center", "right"}
_LAST = {"sort", "sortname", "align", "left", "bold", "font color", "color", "lang", "hs", "sdash"}
_NOTHING = {
    *(
        "efn",
        "refn",
        "sfn",
        "sfnp",
        "ref",
        "notetag",
        "note",
        "cite web",
        "cite news",
        "cn",
        "citation needed",
        "anchor",
    ),
    *("flagicon", "flag icon", "flagdeco", "color box", "colour box", "legend", "party color cell", "ntsh", "increase"),
    *("decrease", "steady", "nop", "clear", "-"),
}
_TEXTS = {
    "nbsp": "&nbsp;",
    "!": "|",
    "!!": "||",
    "·": "·",
    "spaced ndash": " – ",
    "snd": " – ",
    "ndash": "–",
    "dash": "–",
}


def is_wikitext(content: bytes) -> bool:
    """Whether bytes are of a page of wikitext with a table in it."""
    begins = content[:_MOST_BYTES].decode("utf-8", "ignore")
    return bool(_TABLE.search(begins)) and bool(re.search(r"(?m)^[ \t]*\|\}", begins))


def read_wikitext(source: Opened) -> list[Grid]:
    """The tables of a page, as `read_page` gives them.

    Raises:
        InputError: it is no text, is too long or nested too deeply, has no table, or holds more than a page may.
    """
    if len(source.content) > _MOST_BYTES:
        raise InputError(
            source.shown,
            f"it has {len(source.content):,} bytes; {_MOST_BYTES:,} are the most that is read of a page",
            "A page of a wiki is far shorter: is this the right file?",
        )
    page = as_html(source.text, source.shown)
    return read_page(replace(source, content=page.encode(), said=source.said.model_copy(update={"encoding": "utf-8"})))


def as_html(text: str, shown: str) -> str:
    """The headings and tables of wikitext in HTML.

    Args:
        text: the page.
        shown: its path in messages.

    Raises:
        InputError: templates or tables lie in each other too deeply, or a table is not closed.
    """
    text = _until_none_is_left(_WITHOUT_TEXT, lambda _: "", text, shown)
    text = _until_none_is_left(_TEMPLATE, lambda found: _shown(found[1]), text, shown)
    text = _until_none_is_left(_LINK, lambda found: _linked(found[1]), text, shown)
    text = _ADDRESS.sub(lambda found: found[1] or "", text)
    text = re.sub(r"'{2,5}", "", text)
    made: list[str] = []
    opened: list[list[str]] = []
    """Of each table that is open, what must be closed: a cell, a row."""
    for number, line in enumerate(text.split("\n"), 1):
        plain = line.lstrip(" \t:*") if line.lstrip(" \t:*").startswith("{|") else line.strip()
        if plain.startswith("{|"):
            if len(opened) >= _DEEPEST:
                raise InputError(f"{shown}:L{number}", f"tables lie in each other, more than {_DEEPEST} deep")
            opened.append([])
            made.append(f"<table {_attributes(plain[2:])}>")
        elif not opened:
            if found := _HEADING.fullmatch(plain):
                made.append(f"<h{len(found[1])}>{found[2]}</h{len(found[1])}>")
        elif plain.startswith("|}"):
            made += [*reversed(opened.pop()), "</table>", plain[2:]]
        elif plain.startswith("|+"):
            made += [*reversed(opened[-1]), f"<caption>{plain[2:].rpartition('|')[2]}</caption>"]
            opened[-1] = []
        elif plain.startswith("|-"):
            made += [*reversed(opened[-1]), f"<tr {_attributes(plain.lstrip('|-'))}>"]
            opened[-1] = ["</tr>"]
        elif plain[:1] in ("|", "!"):
            made += _cells(plain, opened[-1])
        elif opened[-1]:
            made.append(f"<br>{line}")
    if opened:
        cure = "A table ends with a line of |}. Is the page whole?"
        raise InputError(shown, "a table is not closed", cure)
    whole = "\n".join(made)
    for mark, kept in _KEPT.items():
        whole = whole.replace(kept, mark)
    return f"<!doctype html><html><body>{whole}</body></html>"


def _cells(line: str, ends: list[str]) -> list[str]:
    """The cells of a line, in HTML; what ends the row so far is changed."""
    kind = "th" if line.startswith("!") else "td"
    made = []
    if not ends:
        made.append("<tr>")
        ends.append("</tr>")
    for cell in re.split(r"\|\||!!" if kind == "th" else r"\|\|", line[1:]):
        if len(ends) > 1:
            made.append(ends.pop())
        before, divided, content = cell.partition("|")
        said, content = (_attributes(before), content) if divided else ("", cell)
        made.append(f"<{kind} {said}>{content.strip()}")
        ends.append(f"</{kind}>")
    return made


def _attributes(text: str) -> str:
    """What is said of a table, a row or a cell, as far as it tells where it stands and whether it is shown."""
    said = [(name.lower(), escape(value.strip("\"'"))) for name, value in _ATTRIBUTE.findall(text)]
    return " ".join(f'{name}="{value}"' for name, value in said)


def _shown(inside: str) -> str:
    """What a template shows; as it is written, where only the wiki knows."""
    name, _, rest = inside.partition("|")
    name = " ".join(name.replace("_", " ").split())
    word = name.lower()
    if word.startswith("formatnum:"):
        return name.partition(":")[2]
    given = [part.strip() for part in rest.split("|") if rest and not re.match(r"\s*\w+\s*=", part)]
    if word in _TEXTS:
        return _TEXTS[word]
    if word in _NOTHING or word.startswith("cite "):
        return ""
    if word in _FIRST | _LAST and given:
        return given[0] if word in _FIRST else given[-1]
    return "".join(_KEPT.get(mark, mark) for mark in "{{" + inside + "}}")


def _linked(inside: str) -> str:
    """The text of a link; nothing for a picture."""
    return "" if _PICTURES.match(inside) else inside.rpartition("|")[2]


def _until_none_is_left(pattern: re.Pattern[str], by: Callable[[re.Match[str]], str], text: str, shown: str) -> str:
    """A text with what lies innermost put in, and then what lies around that."""
    for _ in range(_DEEPEST):
        text, changed = pattern.subn(by, text)
        if not changed:
            return text
    raise InputError(
        shown, f"templates or links lie in each other, more than {_DEEPEST} deep", "Is it a page of a wiki?"
    )
