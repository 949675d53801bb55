"""The command for the site: `site`."""

from pathlib import Path
from typing import Annotated

import typer


def site(
    into: Annotated[
        Path | None, typer.Option("--into", help="The folder to write to; build/site if none is named.")
    ] = None,
    base_url: Annotated[
        str, typer.Option("--base-url", help="The address that it will have: https://results.example.org")
    ] = "",
    sql: Annotated[
        bool, typer.Option("--sql", help="With a page for questions in SQL: DuckDB, 9 MB, which npm fetches once.")
    ] = False,
) -> None:
    """Build a website of everything published: who won, what is in doubt, where each number stands in its source.

    It is plain files, for any host or from the disk, and loads nothing from elsewhere.
    """
    import sys
    from importlib.util import find_spec

    from numerim.declare.house import find_house
    from numerim.errors import InputError

    if missing := [name for name in ("babel", "jinja2", "vl_convert") if find_spec(name) is None]:
        raise InputError("numerim site", f"{missing[0]} is not installed", "pip install 'numerim[site]'")
    from numerim.site.build import build_site
    from numerim.site.npm import NotFetchedError

    house = find_house()
    if into and next(one for one in (into, *into.parents) if one.exists()).is_file():
        raise InputError(f"--into {into}", "a file is where the folder should be", "Name another folder.")
    tell = (lambda what: typer.echo(f"  {what}", err=True)) if sys.stderr.isatty() else (lambda what: None)
    archives = house.build / "npm" if sql else None
    try:
        built = build_site(house, into or house.build / "site", base_url, tell, archives)
    except NotFetchedError as error:
        typer.echo(f"{error}\nThe site is built without the page for SQL.", err=True)
        built = build_site(house, into or house.build / "site", base_url, tell)
    typer.echo(
        f"{house.shown(built.folder)}/index.html: {built.pages:,} pages, {built.written:,} of them new or changed."
    )
