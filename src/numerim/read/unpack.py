"""Files inside of files: members of zip archives, and what gzip has packed, within limits.

`results.zip!folder/r.csv` is a member of an archive; spaces in its name are written `%20`, as in an address.
"""

import io
import zipfile
import zlib
from collections import Counter

from numerim.disk import MOST_BYTES
from numerim.errors import InputError, nearest
from numerim.locator import decoded, encoded

_DEPTH = 3
_GZIP = b"\x1f\x8b"
_REFUSED = {
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!\x1a\x07": "a rar archive",
    b"BZh": "packed with bzip2",
    b"\xfd7zXZ": "packed with xz",
    b"(\xb5/\xfd": "packed with zstd",
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"II*\x00": "a picture",
    b"MM\x00*": "a picture",
}
_BY_HAND = (
    "No machine reads figures from it without guessing. Ask its publisher for the table behind it, or type what it "
    "says into a CSV, one row per figure, and name it as document: (docs/add-an-election.md)."
)


def unpacked(content: bytes, path: str, shown: str, most: int = MOST_BYTES) -> bytes:
    """What a reader is given of a file.

    Args:
        content: the bytes of the file.
        path: as `election.yml` names it, with the member of an archive behind `!`.
        shown: the same in messages.
        most: how many bytes may come out.

    Raises:
        InputError: it is not what it seems to be, is broken, locked, has no such member, holds more than is allowed,
            or is of a kind that cannot be read.
    """
    members = path.split("!")[1:]
    if len(members) > _DEPTH:
        raise InputError(shown, f"archives lie in archives, {len(members)} deep; {_DEPTH} are allowed", "Unpack some.")
    content = _plain(content, shown, most)
    for member in members:
        content = _plain(_member(content, decoded(member), shown, most), shown, most)
    return content


def tables_in(content: bytes) -> list[str] | None:
    """The names of the members of a zip archive; None where the bytes are of something else, such as a workbook."""
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [one.filename for one in archive.infolist() if not one.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError):
        return None
    if any(name in ("mimetype", "[Content_Types].xml") or name.startswith(("xl/", "Index/")) for name in names):
        return None
    return [name for name in names if not name.split("/")[-1].startswith(".") and not name.startswith("__MACOSX/")]


def _plain(content: bytes, shown: str, most: int) -> bytes:
    """Without gzip; what cannot be read at all is refused."""
    if content.startswith(_GZIP):
        content = _gunzipped(content, shown, most)
    for mark, kind in _REFUSED.items():
        if content.startswith(mark):
            is_packed = "archive" in kind or "packed" in kind
            cure = "Unpack it, or pack it as zip or gzip." if is_packed else _BY_HAND
            raise InputError(shown, f"it is {kind}", "Save the table as CSV." if "Parquet" in kind else cure)
    return content


def _gunzipped(content: bytes, shown: str, most: int) -> bytes:
    found = bytearray()
    left = content
    try:
        while left:  # gzip allows several, one behind the other
            one = zlib.decompressobj(wbits=31)
            found += one.decompress(left, most + 1 - len(found))
            if len(found) > most:
                raise InputError(shown, f"unpacked it has more than {most:,} bytes", "Take the part that is needed.")
            if not one.eof:
                raise InputError(shown, "its gzip ends before its end", "Fetch it again.")
            left = one.unused_data.lstrip(b"\x00")
    except zlib.error as error:
        raise InputError(shown, f"its gzip is broken: {error}", "Fetch it again.") from None
    return bytes(found)


def _member(content: bytes, name: str, shown: str, most: int) -> bytes:
    """A member of a zip archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            there = [one for one in archive.infolist() if not one.is_dir()]
            _see_names(Counter(one.filename for one in there), name, shown)
            found = next(one for one in there if one.filename == name)
            if found.flag_bits & 0x1:
                raise InputError(shown, "it is locked with a password", "Unlock it, and take the file out.")
            if found.file_size > most:
                raise InputError(shown, f"unpacked it has {found.file_size:,} bytes; {most:,} are allowed")
            with archive.open(found) as stream:
                whole = stream.read(most + 1)
            if len(whole) > most:
                raise InputError(shown, f"unpacked it has more than {most:,} bytes", "Take the part that is needed.")
            return whole
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise InputError(
            shown, f"the archive cannot be read: {error}", "Is it a zip, and whole? Fetch it again."
        ) from None


def _see_names(names: Counter[str], name: str, shown: str) -> None:
    if names[name] == 1:
        return
    if names[name] > 1:
        raise InputError(shown, f"the archive has {names[name]} members of the name {name!r}", "Take one out.")
    listed = [encoded(one) for one in names]
    has = f"it has {', '.join(listed[:20])}" + (f" and {len(listed) - 20} more" if len(listed) > 20 else "")
    cure = nearest(encoded(name), listed)
    raise InputError(shown, f"the archive has no member {encoded(name)!r}; {has or 'it is empty'}", cure)
