"""Lines to write into an `election.yml`, as they would stand there."""

import json
import re
from collections.abc import Sequence

from numerim.declare.yamlfile import Lines, Where

_PLAIN = re.compile(r"[A-Za-zÀ-ɏͰ-ϿЀ-ӿ][\wÀ-ɏͰ-ϿЀ-ӿ ./()'’-]*$")
_SAID = {"true", "false", "yes", "no", "on", "off", "null", "y", "n", "~"}


def quoted(text: str) -> str:
    """A text as YAML reads it back."""
    if _PLAIN.match(text) and text.lower() not in _SAID and text == text.strip():
        return text
    return json.dumps(text, ensure_ascii=False)


def to_write(content: Sequence[str], lines: Lines, where: Where, said: Sequence[str], under: str = "") -> str:
    """Lines with the spaces before them that they need where they belong.

    Args:
        content: the lines of the file as it is.
        lines: where everything in it stands.
        where: the keys to what lacks them.
        said: the lines, without spaces.
        under: a key of that under which they stand; it is written, too, where it is not there yet.
    """
    if under and (*where, under) in lines:
        where, under = (*where, under), ""
    indent = _indent(content, lines, where)
    if indent is None:  # between braces
        told = ", ".join(said)
        return f"{under}: {{{told}}}" if under else told
    head = [f"{' ' * indent}{under}:"] if under else []
    deeper = " " * (indent + (2 if under else 0))
    return "\n".join([*head, *(deeper + line for line in said)])


def _indent(content: Sequence[str], lines: Lines, where: Where) -> int | None:
    """How far in the keys of something stand; None where they stand in one line with others."""
    for at, line in lines.items():
        if at[:-1] == where and at != where and line <= len(content):
            begins = re.match(r"\s*(?:- +)*", content[line - 1])
            indent = begins.end() if begins else 0
            key = re.escape(str(at[-1]))
            return indent if re.match(rf"[\"']?{key}[\"']?\s*:", content[line - 1][indent:]) else None
    if not where:
        return 0
    above = _indent(content, lines, where[:-1])
    return None if above is None else above + 2
