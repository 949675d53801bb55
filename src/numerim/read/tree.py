"""Nested formats as tables of records: JSON, JSON lines, XML."""

from numerim.read.jsontree import read_json, read_json_lines
from numerim.read.records import Limits, Records
from numerim.read.xmltree import read_xml

__all__ = ["Limits", "Records", "read_json", "read_json_lines", "read_xml"]
