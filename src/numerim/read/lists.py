"""Which lists of a nested file each entry of `tables:` means."""

from collections.abc import Sequence

from numerim.declare.tables import Layout
from numerim.errors import InputError, nearest
from numerim.locator import Places
from numerim.read.rawtable import Opened, RawTable
from numerim.read.tree import Records

_OF_TABLES = {"skip", "header", "short", "headings", "until", "range", "grid", "spans", "each"}


def declared(records: Sequence[Records], layouts: Sequence[Layout], source: Opened) -> list[RawTable]:
    """Every list of a nested file that is declared, a row a thing in it.

    An entry without `at:` means the only list there is; `at: ""` means what stands at the top.
    What a declared list lies in is among its columns; any other list is declared, or stands under `ignore:` of the
    file with a reason (`"*"`: all others).

    Args:
        records: the lists of the file, and the document itself, whose `at` is the shortest.
        layouts: what is declared.
        source: the file.

    Raises:
        InputError: an entry means no list or several, or a list is neither declared nor ignored.
    """
    every = {one.at: one for one in records if one.height}
    lists = {at: one for at, one in every.items() if not one.is_document} or every
    ignored = source.said.ignore
    tables, named = [], set()
    for index, layout in enumerate(layouts):
        if said := layout.model_fields_set & _OF_TABLES:
            raise InputError(source.place, f"{min(said)}: is for tables of rows and columns, not for lists of things")
        is_top = not layout.at and "at" in layout.model_fields_set and "" in every
        at = layout.at or (next(iter(lists)) if len(lists) == 1 and not is_top else "")
        if at not in every or (not at and not is_top and len(lists) > 1):
            told = f"no list {at!r} is" if at else f"{len(lists)} lists are"
            raise InputError(source.place, f"{told} in {source.shown}", nearest(at, list(lists)))
        if at in named:
            raise InputError(source.place, f"the list {at!r} is declared twice", "Use parts: of one table.")
        named.add(at)
        one = every[at]
        places = Places("tree", dict(one.objects.select("line", "at").iter_rows()), one.keys)
        tables.append(RawTable(layout.at, one.rows, layout, index, {}, places=places))
    for name in ignored:
        if name != "*" and name not in every:
            raise InputError(source.place, f"ignore: names a list {name!r}; there is none", nearest(name, list(lists)))
    left = [
        at
        for at in lists
        if at not in named and at not in ignored and not any(other.startswith(f"{at}/") for other in named)
    ]
    if left and "*" not in ignored:
        raise InputError(
            source.shown,
            f"{len(left)} {'lists are' if len(left) > 1 else 'list is'} not declared: {', '.join(left[:20])}",
            f"Name each under at: of an entry of tables:, or under ignore: of the file with a reason ({source.place}); "
            'ignore: {"*": reason} means all others.',
        )
    return tables
