"""YAML that is loaded safely and knows the line of every key."""

from pathlib import Path
from typing import Any

import yaml

from numerim import disk
from numerim.errors import InputError

_MOST = 50_000
_DEEPEST = 40
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""As safe, and ten times as fast where libyaml is there."""

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
        raise InputError(shown, f"the file cannot be read: {error.strerror}") from None


def parsed(content: bytes, shown: str) -> tuple[Any, Lines]:
    """What a YAML file says, by its bytes; see `load`."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputError(f"{shown}:L{line}", f"not UTF-8: {error.reason}", "Save the file as UTF-8.") from None
    try:
        loader = _LOADER(text)
        root = loader.get_single_node()
        if root is None:
            raise InputError(shown, "the file is empty", "docs/add-an-election.md shows what it must say.")
        lines: Lines = {}
        _walk(root, (), lines, shown)
        return loader.construct_document(root), lines
    except RecursionError:
        raise InputError(shown, "nested too deeply, or a value that contains itself") from None
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(f"{shown}:L{at}", f"not YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise InputError(shown, f"not YAML: {error}") from None
    except ValueError as error:  # a date such as 2023-13-45
        raise InputError(shown, f"a value that YAML cannot read: {error}") from None


def line_of(lines: Lines, path: Where) -> int:
    """The line of the deepest part of a path that the file has."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _walk(node: yaml.Node, path: Where, lines: Lines, shown: str) -> None:
    lines.setdefault(path, node.start_mark.line + 1)
    here_at = f"{shown}:L{node.start_mark.line + 1}"
    if len(lines) > _MOST or len(path) > _DEEPEST:
        raise InputError(here_at, f"more than {_MOST:,} values or {_DEEPEST} levels; aliases count where they are used")
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise InputError(here_at, "a key must be a word")
            here = (*path, key.value)
            if here in lines:
                raise InputError(
                    f"{shown}:L{key.start_mark.line + 1}",
                    f"the key {key.value!r} stands here twice; the first is on line {lines[here]}",
                    "Keep one of them.",
                )
            lines[here] = key.start_mark.line + 1
            _walk(value, here, lines, shown)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*path, index), lines, shown)
