"""The pages of a source: the rows of its files as it prints them, and what was read in each."""

from collections.abc import Iterator

from numerim.site.addresses import source_path
from numerim.site.language import Language
from numerim.site.published import Page, Site
from numerim.site.release import Release
from numerim.site.sources import page_name


def pages(site: Site, t: Language, release: Release) -> Iterator[Page]:
    """So many pages a file as it needs."""
    about = {(row["source_id"], row["path"]): row for row in release.rows("sources")}
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
                    "number": number,
                    "of": len(shares),
                    "names": [page_name(file, one) for one in range(1, len(shares) + 1)],
                },
                (release.name,),
            )
