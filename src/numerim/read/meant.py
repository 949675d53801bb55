"""Tables of formats that say themselves what they mean: their columns are roles, so `tables:` may be left out."""

from collections.abc import Sequence

from numerim.declare.tables import Layout
from numerim.declare.words import ROLES, as_word
from numerim.errors import InputError, nearest
from numerim.locator import Places
from numerim.read.rawtable import Opened, RawTable
from numerim.read.said import Meant, Named
from numerim.schemas.vocabulary import MEASURES


def tables_of(meant: Meant, layouts: Sequence[Layout], source: Opened) -> list[RawTable]:
    """The tables that are declared; all of them, as the format means them, where none is.

    Raises:
        InputError: an entry of `tables:` names no table of the file, or one of them is neither declared nor ignored.
    """
    every = {one.at: one for one in meant.tables}
    if not every:
        raise InputError(source.shown, f"it states nothing: there are no counts in this {meant.said.format}")
    if not layouts:
        layouts = [Layout.model_validate(layout_of(one, meant)) for one in every.values()]
    for layout in layouts:
        if layout.at not in every:
            raise InputError(source.place, f"there is no table {layout.at!r}", nearest(layout.at, list(every)))
    left = [at for at in every if at not in {layout.at for layout in layouts} and at not in source.said.ignore]
    if left and "*" not in source.said.ignore:
        cure = f"Name it under at: of an entry of tables:, or under ignore: of the file with a reason ({source.place})."
        raise InputError(source.shown, f"the table {left[0]!r} of the file is not declared", cure)
    return [_table(every[layout.at], layout, i) for i, layout in enumerate(layouts)]


def _table(one: Named, layout: Layout, index: int) -> RawTable:
    places = Places("tree", dict(one.objects.select("line", "at").iter_rows()), one.keys)
    return RawTable(one.at, one.rows, layout, index, {}, places=places)


def layout_of(one: Named, meant: Meant) -> dict[str, object]:
    """What `election.yml` would say of a table: each column by its name, words of the format in those of numerim."""
    columns: dict[str, object] = {}
    ignored: dict[str, str] = {}
    for name in one.columns:
        if name not in ROLES and name not in MEASURES:
            ignored[name] = "numerim has no word for it"
            continue
        words = dict(meant.words.get(name, {}))
        if name == "office":
            words = words_of_offices(
                one.rows[name].struct.field("text").drop_nulls().unique(maintain_order=True).to_list()
            )
        columns[name] = {"is": name, "words": words} if words else name
    return {"at": one.at, "columns": columns, "ignore": ignored, "complete": one.complete}


def words_of_offices(texts: Sequence[str]) -> dict[str, str]:
    """What offices are called -> words that `election.yml` can declare."""
    found: dict[str, str] = {}
    for text in texts:
        found[text] = as_word(text, set(found.values()))
    return found
