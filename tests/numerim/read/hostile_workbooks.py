"""Workbooks that mean harm, or are none, and what becomes of each: read in one process, with its time and memory.

    python -m tests.numerim.read.hostile_workbooks

Prints a JSON object: name -> what was said or read, seconds of processor time, and the most
memory of the process so far in MiB.
"""

import json
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from numerim.errors import InputError
from numerim.read.workbook import read_workbook
from tests.numerim.read.workbooks import ods, ole, packed, rows, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12)) + "]>"
)
OUTSIDE = '<!DOCTYPE l [<!ENTITY a11 SYSTEM "file:///etc/passwd">]>'


def zeros(size: int, told: int | None = None, name: bytes = b"xl/worksheets/sheet1.xml") -> bytes:
    """A workbook with a part that is a run of zeros, which its list of parts may tell to be shorter."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = block * (size >> 20) + b"\x03\x00"
    told = size if told is None else told
    start = xlsx(None)
    end = start.rindex(b"PK\x05\x06")
    count, length, offset = struct.unpack("<HII", start[end + 10 : end + 20])
    head = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, 0, len(packed), told, len(name), 0)
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name
    local = b"PK\x03\x04" + head + name + packed
    directory = start[offset : offset + length] + entry
    last = struct.pack("<HHHHIIH", 0, 0, count + 1, count + 1, len(directory), offset + len(local), 0)
    return start[:offset] + local + directory + b"PK\x05\x06" + last


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _round(content: bytes) -> bytes:
    """A container whose stream of records leads back to its own start."""
    at = 512 + 4 * 9  # the last of the eight sectors of the stream
    return content[:at] + struct.pack("<I", 2) + content[at + 4 :]


def _of_2003(table: str) -> bytes:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return f'<Workbook xmlns="{space}"><Worksheet Name="S"><Table>{table}</Table></Worksheet></Workbook>'.encode()


def bad() -> dict[str, Callable[[], bytes]]:
    """What is refused, by name: what makes it."""
    good = xlsx(rows(f'<c r="A1" t="inlineStr"><is><t>{"x" * 5000}</t></is></c>'))
    shared = [f'<c r="{chr(65 + i % 26)}{1 + i // 26}" t="s"><v>0</v></c>' for i in range(100_000)]
    repeated = 'table:number-columns-repeated="16384"'
    value = '<table:table-cell office:value-type="float" office:value="1" {}/>'
    return {
        "bomb of zeros": lambda: zeros(4000 << 20),
        "bomb that lies": lambda: zeros(900 << 20, told=1000),
        "bomb within limits": lambda: zeros(400 << 20),
        "bomb in a bomb": lambda: packed(a_zip=packed(b_zip=zeros(100 << 20))),
        "far cell": lambda: xlsx(rows(['<c r="A1"><v>1</v></c>', '<c r="XFD1048576"><v>1</v></c>'])),
        "far cells, without places": lambda: xlsx(
            '<sheetData><row r="900000"><c r="ZZ900000"><v>1</v></c></row></sheetData>'
        ),
        "row without end": lambda: xlsx(f'<sheetData><row r="{"9" * 5000}"><c><v>1</v></c></row></sheetData>'),
        "column without end": lambda: xlsx(rows([f'<c r="{"Z" * 5000}1"><v>1</v></c>'])),
        "place that is none": lambda: xlsx(rows(['<c r="1A"><v>1</v></c>'])),
        "laughs in a sheet": lambda: xlsx(rows(["<c><v>&a11;</v></c>"]), doctype=LAUGHS),
        "laughs in texts": lambda: xlsx(rows([]), strings="<si><t>&a11;</t></si>", strings_doctype=LAUGHS),
        "entity of a file": lambda: xlsx(rows(["<c><v>&a11;</v></c>"]), doctype=OUTSIDE),
        "deep nesting": lambda: xlsx("<a>" * 5_000_000),
        "deep nesting of cells": lambda: xlsx("<sheetData><row>" + "<c>" * 3_000_000),
        "one text in many cells": lambda: xlsx(
            rows(shared),
            strings=f"<si><t>{'x' * 32767}</t></si>",
        ),
        "many texts": lambda: xlsx(rows([]), strings="<si/>" * 12_000_000),
        "many styles": lambda: xlsx(rows([]), styles='<xf numFmtId="2"/>' * 200_000),
        "many merged cells": lambda: xlsx(
            "<sheetData/><mergeCells>" + '<mergeCell ref="A1:B2"/>' * 1_100_000 + "</mergeCells>"
        ),
        "many sheets": lambda: xlsx(rows([]), sheets=1100),
        "many cells": lambda: xlsx(rows(["<c/>" * 10_100_000])),
        "many columns": lambda: xlsx(rows(["<c><v>1</v></c>"] * 70_000)),
        "many columns in ods": lambda: ods(
            f"<table:table-row>{value.format(repeated.replace('16384', '70000'))}</table:table-row>"
        ),
        "cell that stands twice": lambda: xlsx(
            rows(['<c r="A1"><v>4</v></c>', '<c r="B1"/>', '<c r="A1"><v>3</v></c>'])
        ),
        "row that stands twice": lambda: xlsx(
            '<sheetData><row r="1"><c><v>4</v></c></row><row r="1"><c><v>3</v></c></row></sheetData>'
        ),
        "XML in UTF-16": lambda: xlsx('<?xml version="1.0" encoding="UTF-16"?><worksheet/>'.encode("utf-16")),
        "XML that is none": lambda: xlsx(b"<worksheet><sheetData>"),
        "bytes that are no text": lambda: xlsx(b"<worksheet>\xff\xfe\x00</worksheet>"),
        "sheet that is not there": lambda: xlsx(None),
        "no sheets": lambda: xlsx(sheets=0),
        "cut in half": lambda: good[: len(good) // 2],
        "cut at the end": lambda: good[:-30],
        "one byte changed": lambda: good.replace(good[900:910], bytes(10)),
        "nothing": lambda: b"",
        "zeros": lambda: bytes(5000),
        "text": lambda: b"unit,votes\nA,1\n",
        "text in UTF-16": lambda: "unit;votes\nA;1\n".encode("utf-16"),
        "page": lambda: b"\xef\xbb\xbf\n<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>",
        "part of a page": lambda: b"<table border=1><tr><td>1</td></tr></table>",
        "PDF": lambda: b"%PDF-1.7\n" + bytes(100),
        "JSON": lambda: b'{"a": [1]}',
        "gzip": lambda: b"\x1f\x8b\x08" + bytes(100),
        "Numbers": lambda: packed(Index__Document_iwa=b"x"),
        "Word": lambda: packed(word__document_xml=b"<w/>"),
        "archive": lambda: packed(results_csv=b"a,b\n"),
        "locked xlsx": lambda: ole(EncryptionInfo=b"", EncryptedPackage=b""),
        "other OLE": lambda: ole(WordDocument=b""),
        "broken OLE": lambda: OLE + bytes(5000),
        "broken xls": lambda: ole(Workbook=b"many words"),
        "xls that goes round": lambda: _round(ole(Workbook=b"many words")),
        "many parts": lambda: packed(**{f"p{i}": b"" for i in range(20_001)}),
        "bomb in its kind": lambda: zeros(900 << 20, name=b"mimetype"),
        "locked xls": lambda: (
            record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + record(0x2F, bytes(54)) + record(10, b"")
        ),
        "ods without end": lambda: ods(
            f'<table:table-row table:number-rows-repeated="1048576">{value.format(repeated)}</table:table-row>'
        ),
        "ods that is far": lambda: ods(
            f'<table:table-row table:number-rows-repeated="{10**30}"/>'
            f"<table:table-row>{value.format('')}</table:table-row>"
        ),
        "ods of one text": lambda: ods(
            '<table:table-row table:number-rows-repeated="9000"><table:table-cell table:number-columns-repeated="1000" '
            f'office:value-type="string"><text:p>{"x" * 50_000}</text:p></table:table-cell></table:table-row>'
        ),
        "ods of spaces": lambda: ods(
            '<table:table-row><table:table-cell office:value-type="string"><text:p>'
            + '<text:s text:c="999999999"/>' * 100_000
            + "</text:p></table:table-cell></table:table-row>"
        ),
        "ods that laughs": lambda: ods("<table:table-row><text:p>&a11;</text:p></table:table-row>", doctype=LAUGHS),
        "ods with a wrong number": lambda: ods(
            '<table:table-row><table:table-cell office:value-type="float" office:value="x"/></table:table-row>'
        ),
        "XML of 2003 that is far": lambda: _of_2003(
            f'<Row Index="{1 << 30}"><Cell Index="9"><Data>1</Data></Cell></Row>'
        ),
        "XML of 2003 that goes back": lambda: _of_2003(
            '<Row Index="3"/><Row Index="2"><Cell><Data>1</Data></Cell></Row>'
        ),
        "XML of 2003 that laughs": lambda: LAUGHS.encode() + _of_2003("<Row><Cell><Data>&a11;</Data></Cell></Row>"),
        "locked ods": lambda: ods("", manifest='<manifest:encryption-data xmlns:manifest="m"/>'),
        "ods without a sheet": lambda: packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
    }


def main() -> None:
    """Read them all."""
    found = {}
    for name, make in bad().items():
        content = make()
        start = time.process_time()
        try:
            read = read_workbook(content, "r.xlsx")
            said = f"READ {[sheet.cells.shape for sheet in read]}"
        except InputError as error:
            said = str(error)
        except Exception as error:
            said = f"FELL {type(error).__name__}: {error}"
        most = _peak()
        found[name] = [said, round(time.process_time() - start, 2), most]
    print(json.dumps(found))


def _peak() -> int:
    """The memory of this process at its peak, in MiB; `getrusage` would tell that of the process that started it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) >> 10


if __name__ == "__main__":
    main()
