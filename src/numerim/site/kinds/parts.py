"""The pages of the parts of a contest: who got how many votes in each municipality, each polling station."""

from collections.abc import Iterator

from numerim.site.addresses import parts_path
from numerim.site.language import Language
from numerim.site.parts import SELECTIONS
from numerim.site.published import Page, Site
from numerim.site.release import Release


def _short(part: str, whole: str) -> str:
    """What a part is called on the page of the whole: without the name of that."""
    return part.removeprefix(f"{whole}, ") or part


def pages(site: Site, t: Language, release: Release) -> Iterator[Page]:
    """So many pages a unit as it needs, of those that have parts."""
    parts = site.parts[release.name]
    for one, figures in parts.figures():
        name = release.units.get(one.unit_id, {}).get("name", one.contest.unit)
        names = [parts_path(release.name, one.contest.id, one.unit_id, at) for at in range(1, one.pages + 1)]
        within = release.units.get(one.unit_id, {}).get("parent_id") or one.contest.unit_id
        for number in range(1, one.pages + 1):
            shown = one.parts[(number - 1) * one.rows : number * one.rows]
            yield Page(
                names[number - 1],
                "parts.html",
                f"{name}: {t.office(one.contest.office)} · {release.title(t.code)}",
                {
                    "release": release,
                    "contest": one.contest,
                    "name": name,
                    "within": within if (one.contest.id, within) in parts.within and one.unit_id != within else "",
                    "measure": parts.measure,
                    "selections": one.contest.selections[:SELECTIONS],
                    "others": len(one.contest.selections) - SELECTIONS,
                    "rows": [
                        (
                            unit,
                            _short(release.units.get(unit, {}).get("name", unit), name),
                            (one.contest.id, unit) in parts.within,
                            figures.get(unit, {}),
                        )
                        for unit in shown
                    ],
                    "names": names,
                    "number": number,
                },
                (release.name,),
            )
