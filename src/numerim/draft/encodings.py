"""In which encoding a text is that nobody has declared: by known words, by letters that go together, by usual ones."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise
from pathlib import Path

from numerim.draft.stems import folded
from numerim.errors import InputError

_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґўђѓѕјљњћќџёәғқңөұүһ"
_LATIN_2 = "áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž ąćęłńóśźż áéíóöőúüű ăâîşţ čćđšž čšž ëç äöüß"
_WEST = "äöüß àâæçèéêëîïôœùûüÿ áéíñóúü àáâãçéêíóôõú àèéìîòù äåöéšž æøåéöüäò áéíóúýþæöð éëïèóü àçèéíïòóúü ëç"
_GREEK = "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ"
_USUAL = {
    "windows-1252": _WEST,
    "windows-1250": _LATIN_2,
    "windows-1254": "çğıiöşüâîû\u0307",
    "windows-1251": _CYRILLIC,
    "windows-1253": _GREEK,
    "iso-8859-7": _GREEK,
    "windows-1255": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "windows-1256": "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأؤإئپچژگکیےںٹڈڑہھ",
    "windows-1257": "āčēģīķļņšūž ąčęėįšųūž äõöüšž",
    "cp874": "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลวศษสหฬอฮะัาำิีึืุูเแโใไ็่้๊๋์ๆ",
    "gb18030": "",
    "big5": "",
    "shift_jis": "",
    "euc-kr": "",
    "euc-jp": "",
    "iso-8859-2": _LATIN_2,
    "iso-8859-5": _CYRILLIC,
    "koi8-r": _CYRILLIC,
    "koi8-u": _CYRILLIC,
    "cp866": _CYRILLIC,
    "cp852": _LATIN_2,
}
"""Encodings, those first that are likelier where nothing tells; each with the letters beyond ASCII of its languages, or
of those that share most, where it has not thousands."""
_VOWELS = {_CYRILLIC: "аеёиоуыэюяіїєәөұү", _GREEK: "αεηιουωάέήίόύώϊϋΐΰ"}
"""Letters of which a quarter of each text consists at least: other bytes, read so, have fewer."""
_OFTEN = {"gb18030": (0xB0, 0xD7), "big5": (0xA4, 0xC6), "shift_jis": (0x88, 0x97), "euc-kr": (0xB0, 0xC8)}
_OFTEN |= {"euc-jp": (0xB0, 0xCF)}
"""Of an encoding of thousands of signs, between which first bytes the frequent ones lie."""
_SIGNS = {"gb18030": {"CJK"}, "big5": {"CJK"}, "euc-kr": {"HANGUL"}}
_SIGNS |= {name: {"CJK", "HIRAGANA", "KATAKANA"} for name in ("shift_jis", "euc-jp")}
_BETWEEN = re.compile(r"[\s\d!-/:-@\[-`{-~‘’‚“”„–—«»·•…°§№€\u00a0\u00ad\u200e\u200f،؛٪٬٫、。・（）「」ー％]+")
"""What stands between words."""
_LINES = 2_000
"""So many lines with letters beyond ASCII tell the encoding."""
_CONTROLS = re.compile(r"[\x80-\x9f\ufffd\ue000-\uf8ff]")


@dataclass(frozen=True)
class _Reading:
    """A text as one encoding would have it: how likely that is, a word, and its words beyond ASCII."""

    encoding: str
    likely: float
    words: Sequence[str]


def encoding_of(content: bytes, shown: str) -> tuple[str | None, list[str]]:
    """The encoding to declare; None for UTF-8 and where a byte order mark tells it.

    Returns:
        Its name, and what a person should look at: the words as they are read, and as the next likely would have them.

    Raises:
        InputError: it is in none that is known here.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return None, []
    try:
        content.decode("utf-8")
        return None, []
    except UnicodeDecodeError:
        pass
    lines = islice((line for line in io.BytesIO(content) if not line.isascii()), _LINES)
    some = b"".join(line.rstrip(b"\r\n") + b"\n" for line in lines)
    found = (_reading(name, some) for name in _USUAL)
    likely = sorted((one for one in found if one and one.likely > 0), key=lambda one: -one.likely)
    best = next((one for one in likely if _is_all(content, one.encoding)), None)
    if best is None:
        raise InputError(shown, "its encoding cannot be told", "Is it a text file? Say `encoding:` in an election.yml.")
    other = next((one for one in likely if one.words != best.words), None)
    if best.encoding == "windows-1252" and (other is None or other.likely < best.likely / 2):
        return best.encoding, []
    told = f"the text is read as {best.encoding}, and then has the words {_some(best.words)}."
    if other:
        at = [i for i, (one, same) in enumerate(zip(other.words, best.words, strict=False)) if one != same]
        words = other.words[at[0] :] if at else other.words
        told += f" If they are misspelt, it may be in {other.encoding} (`encoding: {other.encoding}`): {_some(words)}."
    return best.encoding, [told]


def _some(words: Sequence[str]) -> str:
    return ", ".join(f"“{word[:40]}”" for word in words[:3])


def _is_all(content: bytes, encoding: str) -> bool:
    """Whether all of a file is of an encoding."""
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _reading(encoding: str, content: bytes) -> _Reading | None:
    """A text in an encoding; None where it is not of it."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    if _CONTROLS.search(text):
        return None
    words = list(dict.fromkeys(word for word in _BETWEEN.split(text) if word and not word.isascii()))
    if not words:
        return _Reading(encoding, 0.5, [])
    known, usual = _known(), _alphabet(encoding, words)
    likely = sum(
        _likely(word, encoding, usual) + 3 * (len(word) > 1 and folded(word) in known) for word in words
    ) / len(words)
    letters = "".join(words)
    if letters.lower() != letters.upper() and not any(word[0].isupper() for word in words) and len(words) > 4:
        likely -= 0.5  # where there are capitals, names begin with one
    beyond = _beyond(letters)
    if vowels := _VOWELS.get(_USUAL[encoding]):
        likely -= len(beyond) > 9 and sum(c in vowels for c in beyond) < 0.25 * len(beyond)
    if encoding == "gb18030" and len(letters) > 9 and _share(letters, encoding, (0xC9, 0xF7)) < 0.1:
        likely -= 1.0  # Hangul lies where the first half of the frequent signs does
    return _Reading(encoding, likely, words)


def _beyond(word: str) -> list[str]:
    """The letters of a word beyond ASCII."""
    return [c for c in word.lower() if not c.isascii() and not unicodedata.combining(c)]


def _alphabet(encoding: str, words: Sequence[str]) -> str:
    """The letters beyond ASCII of that language of an encoding which has most of those in some words."""
    beyond = _beyond("".join(words))
    return max(_USUAL[encoding].split() or [""], key=lambda letters: sum(c in letters for c in beyond))


def _likely(word: str, encoding: str, usual: str) -> float:
    """How well the letters of a word go together: 1 where nothing is odd."""
    letters = unicodedata.normalize("NFC", word)
    if len(letters) == 1:  # a sign alone says little: the copyright sign, or a letter that is a code
        return 0.25 if encoding == "windows-1252" else 0.2
    if any(unicodedata.category(c)[0] not in "LM" or (c in "ºª" and len(letters) > 3) for c in letters):
        return -2.0
    scripts = {_script(c) for c in letters}
    signs = _SIGNS.get(encoding)
    if len(scripts) > 1 if signs is None else not scripts <= signs:
        return -2.0
    if any(one.islower() and other.isupper() and not (one + other).isascii() for one, other in pairwise(letters)):
        return -1.5
    if signs:
        return _share(letters, encoding, _OFTEN[encoding])
    beyond = _beyond(letters)
    return 2 * sum(c in usual for c in beyond) / len(beyond) - 1 if beyond else 1.0


def _share(letters: str, encoding: str, between: tuple[int, int]) -> float:
    """Of the signs of a word or text, the share whose first byte lies between two; kana are as good."""
    first = [sign.encode(encoding, "ignore")[:1] for sign in letters]
    is_kana = encoding in ("shift_jis", "euc-jp")
    good = (
        (is_kana and "\u3041" <= sign <= "\u30ff") or bool(byte and between[0] <= byte[0] <= between[1])
        for sign, byte in zip(letters, first, strict=True)
    )
    return sum(good) / len(letters)


@cache
def _script(sign: str) -> str:
    """The first word of the name of a letter: LATIN, HEBREW, CJK; one for all marks that have none of their own."""
    return unicodedata.name(sign, "?").split()[0].replace("HALFWIDTH", "HALF")


@cache
def _known() -> frozenset[str]:
    """Words of names of columns, offices and units, folded, that are installed."""
    found: set[str] = set()
    for file, column in _WORDS:
        with (Path(__file__).parents[1] / "seeds" / file).open(encoding="utf-8", newline="") as stream:
            found |= set(_each(row[column] for row in csv.DictReader(stream)))
    return frozenset(found)


_WORDS = (
    ("column_words.csv", "words"),
    ("column_stems.csv", "stem"),
    ("unit_words.csv", "words"),
    ("office_words.csv", "words"),
    ("gp_unit_names.csv", "printed"),
)


def _each(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        yield from (folded(word) for word in (text, *text.split()) if len(word) > 1)
