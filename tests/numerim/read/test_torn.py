"""Files of formats that say themselves what they mean, with parts torn out, emptied or doubled."""

import copy
import json
import random
from contextlib import suppress

import pytest
from lxml import etree

from numerim.errors import InputError
from numerim.read.clarity import read_clarity
from numerim.read.eml import read_eml
from numerim.read.nist import read_nist

from .test_clarity import DETAIL
from .test_eml import count
from .test_nist import REPORT, as_xml


def parts_of(thing):
    keys = thing if isinstance(thing, dict) else range(len(thing)) if isinstance(thing, list) else ()
    for key in list(keys):
        yield thing, key
        yield from parts_of(thing[key])


def torn_json(draw):
    report = copy.deepcopy(REPORT)
    for _ in range(draw.choice([1, 1, 2, 5, 20])):
        within, key = draw.choice(list(parts_of(report)))
        if draw.random() < 0.6:
            del within[key]
        else:
            within[key] = draw.choice([None, "x", {}, [], {"a": 1}, [1], ["town", "p1"]])
    return json.dumps(report).encode()


def torn_xml(content, draw):
    root = etree.fromstring(content)
    for _ in range(draw.choice([1, 1, 2, 5, 20])):
        element = draw.choice(list(root.iter()))
        if element is root:
            continue
        what = draw.random()
        if what < 0.5:
            element.getparent().remove(element)
        elif what < 0.7:
            element.text = draw.choice(["", "x", "p1 town"])
        elif what < 0.85 and element.attrib:
            del element.attrib[draw.choice(list(element.attrib))]
        elif what < 0.95:
            element.getparent().append(copy.deepcopy(element))
        else:
            element.append(etree.Element("Odd"))
    return etree.tostring(root)


FILES = {
    "NIST, JSON": (read_nist, torn_json),
    "NIST, XML 1": (read_nist, lambda draw: torn_xml(as_xml(1), draw)),
    "NIST, XML 2": (read_nist, lambda draw: torn_xml(as_xml(2), draw)),
    "EML": (read_eml, lambda draw: torn_xml(count(draw.choice(["510b", "510d"])), draw)),
    "Clarity": (read_clarity, lambda draw: torn_xml(DETAIL, draw)),
}


@pytest.mark.parametrize("form", FILES)
def test_what_is_torn_is_read_or_refused_in_words(form):
    read, torn = FILES[form]
    kept = 0
    for seed in range(20):
        content = torn(random.Random(seed))  # noqa: S311
        with suppress(InputError):
            meant = read(content, "r")
            for table in meant.tables:
                known = set(table.objects["line"])
                for column in table.columns:
                    cells = table.rows[column].drop_nulls().struct.unnest()
                    assert known >= set(cells["line"])
                    assert table.keys.keys() >= set(cells["cell"])
                    kept += cells.height
    assert kept > 500
