"""The page of a party: where it stood, what it won."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from numerim.site.addresses import party_path
from numerim.site.language import Language
from numerim.site.published import Page, Site
from numerim.site.release import Contest, Release, Row

_NO_PARTY = ("independent", "unnamed", "remainder")


def pages(site: Site, t: Language) -> Iterator[Page]:
    """A page a party that stood in a contest."""
    for party, found in site.with_party.items():
        about = found[0][0].parties.get(party, {})
        short, name = called(about, t, party)
        yield Page(
            party_path(party),
            "party.html",
            short,
            {
                "short": short,
                "name": name,
                "own": about.get("name") or "",
                "found": [_in(release, contests, party) for release, contests in found],
            },
            tuple(release.name for release, _ in found),
        )


def called(about: Row, t: Language, party: str) -> tuple[str, str]:
    """A party's short name, and its name in a language; of what is no party, such as independents, the name alone."""
    name = (about.get("name_en") if t.code == "en" else "") or about.get("name") or ""
    own = "" if about.get("kind") in _NO_PARTY else about.get("acronym") or about.get("name")
    return str(own or name or party), str(name)


def _in(release: Release, contests: list[Contest], party: str) -> dict[str, Any]:
    rows = []
    totals: Counter[str] = Counter()
    for contest in contests:
        for one in contest.selections:
            if one.party_id == party:
                rows.append((contest, one))
                totals[one.outcome] += 1
                if (figure := one.figures.get("seats")) and figure.value is not None:
                    totals["seats"] += int(figure.value)
    rows.sort(key=lambda row: (-row[0].held_on.toordinal(), row[0].kind == "list", row[0].office, row[0].unit))
    return {
        "release": release,
        "day": next(iter(release.elections.values()))["held_on"],
        "rows": rows,
        "totals": totals,
        "measures": [name for name in ("votes", "share", "seats") if any(name in one.figures for _, one in rows)],
    }
