"""`datapackage.json` (Data Package v2)."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from numerim import __version__, warehouse
from numerim.declare.listing import Certified
from numerim.publish.contract import documented, table_schema
from numerim.publish.draft import Draft
from numerim.publish.formats import written
from numerim.publish.stable import country_name, stable_id
from numerim.publish.terms import not_known
from numerim.publish.views import VIEWS
from numerim.schemas.table import about, resources, tables


def descriptor(draft: Draft) -> dict[str, Any]:
    """What `datapackage.json` says, without the version and the addresses, which no version depends on.

    Args:
        draft: a release whose CSV files are written.
    """
    election = draft.file.election
    return {
        "name": draft.package,
        "id": stable_id(draft.package),
        **({"doi": draft.doi} if draft.doi else {}),
        "title": election.title["en"],
        "titles": dict(election.title),
        "description": f"Results of the {election.title['en']} as {len(election.sources)} "
        f"{'source states them' if len(election.sources) == 1 else 'sources state them'}: every figure with the place "
        "it was read from, the doubts about it, and the rules it was held against.",
        "created": draft.created,
        "licenses": [_licence(draft)],
        "sources": [_source(draft, name) for name in election.sources],
        "contributors": [_contributor(draft)],
        "keywords": _keywords(draft),
        "temporal": {"start": draft.days[0].isoformat(), "end": draft.days[1].isoformat()},
        "spatial": _spatial(draft),
        "status": election.status,
        **({"certified": _certified(election.certified)} if election.certified else {}),
        "generator": {"name": "numerim", "version": __version__},
        "views": [
            {"name": name, "description": view.says, "columns": list(view.columns)} for name, view in VIEWS.items()
        ],
        "forms": [
            {"path": form.named(draft.package, draft.version), "title": form.title, "description": form.about}
            | {"mediatype": form.media_type, "only_in_archive": packed}
            for form, packed in written(draft)
        ],
        "resources": [_resource(draft, name) for name in resources()],
    }


def _certified(said: Certified) -> dict[str, str]:
    return {"by": said.by, "on": said.on.isoformat()}


def addresses(draft: Draft) -> dict[str, str]:
    """Where the package can be reached, with its version known: `homepage` and `download`; nothing without a host."""
    return {"homepage": draft.page, "download": draft.archive} if draft.page else {}


def _licence(draft: Draft) -> dict[str, str]:
    of = draft.licence
    said = {"name": of.id, "title": of.title, "path": of.url}
    return {name: value for name, value in said.items() if value}


def _contributor(draft: Draft) -> dict[str, Any]:
    contact = draft.settings.contact
    said: dict[str, Any] = {"title": draft.settings.publisher, "roles": ["publisher", "dataCurator"]}
    return said | ({"path" if "://" in contact else "email": contact} if contact else {})


def _source(draft: Draft, name: str) -> dict[str, Any]:
    source, its = draft.file.election.sources[name], draft.granted[name]
    said = {
        "title": source.title,
        "path": source.url,
        "publisher": source.publisher,
        "language": source.language,
        "licence": source.licence,
        "terms": its.publish,
        "attribution": its.attribution,
        "because": its.because,
        "dated": source.dated and source.dated.isoformat(),
        "retrieved": source.retrieved and source.retrieved.isoformat(),
        "not_known": not_known(source),
    }
    return {name: value for name, value in said.items() if value}


def _keywords(draft: Draft) -> list[str]:
    election = draft.file.election
    offices = [f"{office} election" for office in election.offices]
    return ["elections", "election results", *offices, country_name(election.country), str(election.held_on.year)]


def _spatial(draft: Draft) -> dict[str, Any]:
    election = draft.file.election
    units = warehouse.rows(
        draft.connection,
        "SELECT unit_type, count(*) FROM clean.gp_units GROUP BY unit_type ORDER BY count(*), unit_type",
    )
    return {"country": election.country, "name": country_name(election.country), "units": dict(units)}


def _resource(draft: Draft, name: str) -> dict[str, Any]:
    model = tables()[name]
    is_large = draft.is_large(name)
    paths = warehouse.parts_of(draft.folder / "data" / f"{name}.{'parquet' if is_large else 'csv'}")
    names = [path.relative_to(draft.folder).as_posix() for path in paths]
    digest = sha256()
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(2**20):
                digest.update(block)
    return {
        "name": name,
        "type": "table",
        "path": names if is_large else names[0],
        "title": about(model).title,
        "description": documented(model),
        **(_IN_PARTS if is_large else _AS_CSV),
        "bytes": sum(path.stat().st_size for path in paths),
        "hash": f"sha256:{digest.hexdigest()}",
        "rows": draft.rows[name],
        **({"parts": [_part(draft, name, path) for path in paths]} if is_large else {}),
        "schema": table_schema(name),
    }


_AS_CSV = {
    "format": "csv",
    "mediatype": "text/csv",
    "encoding": "utf-8",
    "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True},
}
_IN_PARTS = {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}


def _part(draft: Draft, name: str, path: Path) -> dict[str, Any]:
    """What a part of a large table has: how many rows, and the key of the first and of the last."""
    key = about(tables()[name]).order
    table = f"read_parquet({warehouse.text(str(path))}, file_row_number = true)"
    ((rows,),) = warehouse.rows(draft.connection, f"SELECT count(*) FROM {table}")
    asked = f"SELECT {', '.join(f'{c}::VARCHAR' for c in key)} FROM {table} WHERE file_row_number IN (0, {rows - 1})"
    ends = warehouse.rows(draft.connection, f"{asked} ORDER BY file_row_number")
    first, last = (dict(zip(key, row, strict=True)) for row in (ends[0], ends[-1]))
    return {"path": path.relative_to(draft.folder).as_posix(), "rows": rows, "first": first, "last": last}
