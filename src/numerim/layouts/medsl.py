"""Precinct returns as the MIT Election Data and Science Lab publishes them."""

from numerim.layouts import Layout

LAYOUT = Layout(
    name="MEDSL precinct returns",
    needs=("precinct", "office", "candidate", "mode", "votes", "county_name", "party_detailed"),
    unit=("precinct",),
    within=("state_po", "county_name", "jurisdiction_name"),
    contest=("office", "district", "stage", "special", "dataverse", "date", "year"),
    candidate=("candidate",),
    party=("party_detailed",),
    votes=("votes",),
    mode=("mode",),
    whole_modes=frozenset({"total", "totals", "all"}),
    passed=frozenset(
        [
            "party_simplified",
            "county_fips",
            "jurisdiction_fips",
            "writein",
            "state",
            "state_fips",
            "state_cen",
            "state_ic",
            "readme_check",
            "magnitude",
        ]
    ),
)
