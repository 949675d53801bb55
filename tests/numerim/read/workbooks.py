"""Small workbooks written by hand: XML and records that libraries do not write."""

import struct
from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


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


def packed(**parts: bytes) -> bytes:
    """An archive; `__` stands for a slash and `_` for a point."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return content.getvalue()


def _record(kind, data=b""):
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = bytes([len(data)]) if len(data) < 128 else bytes([len(data) & 0x7F | 0x80, len(data) >> 7])
    return head + length + data


def _wide(word):
    return struct.pack("<I", len(word)) + word.encode("utf-16-le")


def binary(rows, *, hidden_row=None, hidden_columns=None, merged=None, state=0):
    """An .xlsb of one sheet; a cell is its record's kind, style and value."""
    codes = {164: "0.0", 10: None, 14: None}
    styles = (
        _record(278)
        + _record(615, struct.pack("<I", 1))
        + _record(44, struct.pack("<H", 164) + _wide("0.0"))
        + _record(616)
    )
    xfs = b"".join(_record(47, struct.pack("<HH", 0, code) + bytes(10) + b"\x3f\x00") for code in (0, *codes))
    styles += _record(617, struct.pack("<I", 4)) + xfs + _record(618) + _record(279)
    sheet = _record(129) + _record(
        148, struct.pack("<IIII", 0, max(rows) - 1, 0, max(max(one) for one in rows.values()) - 1)
    )
    if hidden_columns:
        first, last = hidden_columns
        column = _record(60, struct.pack("<IIIIH", first - 1, last - 1, 2560, 0, 1))
        sheet += _record(390) + column + _record(391)
    sheet += _record(145)
    for row, cells in rows.items():
        flags = 0x10 if row == hidden_row else 0
        sheet += _record(0, struct.pack("<IIHBBBI", row - 1, 0, 300, 0, flags, 0, 0))
        for column, (kind, style, value) in cells.items():
            sheet += _record(kind, struct.pack("<II", column - 1, style) + value)
    sheet += _record(146)
    if merged:
        sheet += _record(177, struct.pack("<I", 1)) + _record(176, struct.pack("<IIII", *merged)) + _record(178)
    sheet += _record(130)
    bundle = struct.pack("<II", state, 1) + _wide("rId1") + _wide("Sheet1")
    book = _record(131) + _record(143) + _record(156, bundle) + _record(144) + _record(132)
    base = "http://schemas.openxmlformats.org"
    office = f"{base}/officeDocument/2006/relationships"
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        kind = "application/vnd.ms-excel"
        parts = {"workbook": "sheet.binary.macroEnabled.main", "worksheets/sheet1": "worksheet", "styles": "styles"}
        overrides = "".join(
            f'<Override PartName="/xl/{name}.bin" ContentType="{kind}.{what}"/>' for name, what in parts.items()
        )
        rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        types = f'<Types xmlns="{base}/package/2006/content-types">{rels}{overrides}</Types>'
        archive.writestr("[Content_Types].xml", types)
        root = f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.bin"/>'
        archive.writestr(
            "_rels/.rels", f'<Relationships xmlns="{base}/package/2006/relationships">{root}</Relationships>'
        )
        related = f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.bin"/>'
        related += f'<Relationship Id="rId2" Type="{office}/styles" Target="styles.bin"/>'
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{base}/package/2006/relationships">{related}</Relationships>',
        )
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/styles.bin", styles)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return content.getvalue()


def ole(**streams: bytes) -> bytes:
    """A container of Office with these streams, each in sectors of its own."""
    sector = 512
    entries, table, body = [], [0xFFFFFFFD, 0xFFFFFFFE], b""

    def entry(name: str, kind: int, first: int, size: int, child: int = 0xFFFFFFFF, after: int = 0xFFFFFFFF) -> bytes:
        word = name.encode("utf-16-le") + b"\0\0"
        head = word.ljust(64, b"\0") + struct.pack("<HBBIII", len(word), kind, 1, 0xFFFFFFFF, after, child)
        return head + bytes(36) + struct.pack("<III", first, size, 0)

    for i, (name, data) in enumerate(streams.items(), 1):
        data = data.ljust(4096, b"\0")
        data += bytes(-len(data) % sector)
        first, count = len(table), len(data) // sector
        table += [*range(first + 1, first + count), 0xFFFFFFFE]
        entries.append(entry(name, 2, first, len(data), after=i + 1 if i < len(streams) else 0xFFFFFFFF))
        body += data
    directory = (entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + b"".join(entries)).ljust(sector, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += (
        struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0) + struct.pack("<I", 0xFFFFFFFF) * 108
    )
    table += [0xFFFFFFFF] * (128 - len(table))
    return header + struct.pack("<128I", *table) + directory + body


REAL, RK, WORD, ERROR, SUM, ON = 5, 2, 6, 3, 9, 4
BINARY = {
    1: {1: (WORD, 0, _wide("unit")), 2: (WORD, 0, _wide("share")), 3: (WORD, 0, _wide("é"))},
    2: {1: (WORD, 0, _wide("A")), 2: (REAL, 1, struct.pack("<d", 68.0997)), 3: (RK, 0, struct.pack("<I", 42 << 2 | 2))},
    3: {1: (ON, 0, b"\x01"), 2: (REAL, 2, struct.pack("<d", 0.319)), 3: (RK, 0, struct.pack("<I", 4250 << 2 | 3))},
    4: {
        1: (ERROR, 0, b"\x17"),
        2: (REAL, 3, struct.pack("<d", 44138)),
        3: (SUM, 0, struct.pack("<dHI", 7, 0, 3) + b"\x1e\x07\x00" + bytes(4)),
    },
    6: {2: (REAL, 1, struct.pack("<d", 5))},
}
BINARY_ROWS = [
    ["unit", "share", "é"],
    ["A", "68.1", "42"],
    ["TRUE", "31.90%", "42.5"],
    ["#REF!", "2020-11-03", "7"],
    [None, None, None],
    [None, "5.0", None],
]

OLD_XML = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">
 <ss:Styles>
  <ss:Style ss:ID="Default"/>
  <ss:Style ss:ID="s1"><ss:NumberFormat ss:Format="0.0"/></ss:Style>
  <ss:Style ss:ID="s2"><ss:NumberFormat ss:Format="Percent"/></ss:Style>
  <ss:Style ss:ID="s3"><ss:NumberFormat ss:Format="yyyy\\-mm\\-dd"/></ss:Style>
 </ss:Styles>
 <ss:Worksheet ss:Name="1">
  <ss:Table>
   <ss:Column ss:Index="3" ss:Hidden="1"/>
   <ss:Row><ss:Cell ss:MergeAcross="1"><ss:Data ss:Type="String">unit &amp; </ss:Data></ss:Cell>
    <ss:Cell><ss:Data ss:Type="String">votes</ss:Data></ss:Cell></ss:Row>
   <ss:Row ss:Index="3" ss:Hidden="1">
    <ss:Cell ss:Index="2" ss:StyleID="s1"><ss:Data ss:Type="Number">68.0997</ss:Data></ss:Cell>
    <ss:Cell><ss:Data ss:Type="Number">1234</ss:Data></ss:Cell></ss:Row>
   <ss:Row><ss:Cell ss:StyleID="s3"><ss:Data ss:Type="DateTime">2020-11-03T00:00:00.000</ss:Data></ss:Cell>
    <ss:Cell ss:StyleID="s2"><ss:Data ss:Type="Number">0.681</ss:Data></ss:Cell>
    <ss:Cell ss:Formula="=6+1"><ss:Data ss:Type="Number">7</ss:Data></ss:Cell>
    <ss:Cell><ss:Data ss:Type="Boolean">1</ss:Data></ss:Cell></ss:Row>
  </ss:Table>
 </ss:Worksheet>
 <ss:Worksheet ss:Name="2">
  <ss:Table><ss:Row><ss:Cell><ss:Data ss:Type="String">away</ss:Data></ss:Cell></ss:Row></ss:Table>
  <x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>
 </ss:Worksheet>
</ss:Workbook>"""
OLD_XML_ROWS = [
    ["unit & ", None, "votes", None],
    [None, None, None, None],
    [None, "68.1", "1234", None],
    ["2020-11-03", "68.10%", "7", "TRUE"],
]
