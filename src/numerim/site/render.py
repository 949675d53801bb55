"""A page as HTML: its template, with the addresses of other pages as it writes them."""

from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from numerim.site import addresses
from numerim.site.addresses import linked
from numerim.site.language import LANGUAGES, Language
from numerim.site.lead import is_among_named, least_lead
from numerim.site.published import Page, Site
from numerim.site.release import Release
from numerim.site.rulewords import RuleWords
from numerim.site.sources import anchor, in_row
from numerim.site.tiles import colour

LETTERS, LONGEST = 9, 12
"""So many letters of a name fit beside each other on a tile; so many can still be read, pressed together."""


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def not_found(site: Site) -> str:
    """The page that hosts show where there is none, in every language."""
    env = _environment()
    env.globals.update(places_path=addresses.places_path, parties_path=addresses.parties_path)
    return env.get_template("404.html").render(
        every=[Language(code) for code in LANGUAGES],
        root=urlsplit(site.base_url).path + "/" if site.base_url else "",
    )


class Renderer:
    """Renders the pages of a site in one language."""

    def __init__(self, site: Site, t: Language) -> None:
        self._site, self._t = site, t
        self._env = _environment()
        self._env.globals.update(
            t=t,
            _=t.says,
            n_=t.counts,
            languages=LANGUAGES,
            anchor=anchor,
            in_row=in_row,
            colour=colour,
            as_day=date.fromisoformat,
            is_among_named=is_among_named,
            least_lead=least_lead,
            tells=RuleWords(t),
        )
        self._env.globals.update(
            {name: getattr(addresses, name) for name in _ADDRESSES},
        )
        self._env.filters.update(short=_short, lines=_lines, web=_is_web, sentence=_sentence, figure=t.figure)

    def html(self, page: Page) -> str:
        """A page, whole."""
        here = f"{self._t.code}/{page.path}"

        def link(path: str, at: str = "") -> str:
            return linked(page.path, path, at)

        def source(release: Release, source_id: str, locator: str) -> str:
            found = self._site.sources[release.name].where(source_id, locator) if locator else None
            return link(addresses.source_path(release.name, found[0]), found[1]) if found else ""

        def doubting(release: Release, source_id: str, locator: str, code: str) -> tuple[str, str]:
            """The address of the finding of a rule that stands at a figure, empty if there is none; its severity."""
            finding, severity = release.doubting.get((source_id, locator, code), ("", "warning"))
            return (link(addresses.finding_path(release.name, finding)) if finding else ""), severity

        def data(release: Release, name: str) -> str:
            return linked(here, f"data/{release.name}/{release.version}/{name}")

        def at_address(name: str) -> str:
            """A file of the release as a program finds it: by its address, if the site has one; else by its name."""
            of = page.says["release"]
            return f"{self._site.base_url}/data/{of.name}/{of.version}/{name}" if self._site.base_url else name

        said: dict[str, Any] = {
            "link": link,
            "source": source,
            "doubting": doubting,
            "data": data,
            "at_address": at_address,
            "static": lambda name: linked(here, f"static/{name}"),
            "in_language": lambda code: linked(here, f"{code}/{page.path}"),
            "has_sql": self._site.has_sql,
            "root": "../" * here.count("/"),
            "canonical": f"{self._site.base_url}/{linked('', here)}" if self._site.base_url else "",
            "title": page.title,
            "release": None,
            "base_url": self._site.base_url,
        }
        return self._env.get_template(page.template).render(said | page.says)


_ADDRESSES = (
    *("election_path", "contests_path", "parts_path", "findings_path", "finding_path", "source_path", "card_path"),
    *("place_path", "places_path", "party_path", "parties_path"),
)


def _short(name: str, letters: int) -> str:
    return name if len(name) <= letters else name[: letters - 1].rstrip() + "…"


def _lines(name: str) -> list[str]:
    """A name as a tile has it: in two lines if it has several words and is long."""
    words = name.replace("-", "- ").split() if len(name) > LETTERS else [name]
    if len(words) < 2:
        return [_short(name, LONGEST)]
    at = min(range(1, len(words)), key=lambda at: max(len(" ".join(words[:at])), len(" ".join(words[at:]))))
    return [_short(" ".join(half).replace("- ", "-"), LONGEST) for half in (words[:at], words[at:])]


def _is_web(address: str) -> bool:
    """Whether a reader may be led there: nothing but the web, whatever a source says of itself."""
    return address.startswith(("https://", "http://"))


def _sentence(said: str) -> str:
    """What a finding says, as a sentence: with a capital and a stop."""
    return said[:1].upper() + said[1:] + ("" if said.endswith((".", "?", "!", ":")) else ".")
