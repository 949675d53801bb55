"""The table `results` of a numerim package: one row a selection of a contest."""

from numerim.layouts import Layout

LAYOUT = Layout(
    name="numerim results",
    needs=(
        *("election_id", "contest_id", "contest", "round", "selection_id", "list", "votes_printed", "votes"),
        *("share_printed", "share", "seats", "outcome"),
    ),
    of_contests=True,
)
