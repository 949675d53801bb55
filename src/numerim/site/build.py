"""Write the site: every page in every language, the files to take away, what robots and feeds read."""

import filecmp
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from xml.sax.saxutils import escape

from numerim import disk
from numerim.declare.house import House
from numerim.errors import InputError
from numerim.publish import library
from numerim.site import engine
from numerim.site.addresses import linked
from numerim.site.kinds import (
    contests,
    election,
    feed,
    finding,
    findings,
    index,
    objection,
    parts,
    party,
    place,
    places,
    source,
    sql,
)
from numerim.site.language import LANGUAGES, Language
from numerim.site.published import DATABASE, Drawing, Page, Site
from numerim.site.render import Renderer, not_found
from numerim.site.search import found_on
from numerim.site.search import index as index_of
from numerim.site.unchanged import MANIFEST, Unchanged

OF_ALL = (index, feed, objection, places, place, party, sql)
"""Kinds of pages that are made of several releases."""

OF_ONE = (election, contests, findings, finding, source, parts)
"""Kinds of pages that are made of one."""


@dataclass
class Built:
    """What a build came to.

    Attributes:
        folder: where the site lies.
        pages: so many pages it has.
        written: so many of them were not there, or were others.
        removed: so many were there and are of nothing that is published.
    """

    folder: Path
    pages: int = 0
    written: int = 0
    removed: int = 0


def build_site(
    house: House,
    folder: Path,
    base_url: str = "",
    told: Callable[[str], None] = lambda _: None,
    archives: Path | None = None,
) -> Built:
    """Write the site of all that is published. Pages of releases that are as they were are not made again.

    Args:
        house: where things lie.
        folder: where the site shall lie.
        base_url: the address that it will have; empty where that is not known.
        told: is told what is worked on.
        archives: where archives of npm are kept, for a page on which questions are asked in SQL; None for none.

    Raises:
        InputError: nothing is published, the folder has other things in it, or a package of npm cannot be had.
        DiskError: it cannot be written.
    """
    site = Site(house, base_url, archives is not None)
    if not site.releases:
        raise InputError(house.shown(house.published), "nothing is published", "Run `numerim run` first.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise InputError(str(folder), "it has other things in it", "Name a folder that is empty or not there.")
    if archives:
        engine.fetch(archives)
        if not library.is_current(house):
            library.build_database(house)
    built = Built(folder)
    with disk.told(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        known = Unchanged(site, folder)
        if known.all_same:
            return Built(folder, len(known.made), 0, _sweep(folder, known.files()))
        (folder / MANIFEST).write_text("{}", encoding="utf-8")  # what is cut off from now on is made again, whole
        for code in LANGUAGES:
            told(LANGUAGES[code])
            t = Language(code)
            renderer = Renderer(site, t)
            for page in _changed(site, t, known):
                known.made[f"{code}/{page.path}"] = page.of
                content = page.content if isinstance(page, Drawing) else renderer.html(page).encode()
                built.written += _write(folder / code / page.path, content)
        built.pages = len(known.made)
        for name, content in chain(_beside(site, sorted(known.made)), engine.files(archives) if archives else ()):
            _write(folder / name, content)
            known.beside.append(name)
        known.beside += [path.relative_to(folder).as_posix() for path in _files(site, folder)]
        built.removed = _sweep(folder, known.files())
        known.write()
    return built


def _changed(site: Site, t: Language, known: Unchanged) -> Iterator[Page | Drawing]:
    """The pages that have to be made; what stays is noted with what was made."""
    for release in site.releases:
        for kind in known.kinds(release.name, OF_ONE, (election,)):
            yield from kind.pages(site, t, release)
    for each in OF_ALL:
        for page in each.pages(site, t):
            if known.stays(f"{t.code}/{page.path}", page.of):
                known.made[f"{t.code}/{page.path}"] = page.of
            else:
                yield page


def _write(path: Path, content: bytes) -> bool:
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True


def _beside(site: Site, addresses: list[str]) -> Iterator[tuple[str, bytes]]:
    """What is no page: styles and scripts, the first address, and the list of all where the address is known."""
    for path in sorted((Path(__file__).parent / "static").iterdir()):
        yield f"static/{path.name}", path.read_bytes()
    yield "index.html", _FIRST.encode()
    yield "404.html", not_found(site).encode()
    yield from index_of(found_on(site))
    if site.has_sql:
        yield DATABASE, site.database
    if site.base_url:
        pages = [one for one in addresses if one.endswith(".html")]
        rows = "".join(f"<url><loc>{escape(site.base_url)}/{linked('', one)}</loc></url>\n" for one in pages)
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        yield "sitemap.xml", f"{head}{rows}</urlset>\n".encode()
        yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site.base_url}/sitemap.xml\n".encode()


def _files(site: Site, folder: Path) -> Iterator[Path]:
    """The files of the releases, and the database where it is asked, as they lie in `published/`."""
    taken = {
        f"{release.name}/{release.version}/{path.relative_to(release.folder)}": path
        for release in site.releases
        for path in sorted(release.folder.rglob("*"))
        if path.is_file()
    }
    if site.has_sql:
        taken[site.house.analysts_database.name] = site.house.analysts_database
    for name, path in taken.items():
        to = folder / "data" / name
        yield to
        if not (to.is_file() and filecmp.cmp(to, path, shallow=False)):
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to)


_OURS = (*LANGUAGES, "data", "search", "static")
"""The folders that a build writes; what else lies beside them, such as `.git` or `CNAME`, is somebody's."""


def _sweep(folder: Path, kept: set[Path]) -> int:
    """Take away what is of nothing that is published any more."""
    ours = [path for top in _OURS for path in (folder / top).rglob("*")]
    beside = [folder / name for name in ("robots.txt", "sitemap.xml")]
    gone = [path for path in (*ours, *beside) if path.is_file() and path not in kept]
    for path in gone:
        path.unlink()
    for path in sorted((path for path in ours if path.is_dir()), reverse=True):
        if not any(path.iterdir()):
            path.rmdir()
    return len(gone)


_FIRST = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>numerim</title>
<meta http-equiv="refresh" content="0; url=en/index.html">
<link rel="icon" type="image/svg+xml" href="static/icon.svg">
<link rel="stylesheet" href="static/style.css">
<p><a href="en/index.html" lang="en">English</a> · <a href="sq/index.html" lang="sq">Shqip</a></p>
</html>
"""
