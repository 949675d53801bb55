"""A server that misbehaves on request: of each kind of fault what it sends, and what is to be expected of a look."""

import gzip
import io
import re
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests import server
from tests.server import Request

HEAD = "ward,party,votes\n"
WARDS = ("North", "South", "East", "West", "Centre", "Hill")


def state(number: int) -> bytes:
    """The file as it is after so many reports: counts grow, and no two states are the same."""
    rows = (f"{ward},{party},{100 * n + 7 * number + len(party)}\n" for n, ward in enumerate(WARDS, 1)
            for party in ("Reds", "Blues"))  # fmt: skip
    return (HEAD + "".join(rows)).encode()


class Server(server.Server):
    """It sends `now`: a file, or what a fault does with the connection."""

    now: "bytes | Callable[[Request], None]" = b""

    def __init__(self, port: int = 0) -> None:
        super().__init__(self._send, port)

    def _send(self, request: Request) -> None:
        now = vars(type(self))["now"]  # a function, and no method
        request.close_connection = callable(now)
        (now if callable(now) else body(now))(request)


def served(port: int = 0) -> tuple[Server, str]:
    """A server at work on a port of this machine, any free one where none is named; and its address."""
    one = Server(port).start()
    return one, one.url


GOOD = state(5)
"""What would come, were the server well; each fault does something to it."""
OK = b"HTTP/1.1 200 OK\r\n"


def body(content: bytes, status: int = 200, **headers: str) -> Callable[[Request], None]:
    said = {"Content-Type": "text/csv"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request: request.send(status, said, content)


def raw(content: bytes, *, reset: bool = False) -> Callable[[Request], None]:
    return lambda request: request.send_raw(content, reset=reset)


def slowly(self: Request) -> None:
    self.wfile.write(OK + b"Content-Length: %d\r\n\r\n" % len(GOOD))
    for n in range(len(GOOD)):
        self.wfile.write(GOOD[n : n + 1])
        self.wfile.flush()
        time.sleep(0.2)


def endless(piece: bytes, head: bytes = OK + b"\r\n") -> Callable[[Request], None]:
    def send(self: Request) -> None:
        self.wfile.write(head)
        while True:
            self.wfile.write(piece)

    return send


def late(seconds: float) -> Callable[[Request], None]:
    def wait(self: Request) -> None:
        time.sleep(seconds)
        body(GOOD)(self)

    return wait


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def of(old: str, new: str, count: int = -1) -> Callable[[Request], None]:
    return body(GOOD.decode().replace(old, new, count).encode())


def redirect(to: str, status: int = 302) -> Callable[[Request], None]:
    return body(b"", status, Location=to)


LINES = GOOD.splitlines(keepends=True)
PAGE = b"<!DOCTYPE html><html><head><title>Back soon</title></head><body>Sorry.</body></html>"
ANSWER = OK + b"Content-Length: %d\r\n\r\n" % len(GOOD)

STATUSES = (204, 206, 400, 401, 403, 404, 410, 429, 451, 500, 502, 503, 504)
PACKED = gzip.compress(GOOD, mtime=0)

KINDS: dict[str, Callable[[Request], None]] = {
    "nothing for too long": late(30),
    "a byte now and then": slowly,
    "the connection is closed at once": raw(b""),
    "reset at once": raw(b"", reset=True),
    "reset in the headers": raw(OK + b"Content-Le", reset=True),
    "reset in the body": raw(ANSWER + GOOD[:90], reset=True),
    "closed in the body": raw(ANSWER + GOOD[:90]),
    "closed after the headers": raw(ANSWER),
    "pieces that break off": raw(OK + b"Transfer-Encoding: chunked\r\n\r\n60\r\n" + GOOD[:90]),
    "pieces without an end": raw(OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(GOOD) + GOOD + b"\r\n"),
    "pieces of no size": raw(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + GOOD),
    "a length that is too long": body(GOOD, Content_Length=str(len(GOOD) + 9)),
    "a length that is too short": body(GOOD, Content_Length=str(len(GOOD) // 3)),
    "a length in the middle of a row": body(GOOD, Content_Length=str(len(GOOD) - 6)),
    "two lengths": raw(OK + b"Content-Length: 60\r\nContent-Length: %d\r\n\r\n" % len(GOOD) + GOOD),
    "a length of many gigabytes": body(GOOD, Content_Length=str(10**13)),
    "a header without end": endless(b"X-More: " + b"x" * 8000 + b"\r\n", OK),
    "a line of a header without end": endless(b"x" * 8000, OK + b"X-More: "),
    "a body without end": endless(LINES[1] * 500),
    "no HTTP": raw(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "a status that is none": raw(b"HTTP/1.1 2OO OK\r\n\r\n" + GOOD),
    **{f"status {code}": body(b"no", code) for code in STATUSES},
    "429 for an hour": body(b"no", 429, Retry_After="3600"),
    "429 until no time": body(b"no", 429, Retry_After="soon"),
    "a redirection to itself": redirect("/r.csv"),
    "a redirection for ever": lambda self: redirect(f"/r.csv?{len(self.server.asked)}")(self),
    "a redirection to a file": redirect("file:///etc/passwd"),
    "a redirection to nowhere": redirect("http://127.0.0.1:1/"),
    "a redirection without a place": body(b"", 302),
    "a bomb": body(gzip.compress(b"North,Reds,1\n" * 2_000_000), Content_Encoding="gzip"),
    "packed and cut off": body(PACKED[:-12], Content_Encoding="gzip"),
    "packed and spoiled": body(PACKED[:20] + b"\0\1\2\3" + PACKED[24:], Content_Encoding="gzip"),
    "packed as nobody asked": body(GOOD, Content_Encoding="br"),
    "a page of error, status 200": body(PAGE),
    "a part of a page, status 200": body(b"<div class='error'>The service is not available.</div>"),
    "an error in JSON, status 200": body(b'{"error": "try again later"}'),
    "an error in XML, status 200": body(b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'),
    "an error in words, status 200": body(b"Database connection failed\n"),
    "a trace of a program, status 200": body(b"Traceback (most recent call last):\n  File x\nKeyError: 'votes'\n"),
    "nothing": body(b""),
    "empty lines": body(b"\r\n\r\n \n"),
    "a header and no row": body(LINES[0]),
    "no header": body(b"".join(LINES[1:])),
    "less than half of the rows": body(b"".join(LINES[:6])),
    "half a row at the end": body(GOOD[:-6]),
    "the file of yesterday": body(state(1)),
    "another type: ZIP": body(zipped("r.txt", b"\0\1")),
    "another type: PDF": body(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"),
    "another type: PNG": body(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 40),
    "another charset: UTF-16 without a mark": body(GOOD.decode().encode("utf-16-le")),
    "another charset: letters of Windows": body(GOOD.replace(b"Hill", b"H\xfcgel")),
    "zeros in the middle": body(GOOD[:60] + b"\0" * 40 + GOOD[100:]),
    "zeros instead of the file": body(b"\0" * len(GOOD)),
    "a column of another name": of("votes", "stimmen"),
    "a column less": body(b"".join(line.rpartition(b",")[0] + b"\n" for line in LINES)),
    "another delimiter": of(",", ";"),
    "words for figures": body(re.sub(rb"\d+", b"soon", GOOD)),
    "an open quote": of("East,", '"East,', 1),
}  # fmt: skip
"""A kind of fault -> what it does. Each must be told within one look, and leave the last good snapshot as it is."""
