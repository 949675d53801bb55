"""Tables and schemas made up from a number: all types, options, constraints, keys and dialects, with faults.

A case is a mapping of plain values (`tests/validation/shrunk.py` makes it smaller), one number gives one case for ever,
and `write` puts it into a folder as bytes.
"""

import copy
import csv
import gzip
import io
import json
from hashlib import md5, sha256
from pathlib import Path
from random import Random

from hypothesis import strategies as st

from tests.validation.fields import MISSING, Case, cell_of, field_of, rarely

MATCHES = ("exact", "equal", "subset", "superset", "partial")
V2 = "https://datapackage.org/profiles/2.0/datapackage.json"


def cases(most: int = 10**9) -> st.SearchStrategy[Case]:
    """Any case, for Hypothesis."""
    return st.integers(0, most).map(case)


def case(number: int) -> Case:
    """The case of that number."""
    r = Random(f"validation {number}")  # noqa: S311
    kind = r.choices(("package", "table", "bare"), (8, 3, 1))[0]
    v2 = kind == "package" and rarely(r, 0.5)
    care = r.choice((0.0, 0.0, 0.8, 0.97, 1.0))
    tables = [
        _table(r, n, kind, v2, care) for n in range(1 if kind != "package" or rarely(r, 0.6) else r.choice((2, 2, 3)))
    ]
    made = {"number": number, "as": kind, "v2": v2, "tables": tables}
    for table in tables:
        _keys(r, table, tables if kind == "package" else [table])
    return made


def _table(r: Random, number: int, kind: str, v2: bool, care: float) -> Case:
    """A table; `care` is the share of cells that are right for their type, whatever their row and constraints say."""
    names = r.sample(
        ("id", "name", "votes", "Name", "ort", "é", "a b", "x.1", "_", "2024"), r.choice((1, 2, 2, 3, 3, 4, 5))
    )
    fields = [field_of(r, name, v2, care) for name in names]
    rows = [[cell_of(r, field, care) for field in fields] for _ in range(r.choice((0, 1, 2, 2, 3, 4, 6, 9)))]
    if rows and rarely(r, 0.05):
        rows = [
            r.choice(rows) if rarely(r, 0.9) else [cell_of(r, f, care) for f in fields]
            for _ in range(r.choice((99, 130, 260)))
        ]
    rows = [list(row) for row in rows]
    table: Case = {"name": f"t{number}", "labels": list(names), "fields": fields, "rows": rows}
    table |= {"schema": {}, "dialect": {}, "resource": {}, "write": {}, "spoil": []}
    if rarely(r, 0.35):
        table["schema"]["missingValues"] = copy.deepcopy(r.choice(MISSING if v2 else MISSING[:-1]))
    if rarely(r, 0.2):
        table["schema"]["fieldsMatch"] = r.choice(MATCHES)
    if rarely(r, 0.25):
        _ragged(r, table)
    if rarely(r, 0.2):
        _labels(r, table)
    if rarely(r, 0.3):
        _written(r, table, kind)
    if rarely(r, 0.15):
        _dialect(r, table)
    if rarely(r, 0.1):
        table["spoil"].append(
            (r.random(), r.choice(("cut", "\xff", "\x00", '"', "\r", "\n", "\xc3", "\n\n", ",", "\x85", "\x1a")))
        )
    if rarely(r, 0.07):
        table["resource"][r.choice(("bytes", "hash"))] = r.choice(("right", "wrong"))
    return table


def _keys(r: Random, table: Case, tables: list[Case]) -> None:
    names = [field["name"] for field in table["fields"]]
    if rarely(r, 0.25):
        key = r.sample(names, min(len(names), r.choice((1, 1, 2))))
        table["schema"]["primaryKey"] = key[0] if len(key) == 1 and rarely(r, 0.5) else key
    if rarely(r, 0.05):
        table["schema"]["uniqueKeys"] = [r.sample(names, 1)]
    if rarely(r, 0.3 if len(tables) > 1 else 0.1):
        other = r.choice(tables)
        theirs = [field["name"] for field in other["fields"]]
        n = min(len(names), len(theirs), r.choice((1, 1, 1, 2)))
        mine, found = r.sample(names, n), r.sample(theirs, n)
        named = r.choice(("", table["name"])) if other is table else other["name"]
        for a, b in zip(mine, found, strict=True):  # most keys hold only where both columns draw from the same cells
            if rarely(r, 0.8):
                _alike(r, table, other, a, b)
        one = n == 1 and rarely(r, 0.5)
        reference = {"resource": named, "fields": found[0] if one else found}
        table["schema"]["foreignKeys"] = [{"fields": mine[0] if one else mine, "reference": reference}]


def _alike(r: Random, table: Case, other: Case, mine: str, found: str) -> None:
    """Let the cells of one column be drawn from those of another, mostly with its type."""
    a, b = ([f["name"] for f in t["fields"]].index(name) for t, name in ((table, mine), (other, found)))
    if rarely(r, 0.8):
        table["fields"][a] = {**copy.deepcopy(other["fields"][b]), "name": mine}
    drawn = [row[b] for row in other["rows"] if len(row) > b]
    for row in table["rows"]:
        if len(row) > a and drawn and rarely(r, 0.8):
            row[a] = r.choice(drawn)


def _ragged(r: Random, table: Case) -> None:
    rows = table["rows"]
    for _ in range(r.choice((1, 1, 2))):
        at = r.randrange(len(rows) + 1)
        kind = r.choice(("empty", "blanks", "short", "long", "longer", "spaces"))
        width = len(table["labels"])
        if kind == "empty":
            rows.insert(at, [])
        elif kind in ("blanks", "spaces"):
            rows.insert(at, ["" if kind == "blanks" else " "] * width)
        elif rows:
            at = min(at, len(rows) - 1)
            rows[at] = (
                rows[at][: r.randrange(width)]
                if kind == "short"
                else [*rows[at], *(["x"] if kind == "long" else ["", "y"])]
            )


def _labels(r: Random, table: Case) -> None:
    labels = table["labels"]
    at = r.randrange(len(labels))
    kind = r.choice(
        ("double", "blank", "wrong", "extra", "extra blank", "fewer", "swapped", "case", "none", "space", "extra twice")
    )
    if kind == "double":
        labels[at] = labels[0]
    elif kind in ("blank", "wrong", "case", "space"):
        labels[at] = {"blank": "", "wrong": "other", "case": labels[at].swapcase(), "space": f" {labels[at]} "}[kind]
    elif kind.startswith("extra"):
        labels.extend({"extra": ["more"], "extra blank": [""], "extra twice": ["more", "more"]}[kind])
        for row in table["rows"]:
            if row and rarely(r, 0.8):
                row.extend(["z"] * (2 if kind == "extra twice" else 1))
    elif kind == "swapped":
        labels[0], labels[at] = labels[at], labels[0]
        if rarely(r, 0.5):
            for row in table["rows"]:
                if len(row) > at:
                    row[0], row[at] = row[at], row[0]
    else:
        del labels[at:]
        if kind == "none":
            labels.clear()


def _written(r: Random, table: Case, kind: str) -> None:
    write, resource, dialect = table["write"], table["resource"], table["dialect"]
    if rarely(r, 0.5):
        write["delimiter"] = r.choice((";", "\t", "|", ":", " "))
        if kind == "package" and rarely(r, 0.7):
            dialect["delimiter"] = write["delimiter"]
    if rarely(r, 0.4):
        write["newline"] = r.choice(("\r\n", "\r\n", "\r"))
    if rarely(r, 0.3):
        write["quoting"] = "all"
    if rarely(r, 0.3):
        write["encoding"] = r.choice(("cp1252", "latin-1", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "utf-8"))
        if kind == "package" and rarely(r, 0.6):
            resource["encoding"] = write["encoding"]
    elif kind == "package" and rarely(r, 0.3):
        resource["encoding"] = r.choice(("utf-8", "utf-8", "utf-8", "ascii", "cp1252", "utf-16", "nonsense"))
    if rarely(r, 0.2):
        write["end"] = r.choice(("none", "twice"))
    if rarely(r, 0.15):
        write["format"] = r.choice(("tsv", "csv.gz", "csv.gz"))


def _dialect(r: Random, table: Case) -> None:
    write, dialect = table["write"], table["dialect"]
    kind = r.choice(
        (
            "no header",
            "false header",
            "rows",
            "two rows",
            "#",
            "comments",
            "skip",
            "'",
            "escape",
            "space",
            "case",
            "null",
            "join",
            "none",
        )
    )
    options = {
        "no header": {"header": False},
        "false header": {"header": False},
        "rows": {"headerRows": [2]},
        "two rows": {"headerRows": [1, 2]},
        "join": {"headerRows": [1, 2], "headerJoin": "_"},
        "#": {"commentChar": "#"},
        "comments": {"commentRows": [r.choice((1, 2, 3))]},
        "skip": {"skipBlankRows": True},
        "'": {"quoteChar": "'"},
        "none": {"quoteChar": ""},
        "escape": {"doubleQuote": False, "escapeChar": "\\"},
        "space": {"skipInitialSpace": True},
        "case": {"headerCase": False},
        "null": {"nullSequence": "\\N"},
    }
    dialect |= options[kind]
    if kind == "no header":
        write["header"] = False
    if kind in ("rows", "two rows", "join"):
        write["above"] = ["a title"] if rarely(r, 0.5) else ["" for _ in table["labels"]]
    if kind in ("'", "escape"):
        write["dialect"] = rarely(r, 0.8)
    if kind == "case" and table["labels"]:
        table["labels"][0] = table["labels"][0].swapcase()


def as_bytes(table: Case) -> bytes:
    """The file of a table."""
    write = table["write"]
    text = io.StringIO(newline="")
    options: Case = {"delimiter": write.get("delimiter", "\t" if write.get("format") == "tsv" else ",")}
    options["lineterminator"] = write.get("newline", "\n")
    options["quoting"] = csv.QUOTE_ALL if write.get("quoting") == "all" else csv.QUOTE_MINIMAL
    if write.get("dialect"):
        said = table["dialect"]
        options |= {"quotechar": said.get("quoteChar") or '"', "escapechar": said.get("escapeChar")}
        options["doublequote"] = said.get("doubleQuote", True)
    writer = csv.writer(text, **options)
    header = [] if write.get("header") is False else [table["labels"]]
    writer.writerows([*([write["above"]] if "above" in write else []), *header, *table["rows"]])
    said = text.getvalue()
    if write.get("end") == "none":
        said = said.removesuffix(options["lineterminator"])
    elif write.get("end") == "twice":
        said += options["lineterminator"] * 2
    data = said.encode(write.get("encoding", "utf-8"), "replace")
    for share, what in table["spoil"]:
        at = int(share * len(data))
        data = data[:at] if what == "cut" else data[:at] + what.encode("latin-1") + data[at:]
    return gzip.compress(data, mtime=0) if write.get("format") == "csv.gz" else data


def schema_of(table: Case) -> Case:
    """The Table Schema."""
    return copy.deepcopy({"fields": table["fields"], **table["schema"]})


def write(made: Case, folder: Path) -> tuple[str, Case | None]:
    """Write a case; what is to be judged (a path), and the schema that is told beside it, if any."""
    resources = []
    for table in made["tables"]:
        data = as_bytes(table)
        path = f"{table['name']}.{table['write'].get('format', 'csv')}"
        (folder / path).write_bytes(data)
        resource = {"name": table["name"], "type": "table", "path": path, "schema": schema_of(table)}
        if table["dialect"]:
            resource["dialect"] = copy.deepcopy(table["dialect"])
        for key, value in table["resource"].items():
            right = {"bytes": len(data), "hash": f"sha256:{sha256(data).hexdigest()}"}.get(key)
            wrong = {"bytes": len(data) + 1, "hash": md5(b"other").hexdigest()}.get(key)  # noqa: S324
            resource[key] = {"right": right, "wrong": wrong}.get(value, value)
        resources.append(resource)
    if made["as"] != "package":
        return str(folder / path), schema_of(table) if made["as"] == "table" else None
    package = {**({"$schema": V2} if made["v2"] else {}), "name": "made", "resources": resources}
    descriptor = folder / "datapackage.json"
    descriptor.write_text(json.dumps(package), encoding="utf-8")
    return str(descriptor), None
