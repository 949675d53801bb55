"""Any Data Package or table against its Table Schema: the rows judged in DuckDB, the answer a Frictionless Report."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from frictionless import Report


def validate(source: Any, **options: Any) -> "Report":
    """Judge a package or a table; the answer is what `frictionless.validate` gives.

    Args:
        source: a descriptor of a package (its path, or a mapping), a folder or zip file with one, or a file.
        options: those of `numerim.validation.whole.judge`.

    Raises:
        InputError: there is no such file.
    """
    from numerim.validation.whole import judge

    return judge(source, **options).report()
