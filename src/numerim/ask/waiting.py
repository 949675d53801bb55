"""What waits to be published, as a person wants to see it before it is approved; and what was withdrawn."""

import json
from collections.abc import Iterator

from numerim import warehouse
from numerim.declare.house import House
from numerim.declare.listing import Publish
from numerim.markdown import visible
from numerim.publish.difference.told import lines
from numerim.publish.versions import entry_of, latest_of, stands, versions
from numerim.publish.waiting import Waiting
from numerim.schemas.sentence import sentence

_MOST = 10
"""So many errors are told; the others are counted."""


def in_a_line(one: Waiting, publish: Publish) -> str:
    """A release that waits, in a line."""
    return f"{one.package} {one.version} waits since {one.made}: {one.holds(publish) or 'the next run lists it'}"


def in_full(house: House, one: Waiting, publish: Publish) -> Iterator[str]:
    """A release that waits, in lines: why, where, what is doubted in it, and what changes."""
    folder, entries = one.folder(house), versions(house.published / one.package)
    latest = latest_of(entries)
    yield in_a_line(one, publish) + "."
    yield f"  digest    {one.digest}"
    yield f"  lies in   {house.shown(folder)}"
    if one.approved:
        yield f"  approved  by {visible(one.approved['by'])} at {one.approved['at']}"
    doubts = {"errors": one.errors, "held": one.held_back}
    told = "{errors:error is|errors are} open, {held:figure is|figures are} held back"
    yield f"  doubts    {sentence(told, doubts)}"
    yield from (f"            {line}" for line in _open_errors(house, one))
    yield f"  changes   against {latest['version'] if latest else 'nothing'}: {one.entry['summary']}"
    said = json.loads((folder / "diff.json").read_text("utf-8"))
    if latest:
        yield from (f"            {line}" for line in lines(said, every=False))
    if not one.fits(entries):
        yield f"It does not follow what is listed any more; `numerim release {one.package}` makes it anew."
    elif command := one.to_approve(publish):
        yield f"To approve it:  {command}"


def withdrawn(house: House, package: str, version: str | None) -> str:
    """That a version was withdrawn, by whom, when and why, in a sentence; empty where it was not."""
    if version is None:
        return ""
    entry = entry_of(package, versions(house.published / package), version)
    if stands(entry):
        return ""
    said = {name: visible(text) for name, text in entry["withdrawn"].items()}
    return "{package} {version} was withdrawn by {by} at {at}: {because}".format(
        package=package, version=version, **said
    )


def _open_errors(house: House, one: Waiting) -> Iterator[str]:
    table = warehouse.parquet(one.folder(house) / "data" / "findings.parquet")
    with warehouse.open_memory(threads=1) as connection:
        found = warehouse.rows(
            connection,
            f"SELECT rule, says FROM {table} WHERE severity = 'error' AND status = 'open' ORDER BY ALL",
        )
    for rule, says in found[:_MOST]:
        yield f"{rule} {says}"
    if len(found) > _MOST:
        yield f"and {len(found) - _MOST} more"
