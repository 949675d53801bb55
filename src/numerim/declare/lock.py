"""`sources.lock`, beside `election.yml`: the bytes that each file of a source had when `numerim hash` looked at it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType

from numerim.declare.yamlfile import line_of, parsed
from numerim.errors import CombinedInputError, InputError

NAME = "sources.lock"

_HEAD = "# Kept by `numerim hash`: the bytes of each file of a source. What a person says stands in election.yml.\n"


@dataclass(frozen=True)
class Bytes:
    """What a file is known by.

    Attributes:
        sha256: of its bytes, in hexadecimal digits.
        length: how many there are.
    """

    sha256: str
    length: int

    @property
    def shown(self) -> str:
        """Both, for a person: `6374c5146d21… (10,700 bytes)`."""
        return f"{self.sha256[:12]}… ({self.length:,} bytes)"


@dataclass(frozen=True)
class Lock:
    """What a `sources.lock` says.

    Attributes:
        shown: its path in messages.
        files: each file, by its path from the folder of the election.
        lines: where it speaks of them.
    """

    shown: str
    files: Mapping[str, Bytes] = field(default_factory=lambda: MappingProxyType({}))
    lines: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


def bytes_of(content: bytes) -> Bytes:
    """What a file with this content is known by."""
    return Bytes(sha256(content).hexdigest(), len(content))


def read_lock(content: bytes | None, shown: str, cure: str) -> Lock:
    """What a `sources.lock` says; nothing, where there is none.

    Args:
        content: its bytes.
        shown: its path in messages.
        cure: what writes it anew.

    Raises:
        InputError: it is not as `numerim hash` writes it.
    """
    if content is None or content == _HEAD.encode():
        return Lock(shown)
    try:
        said, lines = parsed(content, shown)
    except InputError as error:
        raise InputError(error.place, f"{error.problem}; it is not as numerim wrote it", cure) from None
    if not isinstance(said, dict):
        raise InputError(f"{shown}:L1", "it does not name files; it is not as numerim wrote it", cure)
    wrong = [
        InputError(f"{shown}:L{line_of(lines, (name,))}", f"{name!r} is not as numerim wrote it", cure)
        for name, one in said.items()
        if not _is_written(name, one)
    ]
    if wrong:
        raise CombinedInputError(wrong)
    return Lock(
        shown,
        {name: Bytes(one["sha256"], one["bytes"]) for name, one in said.items()},
        {name: line_of(lines, (name,)) for name in said},
    )


def written(files: Mapping[str, Bytes]) -> str:
    """A `sources.lock`, one line a file."""
    return _HEAD + "".join(
        f'"{name}": {{bytes: {one.length}, sha256: "{one.sha256}"}}\n' for name, one in sorted(files.items())
    )


def _is_written(name: object, one: object) -> bool:
    return (
        isinstance(name, str)
        and isinstance(one, dict)
        and set(one) == {"bytes", "sha256"}
        and isinstance(one["bytes"], int)
        and isinstance(one["sha256"], str)
        and bool(re.fullmatch("[0-9a-f]{64}", one["sha256"]))
    )
