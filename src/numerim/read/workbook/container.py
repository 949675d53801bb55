"""What kind of workbook some bytes are, and what is in the way of reading them."""

import re
from io import BytesIO
from typing import Literal
from zipfile import BadZipFile, ZipFile

from numerim.errors import InputError
from numerim.read.workbook.sheet import Limits
from numerim.read.workbook.xmlparts import chunks, too_much

Kind = Literal["xlsx", "xlsb", "ods", "xls", "flat", "2003"]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
_PARTS = 20_000
LOCKED = ("the workbook is locked with a password", "Ask for it without, or remove the password.")
AGAIN = "Fetch it again and compare its size with what the authority's server says."

_IN_XML: dict[Kind, bytes] = {
    "2003": b"urn:schemas-microsoft-com:office:spreadsheet",
    "flat": b"application/vnd.oasis.opendocument.spreadsheet",
}
_OTHERS = (
    (
        rb"%PDF",
        "is a PDF, no workbook",
        "A table in a PDF is no source that a machine can read; ask for the file behind it.",
    ),
    (rb"\x1f\x8b", "is packed with gzip, no workbook", "Declare it with its ending .gz."),
    (rb"\{|\[\s*[\{\[\"]", "is JSON, no workbook, whatever its ending", "Declare `reader: json`."),
    (
        rb"(?i)<!doctype html|<html|<table|<head|<meta|<div",
        "is a page in HTML, whatever its ending",
        "Declare `reader: html`.",
    ),
    (rb"<", "is XML, no workbook, whatever its ending", "Declare the reader of what it holds."),
)
_PACKED = (
    (
        r"index/.*\.iwa$|index\.zip$",
        "is a document of Apple Numbers",
        "Export it from Numbers as .xlsx, or ask for that.",
    ),
    (r"word/", "is a document of Word, no workbook", "Ask for the table in a workbook or as CSV."),
    (r"ppt/", "is a presentation, no workbook", "Ask for the table in a workbook or as CSV."),
)


def kind_of(content: bytes, shown: str) -> Kind:
    """What kind of workbook some bytes are, whatever the file is called.

    Args:
        content: the file.
        shown: its path, for messages.

    Raises:
        InputError: they are none, or one that nobody can open without a password; told with what they are instead.
    """
    if not content[:4096].strip(b"\x00 \r\n\t"):
        raise InputError(shown, "the file is empty", AGAIN)
    if content.startswith((OLE, *_OLD)):
        return "xls"
    if content.startswith(b"PK"):
        return _of_zip(content, shown)
    start = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    for kind, mark in _IN_XML.items():
        if start.startswith(b"<") and mark in start:
            return kind
    for pattern, problem, cure in _OTHERS:
        if re.match(pattern, start):
            raise InputError(shown, f"the file {problem}", cure)
    if b"\x00" not in start or start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(shown, "the file is text, no workbook, whatever its ending", "Declare `reader: csv`.")
    raise InputError(shown, "the file is no workbook: it does not begin as one", AGAIN)


def _of_zip(content: bytes, shown: str) -> Kind:
    with open_archive(content, shown) as archive:
        names = parts_of(archive)
        mimetype = next(chunks(archive, names["mimetype"], shown), b"") if "mimetype" in names else b""
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(re.search(r"(^|/)workbook\d*\.xml$", name) for name in names):
        return "xlsx"
    for pattern, problem, cure in _PACKED:
        if any(re.match(pattern, name) for name in names):
            raise InputError(shown, f"the file {problem}", cure)
    inside = [name for name in names.values() if re.search(r"\.(xls[xmb]?|ods|csv)$", name, re.I)]
    cure = f"It holds {', '.join(inside[:3])}; declare what is inside: {shown}!{inside[0]}" if inside else ""
    raise InputError(shown, "the file is an archive, and no workbook", cure)


def open_archive(content: bytes, shown: str) -> ZipFile:
    """The archive that a workbook is.

    Args:
        content: the file.
        shown: its path, for messages.

    Raises:
        InputError: it is cut off or damaged, or lists more parts than a workbook has.
    """
    if content.count(b"PK\x01\x02") > _PARTS:
        raise too_much(shown, f"more than {_PARTS:,} parts")
    try:
        return ZipFile(BytesIO(content))
    except (BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise InputError(
            shown, "the workbook is cut off or damaged: the list of its parts, at its end, is missing", AGAIN
        ) from error


def parts_of(archive: ZipFile) -> dict[str, str]:
    """The parts of an archive: names as they are looked for, in lower case and with slashes -> names as they are."""
    return {name.lower().replace("\\", "/"): name for name in archive.namelist()}


def check_archive(archive: ZipFile, shown: str, limits: Limits) -> None:
    """Refuse an archive by the list of its parts, before any is unpacked.

    Args:
        archive: a workbook.
        shown: its path, for messages.
        limits: what it may hold.

    Raises:
        InputError: it would unpack to more than the limit, is locked, or has a part twice.
    """
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise InputError(shown, *LOCKED)
    size = sum(part.file_size for part in parts)
    if size > limits.unpacked:
        problem = f"the workbook would unpack to {size >> 20:,} MiB; the limit is {limits.unpacked >> 20:,}"
        raise InputError(shown, problem, "A real count is not so large: look at what it holds before you trust it.")
    names = [part.filename.lower() for part in parts]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(shown, f"the workbook has a part twice ({twice}): programs would read different ones", AGAIN)
