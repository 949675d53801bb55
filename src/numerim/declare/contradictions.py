"""What an `election.yml` says that cannot all be true."""

from datetime import date

from numerim.declare.declaration import Election
from numerim.declare.words import ROLES
from numerim.declare.yamlfile import Where
from numerim.errors import nearest
from numerim.schemas.rule import rules
from numerim.schemas.vocabulary import MEASURES, NIST_COUNT_TYPES, NIST_UNIT_TYPES


def contradictions(election: Election) -> list[tuple[Where, str, str]]:
    """What an `election.yml` says that cannot all be true: the keys to it, what is wrong, and the cure."""
    found: list[tuple[Where, str, str]] = []
    ranks: dict[int, str] = {}
    for name, source in election.sources.items():
        at = ("sources", name)
        if source.rank in ranks:
            told = f"the sources {ranks[source.rank]!r} and {name!r} have the same rank"
            found.append(((*at, "rank"), told, "Say whom to believe first."))
        ranks.setdefault(source.rank, name)
        if source.earlier is None:
            continue
        if source.earlier == name or source.earlier not in election.sources:
            others = [s for s in election.sources if s != name]
            found.append(
                ((*at, "earlier"), f"{source.earlier!r} is not another source", nearest(source.earlier, others))
            )
        elif election.sources[source.earlier].rank < source.rank:
            told = f"it is later than {source.earlier!r} and must rank before it"
            found.append(((*at, "rank"), told, f"Rank it before {election.sources[source.earlier].rank}."))
    if election.id in election.others:
        found.append((("others", election.id), "that is the election itself", "Name only other elections here."))
    found += _other_meanings(election)
    found += _of_releases(election)
    cells: dict[str, list[tuple[str, str]]] = {
        "corrections": [(fix.source, fix.at) for fix in election.corrections],
        "doubts": [(doubt.source, doubt.at) for doubt in election.doubts],
    }
    for key, places in cells.items():
        for i, place in enumerate(places):
            if place[0] not in election.sources:
                cure = nearest(place[0], list(election.sources))
                found.append(((key, i), f"there is no source {place[0]!r}", cure))
            if place in places[:i]:
                found.append(((key, i), f"the cell {place[1]} is here twice", "Keep one of them."))
    for i, one in enumerate(election.accept):
        if one.rule not in rules():
            cure = nearest(one.rule, list(rules()))
            found.append((("accept", i), f"there is no rule {one.rule!r}", f"{cure} `numerim show` lists them."))
    days: dict[date, str] = {}
    for name, event in election.events.items():
        if event.held_on in days and name != election.id:
            told = f"{days[event.held_on]!r} and {name!r} are on the same day"
            found.append((("others", name, "held_on"), told, "Rows are told apart by the day; correct one of them."))
        days.setdefault(event.held_on, name)
    return found


def _of_releases(election: Election) -> list[tuple[Where, str, str]]:
    """What is said of releases and the certificate that the election has not, or not yet."""
    found: list[tuple[Where, str, str]] = []
    if election.certified and election.status != "final":
        told = f"certified: is said of a count that has ended, and status: is {election.status}"
        found.append((("certified",), told, "Write `status: final`, or leave `certified:` out."))
    if election.certified and election.certified.on < election.held_on:
        told = f"certified on {election.certified.on}, before the day of the vote, {election.held_on}"
        found.append((("certified", "on"), told, "Correct one of the days."))
    fetched = any(file.fetch for source in election.sources.values() for file in source.files.values())
    if election.publish.keep != "all" and not fetched:
        told = "only a release that can be made again may leave published/, and no file of a source is fetched here"
        cure = "Leave `keep:` out; inputs are kept of elections that have a `fetch:` (`numerim history`)."
        found.append((("publish", "keep"), told, cure))
    return found


def _other_meanings(election: Election) -> list[tuple[Where, str, str]]:
    """Words that ship and are declared as something else."""
    found: list[tuple[Where, str, str]] = []
    for what, declared, ship in (
        ("units", election.units, NIST_UNIT_TYPES),
        ("ballots", election.ballots, {name: name for name in NIST_COUNT_TYPES}),
    ):
        for name, kind in declared.items():
            if kind.type is not None and ship.get(name, kind.type) != kind.type:
                told = f"{name!r} ships with numerim and is of the type {ship[name]}"
                found.append(((what, name, "type"), told, "Leave `type:` out, or give yours another name."))
    for name, account in election.accounts.items():
        if name in ROLES:
            found.append((("accounts", name), f"{name!r} is a role", "Give the account another name."))
        elif name in MEASURES and account.inside not in (None, MEASURES[name].inside):
            inside = MEASURES[name].inside
            told = f"{name!r} ships with numerim and is {f'inside {inside}' if inside else 'inside no other account'}"
            found.append((("accounts", name, "inside"), told, "Say it of a source, or give the account another name."))
    return found
