"""From a published figure back to the bytes that it came from."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from numerim import store, warehouse
from numerim.ask.shown import bare
from numerim.declare.election import read_election
from numerim.declare.encoding import decode
from numerim.declare.house import House
from numerim.errors import InputError, nearest
from numerim.locator import parts
from numerim.publish.library import latest_releases
from numerim.read.document import read_documents, spans_of
from numerim.schemas.table import about, tables


@dataclass(frozen=True)
class Origin:
    """One statement that a published row was made of, or that says the same or something else about it.

    Attributes:
        fate: what became of it.
        source: the id and title of its source.
        locator: where it stands.
        printed: the cell, as printed.
        line: the line of the raw file, or why that cannot be shown; empty where it has no lines.
        row: the row as the package has it: what stands over each cell, and the cell; None where it is withheld.
        told: what was done to it, in words.
    """

    fate: str
    source: str
    locator: str
    printed: str
    line: str
    row: list[tuple[str, str | None]]
    told: list[str]

    def lines(self) -> Iterator[str]:
        """It in words, line by line."""
        yield f"{self.fate.replace('_', ' ')}: {self.locator}  ({self.source})"
        yield f"  printed  {self.printed}"
        if self.line:
            yield f"  line     {self.line}"
        if self.row:
            cells = (f"{name} {'(withheld)' if text is None else text or '(empty)'}" for name, text in self.row)
            yield f"  row      {bare(' · '.join(cells))}"
        yield from (f"           {told}" for told in self.told)


@dataclass(frozen=True)
class Trace:
    """A row and where it is from.

    Attributes:
        row: the published row; empty where everything said of it is held back.
        origins: the statements about it, the published one first.
    """

    row: dict[str, Any]
    origins: list[Origin]


def trace(house: House, package: str, table: str, keys: Sequence[str], documents: Sequence[Path] = ()) -> Trace:
    """Follow a row of a published table back to its sources.

    Args:
        house: where things lie.
        package: the package, in its latest release.
        table: the table.
        keys: values of the key, in any number and order, bare or as `column=value`; together they must single out
            one row.
        documents: documents that sources were transcribed from; what stands in them is shown.

    Raises:
        InputError: no such package, table or row, or several such rows; or a document is of none of the sources.
    """
    latest = latest_releases(house)
    if package not in latest:
        raise InputError(package, "there is no such package", nearest(package, list(latest)))
    if table not in tables():
        raise InputError(table, "there is no such table", nearest(table, list(tables())))
    data = latest[package] / "data"
    row, said = stated(package, data, table, keys)
    sources = {row["source_id"]: row for row in named(data / "sources.parquet", "true")}
    files = {(row["source_id"], row["path"]): row["sha256"] for row in named(data / "sources.parquet", "true")}
    texts = _texts(sources, documents)
    around = _around(data, [row["source_id"] + "|" + _row_of(row["locator"]) for row in said])
    origins = [_origin(one, sources[one["source_id"]]["title"], house, package, files, texts, around) for one in said]
    return Trace(row, origins)


def stated(package: str, data: Path, table: str, keys: Sequence[str]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A row of a table of a release, empty where all that is said of it is held back, and the statements about it.

    Raises:
        InputError: there is no such row, or there are several.
    """
    if not warehouse.parts_of(data / f"{table}.parquet"):
        raise InputError(f"{package} {data.parent.name}", f"this release has no table {table}", "A later one may.")
    key = about(tables()[table]).key
    rows = named(data / f"{table}.parquet", _condition(key, keys, table))
    if len(rows) > 1:
        shown = [" ".join(str(row[c]) for c in key) for row in rows[:10]]
        raise InputError(
            f"{package} {table} {' '.join(keys)}",
            f"{len(rows)} rows have these keys",
            "Say more of the key. They are:\n    " + "\n    ".join(shown) + ("\n    …" if len(rows) > 10 else ""),
        )
    statements = data / "statements.parquet"
    if rows and not about(tables()[table]).states:
        wanted = _same_place(rows[0])
    elif rows:
        wanted = _about(table, " ".join(str(rows[0][c]) for c in key))
    else:
        wanted = f"table_name = {warehouse.text(table)} AND {_in_key(keys)}"
    said = named(statements, wanted) if wanted else []
    held = sorted({row["table_key"] for row in said})
    if not rows and len(held) > 1:
        raise InputError(
            f"{package} {table} {' '.join(keys)}",
            f"nothing is published under these keys; {len(held)} figures are held back",
            "Say more of the key. They are:\n    " + "\n    ".join(held),
        )
    if not rows and not said:
        cure = _nearest_key(data / f"{table}.parquet", key, keys)
        raise InputError(f"{package} {table} {' '.join(keys)}", "there is no such row", cure)
    order = ["published", "agrees", "superseded", "held_back", "used", "context", "ignored"]
    return rows[0] if rows else {}, sorted(said, key=lambda row: order.index(row["fate"]))


def _condition(key: Sequence[str], keys: Sequence[str], table: str) -> str:
    claims = []
    for given in keys:
        column, _, value = given.partition("=")
        if value and column.isidentifier() and column not in key:
            raise InputError(table, f"{column!r} is not a column of its key", nearest(column, list(key)))
        if value and column in key:
            claims.append(f"{column}::VARCHAR = {warehouse.text(value)}")
        else:
            claims.append("(" + " OR ".join(f"{c}::VARCHAR = {warehouse.text(given)}" for c in key) + ")")
    if not claims:
        raise InputError(
            table, "no key is given", f"Its key is {' '.join(key)}; give as much of it as tells rows apart."
        )
    return " AND ".join(claims)


def _in_key(keys: Sequence[str]) -> str:
    values = [given.partition("=")[2] or given for given in keys]
    return " AND ".join(f"list_contains(string_split(table_key, ' '), {warehouse.text(value)})" for value in values)


def _about(table: str, key: str) -> str:
    return f"table_name = {warehouse.text(table)} AND table_key = {warehouse.text(key)}"


def _same_place(row: dict[str, Any]) -> str:
    if "locator" not in row:
        return ""
    place = f"source_id = {warehouse.text(row['source_id'])} AND locator = {warehouse.text(row['locator'])}"
    return f"{place} LIMIT 1"


def _nearest_key(path: Path, key: Sequence[str], said: Sequence[str]) -> str:
    """A hint at the key of the row that is most like what was said; at any, where none is like it."""
    columns = ", ".join(f"{warehouse.quoted(column)}::VARCHAR" for column in key)
    words = ", ".join(warehouse.text(word.rpartition("=")[2]) for word in said)
    like = f"list_max([jaro_winkler_similarity(part, word) FOR part IN [{columns}] IF part IS NOT NULL])"
    rows = named(path, f"true ORDER BY list_sum([{like} FOR word IN [{words}]]) DESC, {columns} LIMIT 1")
    return f"The nearest is: {' '.join(str(rows[0][c]) for c in key)}" if rows else "The table is empty."


def named(path: Path, condition: str) -> list[dict[str, Any]]:
    """The rows of a table of a release for which a condition holds, by column."""
    with warehouse.open_memory() as connection:
        connection.execute(f"FROM {warehouse.parquet(path)} WHERE {condition}")
        names = [column[0] for column in connection.description or []]
        return [dict(zip(names, row, strict=True)) for row in connection.fetchall()]


def _texts(sources: Mapping[str, dict[str, Any]], documents: Sequence[Path]) -> dict[str, str]:
    """The text of the document of each source, where it is given."""
    declared: dict[str, list[str]] = {}
    for source, row in sources.items():
        if row["document_sha256"] is not None:
            declared.setdefault(row["document_sha256"], []).append(source)
    texts = read_documents(documents, declared)
    return {source: text for digest, text in texts.items() for source in declared[digest]}


def _evidence(row: dict[str, Any], text: str | None) -> list[str]:
    """Where in the document a statement stands and, with its text at hand, the words themselves."""
    told = [f"sentence {row['sentence']} of the document"] if row["sentence"] else []
    if not row.get("span"):  # a release of before there were spans has no such column
        return told
    names = f", its subject at {', '.join((row['subject_span'] or '').split())}" if row["subject_span"] else ""
    told.append(f"document@{row['span']}{names}")
    if text is not None:
        cut = {role: [text[a:b] for a, b in spans_of(row[role])] for role in ("span", "subject_span", "sentence_span")}
        named = ", ".join(f"“{name}”" for name in cut["subject_span"])
        told.append(f"which reads “{cut['span'][0]}”" + (f", its subject {named}" if named else ""))
        told += [f"in “{' '.join(sentence.split())}”" for sentence in cut["sentence_span"]]
    return told


def _origin(
    row: dict[str, Any],
    title: str,
    house: House,
    package: str,
    files: dict[tuple[str, str], str],
    texts: Mapping[str, str],
    around: Mapping[str, list[tuple[str, str | None]]],
) -> Origin:
    told = []
    if row["corrected"] is not None:
        told.append(f"corrected to {row['corrected']!r} (see corrections)")
    if row["value"] is not None:
        told.append(f"read as {row['measure']} = {row['value']}")
    if row["said_by"]:
        told.append(f"the source credits {row['said_by']}")
    told += _evidence(row, texts.get(row["source_id"]))
    if (held_by := row.get("held_by")) is not None:  # a release of before 5.0 has no such column
        told.append(_held(held_by, row["slip_unseen"]))
    if row["note"]:
        told.append(row["note"])
    if row["rules"]:
        told.append(f"findings: {row['rules']} (`numerim show {row['rules'].split()[0]}` explains)")
    line = _line(house, package, row["source_id"], row["locator"], files)
    cells = around.get(f"{row['source_id']}|{_row_of(row['locator'])}", [])
    return Origin(row["fate"], f"{row['source_id']}: {title}", row["locator"], row["printed"], line, cells, told)


def _held(held_by: int, unseen: Decimal | None) -> str:
    """How well a figure is held, in words."""
    if not held_by or unseen is None:
        return "no sum, share or second statement confirms it: a slip in it would not be seen"
    sees = "every slip in it would be seen" if not unseen else f"a slip of up to {bare(unseen)} would not be seen"
    hold = "sum, share or statement confirms" if held_by == 1 else "sums, shares or statements confirm"
    return f"{held_by:,} {hold} it: {sees}"


def _row_of(locator: str) -> str:
    found = parts(locator)
    return found.row if found else locator


def _around(data: Path, places: Sequence[str]) -> dict[str, list[tuple[str, str | None]]]:
    """The rows in which figures stand, by `source|row`; a release of before 4.0 has none."""
    rows, headers = data / "source_rows.parquet", data / "source_headers.parquet"
    if not places or not warehouse.parts_of(rows):
        return {}
    listed = ", ".join(warehouse.text(place) for place in sorted(set(places)))
    found: dict[str, list[tuple[str, str | None]]] = {}
    with warehouse.open_memory() as connection:
        sql = (
            f"SELECT source_id || '|' || r.row, h.headers, r.cells FROM {warehouse.parquet(rows)} r "
            f"JOIN {warehouse.parquet(headers)} h USING (source_id, headers_id) "
            f"WHERE source_id || '|' || r.row IN ({listed})"
        )
        for place, over, cells in warehouse.rows(connection, sql):
            names = json.loads(over)
            found[place] = [(names[number], text) for number, text in json.loads(cells).items()]
    return found


def _line(house: House, package: str, source: str, locator: str, files: dict[tuple[str, str], str]) -> str:
    found = parts(locator)
    if found is None:
        raise ValueError(f"not a locator: {locator}")
    path, known = house.election_file(package).parent / found.file, _digests(files, source, found.file)
    snapshots = [digest for digest in sorted(known) if store.object_path(house.snapshots, digest).is_file()]
    try:
        content = store.content(house.snapshots, snapshots[0]) if snapshots else path.read_bytes()
    except OSError:
        return f"({house.shown(path)} is not here)"
    if sha256(content).hexdigest() not in known:
        return f"({house.shown(path)} is no longer the file that was read)"
    if found.line is None or not found.is_line:
        return ""  # no line of text; the cells of the row are told
    return decode(content, _encoding(house, package, source, found.path)).split("\n")[found.line - 1]


def _digests(files: Mapping[tuple[str, str], str], source: str, file: str) -> set[str]:
    """The SHA-256 of a file of a source, whatever of it was read."""
    return {digest for (of, path), digest in files.items() if of == source and path.split("!")[0] == file}


def _encoding(house: House, package: str, source: str, name: str) -> str | None:
    """The encoding that `election.yml` declares for a file; None where it says nothing that can be read."""
    path = house.election_file(package)
    try:
        return read_election(path, house.shown(path)).election.sources[source].files[name].encoding
    except (InputError, KeyError):
        return None
