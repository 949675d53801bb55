"""What nested files hold, found with other libraries than numerim's readers."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import ijson
import jsonpointer
import polars as pl
from lxml import etree

from numerim.read.tree import Records

DATA = Path(__file__).parents[4] / "shared" / "data"
"""Real files; they are not everywhere."""


def found(tables: Sequence[Records]) -> dict[tuple[int, int], tuple[str, str | None]]:
    """Every cell of all tables, by line and cell: its place and text; the same in every table that has it."""
    cells: dict[tuple[int, int], tuple[str, str | None]] = {}
    for table in tables:
        at = dict(table.objects.iter_rows())
        assert table.rows.height == table.height
        assert table.rows.columns == table.columns
        for name in table.rows.columns:
            for one in table.rows[name].drop_nulls().to_list():
                told = (at[one["line"]] + table.keys[one["cell"]], one["text"])
                assert cells.setdefault((one["line"], one["cell"]), told) == told
    return cells


def own(tables: Sequence[Records]) -> list[tuple[str, str | None]]:
    """Place and text of every value; the keys of maps are none."""
    columns = enumerate(tables[0].tree.columns, 1)
    keys = {i for i, values in columns if not values.after and values.name.endswith("@key")}
    return [told for (_, cell), told in found(tables).items() if cell not in keys]


def in_json(text: str, place: str) -> Any:
    """What a JSON pointer leads to, numbers as they are printed."""
    document = json.loads(text, parse_int=str, parse_float=str)
    return jsonpointer.resolve_pointer(document, unquote(place.removeprefix("#")))


def scalars_in_json(text: str) -> int:
    """How many values that are not null JSON has."""
    events = ijson.basic_parse(text.encode())
    return sum(event in ("string", "number", "boolean") for event, _ in events)


def in_xml(root: etree._ElementTree, place: str) -> str:
    """What a path leads to, whatever the namespaces; white space around it left out."""
    path = re.sub(r"(?<=/)(\w[\w.-]*)(?!\w*\()", r"*[local-name()='\1']", place.removeprefix("#"))
    path = re.sub(r"@(\w[\w.-]*)", r"@*[local-name()='\1']", path)
    hits = root.xpath(path)
    if path.endswith("text()"):
        return " ".join(stripped for hit in hits if (stripped := hit.strip(" \t\r\n")))
    assert len(hits) == 1, (place, path)
    return str(hits[0].text or "" if hasattr(hits[0], "tag") else hits[0]).strip(" \t\r\n")


def scalars_in_xml(root: etree._ElementTree) -> list[str]:
    """All attributes and texts that hold something."""
    texts = []
    for element in root.iter(etree.Element):
        texts += [value.strip(" \t\r\n") for value in element.attrib.values()]
        beside = [element.text or "", *(child.tail or "" for child in element)]
        texts.append(" ".join(one for text in beside if (one := text.strip(" \t\r\n"))))
    return [text for text in texts if text]


def texts(table: Records, *columns: str) -> list[tuple[str | None, ...]]:
    """The texts of columns, a row each."""
    return table.rows.select(pl.col(name).struct.field("text").alias(name) for name in columns).rows()
