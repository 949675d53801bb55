"""Names that the seeds do not know, taken as the sources print them where `election.yml` says so (`register:`).

An id is the country and the name in Latin letters, digits and dashes; names that differ only in case, accents or
spaces have one id, unless a file has a figure of one kind for both beside each other: `A` and `Å`, Habo and Håbo.
"""

import duckdb

from numerim import warehouse
from numerim.declare.election import ElectionFile
from numerim.errors import InputError
from numerim.model import seeds
from numerim.schemas.vocabulary import BY_PARTY


def register_country(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> None:
    """Know the country of an election by ISO 3166-1, where units are registered and the seeds lack it."""
    code = file.election.country
    if not file.election.registers or warehouse.rows(
        connection, f"FROM known.gp_units WHERE country = '{code}' AND unit_type = 'country'"
    ):
        return
    import pycountry

    country = pycountry.countries.get(alpha_2=code)
    name = code if country is None else country.name  # a code that everyone may use as they like, such as XX
    connection.execute(_UNIT, [code.lower(), code, name, "country", None])


def register(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> None:
    """Add the unknown names of `raw.statements` to what is known of units and parties (`known`).

    Adds to `core.registered_units` (`within_form`, `form`, `gp_unit_id`) units that are known by the unit that they
    lie in and their own name.
    """
    election = file.election
    country = election.country
    for within in _types(connection, "within_type"):
        _register(connection, "within", within, file)
    ((lie_within, *parties),) = warehouse.rows(connection, _THERE)
    if lie_within:
        decide = {office.unit for event in election.events.values() for office in event.offices.values()}
        connection.execute(_inner(country, sorted(decide)))
        _distinct(connection, file, lies_in="parent_id, ")
    for unit in _types(connection, "unit_type"):
        _register(connection, "unit", unit, file)
    said = election.registered
    if said.party is not None:
        for column, there in zip(_OF_PARTIES, parties, strict=True):
            if there:
                _parties(connection, column, said.party, country)
                _distinct(connection, file, "party_id")


_OF_PARTIES = {
    "party": "true",
    "coalition": "true",
    "category": f"measure IN ({', '.join(map(warehouse.text, BY_PARTY))})",
}
"""Column of `raw.statements` with names of parties -> SQL, in which rows it has them."""

_THERE = f"""
SELECT bool_or(unit_type IS NOT NULL AND within IS NOT NULL AND unit IS NOT NULL),
    {", ".join(f"bool_or({name} IS NOT NULL AND {which})" for name, which in _OF_PARTIES.items())}
FROM raw.statements"""
"""SQL: whether units are registered by what they lie in, and whether there are such names of parties."""


def _types(connection: duckdb.DuckDBPyConnection, column: str) -> list[str]:
    """The types of which units are taken as they are printed, in the order in which they come."""
    return [
        str(row[0])
        for row in warehouse.rows(
            connection,
            f"SELECT {column}, min(rowid) FROM raw.statements WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 2",
        )
    ]


_UNIT = "INSERT INTO known.gp_units (gp_unit_id, country, name, unit_type, parent_id) VALUES (?, ?, ?, ?, ?)"


def _register(connection: duckdb.DuckDBPyConnection, column: str, unit_type: str, file: ElectionFile) -> None:
    """Register the units of a column; a country is that of the election, under whatever name."""
    _find(connection, column, unit_type, file)
    if unit_type == "country":
        _own_country(connection, file)
    else:
        _apart(connection, "unit_named" if column == "unit" else column, "gp_unit_id")
        _units(connection, unit_type, file.election.country)
    _distinct(connection, file)


_SAME_THING = (
    *("source_id", "path", "measure", "election", "election_day", "office", "district", "round", "within"),
    *("unit_named", "candidate", "option", "party", "coalition", "category", "count_type", "according_to"),
)
"""What says of what a figure is; two figures that differ in one of these alone are of two."""


def _apart(connection: duckdb.DuckDBPyConnection, column: str, key: str) -> None:
    """Give names an id each that a file tells apart by their accents, as it has one figure for each of them.

    The name that is nearest to Latin letters keeps the id that it has without accents.
    """
    same = f"FROM found WHERE {key} IN (SELECT {key} FROM found GROUP BY {key} HAVING count(*) > 1)"
    if not warehouse.rows(connection, f"SELECT 1 {same} LIMIT 1"):
        return
    there = {str(name) for (name, *_) in warehouse.rows(connection, "DESCRIBE raw.statements")}
    others = ", ".join(name for name in _SAME_THING if name in there and name != column)
    connection.execute(
        f"""
        UPDATE found SET {key} = {key} || '-' || left(md5(form), 6)
        FROM (
            SELECT unnest(list_sort(list(DISTINCT form), 'ASC')[2:]) AS told FROM (
                SELECT f.{key}, f.form, {others}
                FROM raw.statements s JOIN (SELECT {key}, form {same}) f ON f.form = {seeds.normal(f"s.{column}")})
            GROUP BY {key}, {others} HAVING count(DISTINCT form) > 1)
        WHERE form = told
        """
    )


def _own_country(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> None:
    names = [str(name) for (name,) in warehouse.rows(connection, "SELECT name FROM found ORDER BY name")]
    if len({str(one) for (one,) in warehouse.rows(connection, "SELECT gp_unit_id FROM found")}) > 1:
        some = "”, “".join(names[:3]) + (f"” and {len(names) - 3} more" if len(names) > 3 else "”")
        raise InputError(
            file.place("register"),
            f"`register: {{unit: country}}` finds several countries in an election of one: “{some}",
            "Say of what type these units are, such as municipality or polling_station.",
        )
    code = warehouse.text(file.election.country)
    connection.execute(f"""
        INSERT INTO known.unit_forms (country, unit_type, form, gp_unit_id)
        SELECT {code}, 'country', f.form, g.gp_unit_id
        FROM found f, known.gp_units g WHERE g.country = {code} AND g.unit_type = 'country'""")


def _find(connection: duckdb.DuckDBPyConnection, column: str, unit_type: str, file: ElectionFile) -> None:
    """Make `found`: the units of a column that are known neither by themselves nor within another.

    A table that says of what type its units are, and is of an office that these have, names none of another type that
    only another table is known by: Oslo is a county there and a municipality here.
    """
    name = "unit_named" if column == "unit" else column
    form, code, kind = seeds.normal(name), warehouse.text(file.election.country), warehouse.text(unit_type)
    known = f"SELECT form FROM known.unit_forms WHERE country = {code}"
    events = file.election.events.values()
    offices = sorted({word for one in events for word, office in one.offices.items() if office.unit == unit_type})
    decides, apart = "false", ""
    if column == "unit" and offices:
        decides = f"coalesce(said_type = {kind} AND office IN ({', '.join(map(warehouse.text, offices))}), false)"
        apart = f" || if(decides AND {form} IN ({known}), '-' || slug({kind}), '')"
        known = f"""{known} AND (NOT decides OR unit_type = {kind} OR by_writing
            OR form IN (SELECT form FROM seed.unit_forms WHERE country = {code}))"""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE found AS
        SELECT {form} AS form, lower({code}) || '-' || slug({name}){apart} AS gp_unit_id, min(trim({name})) AS name
        FROM (SELECT {", ".join(dict.fromkeys((name, "within")))}, bool_or({decides}) AS decides FROM raw.statements
            WHERE {column}_type = {kind} AND {column} IS NOT NULL GROUP BY ALL)
        WHERE {form} NOT IN ({known})
            AND ({form}, {seeds.normal("coalesce(within, '')")}) NOT IN (
                SELECT form, within_form FROM core.registered_units)
            AND {form} NOT IN (SELECT form FROM core.unclear WHERE kind = 'gp_unit')
        GROUP BY ALL;
        """
    )


def _units(connection: duckdb.DuckDBPyConnection, unit_type: str, country: str) -> None:
    """Add the units that were found to what is known."""
    code = warehouse.text(country)
    connection.execute(
        f"""
        INSERT INTO known.unit_forms (country, unit_type, form, gp_unit_id)
        SELECT {code}, '{unit_type}', form, gp_unit_id FROM found;
        INSERT INTO known.gp_units (gp_unit_id, country, name, unit_type, parent_id)
        SELECT gp_unit_id, {code}, min(name), '{unit_type}', lower({code}) FROM found
        WHERE gp_unit_id NOT IN (SELECT gp_unit_id FROM known.gp_units) GROUP BY gp_unit_id;
        """
    )


def _inner(country: str, decide: list[str]) -> str:
    """SQL: register the units that are known by what they lie in; of namesakes that are meant which have the office."""
    code = warehouse.text(country)
    kinds = " ".join(
        f"WHEN {warehouse.text(kind)} THEN {i}"
        for i, kind in enumerate(dict.fromkeys([*decide, "municipality", "county"]))
    )
    return f"""
        CREATE OR REPLACE TEMP TABLE asked AS
        SELECT DISTINCT unit_type, within_type, {seeds.normal("within")} AS within_form, trim(within) AS within,
            {seeds.normal("unit_named")} AS form, trim(unit_named) AS unit
        FROM (SELECT DISTINCT unit_type, within_type, within, unit_named FROM raw.statements
            WHERE unit_type IS NOT NULL AND within IS NOT NULL AND unit IS NOT NULL);
        CREATE OR REPLACE TEMP TABLE found AS
        SELECT within_form, form, unit_type, parent_id, name, base || CASE
            WHEN count(DISTINCT unit_type) OVER (PARTITION BY base) > 1 THEN '-' || slug(unit_type) ELSE '' END
            AS gp_unit_id
        FROM (
            SELECT a.within_form, a.form, a.unit_type, w.gp_unit_id AS parent_id,
                w.gp_unit_id || '-' || slug(a.unit) AS base, min(a.within || ', ' || a.unit) AS name
            FROM asked a JOIN (
                SELECT n.unit_type, n.within_type, n.within_form, arg_min(k.gp_unit_id, CASE
                    WHEN k.unit_type = n.within_type THEN -1 ELSE
                    CASE k.unit_type {kinds} WHEN 'country' THEN 99 ELSE 98 END END) AS gp_unit_id
                FROM (SELECT DISTINCT unit_type, within_type, within_form FROM asked) n
                JOIN known.unit_forms k ON k.form = n.within_form AND k.country = {code} AND k.unit_type <> n.unit_type
                GROUP BY ALL
            ) w ON w.unit_type = a.unit_type AND w.within_type IS NOT DISTINCT FROM a.within_type
                AND w.within_form = a.within_form
            WHERE a.form NOT IN (
                SELECT k.form FROM known.unit_forms k JOIN known.gp_units g USING (gp_unit_id)
                WHERE k.country = {code} AND g.parent_id = w.gp_unit_id)
                AND (a.form, a.within_form) NOT IN (SELECT form, within_form FROM core.registered_units)
            GROUP BY ALL);
        INSERT INTO core.registered_units SELECT DISTINCT within_form, form, gp_unit_id FROM found;
        INSERT INTO known.gp_units (gp_unit_id, country, name, unit_type, parent_id)
        SELECT gp_unit_id, {code}, min(name), min(unit_type), min(parent_id) FROM found GROUP BY gp_unit_id;
    """


def _parties(connection: duckdb.DuckDBPyConnection, column: str, kind: str, country: str) -> None:
    form, code = seeds.normal(column), warehouse.text(country)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE found AS
        SELECT {form} AS form, lower({code}) || '-' || slug({column}) AS party_id, min(trim({column})) AS name
        FROM (SELECT DISTINCT {column} FROM raw.statements WHERE {column} IS NOT NULL AND {_OF_PARTIES[column]})
        WHERE {form} NOT IN (SELECT form FROM known.party_forms WHERE country = {code})
            AND {form} NOT IN (SELECT form FROM core.unclear WHERE kind = 'party')
        GROUP BY ALL
        """
    )
    _apart(connection, column, "party_id")
    connection.execute(
        f"""
        INSERT INTO known.party_forms (country, form, party_id) SELECT {code}, form, party_id FROM found;
        INSERT INTO known.parties (party_id, country, name, kind)
        SELECT party_id, {code}, min(name), '{kind}' FROM found
        WHERE party_id NOT IN (SELECT party_id FROM known.parties) GROUP BY party_id;
        """
    )


_WRITING = r"""\pZ\s.,/'"`´ʻʼ\p{Pc}\p{Pd}\p{Pi}\p{Pf}\p{Ps}\p{Pe}"""
"""Within a class of characters: spaces, full stops, commas, slashes, dashes, underscores, quotes and brackets.

One source writes them and another does not. Between two digits they do tell names apart, all but the spaces: 1.2 is not
1/2. Other signs do everywhere: +Europa, C*.
"""


def _told_apart_by(form: str) -> str:
    """SQL: of a name, what tells it from another."""
    sql = f"regexp_replace(latin({form}), '[\\pZ\\s]+', '', 'g')"
    other = rf"[^\pN{_WRITING}]".replace("'", "''")  # neither a digit nor such a sign
    writing = f"[{_WRITING}]+".replace("'", "''")
    for signs in (f"(^|{other}){writing}", f"{writing}({other}|$)"):
        sql = f"regexp_replace({sql}, '{signs}', '\\1', 'g')"
    return sql


def _distinct(
    connection: duckdb.DuckDBPyConnection, file: ElectionFile, key: str = "gp_unit_id", lies_in: str = ""
) -> None:
    """Refuse names that would have one id although they differ in more than case, accents, spaces or `_WRITING`."""
    if not warehouse.rows(connection, f"SELECT 1 FROM found GROUP BY {key} HAVING count(*) > 1 LIMIT 1"):
        return  # far cheaper to plan
    twice = warehouse.rows(
        connection,
        f"""
        SELECT {key}, string_agg(DISTINCT name, '”, “' ORDER BY name) FROM found GROUP BY {key}
        HAVING count(DISTINCT ({lies_in}{_told_apart_by("form")})) > 1 ORDER BY 1 LIMIT 1
        """,
    )
    for name, forms in twice:
        raise InputError(file.place("register"), f"“{forms}” would have one id, {name}", "Add them to seeds/.")
