"""What the fast way knows; everything else is judged by stock frictionless, and said so."""

from typing import Any

from frictionless.resources import TableResource

from numerim.validation import declared, parquet
from numerim.validation.accept import TYPES
from numerim.validation.delimited import Delimited

NO_TABLE = "it is no table"
"""Why stock judges what is no table: it has nothing to say of it."""
_OPTIONS = {
    "bare_number": "bareNumber",
    "group_char": "groupChar",
    "decimal_char": "decimalChar",
    "float_number": "floatNumber",
    "true_values": "trueValues",
    "false_values": "falseValues",
}
_CLAIMS = {
    *("required", "unique", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *("pattern", "enum"),
}


def reason_for_stock(resource: Any) -> str | None:
    """Why stock has to judge a resource; None: it can be judged here."""
    if not isinstance(resource, TableResource):
        return NO_TABLE
    if resource.format not in ("csv", "tsv", parquet.FORMAT) or resource.memory:
        return f"the format {resource.format or 'of data in the descriptor'}"
    if resource.remote:
        return "it is on the network"
    if resource.scheme not in ("file", "multipart"):
        return f"the scheme {resource.scheme}"
    if resource.schema:
        for field in resource.schema.fields:
            if not knows_field(field):
                return f'fields of the type "{field.type}"'
    if resource.format == parquet.FORMAT:
        return parquet.reason_for_stock(resource)
    return None


def open_table(resource: Any, *, guess: bool) -> None:
    """Open a table that can be judged here.

    Args:
        resource: the table.
        guess: what the dialect of a CSV does not say is guessed, as stock does; else it is as the standard has it.

    Raises:
        FrictionlessException: it cannot be opened.
    """
    if resource.format == parquet.FORMAT:
        parquet.open_here(resource)
    elif not guess:
        declared.take_as_declared(resource)
    resource.open()


def knows_field(field: Any) -> bool:
    """Whether the fast way knows what a field accepts."""
    return field.type in TYPES and set(field.constraints) <= _CLAIMS


def options_of(field: Any) -> dict[str, Any]:
    """The options of a field that its descriptor has, by their names there."""
    return {name: getattr(field, ours) for ours, name in _OPTIONS.items() if field.has_defined(ours)}


def in_blocks(resource: Any) -> bool:
    """Whether an open table can be cut into blocks of bytes."""
    if resource.multipart or resource.compression not in ("", "gz", None) or not isinstance(resource.normpath, str):
        return False
    dialect = resource.dialect
    if dialect.comment_char or dialect.comment_rows or dialect.skip_blank_rows or not dialect.has_control("csv"):
        return False
    control = dialect.get_control("csv").to_python()
    marks = (control.delimiter, control.quotechar or "~")
    one_byte = all(len(mark) == 1 and mark.isascii() and mark not in "\r\n\0" for mark in marks)
    plain = control.doublequote and not control.escapechar and not control.skipinitialspace
    same = control.delimiter == control.quotechar
    return one_byte and plain and not same and Delimited.knows(resource.encoding)


def reopen(resource: Any) -> None:
    """Open a table again at its first row, without its foreign keys."""
    foreign_keys = resource.schema.foreign_keys
    resource.schema.foreign_keys = []
    try:
        resource.open()
    finally:
        resource.schema.foreign_keys = foreign_keys


def fresh(resource: Any) -> Any:
    """A copy of a resource as it was before it was opened."""
    copy = resource.to_copy()
    copy.package = resource.package
    return copy


def hash_of(told: str) -> tuple[str, str]:
    """Algorithm and digits of the hash in a descriptor."""
    algorithm, colon, digits = told.partition(":")
    return (algorithm, digits) if colon else ("md5", told)
