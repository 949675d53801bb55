"""YAML that is loaded safely and knows the line of every key."""

import re
from pathlib import Path
from typing import Any

import yaml

from numerim import disk
from numerim.errors import InputError

_MOST = 50_000
_DEEPEST = 40
_LOADER: Any = type("_Loader", (getattr(yaml, "CSafeLoader", yaml.SafeLoader),), {"yaml_implicit_resolvers": {}})
"""As safe as the safe loader, and ten times as fast where libyaml is there.

What a plain word is, YAML 1.2 says: `NO` is Norway and `12:30` a text. Numbers that begin with a 0 are texts too, since
they are codes.
"""
for _kind, _form, _first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", "[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    (
        "float",
        r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        "-+.0123456789",
    ),
    ("timestamp", r"\d{4}-\d{1,2}-\d{1,2}([Tt ](?!\d\d:\d\d).*)?", "0123456789"),  # a time stays a text
    ("merge", "<<", "<"),
):
    _LOADER.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(f"^({_form})$"), list(_first))

_LONGEST = 8 << 20
_PREFIX = "tag:yaml.org,2002:"
_TAGS = {_PREFIX + kind for kind in ("bool", "float", "int", "map", "merge", "null", "seq", "str", "timestamp")}
"""What a value may be: no tag makes it anything else."""
_KINDS = {"timestamp": "a day", "int": "a number", "float": "a number"}

Where = tuple[str | int, ...]
"""Keys and indexes, from the outermost in."""

Lines = dict[Where, int]


def load(path: Path, shown: str) -> tuple[Any, Lines]:
    """Read a YAML file.

    Args:
        path: the file.
        shown: its name in messages.

    Returns:
        What it says, and the line (from 1) of everything in it by its path of keys and indexes.

    Raises:
        InputError: it is not there, cannot be read, is empty, is not UTF-8 or not YAML, or states a key twice.
    """
    return parsed(content_of(path, shown), shown)


def content_of(path: Path, shown: str) -> bytes:
    """The bytes of a file that must be there.

    Raises:
        InputError: it is not there, is no regular file, or cannot be read.
    """
    try:
        return disk.content_of(path, shown)
    except FileNotFoundError:
        raise InputError(shown, "there is no such file") from None
    except OSError as error:
        raise disk.unreadable(shown, error) from None


def parsed(content: bytes, shown: str) -> tuple[Any, Lines]:
    """What a YAML file says, by its bytes; see `load`."""
    if len(content) > _LONGEST:
        raise InputError(shown, f"it has {len(content):,} bytes; {_LONGEST:,} are the most that is read", "Is it YAML?")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputError(f"{shown}:L{line}", f"not UTF-8: {error.reason}", "Save the file as UTF-8.") from None
    try:
        _see_depth(text, shown)
        loader = _LOADER(text)
        root = loader.get_single_node()
        if root is None:
            raise InputError(shown, "the file is empty", "docs/add-an-election.md shows what it must say.")
        lines: Lines = {}
        _walk(root, (), lines, shown)
        _see_values(loader, root, shown, set())
        return loader.construct_document(root), lines
    except RecursionError:
        raise InputError(shown, "nested too deeply, or a value that contains itself") from None
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(f"{shown}:L{at}", f"not YAML: {error.problem}", _cure(error.problem or "")) from None
    except yaml.YAMLError as error:
        raise InputError(shown, f"not YAML: {error}") from None


def _cure(problem: str) -> str:
    if "tab" in problem or "\\t" in problem:
        return "Indent with spaces: YAML does not allow tabs."
    if "mapping values are not allowed" in problem:
        return "A text with “: ” in it needs quotes; else a line here or above is indented wrongly."
    return "Look here and at the lines above: a quote or bracket that is not closed, or wrong indentation."


def _see_depth(text: str, shown: str) -> None:
    """Refuse what is nested too deeply, or too long, before it is composed: libyaml does that by recursion."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, _LOADER)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST or number > 4 * _MOST:
            raise _too_much(f"{shown}:L{event.start_mark.line + 1 if event.start_mark else 1}")


def _see_values(loader: Any, node: yaml.Node, shown: str, seen: set[int]) -> None:
    """Refuse numbers and days that are none, such as 2023-13-45."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.CollectionNode):
        for one in node.value:
            for part in one if isinstance(one, tuple) else (one,):
                _see_values(loader, part, shown, seen)
    elif (kind := node.tag.removeprefix(_PREFIX)) in _KINDS:
        try:
            loader.construct_object(node)
        except (ValueError, AttributeError) as error:
            place = f"{shown}:L{node.start_mark.line + 1}"
            text = node.value if len(node.value) <= 40 else f"{node.value[:40]}…"
            told = "" if kind != "timestamp" else f": {error}" if isinstance(error, ValueError) else ""
            cure = "A day is written 2030-10-17; put what is a text into quotes."
            raise InputError(place, f"{text} is not {_KINDS[kind]} that can be read{told}", cure) from None


def _too_much(place: str) -> InputError:
    return InputError(
        place,
        f"more than {_MOST:,} values or {_DEEPEST} levels; aliases count where they are used",
        "No election.yml needs so many. Is this the right file?",
    )


def line_of(lines: Lines, path: Where) -> int:
    """The line of the deepest part of a path that the file has."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _walk(node: yaml.Node, path: Where, lines: Lines, shown: str) -> None:
    lines.setdefault(path, node.start_mark.line + 1)
    here_at = f"{shown}:L{node.start_mark.line + 1}"
    if len(lines) > _MOST or len(path) > _DEEPEST:
        raise _too_much(here_at)
    if node.tag not in _TAGS:
        problem = f"the tag {node.tag.replace(_PREFIX, '!!')!r} is not read"
        raise InputError(here_at, problem, "Leave it out: what a value is follows from where it stands.")
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise InputError(here_at, "a key must be a word")
            here = (*path, key.value)
            if here in lines:
                raise InputError(
                    f"{shown}:L{key.start_mark.line + 1}",
                    f"the key {key.value!r} is here twice; the first is on line {lines[here]}",
                    "Keep one of them.",
                )
            lines[here] = key.start_mark.line + 1
            _walk(value, here, lines, shown)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*path, index), lines, shown)
