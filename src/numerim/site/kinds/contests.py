"""The pages of all contests for an office: one line each, to sort and to search."""

from collections.abc import Iterator

from numerim.site.addresses import contests_path
from numerim.site.language import Language
from numerim.site.published import Page, Site
from numerim.site.race import races
from numerim.site.release import Release

ROWS = 250
"""So many contests stand on a page."""


def pages(site: Site, t: Language, release: Release) -> Iterator[Page]:
    """So many pages a race of several contests as it needs."""
    for race in races(release):
        if len(race.contests) == 1:
            continue  # the page of the election has all of it
        office = t.office(race.office, many=len(race.contests) > 1)
        heading = f"{office}, {t.says('round %(round)s', round=race.round)}" if race.several_rounds else office
        shares = [race.contests[at : at + ROWS] for at in range(0, len(race.contests), ROWS)]
        names = [contests_path(release.name, race.name, number) for number in range(1, len(shares) + 1)]
        for number, contests in enumerate(shares, 1):
            yield Page(
                names[number - 1],
                "contests.html",
                f"{heading} · {release.title(t.code)}",
                {
                    "release": release,
                    "race": race,
                    "heading": heading,
                    "contests": contests,
                    "names": names,
                    "number": number,
                },
                (release.name,),
            )
