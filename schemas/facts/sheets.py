"""The fact `sheets`."""

from numerim.schemas.fact import Fact, stated_in
from numerim.schemas.table import column, source_id


class Sheets(Fact, key=("source_id", "path", "kind")):
    """What there is to know of a sheet of a workbook beside its cells: a row a kind of things, one where nothing is."""

    source_id: str = source_id()
    path: str = column("Path", "The file and the sheet, as locators have them.")
    stated_in: str = stated_in()
    file: str = column("File", "The file, beside election.yml.")
    kind: str = column("Kind", "Of what: hidden, merged, formulas, rounded …; empty where there is nothing to tell.")
    remark: str = column("Remark", "What it is, and where; null where there is nothing to tell.", nullable=True)
