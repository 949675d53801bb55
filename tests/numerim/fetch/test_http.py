"""What stands at an address, as a server on this machine has it: taken untouched, or refused in words."""

import gzip
import time

import pytest
import yaml

from numerim.declare.house import House
from numerim.draft.new import Given, make_of
from numerim.errors import CombinedInputError, InputError
from numerim.fetch.http import Limits, fetch
from tests.numerim.test_drafts import LONG, WIDE
from tests.server import Server

PAGE = "<!DOCTYPE html><html><head><title>Page not\n found</title></head><body>Sorry</body></html>"
ANSWERS = {
    "/r.csv": (200, {}, LONG.encode()),
    "/wide": (200, {"Content-Type": "text/csv; charset=windows-1252"}, WIDE.encode("cp1252")),
    "/get.php?id=1": (200, {"Content-Disposition": 'attachment; filename="../../Ergebnis 2025.csv"'}, WIDE.encode()),
    "/packed.csv": (200, {"Content-Encoding": "gzip"}, gzip.compress(LONG.encode())),
    "/moved": (302, {"Location": "/r.csv"}, b""),
    "/round": (302, {"Location": "/round"}, b""),
    "/away": (301, {"Location": "ftp://example.org/r.csv"}, b""),
    "/missing.csv": (404, {}, PAGE.encode()),
    "/page.csv": (200, {"Content-Type": "text/html"}, PAGE.encode()),
    "/empty.csv": (200, {}, b" \n"),
    "/short.csv": (200, {"Content-Length": "2500"}, b"a,b\n"),
    "/secret.csv": (403, {}, b"no"),
    "/busy.csv": (503, {}, b"later"),
    "/odd.csv": (200, {"Content-Encoding": "br"}, b"\x0b\x02"),
    "/large.csv": (200, {}, b"a,b\n" * 1000),
}


def _answer(request):
    if request.path != "/slow.csv":
        return request.send(*ANSWERS[request.path])
    request.send_response(200)
    request.end_headers()
    for _ in range(40):
        request.wfile.write(b"1,2\n")
        time.sleep(0.05)


@pytest.fixture(scope="module")
def at():
    with Server(_answer) as server:
        yield server.url


@pytest.mark.parametrize(
    ("path", "name", "content"),
    [
        ("/r.csv", "r.csv", LONG.encode()),
        ("/wide", "wide.csv", WIDE.encode("cp1252")),
        ("/get.php?id=1", "Ergebnis-2025.csv", WIDE.encode()),
        ("/packed.csv", "packed.csv", LONG.encode()),
        ("/moved", "r.csv", LONG.encode()),
    ],
)
def test_what_stands_there_is_taken_untouched(path, name, content, at):
    got = fetch(at + path, allow_private=True)
    assert (got.name, got.content, got.url) == (name, content, at + path)
    assert got.came_from == at + ("/r.csv" if path == "/moved" else path)


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/missing.csv", "nothing is there: the server answers 404"),
        ("/page.csv", "a web page comes (“Page not found”), where page.csv is asked for"),
        ("/empty.csv", "nothing came: the answer is empty"),
        ("/short.csv", "it broke off after 4 of 2,500 bytes"),
        ("/secret.csv", "the server refuses it: 403"),
        ("/busy.csv", "the server has too much to do: 503"),
        ("/odd.csv", "it is sent packed as 'br'"),
        ("/round", "it leads to other addresses more than 2 times"),
        ("/away", "'ftp://example.org/r.csv' is not an address of http or https"),
        ("/large.csv", "it has more than 0 MiB"),
        ("/slow.csv", "it takes too long"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(path, problem, at):
    with pytest.raises(InputError) as caught:
        fetch(
            at + path,
            allow_private=True,
            limits=Limits(seconds=0.6 if path == "/slow.csv" else 60, size=3000, redirections=2),
        )
    assert problem in caught.value.problem
    assert caught.value.place == at + path


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://127.0.0.1:{port}/r.csv", "127.0.0.1 is 127.0.0.1, an address of this machine or network"),
        ("http://localhost:{port}/r.csv", "an address of this machine or network"),
        ("http://[::1]:{port}/r.csv", "an address of this machine or network"),
        ("http://169.254.169.254/latest", "an address of this machine or network"),
        ("http://10.0.0.1/r.csv", "an address of this machine or network"),
        ("http://0x7f000001/r.csv", "an address of this machine or network"),
        ("http://me:secret@127.0.0.1/r.csv", "it has a name or password in it"),
        ("file:///etc/passwd", "is not an address of http or https"),
        ("http:///r.csv", "is not an address of http or https"),
        ("http://a b/r.csv", "is not an address of http or https"),
        ("http://127.0.0.1:99999/", "is not an address"),
    ],
)
def test_other_addresses_are_not_asked(url, problem, at):
    with pytest.raises(InputError) as caught:
        fetch(url.format(port=at.rpartition(":")[2]))
    assert problem in caught.value.problem


def test_an_election_from_an_address(at, tmp_path):
    """The bytes lie in the folder as they came; the address and the day are said, `sources.lock` has the digest."""
    made = make_of(House(tmp_path), [f"{at}/wide#top", f"{at}/r.csv"], Given(id="xx-a"), allow_private=True)
    said = yaml.safe_load((made.folder / "election.yml").read_text("utf-8"))
    first, second = said["sources"].values()
    assert (made.folder / "wide.csv").read_bytes() == WIDE.encode("cp1252")
    assert (first["url"], list(first["files"]), first["rank"]) == (f"{at}/wide", ["wide.csv"], 1)
    assert (second["url"], list(second["files"]), second["rank"]) == (f"{at}/r.csv", ["r.csv"], 2)
    assert str(first["retrieved"])[:2] == "20"
    assert '"wide.csv": {bytes:' in (made.folder / "sources.lock").read_text("utf-8")


def test_of_several_addresses_all_that_fail_are_told(at, tmp_path):
    with pytest.raises(CombinedInputError) as caught:
        make_of(House(tmp_path), [f"{at}/missing.csv", f"{at}/r.csv", f"{at}/page.csv"], Given(), allow_private=True)
    assert [error.place for error in caught.value.errors] == [f"{at}/missing.csv", f"{at}/page.csv"]
    assert not (tmp_path / "raw").exists()
