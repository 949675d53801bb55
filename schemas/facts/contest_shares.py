"""The fact `contest_shares`."""

from typing import Annotated

import polars as pl

from numerim.schemas.fact import Fact, complete, place, said_by, stated_in
from numerim.schemas.table import Share, column, contest_id, election_id, selection_id, source_id
from numerim.schemas.vocabulary import SELECTION_KINDS


class ContestShares(Fact, key=("election_id", "contest_id", "selection_id", "source_id", "said_by")):
    """The share that a source prints of a selection in a whole contest."""

    election_id: str = election_id()
    contest_id: str = contest_id()
    selection_id: str = selection_id()
    kind: str = column("Kind", "What was voted for.", words=SELECTION_KINDS)
    share: Share = column("Share", "Share of the votes, as printed.", unit="percent")
    half: Annotated[pl.Decimal, 18, 8] = column("Half", "Half of its last printed digit.", unit="percent")
    source_id: str = source_id()
    said_by: str = said_by()
    place: str = place()
    stated_in: str = stated_in()
    complete: bool = complete()
