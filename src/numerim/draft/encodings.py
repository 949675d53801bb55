"""In which encoding a text is that nobody has declared."""

import re

from numerim.errors import InputError


def encoding_of(content: bytes, shown: str) -> tuple[str | None, list[str]]:
    """The encoding to declare; None for UTF-8 and where a byte order mark tells it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return None, []
    try:
        content.decode("utf-8")
        return None, []
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes

    best = from_bytes(
        content, cp_isolation=["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "utf_16", "cp852"]
    ).best()
    western = content.decode("cp1252", errors="ignore")
    words = [word for word in re.findall(r"[^\s\d!-/:-@\[-`{-~]+", western) if not word.isascii()]
    if best is None and words and all(word.isalpha() for word in words):
        return "windows-1252", [_as_read("windows-1252", f"“{words[0]}”")]
    if best is None:
        raise InputError(shown, "its encoding cannot be told", "Is it a text file? Say `encoding:` in an election.yml.")
    if western == str(best) or (_mixed(str(best)) and not _mixed(western)):
        return "windows-1252", []
    name = re.sub(r"^cp(125\d)$", r"windows-\1", best.encoding.replace("_", "-"))
    words = [w for w in re.findall(r"\w+", str(best)) if not w.isascii()]
    some = ", ".join(f"“{word}”" for word in list(dict.fromkeys(words))[:3])
    return name, [_as_read(name, some)]


def _as_read(encoding: str, words: str) -> str:
    other = "windows-1250" if encoding != "windows-1250" else "windows-1252"
    said = f"the text is taken for {encoding}, and then has the words {words}."
    return f"{said} If they are misspelt, it is in another encoding, such as `encoding: {other}`."


def _mixed(text: str) -> bool:
    """Whether a word has letters of two alphabets, which nobody writes."""
    return bool(re.search(r"[A-Za-z][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-z]", text))
