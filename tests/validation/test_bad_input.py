"""Files that are broken far down, beyond every sample: never a shorter table that is called valid."""

import pytest

from tests.validation.told import of_numerim, of_stock

ROWS = 20_000
SCHEMA = {
    "fields": [
        {"name": "id", "type": "integer"},
        {"name": "name", "type": "string"},
        {"name": "votes", "type": "integer"},
    ]
}
HEADER = b"id,name,votes\n"


def table(rows):
    return HEADER + b"".join(b"%d,Unit %d,%d\n" % (n, n, n * 7 % 1000) for n in range(1, rows + 1))


BROKEN = {
    "a broken byte in the last row": lambda data: data[:-6] + b"\xff" + data[-6:],
    "a broken byte after a megabyte": lambda data: data[: len(data) * 9 // 10] + b"\xc3" + data[len(data) * 9 // 10 :],
    "a quote that never closes": lambda data: data.replace(b",Unit 19990,", b',"Unit 19990,'),
    "a quote that closes rows later": lambda data: data.replace(b",Unit 15000,", b',"Unit,').replace(
        b",Unit 15100,", b',",'
    ),
    "cut in a row": lambda data: data[:-9],
    "cut in a cell": lambda data: data[:-2],
    "more than 64 bits": lambda data: data[:-1] + b"9" * 25 + b"\n",
    "line ends that are CR": lambda data: data.replace(b"\n", b"\r"),
    "one line end that is CR": lambda data: data.replace(b"\n19000,", b"\r19000,"),
    "a NUL in a cell": lambda data: data.replace(b"Unit 19000,", b"Unit\x0019000,"),
    "a NUL as a row": lambda data: data.replace(b"\n19000,", b"\n\x00\n19000,"),
    "an end of file in the middle": lambda data: data.replace(b"\n19000,", b"\n\x1a19000,"),
    "a BOM in the middle": lambda data: data.replace(b"\n19000,", b"\n\xef\xbb\xbf19000,"),
    "another delimiter": lambda data: data.replace(b"\n19000,Unit 19000,", b"\n19000;Unit 19000;"),
    "a cell too many": lambda data: data.replace(b"\n19000,", b"\n1,19000,"),
    "a blank row": lambda data: data.replace(b"\n19000,", b"\n\n19000,"),
    "a cell of a megabyte": lambda data: data.replace(b"Unit 19000,", b"x" * 1_100_000 + b","),
    "a line feed in a cell": lambda data: data.replace(b"Unit 19000,", b'"Unit\n19000",').replace(b"19001,U", b"x,U"),
    "a quote in a cell": lambda data: data.replace(b"Unit 19000,", b'Unit "19000",'),
    "text after a quoted cell": lambda data: data.replace(b"Unit 19000,", b'"Unit" 19000,'),
    "nothing": lambda data: data,
}
RIGHT = {
    "nothing",
    "line ends that are CR",
    "one line end that is CR",
    "cut in a cell",
    "more than 64 bits",
    "a NUL in a cell",
}
RIGHT |= {"a cell of a megabyte", "a quote in a cell", "text after a quoted cell", "a quote that closes rows later"}
"""Here stock finds nothing wrong."""


@pytest.mark.parametrize("name", BROKEN)
def test_as_stock_says_of_what_is_broken_far_down(name, tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(BROKEN[name](table(ROWS)))
    stock = of_stock(path, SCHEMA)
    assert of_numerim(path, SCHEMA) == stock
    assert stock[0] is (name in RIGHT)


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["a broken byte in the last row", "a quote that never closes"])
def test_in_a_million_rows(name, tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(BROKEN[name](table(1_000_000)))
    assert of_numerim(path, SCHEMA) == of_stock(path, SCHEMA)
