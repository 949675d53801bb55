"""Every value of a nested file is found once, at its place, as it is printed."""

import json

import jsonpointer
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from numerim.errors import InputError
from numerim.read.tree import Limits, read_json, read_json_lines, read_xml
from tests.clock import within

from .nested import DATA, found, in_json, in_xml, own, scalars_in_json, scalars_in_xml, texts

JSON = ["us-2020/virginia-house-11.json", "nist/cambridge-2022-general.json"]
XML = [
    *("us-2020/vermont-nist-v2.xml", "us-2020/west-virginia-detail.xml", "eml-nl/deserialize_eml510b_test.eml.xml"),
    *("eml-nl/deserialize_eml510d_test.eml.xml", "eml-nl/eml510b_with_investigations.eml.xml"),
    "eml-nl/eml520_test.eml.xml",
]


def content(name):
    if not (DATA / name).exists():
        pytest.skip(f"{name} is not here")
    return (DATA / name).read_bytes()


def check_json(text):
    told = own(read_json(text.encode(), "r.json"))
    places = [place for place, _ in told]
    assert len(set(places)) == len(places)
    assert not any(any(c in place[1:] for c in " |!#") for place in places)
    for place, value in told:
        stands = in_json(text, place)
        assert value == ({True: "true", False: "false", None: None}[stands] if not isinstance(stands, str) else stands)
    assert sum(value is not None for _, value in told) == scalars_in_json(text)


def check_xml(data):
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False)
    root = etree.fromstring(data.replace(b"'utf_8'", b"'utf-8'", 1), parser).getroottree()  # libxml2 knows no utf_8
    told = own(read_xml(data, "r.xml"))
    assert len({place for place, _ in told}) == len(told)
    for place, value in told if len(told) < 5000 else told[:: len(told) // 2000]:
        assert value == in_xml(root, place), place
    assert sorted(value for _, value in told if value) == sorted(scalars_in_xml(root))


@pytest.mark.parametrize("name", JSON)
def test_every_value_of_real_json(name):
    text = content(name).decode()
    told = own(read_json(text.encode(), name))
    document = json.loads(text, parse_int=str, parse_float=str)
    for place, value in told:
        stands = jsonpointer.resolve_pointer(document, place[1:])
        assert value == {True: "true", False: "false"}.get(stands, stands)
    assert len({place for place, _ in told}) == len(told) == scalars_in_json(text)


@pytest.mark.parametrize("name", XML)
def test_every_value_of_real_xml(name):
    check_xml(content(name))


KEYS = st.sampled_from(["a", "b", "votes", "a/b", "~", "ë %|!#", "", "0"]) | st.text(max_size=3).filter(
    lambda key: key.isprintable()
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
MAPS = st.dictionaries(KEYS, st.fixed_dictionaries({"votes": SCALARS, "l": st.lists(SCALARS, max_size=2)}), min_size=3)
DOCUMENTS = st.recursive(
    SCALARS | MAPS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=40,
)


@given(DOCUMENTS)
@settings(max_examples=300, deadline=None)
def test_every_value_of_made_json(document):
    text = json.dumps(document)
    if scalars_in_json(text):
        check_json(text)


TAGS = st.sampled_from(["Contest", "Choice", "votes", "{urn:a}Name", "{urn:b}County"])
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=5).filter(
    lambda text: all(ord(c) not in (0xFFFE, 0xFFFF) for c in text)
)


@st.composite
def elements(draw, depth=0):
    element = etree.Element(draw(TAGS), {k: draw(TEXTS) for k in draw(st.lists(st.sampled_from("xyz"), unique=True))})
    element.text = draw(TEXTS)
    for _ in range(draw(st.integers(0, 3 if depth < 3 else 0))):
        child = draw(elements(depth + 1))
        child.tail = draw(st.just("\n ") | TEXTS)
        element.append(child)
    return element


@given(elements())
@settings(max_examples=200, deadline=None)
def test_every_value_of_made_xml(element):
    data = etree.tostring(element, encoding="utf-8", xml_declaration=True)
    if scalars_in_xml(element.getroottree()):
        check_xml(data)


def test_tables_of_lists():
    text = """{"race": "Mayor", "places": [
        {"place": {"name": "A b"}, "share": 12.50, "votes": [{"who": "X", "n": 1}, {"who": "Y", "n": 1e3}]},
        {"place": {"name": "C"}, "share": 0.0, "votes": []}]}"""
    race, places, votes = read_json(text.encode(), "r.json")
    assert [race.at, places.at, votes.at] == ["", "places", "places/votes"]
    assert [race.is_document, places.is_document, votes.is_document] == [True, False, False]
    assert texts(places, "race", "places/place/name", "places/share") == [
        ("Mayor", "A b", "12.50"),
        ("Mayor", "C", "0.0"),
    ]
    assert texts(votes, "race", "places/place/name", "places/votes/who", "places/votes/n") == [
        ("Mayor", "A b", "X", "1"),
        ("Mayor", "A b", "Y", "1e3"),
    ]
    cell = votes.rows["places/votes/n"][1]
    assert votes.objects.filter(line=cell["line"])["at"][0] + votes.keys[cell["cell"]] == "#/places/0/votes/1/n"


@pytest.mark.parametrize(
    ("text", "at", "rows"),
    [
        ('[{"a": 1}, {"a": 2}]', "", [{"a": "1"}, {"a": "2"}]),
        ('[["name", 1], ["A", 1]]', "", [{"0": "name", "1": "1"}, {"0": "A", "1": "1"}]),
        ('[["name", "n"], ["A", 1]]', "", [{"name": "name", "n": "n"}, {"name": "A", "n": "1"}]),
        ('{"columns": ["who", "n"], "r": [["A", 1]]}', "r", [{"r/who": "A", "r/n": "1"}]),
        ('{"fields": [{"id": "who"}, {"id": "n"}], "r": [["A", 1]]}', "r", [{"r/who": "A", "r/n": "1"}]),
        ('{"who": ["A", "B"], "n": [1, 2]}', "*", [{"*/who": "A", "*/n": "1"}, {"*/who": "B", "*/n": "2"}]),
        (
            '[{"u": "X", "who": ["A", "B"], "n": [1, 2]}]',
            "*",
            [{"u": "X", "*/who": "A", "*/n": "1"}, {"u": "X", "*/who": "B", "*/n": "2"}],
        ),
        ('{"r": [["A", 1], ["B", 2]]}', "r", [{"r/0": "A", "r/1": "1"}, {"r/0": "B", "r/1": "2"}]),
        ('{"r": ["A", "B"]}', "r", [{"r": "A"}, {"r": "B"}]),
        ('{"r": [[{"a": 1}], [{"a": 2}]]}', "r/*", [{"r/*/a": "1"}, {"r/*/a": "2"}]),
        (
            '{"r": {"X": {"n": 1}, "Y": {"n": 2}, "Z": {"n": 3}}}',
            "r",
            [{"r/@key": "X", "r/n": "1"}, {"r/@key": "Y", "r/n": "2"}, {"r/@key": "Z", "r/n": "3"}],
        ),
        ('{"X": {"n": 1}, "Y": {"m": 2}, "Z": {"k": 3}}', "", [{"X/n": "1", "Y/m": "2", "Z/k": "3"}]),
        (
            '{"X": {"A": {"n": 1}}, "Y": {"B": {"n": 2}, "C": {"n": 3}, "D": {"n": 4}}, "Z": {"A": {"n": 5}}}',
            "*",
            [{"@key": k, "*/@key": o, "*/n": n} for k, o, n in ["XA1", "YB2", "YC3", "YD4", "ZA5"]],
        ),
        (
            '{"X": [{"n": 1}], "Y": [{"n": 2}, {"n": 3}], "Z": []}',
            "*",
            [{"@key": "X", "*/n": "1"}, {"@key": "Y", "*/n": "2"}, {"@key": "Y", "*/n": "3"}],
        ),
        ('{"c": [{"v": {"n": 1}}, {"v": [{"n": 2}, {"n": 3}]}]}', "c/v", [{"c/v/n": n} for n in "123"]),
    ],
)
def test_what_is_a_list(text, at, rows):
    table = next(table for table in read_json(text.encode(), "r.json") if table.at == at)
    names = list(dict.fromkeys(name for row in rows for name in row))
    assert texts(table, *names) == [tuple(row.get(name) for name in names) for row in rows]


def test_many_numbers_are_a_map():
    counts = {f"Unit {i}": i for i in range(50)}
    for document, at, place in ((counts, "@value", "#/Unit%2049"), ({"a": counts}, "a", "#/a/Unit%2049")):
        (table,) = read_json(json.dumps(document).encode(), "r.json")
        key = "@key" if at == "@value" else "a/@key"
        assert texts(table, key, at) == [(f"Unit {i}", str(i)) for i in range(50)]
        assert table.objects["at"][-1] == place
    (table,) = read_json(json.dumps([counts]).encode(), "r.json")
    assert len(table.columns) == 50


@given(MAPS)
@settings(max_examples=50, deadline=None)
def test_keys_of_maps_stand_where_their_things_do(document):
    table = next(table for table in read_json(json.dumps(document).encode(), "r.json") if "@key" in table.columns)
    at = dict(table.objects.iter_rows())
    told = [(at[cell["line"]], cell["text"]) for cell in table.rows["@key"].to_list()]
    assert [key for _, key in told] == list(document)
    assert all(in_json(json.dumps(document), place) == in_json(json.dumps(document[key]), "#") for place, key in told)


HUGE = {
    "a long text": (read_json, lambda: b'{"a": "' + b"x" * 100_000_000 + b'"}', "100,000,000 characters"),
    "values": (read_json, lambda: b"[" + b"1," * 50_000_000 + b"1]", "more than 3,000,000 values"),
    "nesting": (read_json, lambda: b"[" * 2_900_000, "nested more than 100 deep"),
    "keys": (read_json, lambda: b"[" + b",".join(b'{"k%d":""}' % i for i in range(300_000)) + b"]", "20,000 columns"),
    "bytes": (read_json, lambda: b" " * 200_000_000, "134,217,728 are not read"),
    "a long text in XML": (read_xml, lambda: b"<a>" + b"x" * 100_000_000 + b"</a>", "100,000,000 characters"),
    "elements": (read_xml, lambda: b"<a>" + b"<b/>" * 20_000_000 + b"</a>", "more than 3,000,000 values"),
    "nesting in XML": (read_xml, lambda: b"<a>" * 2_900_000, "nested more than 100 deep"),
    "names": (read_xml, lambda: b"<a>" + b"".join(b"<a%d/>" % i for i in range(300_000)), "20,000 columns"),
    "a long attribute": (read_xml, lambda: b"<a b='" + b"x" * 100_000_000, "r:L1: what begins here does not end"),
}


@pytest.mark.heavy
@pytest.mark.parametrize("case", HUGE)
def test_what_is_huge_is_refused_soon(case):
    read, data, message = HUGE[case]
    content = data()
    with within(10), pytest.raises(InputError, match=message):
        read(content, "r")


def test_lines_of_json():
    rows, *_ = read_json_lines(b'\xef\xbb\xbf{"a": 1}\r\n\n{"a": 2}\n', "r.jsonl")
    assert sorted(found([rows]).values()) == [("#/0/a", "1"), ("#/2/a", "2")]
    assert not rows.is_document
    with pytest.raises(InputError, match=r"^r.jsonl:L3: column 7 is no JSON"):
        read_json_lines(b'{"a": 1}\n\n{"a": }', "r.jsonl")


def test_names_of_xml():
    data = b"""<r xmlns:a="urn:a" xmlns:b="urn:b"><a:n>1</a:n><b:n>2</b:n><b:m b:x="3">4</b:m></r>"""
    (table,) = read_xml(data, "r.xml")
    assert texts(table, "r/a:n", "r/b:n", "r/m/@x", "r/m") == [("1", "2", "3", "4")]
    data = b"""<r xmlns="urn:r"><n>1</n><b:n xmlns:b="urn:b">2</b:n><n xmlns="urn:c">3</n></r>"""
    (table,) = read_xml(data, "r.xml")
    assert texts(table, "r/Q{urn:r}n", "r/b:n", "r/Q{urn:c}n") == [("1", "2", "3")]
    (table,) = read_xml(data.replace(b'<n xmlns="urn:c">3</n>', b""), "r.xml")
    assert texts(table, "r/n", "r/b:n") == [("1", "2")]


def test_columns_are_in_the_order_of_the_document():
    table = read_json(b'{"u": 1, "ids": ["x"], "o": {"p": 2}, "l": [{"q": 3}, {"r": 4, "q": 5}]}', "r.json")[-1]
    assert table.columns == ["u", "o/p", "l/q", "l/r"]
    assert [table.keys[cell] for cell in sorted(table.keys)] == ["/u", "/o/p", "", "/q", "/r"]


def test_an_element_alone_is_in_a_list_where_that_is_asked():
    data = b"<r><c><n>1</n></c></r>"
    assert [table.at for table in read_xml(data, "r.xml")] == ["r"]
    (table,) = read_xml(data, "r.xml", lists=["r/c"])
    assert found([table]) == {(2, 1): ("#/r/c/n", "1")}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_encodings(encoding):
    (table,) = read_json('{"ë": "ж"}'.encode(encoding), "r.json")
    assert found([table]) == {(1, 1): ("#/ë", "ж")}
    (table,) = read_xml("<ë>ж</ë>".encode(encoding), "r.xml")
    assert found([table]) == {(1, 1): ("#/ë", "ж")}


def test_a_declared_encoding():
    (table,) = read_xml('<?xml version="1.0" encoding="windows-1251"?><r>ж</r>'.encode("cp1251"), "r.xml")
    assert found([table]) == {(1, 1): ("#/r", "ж")}


LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>'

REFUSED = {
    "a key twice": (read_json, b'{"a": [{}, {"x y": {"k": 1, "k": 2}}]}', r"^r:?#/a/1/x%20y: the key 'k' stands twice"),
    "NaN": (read_json, b'{"a": [1, NaN]}', r"^r#/a/1: NaN is no value of JSON"),
    "infinity": (read_json, b"[-Infinity]", r"^r#/0: -Infinity is no value"),
    "deep": (read_json, b"[" * 100_000, r"^r: the file is nested more than 100 deep"),
    "deep and whole": (read_json, b"[" * 900 + b"1" + b"]" * 900, r"^r: the file is nested more than 100 deep"),
    "deep objects": (read_json, b'{"a":' * 500 + b"1" + b"}" * 500, r"^r: the file is nested more than 100 deep"),
    "cut off": (read_json, b'{"a": [1, 2', r"^r:L1: column 12 is no JSON.*\n  The file seems to be cut off"),
    "cut off in a text": (read_json, b'{"a": "x', r"^r:L1: column 7 is no JSON.*\n  The file seems to be cut off"),
    "empty": (read_json, b" \n", r"^r: the file is empty"),
    "lines": (read_json, b'{"a": 1}\n{"a": 2}', r"^r:L2: column 1 is no JSON: Extra data\n  Are these JSON lines"),
    "no text": (read_json, b'{"a": "\xff"}', r"^r: byte 8 of the file is not UTF-8"),
    "half a character": (read_json, rb'["\ud800"]', r"^r: a value of '@value' has half a character"),
    "a long value": (read_json, b'["' + b"x" * 2_000_000 + b'"]', r"^r: a value of '@value' has 2,000,000 characters"),
    "laughs": (read_xml, LAUGHS, r"^r:L1: the file defines an entity, 'a'"),
    "a file": (read_xml, b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>', r"^r:L1: .* entity, 'x'"),
    "a parameter": (read_xml, b'<!DOCTYPE r [<!ENTITY % x SYSTEM "http://x/y"> %x;]><r/>', r"^r:L1: .* entity, 'x'"),
    "another file": (
        read_xml,
        b'<!DOCTYPE r SYSTEM "r.dtd"><r>&x;</r>',
        r"^r:L1: what the entity 'x' stands for is not",
    ),
    "an entity": (read_xml, b"<r>&x;</r>", r"^r:L1: column 4 is no XML: undefined entity"),
    "deep XML": (read_xml, b"<r>" * 100_000, r"^r: the file is nested more than 100 deep"),
    "XML cut off": (read_xml, b"<r><a>1</a><a", r"^r:L1: column 12 is no XML: unclosed token\n  .*cut off"),
    "an attribute twice": (read_xml, b'<r a="1" a="2"/>', r"^r:L1: column 10 is no XML: duplicate attribute"),
    "no XML": (read_xml, b"a,b\n1,2\n", r"^r:L1: column 1 is no XML: syntax error"),
    "an encoding": (read_xml, b'<?xml version="1.0" encoding="rot13"?><r/>', r"^r: .*rot13"),
    "a wrong encoding": (read_xml, b'<?xml version="1.0" encoding="ascii"?><r>\xff</r>', r"^r: byte 42 .* not ascii"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case):
    read, data, message = REFUSED[case]
    with pytest.raises(InputError, match=message):
        read(data, "r")


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (Limits(size=10), "the file has 30 bytes; more than 10 are not read"),
        (Limits(values=4), "the file has more than 4 values"),
        (Limits(columns=2), "the file has more than 2 columns, each a way of keys that leads to values"),
        (Limits(nesting=1), "the file is nested more than 1 deep"),
        (Limits(cells=3), "the list 'a' is a table of 2 rows and 2 columns; more than 3 cells are not read"),
    ],
)
def test_limits(limits, message):
    for read, data in ((read_json, b'{"a": [{"x":1,"y":2},{"x":3}]}'), (read_xml, b"<a><b x='1'/><b y='222222'/></a>")):
        with pytest.raises(InputError) as error:
            read(data.ljust(30), "r", limits)[-1].rows  # noqa: B018
        assert error.value.problem.replace("'a/b'", "'a'").replace("32 bytes", "30 bytes") == message


def test_virginia_adds_up():
    """Votes in each locality are the shares that the file prints of them."""
    *_, votes = read_json(content("us-2020/virginia-house-11.json"), "r.json")
    columns = ("Localities/Locality/LocalityName", "Localities/Candidates/Votes", "Localities/Candidates/Percentage")
    rows = [(name, int(number), share) for name, number, share in texts(votes, *columns)]
    assert len(rows) == 9
    for name, number, share in rows:
        whole = sum(other for at, other, _ in rows if at == name)
        assert f"{100 * number / whole:.2f}%" == share
