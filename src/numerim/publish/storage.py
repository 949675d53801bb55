"""The tables of the contract as a published DuckDB file has them: closed lists as types, keys, comments."""

from collections.abc import Collection

from numerim.publish.contract import comments, foreign_keys
from numerim.schemas.table import about, tables
from numerim.warehouse import sql_type, text

SHARED = ("elections", "gp_units", "parties")
"""Tables whose rows are the same in every package."""


def types_sql() -> str:
    """SQL that makes the enumerated types."""
    types = {name: words for columns in _enumerated().values() for name, words in columns.values()}
    return "\n".join(
        f"CREATE TYPE {name} AS ENUM ({', '.join(text(w) for w in words)});" for name, words in types.items()
    )


def table_sql(name: str, *, packages: bool = False, keyless: Collection[str] = ()) -> str:
    """SQL that makes a table of the contract, empty.

    A foreign key is declared where it leads to the whole key of the other table, as DuckDB asks for,
    and not within one table, where DuckDB would ask for an order of the rows.

    Args:
        name: the table.
        packages: whether rows of several packages lie together; then `package` is the first column and the first part
            of the key, but for tables that all packages share.
        keyless: tables whose keys are not declared, as large ones would take longer to index than to fill.
    """
    columns = tables()[name].to_schema().columns
    enumerated = _enumerated()[name]
    own = ["package"] if packages and name not in SHARED else []
    parts = [f"{c} VARCHAR NOT NULL" for c in own]
    for column, spec in columns.items():
        kind = enumerated[column][0] if column in enumerated else sql_type(spec.dtype)
        parts.append(f"{column} {kind}{'' if spec.nullable else ' NOT NULL'}")
    if name not in keyless:
        parts.append(f"PRIMARY KEY ({', '.join([*own, *about(tables()[name]).key])})")
    for table, here, there in () if name in keyless else foreign_keys(name):
        if table in keyless or tuple(there) != about(tables()[table]).key or table == name:  # rows come in any order
            continue
        shared = table in SHARED
        here, there = (here, there) if not own or shared else ([*own, *here], [*own, *there])
        parts.append(f"FOREIGN KEY ({', '.join(here)}) REFERENCES {table} ({', '.join(there)})")
    said = f"CREATE TABLE {name} ({', '.join(parts)});\n{comments('main', name)}"
    return said + (f"\nCOMMENT ON COLUMN {name}.package IS 'The package that the row is from.';" if own else "")


def _enumerated() -> dict[str, dict[str, tuple[str, tuple[str, ...]]]]:
    """Table -> column -> the type of its closed list, and the words; one list has one type."""
    lists: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, model in tables().items():
        for column, spec in model.to_schema().columns.items():
            if words := tuple((spec.metadata or {})["words"]):
                lists.setdefault(column, {})[name] = words
    found: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {name: {} for name in tables()}
    for column, users in lists.items():
        one = len(set(users.values())) == 1
        for table, words in users.items():
            found[table][column] = (f"{column}_word" if one else f"{table}_{column}_word", words)
    return found
