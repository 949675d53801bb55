"""What stands at an address: its bytes, untouched.

Names are resolved once, and the connection goes to the address that was looked at; certificates are verified;
redirections are followed by hand, each looked at like the first. Nothing is kept here, and nothing tried again.

Conditional requests are those of RFC 9110, section 13; `Retry-After` is that of section 10.2.3.
"""

import gzip
import http.client
import ipaddress
import re
import socket
import ssl
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from numerim.errors import InputError

_PIECE = 1 << 16
_TYPES = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "text/plain": ".txt",
    "text/html": ".html",
    "application/json": ".json",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/zip": ".zip",
    "application/gzip": ".gz",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
"""What a file of a type is called, where its address has no ending."""
_PAGES = (".html", ".htm", ".xhtml", ".php", ".asp", ".aspx", ".jsp")
_REDIRECTS = (301, 302, 303, 307, 308)
_IF = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


@dataclass(frozen=True)
class Limits:
    """How much is taken.

    Attributes:
        seconds: how long all of it may take, redirections included.
        size: how many bytes it may have.
        redirections: how often another address may be named instead.
    """

    seconds: float = 120.0
    size: int = 256 << 20
    redirections: int = 5


LIMITS = Limits()


class PassingError(InputError):
    """What may be gone when it is tried again: no answer, one that broke off, or a server with too much to do.

    Attributes:
        after: the seconds that the server asks to be left alone; None where it says nothing.
    """

    after: float | None = None


@dataclass(frozen=True)
class Fetched:
    """What stood at an address.

    Attributes:
        url: the address that was asked for.
        content: the bytes, as they came.
        retrieved: the day, in UTC.
        name: what the file is called, with nothing in it that a path or a locator could not have.
        came_from: the address that it came from, after redirections.
        headers: what the server says of it, by names in small letters, such as `etag` and `last-modified`.
    """

    url: str
    content: bytes
    retrieved: date
    name: str
    came_from: str
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def is_address(text: str) -> bool:
    """Whether a text is an address that can be fetched."""
    return bool(re.match(r"https?://", text, re.IGNORECASE))


def fetch(url: str, *, allow_private: bool = False, limits: Limits = LIMITS) -> Fetched:
    """Take what stands at an address; see `fetch_newer`, which this is for those who have nothing of it yet."""
    got = fetch_newer(url, {}, allow_private=allow_private, limits=limits)
    if got is None:
        raise InputError(url, "the answer is “not modified”, which was not asked for", "Save it with a browser.")
    return got


def fetch_newer(
    url: str, known: Mapping[str, str], *, allow_private: bool = False, limits: Limits = LIMITS
) -> Fetched | None:
    """Take what stands at an address, unless the server says that it is what is known already; None where it does.

    Args:
        url: an address of http or https.
        known: the `etag` and `last-modified` that came with what is known, as far as it had any.
        allow_private: whether it may be one of this machine or network.
        limits: how much is taken.

    Raises:
        PassingError: it does not answer or broke off, takes too long, or the server has too much to do or an error.
        InputError: it is not there or is refused, is a page instead of the file, or larger than allowed.
    """
    ends, asked = time.monotonic() + limits.seconds, url
    for _ in range(limits.redirections + 1):
        to = _looked_at(asked, url)
        connection = _connected(to, url, ends, allow_private=allow_private)
        try:
            answer = _asked(connection, to, url, known)
            if answer.status == 304 and known:
                return None
            if answer.status in _REDIRECTS and (said := answer.headers.get("Location")):
                further = urljoin(asked, said)
                if to.scheme == "https" and urlsplit(further).scheme != "https":
                    raise InputError(
                        url, f"it leads to {further}, which is not encrypted", "Name that address, if meant."
                    )
                asked = further
                continue
            if answer.status != 200:
                raise _refused(url, asked, answer)
            content = _read(answer, url, ends, limits)
            headers = {name.lower(): value for name, value in answer.headers.items()}
            name = _name(to, answer.headers)
        except (OSError, http.client.HTTPException) as error:
            raise PassingError(url, f"it broke off: {_told(error)}", "Try again.") from None
        finally:
            connection.close()
        _see_kind(url, name, content)
        return Fetched(url, content, datetime.now(UTC).date(), name, asked, MappingProxyType(headers))
    raise InputError(url, f"it leads to other addresses more than {limits.redirections} times")


def _looked_at(asked: str, url: str) -> SplitResult:
    try:
        to = urlsplit(asked)
        host, _ = to.hostname, to.port
    except ValueError as error:
        raise InputError(url, f"{asked!r} is not an address: {error}") from None
    if to.scheme not in ("http", "https") or not host or re.search(r"[\x00-\x20\x7f]", asked):
        raise InputError(url, f"{asked!r} is not an address of http or https", "Write https://…, without spaces.")
    if to.username is not None or to.password is not None:
        raise InputError(
            url, "it has a name or password in it", "Addresses are published; name one that is open to all."
        )
    return to


def _connected(to: SplitResult, url: str, ends: float, *, allow_private: bool) -> http.client.HTTPConnection:
    """A connection to an address that was looked at: no other can be put in its place."""
    host = to.hostname or ""
    port = to.port or (443 if to.scheme == "https" else 80)
    try:
        name = host.encode("idna").decode("ascii") if not host.isascii() else host
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise PassingError(
            url,
            f"there is no host {host!r}: {_told(error)}",
            "Look for a slip in the address, and whether you are online.",
        ) from None
    places = list(dict.fromkeys(str(one[4][0]) for one in found))
    private = [place for place in places if not ipaddress.ip_address(place.split("%")[0]).is_global]
    if private and not allow_private:
        problem = f"{host} is {private[0]}, an address of this machine or network"
        raise InputError(url, problem, "--allow-private lets it be asked.")
    wrong: Exception = OSError("no answer")
    for place in places:
        try:
            plain = socket.create_connection((place, port), timeout=_left(url, ends))
        except OSError as error:
            wrong = error
            continue
        connection = http.client.HTTPConnection(name, port)
        connection.auto_open, connection.default_port = 0, port if to.port is None else 80
        try:
            secure = ssl.create_default_context()
            connection.sock = secure.wrap_socket(plain, server_hostname=name) if to.scheme == "https" else plain
        except ssl.SSLCertVerificationError as error:
            plain.close()
            raise InputError(url, f"its certificate does not hold: {error.verify_message}", "") from None
        except OSError as error:
            plain.close()
            wrong = error
            continue
        return connection
    raise PassingError(url, f"it cannot be reached: {_told(wrong)}", "Try again, or look at it in a browser.")


def _asked(
    connection: http.client.HTTPConnection, to: SplitResult, url: str, known: Mapping[str, str]
) -> http.client.HTTPResponse:
    path = quote(to.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        f"?{quote(to.query, safe='/%:@!$&()*+,;=~-._?')}" if to.query else ""
    )
    try:
        headers = {"User-Agent": "numerim", "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
        headers |= {_IF[name]: value for name, value in known.items() if name in _IF}
        connection.request("GET", path, headers=headers)
        return connection.getresponse()
    except (OSError, http.client.HTTPException) as error:
        raise PassingError(
            url, f"it does not answer: {_told(error)}", "Try again, or look at it in a browser."
        ) from None


def _refused(url: str, asked: str, answer: http.client.HTTPResponse) -> InputError:
    status, reason, there = answer.status, answer.reason, f" ({asked})" if asked != url else ""
    if status in (404, 410):
        return InputError(
            url, f"nothing is there{there}: the server answers {status} {reason}", "Look for its new address."
        )
    if status in (401, 403, 407, 451):
        cure = "It may want a browser: save the file with one, and name the file."
        return InputError(url, f"the server refuses it{there}: {status} {reason}", cure)
    if status in (429, 503):
        busy = PassingError(url, f"the server has too much to do{there}: {status} {reason}", "Try again later.")
        busy.after = _seconds(answer.headers.get("Retry-After", ""))
        return busy
    kind, of = ("an error of the server", PassingError) if status >= 500 else ("no file", InputError)
    return of(url, f"the answer is {kind}{there}: {status} {reason}", "Try again, or save it with a browser.")


def _seconds(said: str) -> float | None:
    """How long a server asks to be left alone: in seconds, or until a time."""
    if said.strip().isdigit():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _read(answer: http.client.HTTPResponse, url: str, ends: float, limits: Limits) -> bytes:
    announced = answer.headers.get("Content-Length", "")
    if len(set(answer.headers.get_all("Content-Length", []))) > 1:
        raise PassingError(url, "it is announced with two lengths", "Try again.")
    if announced.isdigit() and int(announced) > limits.size:
        raise _too_large(url, limits)
    coding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip", ""):
        raise InputError(url, f"it is sent packed as {coding!r}, which was not asked for", "Save it with a browser.")
    pieces: list[bytes] = []
    size = 0
    while True:
        _left(url, ends)
        piece = answer.read1(_PIECE)
        if not piece:
            break
        size += len(piece)
        if size > limits.size:
            raise _too_large(url, limits)
        pieces.append(piece)
    if announced.isdigit() and size < int(announced):
        raise PassingError(url, f"it broke off after {size:,} of {int(announced):,} bytes", "Try again.")
    content = b"".join(pieces)
    return content if coding in ("identity", "") else _unpacked(content, url, limits)


def _unpacked(content: bytes, url: str, limits: Limits) -> bytes:
    """What was packed for the way only: the file is what comes out."""
    opened = zlib.decompressobj(wbits=31)
    try:
        plain = opened.decompress(content, limits.size)
    except (zlib.error, gzip.BadGzipFile) as error:
        raise InputError(url, f"what is packed cannot be unpacked: {error}", "Save it with a browser.") from None
    if opened.unconsumed_tail:
        raise _too_large(url, limits)
    if not opened.eof:
        raise PassingError(url, f"what is packed broke off after {len(content):,} bytes", "Try again.")
    return plain


def _too_large(url: str, limits: Limits) -> InputError:
    return InputError(
        url, f"it has more than {limits.size >> 20} MiB", "Save it with a browser, and name a part of it."
    )


def _left(url: str, ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise PassingError(url, "it takes too long", "Save it with a browser, and name the file.")
    return min(left, 30.0)


def _name(to: SplitResult, headers: Message) -> str:
    """What a file is called: as the server says, or the end of its address; with an ending by its type."""
    said = Message()
    said["content-disposition"] = headers.get("Content-Disposition", "")
    name = said.get_filename() or unquote(to.path.rsplit("/", 1)[-1]) or (to.hostname or "file").replace(".", "-")
    name = re.sub(r"[^\w.-]+", "-", name.replace("\\", "/").rsplit("/", 1)[-1]).strip("-.")[-120:] or "file"
    if not re.search(r"\.\w{2,5}$", name) or name.lower().endswith(_PAGES[3:]):
        kind = headers.get_content_type() if headers.get("Content-Type") else ""
        name = f"{name.rsplit('.', 1)[0]}{_TYPES.get(kind, '')}" if _TYPES.get(kind) else name
    return name


def _see_kind(url: str, name: str, content: bytes) -> None:
    """See that it is the file, and no page about it.

    Raises:
        InputError: nothing came, or a page where the name is of another format.
    """
    if not content.strip():
        raise InputError(url, "nothing came: the answer is empty")
    begins = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    is_page = begins.startswith((b"<!doctype html", b"<html", b"<head", b"<script"))
    if is_page and "." in name and not name.lower().endswith((*_PAGES, ".xls")):
        title = re.search(rb"(?is)<title[^>]*>(.{0,200}?)</title>", content[: 1 << 16])
        told = f" (“{' '.join(title[1].decode('utf-8', 'replace').split())}”)" if title else ""
        cure = "It may have moved, or want a browser: save the file with one, and name the file."
        raise InputError(url, f"a web page comes{told}, where {name} is asked for", cure)


def _told(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "it takes too long"
    if isinstance(error, OSError) and error.strerror:
        return str(error.strerror)
    return str(error) or type(error).__name__
