"""What may be done with the sources of an election, and whether the licence of its package keeps to that.

Facts are not protected: who was elected with how many votes belongs to nobody. The words of a text are, and so may be
a database as a whole. So a source either may be reproduced as its licence says, or only figures and names are taken
from it (`publish: figures`), which somebody has to declare.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from numerim.declare.election import ElectionFile
from numerim.declare.licences import Licence, known_licences
from numerim.declare.rights import NamedLicence, Terms
from numerim.declare.settings import NAME, Settings
from numerim.declare.sources import Source
from numerim.errors import CombinedInputError, InputError, nearest
from numerim.schemas.vocabulary import TERMS

UNKNOWN = {"url": "address", "retrieved": "day of retrieval", "publisher": "publisher"}
"""What somebody who looks for a source needs, and what it is called."""

_FIGURES = "where only figures and names are taken from it, say so: terms: {publish: figures, because: …}"


@dataclass(frozen=True)
class Granted:
    """What may be done with a source.

    Attributes:
        publish: `all`, `figures`, `nothing`, or `unknown` where neither its licence nor its terms say.
        attribution: the words by which it is named, where it asks for that.
        share_alike: whether what is made of it must have the same licence.
        because: why less is asked for than its licence asks.
        licence: its licence, where that is a known one.
    """

    publish: str
    attribution: str | None
    share_alike: bool
    because: str | None
    licence: Licence | None


def granted(source: Source, known: dict[str, Licence]) -> Granted:
    """What may be done with a source, by what it declares and else by its licence.

    Args:
        source: the source.
        known: the licences of the seeds.
    """
    said, licence = source.terms or Terms(), known.get(source.licence)
    asks = licence is not None and licence.attribution
    share_alike = licence is not None and licence.share_alike if said.share_alike is None else said.share_alike
    return Granted(
        publish=said.publish or ("all" if licence else "unknown"),
        attribution=said.attribution or (_attribution(source, licence) if asks and licence else None),
        share_alike=share_alike,
        because=said.because,
        licence=licence,
    )


def _attribution(source: Source, licence: Licence) -> str:
    """Title, author, source, licence: what Creative Commons recommends, and others ask no more."""
    made = f"“{source.title}”" + (f" by {source.publisher}" if source.publisher else "")
    where = f", {source.url}" if source.url else ""
    return f"{made}{where}, {licence.name} ({licence.url}); changed: read into tables"


def not_known(source: Source) -> list[str]:
    """What is not known of a source, of `UNKNOWN`."""
    return [name for name in UNKNOWN if getattr(source, name) is None]


def not_known_told(names: list[str]) -> str:
    """What is not known of a source, in words; empty where all is."""
    words = [UNKNOWN[name] for name in names]
    listed = " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    return f"not known: {listed}" if words else ""


def source_told(source: Source, its: Granted, status: str, *, short: bool = False) -> str:
    """What a source is, where it is, what may be done with it and what is not known of it, in sentences.

    Args:
        source: the source.
        its: what may be done with it.
        status: how far the count was in it.
        short: without what the words of the attribution say as well, and without the reason for taking less.
    """
    title = source.title + (f", by {source.publisher}" if source.publisher else "")
    where = f"At {source.url}" if source.url else ""
    named = short and its.attribution is not None and its.attribution == _attribution_of(source, its)
    why = f" ({its.because})" if its.because and not short else ""
    said = [
        (f"To be named as: {its.attribution}" if named else title),
        "" if named else where,
        f"Dated {source.dated}" if source.dated else "Undated",
        f"Retrieved on {source.retrieved}" if source.retrieved else "",
        f"{_COUNTS[status]}",
        "" if named else f"Licence: {source.licence}",
        f"{TERMS[its.publish]}{why}",
        f"To be named as: {its.attribution}" if its.attribution and not named else "",
        not_known_told(not_known(source)),
    ]
    return " ".join(f"{words[0].upper()}{words[1:].removesuffix('.')}." for words in said if words)


_COUNTS = {
    "partial": "Published before the whole count had ended",
    "preliminary": "It has the preliminary count",
    "final": "Taken as final",
}
"""A status -> what a source has of the count."""


def _attribution_of(source: Source, its: Granted) -> str | None:
    """The words that follow from the licence of a source."""
    return _attribution(source, its.licence) if its.licence and its.licence.attribution else None


def package_licence(known: dict[str, Licence], file: ElectionFile, settings: Settings) -> Licence:
    """The licence of the package of an election.

    Raises:
        InputError: none is declared, or one that is not known.
    """
    said = file.election.licence or settings.licence
    place = file.place("licence") if file.election.licence else f"{NAME}:licence"
    if said is None:
        raise InputError(
            file.place("id"),
            "no licence is declared for the package",
            f"Say `licence: CC0-1.0`, another identifier of seeds/licences.csv, or {{name: …, url: …}}; in {NAME} it "
            "is for all packages.",
        )
    if isinstance(said, NamedLicence):
        return Licence("", said.name, said.url, said.attribution, said.share_alike)
    if said not in known:
        cure = f"Say {{name: …, url: …}}, or add a row there; {nearest(said, list(known))}"
        raise InputError(place, f"the licence {said!r} is not in seeds/licences.csv", cure)
    return known[said]


def obstacles(connection: duckdb.DuckDBPyConnection, file: ElectionFile, settings: Settings) -> list[InputError]:
    """Why an election may not be published.

    Nobody said how far the count is, its package has no licence, or terms of its sources are not kept to.

    Args:
        connection: a database with the schema `seed`.
        file: what `election.yml` says.
        settings: what `numerim.yml` says.
    """
    known = known_licences(connection)
    taken = "; a check takes the count for preliminary"
    found = [InputError(one.place, one.problem + taken, one.cure) for one in file.unsaid]
    licence: Licence | None = None
    try:
        licence = package_licence(known, file, settings)
    except InputError as error:
        found.append(error)
    for name, source in file.election.sources.items():
        keys = ("sources", name, "terms" if source.terms else "licence")
        told = _obstacle(source, granted(source, known), licence, known)
        found += [InputError(file.place(*keys), f"{name}: {problem}", cure) for problem, cure in told]
    return found


def remarks(connection: duckdb.DuckDBPyConnection, file: ElectionFile, settings: Settings) -> list[str]:
    """What a check has to say of the sources as such: what is not known of them, and why they may not be published."""
    said = [
        f"info: {told.replace(':', f' of the source “{name}”:', 1)}; the package says so. {file.place('sources', name)}"
        for name, source in file.election.sources.items()
        if (told := not_known_told(not_known(source)))
    ]
    return said + [f"A release would be refused. {obstacle}" for obstacle in obstacles(connection, file, settings)]


def permit(connection: duckdb.DuckDBPyConnection, file: ElectionFile, settings: Settings) -> None:
    """Let an election be published, or not.

    Raises:
        InputError: it has obstacles; all of them are named.
    """
    found = obstacles(connection, file, settings)
    if found:
        raise CombinedInputError(found)


def _obstacle(
    source: Source, its: Granted, licence: Licence | None, known: dict[str, Licence]
) -> Iterator[tuple[str, str]]:
    if its.publish == "nothing":
        yield "its terms do not allow to publish anything of it", "`numerim check` judges it all the same."
    elif its.publish == "unknown":
        close = nearest(source.licence, list(known))
        meant = f" For a licence of seeds/licences.csv give its identifier; {close}" if close.startswith("did") else ""
        yield (
            f"what its licence allows is not known: {source.licence!r}",
            f"Say `terms: {{publish: all}}`, or `figures` where only figures and names are taken from it.{meant}",
        )
    elif (its.publish == "all" or (its.licence and not its.because)) and licence:
        asked = list(_contradictions(source, its, licence))
        if asked and its.publish == "all":
            yield (
                f"{source.licence} {' and '.join(asked)}, which {licence.name}, the licence of the package, does not",
                f"Give the package a licence that does; {_FIGURES}.",
            )
        elif asked:
            yield (
                f"{source.licence} {' and '.join(asked)}, which {licence.name}, the licence of the package, does not; "
                "no reason is given why it need not",
                "Say why: terms: {publish: figures, because: …}.",
            )


def _contradictions(source: Source, its: Granted, licence: Licence) -> Iterator[str]:
    """What a source asks for and the licence of the package does not."""
    if its.attribution and not licence.attribution:
        yield "asks to be named"
    same = licence.is_later_than(its.licence) if its.licence else licence.name == source.licence
    if its.share_alike and not same:
        yield "asks for the same licence"
    if its.licence and not its.licence.commercial and licence.commercial:
        yield "forbids commercial use"
    if its.licence and not its.licence.changes:
        yield "forbids to publish what is made of it"
