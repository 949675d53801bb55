"""The pages of a source: the rows of its files as it prints them, and what was read in each."""

from collections.abc import Callable, Iterator

from numerim.site.addresses import source_path
from numerim.site.language import Language
from numerim.site.published import Page, Site
from numerim.site.release import Release, Row
from numerim.site.sources import anchor, page_name, tables


def pages(site: Site, t: Language, release: Release) -> Iterator[Page]:
    """So many pages a file as it needs."""
    about = {(row["source_id"], row["path"]): row for row in release.rows("sources")}
    about_of = _subjects(release, t)
    against = _against(release)
    titles = {source: row["title"] for (source, _), row in about.items()}
    for file in site.sources[release.name].files:
        shares = file.pages()
        for number, lines in enumerate(shares, 1):
            yield Page(
                source_path(release.name, page_name(file, number)),
                "source.html",
                f"{file.path} · {titles.get(file.source_id, file.source_id)}",
                {
                    "release": release,
                    "file": file,
                    "about": about.get((file.source_id, file.path))
                    or next(row for (source, _), row in about.items() if source == file.source_id),
                    "lines": lines,
                    "tables": tables(lines),
                    "before": lines[0].row.removesuffix(anchor(lines[0].row)),
                    "subject": about_of,
                    "against": against,
                    "number": number,
                    "names": [source_path(release.name, page_name(file, one)) for one in range(1, len(shares) + 1)],
                },
                (release.name,),
            )


def _against(release: Release) -> dict[tuple[str, str], list[Row]]:
    """Source and locator -> the contradictions and doubts that stand open there."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in release.findings:
        if row["status"] == "open" and row["severity"] != "info":
            for place in release.places.get(row["finding_id"], []):
                rows = found.setdefault((place["source_id"], place["locator"]), [])
                if row not in rows:
                    rows.append(row)
    return found


def _subjects(release: Release, t: Language) -> Callable[[Row], tuple[str, str]]:
    """What says of a statement which place it is about (its id), and whom there."""
    contests = {contest.id: contest for contest in release.contests}
    names = {(contest.id, one.id): t.selection(one) for contest in release.contests for one in contest.selections}

    def subject(said: Row) -> tuple[str, str]:
        words = (said["table_key"] or "").split(" ")
        contest = next((contests[word] for word in words if word in contests), None)
        if contest is None:
            return next((word for word in words if word in release.units), ""), ""
        return contest.unit_id, next((names[contest.id, word] for word in words if (contest.id, word) in names), "")

    return subject
