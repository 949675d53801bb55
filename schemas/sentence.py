"""Sentences with figures in them: figures as a person reads them, and nouns and verbs that agree with them.

In a template `{votes}` is the figure alone, `{votes:vote|votes}` the figure and the word for one or for many: `1 vote`,
`0 votes`, `1,234 votes`. The words may be several, as in `{units:unit has|units have}`. Where another value is the word
for many, `{figure:{what}}` is `1 vote` if `what` is `votes`, and `1 per cent` if it is `per cent`.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from string import Formatter
from typing import Any


def readable(value: Any) -> str:
    """A value as a person reads it: thousands divided, no superfluous zeros."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return str(value)


def sentence(template: str, values: Mapping[str, Any], shown: Callable[[Any], str] = readable) -> str:
    """A template with its values.

    Args:
        template: the sentence, with the names of values in braces.
        values: the values.
        shown: how a value is written.

    Raises:
        KeyError: a value is not there.
        ValueError: there is a word for one and none for many.
    """
    parts: list[str] = []
    for text, name, words, _ in Formatter().parse(template):
        parts.append(text)
        if name is not None:
            figure = shown(values[name])
            parts.append(f"{figure} {_agreeing(words, figure, values)}" if words else figure)
    return "".join(parts)


def names(template: str) -> set[str]:
    """The names of the values that a template needs."""
    parsed = [(name, words) for _, name, words, _ in Formatter().parse(template) if name]
    return {name for name, _ in parsed} | {_named(words) for _, words in parsed if words and _named(words)}


def of_many(template: str) -> str:
    """A template as one shows it to people, with the words for many."""
    parts: list[str] = []
    for text, name, words, _ in Formatter().parse(template):
        many = f" {words.rpartition('|')[2]}" if words else ""
        parts.append(text + (f"{{{name}}}{many}" if name else ""))
    return "".join(parts)


_ONE = {"votes": "vote", "ballots": "ballot", "seats": "seat", "points": "point"}


def _named(words: str) -> str:
    """The name of the value that has the words; empty where they stand there."""
    return words[1:-1] if words.startswith("{") else ""


def _agreeing(words: str, figure: str, values: Mapping[str, Any]) -> str:
    if name := _named(words):
        many = str(values[name])
        one = _ONE.get(many, many)
    else:
        one, bar, many = words.partition("|")
        if not bar:
            raise ValueError(f"“{words}” has no word for many: write it as “vote|votes”")
    return one if figure in ("1", "-1") else many
