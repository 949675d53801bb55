"""What the last build of a site made, and which of its pages can stay as they are."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from numerim.site.published import Site, looks

MANIFEST = ".numerim-site.json"
"""What the last build made, of which releases."""


class Unchanged:
    """What the last build made, as far as it can stay."""

    def __init__(self, site: Site, folder: Path) -> None:
        """Look at what is there: pages of releases that are as they were stay, if the code is as it was, too."""
        self._path = folder / MANIFEST
        self._made_by = _made_by(site)
        self._releases = {one.name: one.digest for one in site.releases}
        self._releases |= {looks(name): fresh.digest for name, fresh in site.fresh.items()}
        before = self._read()
        same = before.get("made_by") == self._made_by
        was = before.get("releases", {}) if same else {}
        pages: dict[str, list[str]] = before.get("pages", {}) if same else {}
        lost = {name for page, of in pages.items() if not (folder / page).is_file() for name in of}
        beside: list[str] = before.get("beside", []) if same else []
        self.changed = {name for name, digest in self._releases.items() if was.get(name) != digest} | lost
        here = same and all((folder / name).is_file() for name in beside)
        self.all_same = here and not self.changed and set(was) == set(self._releases)
        self.beside: list[str] = beside if self.all_same else []
        self._pages = pages
        self.made: dict[str, tuple[str, ...]] = {
            page: tuple(of)
            for page, of in pages.items()
            if self.all_same or ("/elections/" in page and set(of) <= set(was) and not set(of) & self.changed)
        }

    def kinds(self, package: str, every: tuple[Any, ...], telling: tuple[Any, ...]) -> tuple[Any, ...]:
        """Which kinds of pages of a package have to be made: those that tell how new it is, if that alone changed."""
        return every if package in self.changed else telling if looks(package) in self.changed else ()

    def stays(self, page: str, of: tuple[str, ...]) -> bool:
        """Whether a page that is made of releases can stay as it is."""
        return page in self._pages and tuple(self._pages[page]) == of and not self.changed & set(of)

    def files(self) -> set[Path]:
        """All that there is now."""
        return {self._path.parent / name for name in (*self.made, *self.beside, MANIFEST)}

    def write(self) -> None:
        """Write down what there is now."""
        pages = {page: list(of) for page, of in sorted(self.made.items())}
        said = {"made_by": self._made_by, "releases": self._releases, "pages": pages, "beside": self.beside}
        self._path.write_text(json.dumps(said, indent=1), encoding="utf-8")

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def _made_by(site: Site) -> str:
    """What all pages depend on beside releases: the code, the texts, the rules, the address, what SQL is asked of."""
    digest = sha256(f"{site.base_url} {site.has_sql}".encode())
    beside = [
        site.house.published / "rules.json",
        *([site.house.analysts_database, site.questions] if site.has_sql else []),
    ]
    files = [path for path in Path(__file__).parent.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    for path in [*sorted(files), *(path for path in beside if path.is_file())]:
        digest.update(path.read_bytes())
    return digest.hexdigest()
