"""From bytes to text: by the byte order mark, else by the encoding that is declared, else UTF-8."""

import codecs
import re
from encodings.aliases import aliases

from numerim.errors import InputError, nearest

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", ("utf-8",)),
    (codecs.BOM_UTF32_LE, "utf-32", ("utf-32", "utf-32-le")),  # begins like the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32", ("utf-32", "utf-32-be")),
    (codecs.BOM_UTF16_LE, "utf-16", ("utf-16", "utf-16-le")),
    (codecs.BOM_UTF16_BE, "utf-16", ("utf-16", "utf-16-be")),
)
"""A mark, the codec that takes it away, and the encodings that it may stand before."""

_NOT_OF_FILES = ("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem", "utf-7")
"""Python has these among its text encodings; no file of results is in them, and some read anything as something."""

_OF_LANGUAGES = {
    "windows-1250": "bs cs hr hu pl ro sk sl sq",
    "windows-1251": "be bg kk ky mk mn ru sr tg uk",
    "windows-1253": "el",
    "windows-1254": "az tr",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_OF_CONTROLS = {
    "\r": "Some lines end with a carriage return alone, or a cell has one in it: save it with one kind of line ends.",
    "\x00": "Is it text? Workbooks and archives are read as what they are.",
    "\x1b": "It may have been copied from a terminal: fetch it as a file.",
}
_CONTROL_ABOVE = re.compile(r"[\x80-\x9f]")


def canonical(name: str) -> str:
    """The name that Python has for an encoding.

    Raises:
        ValueError: there is no such encoding; the message names the nearest one.
    """
    if found := _text_encoding(name):
        return found
    known = sorted({alias.replace("_", "-") for pair in aliases.items() for alias in pair if _text_encoding(alias)})
    hint = nearest(name.lower(), [alias for alias in known if alias[0].isalpha()])
    hint = hint if hint.startswith("did") else "such as utf-8, utf-16, windows-1252, windows-1250 or iso-8859-2"
    raise ValueError(f"unknown encoding {name!r}; {hint}")


def _text_encoding(name: str) -> str:
    """The name that Python has for an encoding that files of results may be in; empty where there is none."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    if not found._is_text_encoding or found.name.replace("_", "-") in _NOT_OF_FILES:
        return ""
    return {"utf-8-sig": "utf-8"}.get(found.name, found.name)


def decode(content: bytes, declared: str | None) -> str:
    """The text of a file, without a byte order mark and with the line ends of Unix.

    Args:
        content: its bytes.
        declared: the name of its encoding, where `election.yml` says one.

    Raises:
        UnicodeDecodeError: the bytes are not of that encoding, or not UTF-8 where none is declared.
    """
    marked = next((codec for mark, codec, _ in _MARKS if content.startswith(mark)), None)
    codec = {"utf-8": "utf-8-sig"}.get(marked or "", marked) or declared or "utf-8"
    text = content.decode(codec).replace("\r\n", "\n")
    return text if "\n" in text else text.replace("\r", "\n")  # the line ends of old Macintoshes


def text_of(content: bytes, declared: str | None, shown: str, place: str, language: str) -> str:
    """The text of a file of a source, as `decode` gives it, without characters that no text has.

    Args:
        content: its bytes.
        declared: the name of its encoding, where `election.yml` says one.
        shown: the file in messages.
        place: where `election.yml` speaks of it, for messages.
        language: the language of the source, for a guess at what it may be saved in.

    Raises:
        InputError: the bytes are not of the encoding, a byte order mark contradicts it, or there is a control
            character.
    """
    _no_contradiction(content, declared, shown, place)
    try:
        text = decode(content, declared)
    except UnicodeDecodeError as error:
        raise _not_of_it(error, content, declared, shown, place, language) from None
    if odd := _CONTROL.search(text):
        line = text[: odd.start()].count("\n") + 1
        wide = _wide(content) if declared is None else ""
        cure = _OF_CONTROLS.get(
            odd[0], "No text has it. Fetch the file again, or ask its publisher for one that is whole."
        )
        if wide:
            cure = f"It seems to be {wide} without a byte order mark: add `encoding: {wide}` on {place}."
        raise InputError(f"{shown}:L{line}", f"a control character (0x{ord(odd[0]):02x}) in the text", cure)
    if declared is not None and not declared.startswith("utf") and (odd := _CONTROL_ABOVE.search(text)):
        line = text[: odd.start()].count("\n") + 1
        raise InputError(
            f"{shown}:L{line}",
            f"0x{ord(odd[0]):02x} is a control character in {declared}",
            f"The file is probably in an encoding of Windows: see whether `encoding: {_likely(language)[0]}` ({place}) "
            "reads it.",
        )
    return text


def _no_contradiction(content: bytes, declared: str | None, shown: str, place: str) -> None:
    if declared is None:
        return
    name = canonical(declared)
    for mark, codec, fitting in _MARKS:
        if content.startswith(mark):
            if name not in fitting:
                raise InputError(
                    place,
                    f"{declared!r} is declared, but {shown} begins with the byte order mark of {codec.upper()}",
                    "Leave `encoding:` out: the mark is believed.",
                )
            return
    if name in ("utf-16", "utf-32"):
        raise InputError(
            place,
            f"{declared!r} is declared, but {shown} has no byte order mark that says in which order its bytes are",
            f"Write `encoding: {_wide(content) or name + '-le'}`.",
        )


def _not_of_it(
    error: UnicodeDecodeError, content: bytes, declared: str | None, shown: str, place: str, language: str
) -> InputError:
    if marked := next((codec for mark, codec, _ in _MARKS if content.startswith(mark)), None):
        problem = f"it begins with the byte order mark of {marked.upper()}, and byte {error.start + 1} is not of that"
        return InputError(shown, problem, "It seems to be cut off or damaged: fetch it again.")
    if declared is not None and canonical(declared).startswith(("utf-16", "utf-32")):
        return InputError(shown, f"byte {error.start + 1} is not {declared}", f"See `encoding:` on {place}.")
    if declared is None and (wide := _wide(content)):
        return InputError(shown, "it is not UTF-8", f"It seems to be {wide}: add `encoding: {wide}` on {place}.")
    line = content[: error.start].count(b"\n") + 1
    problem = f"byte {error.start + 1} (0x{content[error.start]:02x}) is not {declared or 'UTF-8'}"
    as_printed = content.split(b"\n")[line - 1].rstrip(b"\r")
    ways: dict[str, list[str]] = {}
    for name in [*(["utf-8"] if declared else []), *_likely(language)]:
        try:
            content.decode(name)
            ways.setdefault(as_printed.decode(name), []).append(name)
        except UnicodeDecodeError:
            continue
    told = []
    for text, names in list(ways.items())[:3]:
        word = next((w for w in re.split(r"[,;\t|\"]", text) if not w.isascii()), text).strip()
        told.append(" or ".join(f"`encoding: {name}`" for name in names[:2]) + f" reads “{word[:40]}”")
    told = told or [f"`encoding: {_likely(language)[0]}`, or the one that its publisher names"]
    return InputError(
        f"{shown}:L{line}",
        problem,
        f"Say on {place} what it was saved in: {', '.join(told)}.",
    )


def _likely(language: str) -> list[str]:
    """Encodings that a file of a language may be saved in, the likeliest first."""
    own = [name for name, languages in _OF_LANGUAGES.items() if language in languages.split()]
    return list(dict.fromkeys([*own, "windows-1252", "windows-1250"]))


def _wide(content: bytes) -> str:
    """UTF-16 or UTF-32, and in which order, by where the bytes that are 0 stand; empty where it is neither."""
    some = content[:4000]
    zeros = [some[i::4].count(0) for i in range(4)]
    quarter = max(1, len(some) // 4)
    often = [n > quarter * 0.4 for n in zeros]
    found = {
        (False, True, True, True): "utf-32-le",
        (True, True, True, False): "utf-32-be",
        (False, True, False, True): "utf-16-le",
        (True, False, True, False): "utf-16-be",
    }
    return found.get((often[0], often[1], often[2], often[3]), "")
