"""The page for SQL: what it offers, and what becomes of the site where DuckDB cannot be had."""

import gzip
import os
import tarfile
from base64 import b64encode
from hashlib import sha512
from urllib.parse import unquote

import pytest
from lxml import html

from numerim import warehouse
from numerim.cli import main
from numerim.publish import large, library
from numerim.site import engine
from numerim.site.build import build_site
from numerim.site.kinds import sql
from numerim.site.kinds.sql import FIRST
from numerim.site.language import Language
from numerim.site.npm import NotFetchedError, Package, contents, fetched
from numerim.site.published import Site


@pytest.fixture(scope="module")
def page(own_house, tmp_path_factory):
    """The page, of a site whose DuckDB is an empty file."""
    folder = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "fetch", lambda archives: None)
        patch.setattr(engine, "files", lambda archives: iter([("static/duckdb/duckdb-eh.wasm.gz", b"")]))
        build_site(own_house, folder, archives=folder)
        assert build_site(own_house, folder, archives=folder).written == 0
        assert (folder / "data" / "numerim.duckdb").read_bytes() == own_house.analysts_database.read_bytes()
    return html.parse(str(folder / "en" / "sql.html"), html.HTMLParser(encoding="utf-8")).getroot()


def test_every_question_it_offers_has_an_answer(page, own_house):
    asked = [unquote(href.removeprefix("#q=")) for href in page.xpath("//main//a[starts-with(@href, '#q=')]/@href")]
    assert len(asked) == 23
    with warehouse.open_published(own_house.analysts_database) as connection:
        assert all(warehouse.rows(connection, sql) for sql in [*asked, FIRST])


def test_every_table_is_told_with_its_columns(page, own_house):
    told = {one.xpath("string(summary)"): one.xpath("count(dl/dt)") for one in page.xpath("//main//details")}
    sql = "SELECT table_name, count(*)::DOUBLE FROM duckdb_columns() WHERE NOT internal GROUP BY ALL"
    with warehouse.open_published(own_house.analysts_database) as connection:
        assert told == dict(warehouse.rows(connection, sql))
    assert not [cell for cell in page.xpath("//main//dd") if not cell.text_content()]


def test_the_database_for_browsers_has_the_same_rows(own_house, tmp_path, monkeypatch):
    """Of large releases it lacks two tables, and the page says of which."""
    assert library.large(own_house) == {}
    monkeypatch.setattr(large, "MOST_ROWS", 900)
    left = ["al-local-2023"]
    assert [*library.large(own_house)] == left
    path = tmp_path / "lean.duckdb"
    path.write_bytes(gzip.decompress(Site(own_house, has_sql=True).database))
    with warehouse.open_published(own_house.analysts_database) as whole, warehouse.open_published(path) as lean:
        for (name,) in warehouse.rows(whole, "SELECT table_name FROM duckdb_tables() WHERE NOT internal"):
            here, there = (warehouse.rows(one, f"FROM {name} ORDER BY ALL") for one in (whole, lean))
            lacks = left if name in ("statements", "finding_places") else []
            assert there == [row for row in here if row[0] not in lacks], name
        views = "SELECT view_name, sql, comment FROM duckdb_views() WHERE NOT internal ORDER BY ALL"
        assert warehouse.rows(whole, views) == warehouse.rows(lean, views)
    (said,) = sql.pages(Site(own_house, has_sql=True), Language("en"))
    assert [release.name for release, _ in said.says["left_out"]] == left


def test_only_this_page_compiles_and_only_what_is_of_the_site(page):
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.split("; ")[3:6] == [
        "script-src 'self' 'wasm-unsafe-eval'",
        "connect-src 'self' blob:",
        "worker-src blob:",
    ]


def _npm(folder, does):
    """An npm that is a script of ours."""
    folder.mkdir(exist_ok=True)
    (folder / "npm").write_text(f"#!/bin/sh\n{does}\n")
    (folder / "npm").chmod(0o755)
    return f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin"


@pytest.fixture
def small(tmp_path):
    """A package with one file, as an archive."""
    (tmp_path / "index.js").write_bytes(b"let one = 1;\n")
    with tarfile.open(tmp_path / "made.tgz", "w:gz") as made:
        made.add(tmp_path / "index.js", "package/index.js")
    digest = b64encode(sha512((tmp_path / "made.tgz").read_bytes()).digest()).decode()
    return Package("@some/thing", "1.2.3", f"sha512-{digest}")


def test_a_package_is_fetched_once(small, tmp_path, monkeypatch):
    asked = (
        f'for last; do :; done; cp {tmp_path}/made.tgz "${{last#*=}}/some-thing-1.2.3.tgz"; echo $2 >> {tmp_path}/asked'
    )
    monkeypatch.setenv("PATH", _npm(tmp_path / "bin", asked))
    for _ in range(2):
        archive = fetched(small, tmp_path / "kept")
    assert contents(archive, ["index.js"]) == {"index.js": b"let one = 1;\n"}
    assert (tmp_path / "asked").read_text() == "@some/thing@1.2.3\n"


@pytest.mark.parametrize(
    ("npm", "said"),
    [
        ("exit 1", "exit code 1"),
        ("echo 'npm error code ENOTFOUND' >&2; exit 1", "npm error code ENOTFOUND"),
        ('for last; do :; done; echo other > "${last#*=}/some-thing-1.2.3.tgz"', "its digest is sha512-"),
        (None, "npm, which fetches it, is not installed"),
    ],
)
def test_what_is_not_to_be_had_or_another_is_told(small, tmp_path, monkeypatch, npm, said):
    monkeypatch.setenv("PATH", _npm(tmp_path / "bin", npm) if npm else str(tmp_path))
    with pytest.raises(NotFetchedError, match=said):
        fetched(small, tmp_path / "kept")


def test_the_site_is_built_without_where_duckdb_cannot_be_had(own_house, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(own_house.root)
    monkeypatch.setenv("PATH", _npm(tmp_path / "bin", "echo no network >&2; exit 1"))
    monkeypatch.setattr("sys.argv", ["numerim", "site", "--sql", "--into", str(tmp_path / "site")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in (0, None)
    assert "no network" in (told := capsys.readouterr().err)
    assert "without the page for SQL" in told
    assert "sql.html" not in (tmp_path / "site" / "en" / "index.html").read_text("utf-8")
    assert not (tmp_path / "site" / "en" / "sql.html").exists()
