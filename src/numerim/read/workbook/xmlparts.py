"""The parts of a packed workbook that are XML, read as a stream and never trusted."""

from collections.abc import Callable, Iterator
from struct import error as struct_error
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile
from zlib import error as zlib_error

from numerim.errors import InputError
from numerim.read.workbook.sheet import Limits

_CHUNK = 1 << 20
_BROKEN = (KeyError, ValueError, BadZipFile, zlib_error, EOFError, OSError, RuntimeError, struct_error)
"""What zipfile raises where it trusts an archive that is wrong."""

_ANEW = "Open the workbook in a spreadsheet and save it anew."
_OPEN = 100_000
"""So many elements may be open at once, comments and the like counted with them."""


def chunks(archive: ZipFile, name: str, shown: str) -> Iterator[bytes]:
    """A part of an archive, piece by piece.

    Args:
        archive: the workbook.
        name: of the part.
        shown: the path of the workbook, for messages.

    Raises:
        InputError: the part is missing, damaged, or longer than the archive says.
    """
    try:
        with archive.open(name) as part:
            while chunk := part.read(_CHUNK):
                yield chunk
    except _BROKEN as error:
        raise damaged(shown, name, str(error)) from error


def pieces(content: bytes, shown: str, limits: Limits) -> Iterator[bytes]:
    """A file that is one piece of XML, piece by piece.

    Raises:
        InputError: it is larger than the limits.
    """
    if len(content) > limits.unpacked:
        raise too_much(shown, f"{len(content) >> 20:,} MiB; {limits.unpacked >> 20:,} are the most that is read")
    for at in range(0, len(content), _CHUNK):
        yield content[at : at + _CHUNK]


def damaged(shown: str, name: str, why: str) -> InputError:
    """What is said of a part that cannot be read."""
    return InputError(shown, f"the workbook is damaged: its part {name} cannot be read ({why})", "Fetch it again.")


def too_much(shown: str, what: str) -> InputError:
    """What is said of a workbook that holds more than the limits."""
    return InputError(
        shown, f"the workbook holds {what}", "A real count is not so large: look at what it holds before you trust it."
    )


def local(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def parse_xml(
    parts: Iterator[bytes],
    name: str,
    shown: str,
    start: Callable[[str, dict[str, str]], None],
    text: Callable[[str], None] | None = None,
    end: Callable[[str], None] | None = None,
    *,
    any_encoding: bool = False,
) -> None:
    """Read XML with handlers; elements are named with their prefixes, as they stand.

    Args:
        parts: the bytes, piece by piece.
        name: what is read, for messages.
        shown: the path of the workbook, for messages.
        start: takes the name and the attributes of each element.
        text: takes the text between.
        end: takes the name of each element where it ends.
        any_encoding: whether it may be in another than UTF-8, which alone every program reads in a packed workbook.

    Raises:
        InputError: it is no XML, declares a document type or entities, or is nested too deeply.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    ended: list[str] = []
    parser.EndElementHandler = ended.append
    if end is not None:

        def ends(element: str) -> None:
            ended.append(element)
            end(element)

        parser.EndElementHandler = ends
    if text is not None:
        parser.CharacterDataHandler = text

    def refuse(*_: object) -> None:
        raise InputError(
            shown,
            f"the part {name} of the workbook declares a document type, as no spreadsheet does",
            f"Entities are not followed. {_ANEW}",
        )

    def declared(_: str, encoding: str | None, __: int) -> None:
        if not any_encoding and encoding and encoding.lower() not in ("utf-8", "us-ascii", "ascii"):
            raise InputError(shown, f"its part {name} is in {encoding}, where a workbook is in UTF-8", _ANEW)

    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = refuse
    still_open = 0
    try:
        for part in parts:
            if not any_encoding and not parser.CurrentByteIndex > 0 and part.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise InputError(shown, f"its part {name} is in UTF-16, where a workbook is in UTF-8", _ANEW)
            parser.Parse(part, False)
            still_open += part.count(b"<") - 2 * len(ended)
            ended.clear()
            if still_open > _OPEN:
                raise damaged(shown, name, "it is nested too deeply")
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError) as error:  # LookupError: an encoding that nobody knows
        raise damaged(shown, name, str(error)) from error
