"""The fact `line_votes`."""

from numerim.schemas.fact import Stated
from numerim.schemas.tables import line_votes


class LineVotes(Stated, of=line_votes.LineVotes, takes=("given",), once=False, gapped=True):
    """Votes of a candidate on the line of each party, where several put forward one candidate (fusion)."""
