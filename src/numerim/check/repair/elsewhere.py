"""What other sources print of the figure that a cell states."""

from collections.abc import Collection, Mapping
from fractions import Fraction

import duckdb
import polars as pl

from numerim import warehouse

MATCHES, DISAGREES = 2.0, -1.0
"""By how many powers of ten a figure is likelier for each other source that prints it, and for each that prints what is
to be changed: that two mistype the same alike is rare, but sources copy from each other."""

Elsewhere = Mapping[Fraction, tuple[str, ...]]
"""A figure -> the other sources that print it."""

_SAME = (
    *("election_id", "office", "contest_id", "gp_unit_id", "round", "selection_id", "party_id"),
    *("measure", "count_type", "category", "poll_id"),
)


def elsewhere(connection: duckdb.DuckDBPyConnection, places: Collection[str]) -> dict[str, Elsewhere]:
    """What other sources print of the figures of cells.

    Args:
        connection: the schema `core`.
        places: the cells, `source|locator|measure`, one place each.

    Returns:
        A place with these figures; those of which no other source prints any are left out.
    """
    several = "SELECT 1 FROM core.statements HAVING count(DISTINCT source_id) > 1"
    if not places or not warehouse.rows(connection, several):
        return {}
    connection.register("_asked", pl.DataFrame({"place": sorted(places)}))
    same = " AND ".join(f"o.{name} IS NOT DISTINCT FROM s.{name}" for name in _SAME)
    rows = warehouse.rows(
        connection,
        f"""
        SELECT s.place, o.number::VARCHAR, list_sort(list(DISTINCT o.source_id))
        FROM core.statements s JOIN _asked USING (place)
        JOIN core.statements o ON o.source_id <> s.source_id AND o.relation = 'equal' AND {same}
        WHERE o.number IS NOT NULL AND s.number IS NOT NULL GROUP BY ALL
        """,
    )
    connection.unregister("_asked")
    found: dict[str, dict[Fraction, tuple[str, ...]]] = {}
    for place, number, sources in rows:
        found.setdefault(place, {})[Fraction(number)] = tuple(sources)
    return dict(found)
