"""Workbooks that mean harm, or are none, and what becomes of each: read in one process, with its time and memory.

    python -m tests.numerim.read.hostile

Prints a JSON object: name -> what was said or read, seconds, and the most memory of the process so far in MiB.
"""

import json
import resource
import struct
import time
import zlib
from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from numerim.errors import InputError
from numerim.read.workbook import read_workbook

RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12)) + "]>"
)
OUTSIDE = '<!DOCTYPE l [<!ENTITY a11 SYSTEM "file:///etc/passwd">]>'


def xlsx(
    sheet: str | bytes | None = "",
    strings: str = "",
    doctype: str = "",
    strings_doctype: str = "",
    sheets: int = 1,
    styles: str = "",
    more: dict[str, bytes] | None = None,
    relations: str = "",
) -> bytes:
    """A workbook of which every sheet has the XML that is given between its tags."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        top = f'<Relationship Id="r" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}">{top}</Relationships>')
        names = "".join(f'<sheet name="S{i}" sheetId="{i}" r:id="r{i}"/>' for i in range(1, sheets + 1))
        book = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{names}</sheets></workbook>'
        archive.writestr("xl/workbook.xml", book)
        related = "".join(
            f'<Relationship Id="r{i}" Type="{RELATED}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            for i in range(1, sheets + 1)
        )
        related += f'<Relationship Id="t" Type="{RELATED}/sharedStrings" Target="sharedStrings.xml"/>'
        related += f'<Relationship Id="s" Type="{RELATED}/styles" Target="styles.xml"/>'
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">{related}{relations}</Relationships>'
        )
        archive.writestr("xl/sharedStrings.xml", f'{strings_doctype}<sst xmlns="{MAIN}">{strings}</sst>')
        archive.writestr("xl/styles.xml", f'<styleSheet xmlns="{MAIN}"><cellXfs>{styles}</cellXfs></styleSheet>')
        for i in range(1, sheets + 1) if sheet is not None else ():
            if isinstance(sheet, bytes):
                archive.writestr(f"xl/worksheets/sheet{i}.xml", sheet)
            else:
                archive.writestr(
                    f"xl/worksheets/sheet{i}.xml", f'{doctype}<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
                )
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return content.getvalue()


def ods(table: str, doctype: str = "", manifest: str = "<manifest/>") -> bytes:
    """A workbook of OpenDocument with one sheet."""
    content = BytesIO()
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr(
            "content.xml",
            f"{doctype}<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="T">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return content.getvalue()


def rows(cells: Iterable[str]) -> str:
    """Sheet data with these cells in one row."""
    return f"<sheetData><row>{''.join(cells)}</row></sheetData>"


def zeros(size: int, told: int | None = None) -> bytes:
    """A workbook whose sheet is a run of zeros, which its list of parts may tell to be shorter."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = block * (size >> 20) + b"\x03\x00"
    name, told = b"xl/worksheets/sheet1.xml", size if told is None else told
    start = xlsx(None)
    end = start.rindex(b"PK\x05\x06")
    count, length, offset = struct.unpack("<HII", start[end + 10 : end + 20])
    head = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, 0, len(packed), told, len(name), 0)
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name
    local = b"PK\x03\x04" + head + name + packed
    directory = start[offset : offset + length] + entry
    last = struct.pack("<HHHHIIH", 0, 0, count + 1, count + 1, len(directory), offset + len(local), 0)
    return start[:offset] + local + directory + b"PK\x05\x06" + last


def packed(**parts: bytes) -> bytes:
    """An archive; `__` stands for a slash and `_` for a point."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return content.getvalue()


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def bad() -> dict[str, bytes]:
    """What is refused, by name."""
    good = xlsx(rows(f'<c r="A1" t="inlineStr"><is><t>{"x" * 5000}</t></is></c>'))
    shared = [f'<c r="{chr(65 + i % 26)}{1 + i // 26}" t="s"><v>0</v></c>' for i in range(100_000)]
    repeated = 'table:number-columns-repeated="16384"'
    value = '<table:table-cell office:value-type="float" office:value="1" {}/>'
    return {
        "bomb of zeros": zeros(4000 << 20),
        "bomb that lies": zeros(900 << 20, told=1000),
        "bomb within limits": zeros(400 << 20),
        "bomb in a bomb": packed(a_zip=packed(b_zip=zeros(100 << 20))),
        "far cell": xlsx(rows(['<c r="A1"><v>1</v></c>', '<c r="XFD1048576"><v>1</v></c>'])),
        "far cells, without places": xlsx('<sheetData><row r="900000"><c r="ZZ900000"><v>1</v></c></row></sheetData>'),
        "row without end": xlsx(f'<sheetData><row r="{"9" * 5000}"><c><v>1</v></c></row></sheetData>'),
        "column without end": xlsx(rows([f'<c r="{"Z" * 5000}1"><v>1</v></c>'])),
        "place that is none": xlsx(rows(['<c r="1A"><v>1</v></c>'])),
        "laughs in a sheet": xlsx(rows(["<c><v>&a11;</v></c>"]), doctype=LAUGHS),
        "laughs in texts": xlsx(rows([]), strings="<si><t>&a11;</t></si>", strings_doctype=LAUGHS),
        "entity of a file": xlsx(rows(["<c><v>&a11;</v></c>"]), doctype=OUTSIDE),
        "deep nesting": xlsx("<a>" * 5_000_000),
        "deep nesting of cells": xlsx("<sheetData><row>" + "<c>" * 3_000_000),
        "one text in many cells": xlsx(
            rows(shared),
            strings=f"<si><t>{'x' * 32767}</t></si>",
        ),
        "many texts": xlsx(rows([]), strings="<si/>" * 12_000_000),
        "many styles": xlsx(rows([]), styles='<xf numFmtId="2"/>' * 200_000),
        "many merged cells": xlsx(
            "<sheetData/><mergeCells>" + '<mergeCell ref="A1:B2"/>' * 1_100_000 + "</mergeCells>"
        ),
        "many sheets": xlsx(rows([]), sheets=1100),
        "many cells": xlsx(rows(["<c/>" * 10_100_000])),
        "number that is none": xlsx(rows(["<c><v>many</v></c>"])),
        "XML that is none": xlsx(b"<worksheet><sheetData>"),
        "bytes that are no text": xlsx(b"<worksheet>\xff\xfe\x00</worksheet>"),
        "sheet that is not there": xlsx(None),
        "no sheets": xlsx(sheets=0),
        "cut in half": good[: len(good) // 2],
        "cut at the end": good[:-30],
        "one byte changed": good.replace(good[900:910], bytes(10)),
        "nothing": b"",
        "zeros": bytes(5000),
        "text": b"unit,votes\nA,1\n",
        "text in UTF-16": "unit;votes\nA;1\n".encode("utf-16"),
        "page": b"\xef\xbb\xbf\n<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>",
        "part of a page": b"<table border=1><tr><td>1</td></tr></table>",
        "PDF": b"%PDF-1.7\n" + bytes(100),
        "JSON": b'{"a": [1]}',
        "gzip": b"\x1f\x8b\x08" + bytes(100),
        "Numbers": packed(Index__Document_iwa=b"x"),
        "Word": packed(word__document_xml=b"<w/>"),
        "archive": packed(results_csv=b"a,b\n"),
        "locked xlsx": OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500),
        "other OLE": OLE + bytes(500) + "WordDocument".encode("utf-16-le") + bytes(500),
        "broken xls": OLE + bytes(500) + "Workbook".encode("utf-16-le") + bytes(5000),
        "locked xls": record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
        + record(0x2F, bytes(54))
        + record(10, b""),
        "ods without end": ods(
            f'<table:table-row table:number-rows-repeated="1048576">{value.format(repeated)}</table:table-row>'
        ),
        "ods that is far": ods(
            f'<table:table-row table:number-rows-repeated="{10**30}"/>'
            f"<table:table-row>{value.format('')}</table:table-row>"
        ),
        "ods of one text": ods(
            '<table:table-row table:number-rows-repeated="9000"><table:table-cell table:number-columns-repeated="1000" '
            f'office:value-type="string"><text:p>{"x" * 50_000}</text:p></table:table-cell></table:table-row>'
        ),
        "ods of spaces": ods(
            '<table:table-row><table:table-cell office:value-type="string"><text:p>'
            + '<text:s text:c="999999999"/>' * 100_000
            + "</text:p></table:table-cell></table:table-row>"
        ),
        "ods that laughs": ods("<table:table-row><text:p>&a11;</text:p></table:table-row>", doctype=LAUGHS),
        "ods with a wrong number": ods(
            '<table:table-row><table:table-cell office:value-type="float" office:value="x"/></table:table-row>'
        ),
        "locked ods": ods("", manifest='<manifest:encryption-data xmlns:manifest="m"/>'),
        "ods without a sheet": packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
    }


def main() -> None:
    """Read them all."""
    found = {}
    for name, content in bad().items():
        start = time.perf_counter()
        try:
            read = read_workbook(content, "r.xlsx")
            said = f"READ {[sheet.cells.shape for sheet in read]}"
        except InputError as error:
            said = str(error)
        except Exception as error:
            said = f"FELL {type(error).__name__}: {error}"
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        found[name] = [said, round(time.perf_counter() - start, 2), most]
    print(json.dumps(found))


if __name__ == "__main__":
    main()
