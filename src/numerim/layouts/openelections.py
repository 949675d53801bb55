"""Results as OpenElections publishes them, precinct by precinct or county by county."""

from numerim.layouts import Layout

LAYOUT = Layout(
    name="OpenElections",
    needs=("county", "office", "candidate", "votes"),
    unit=("precinct", "election_district", "ward", "polling_place", "parish_precinct", "municipality", "township"),
    within=("county", "parish", "city", "town", "jurisdiction"),
    inner=("municipality", "township", "borough", "village", "local_unit", "jurisdiction_name", "city_town", "ward"),
    contest=("office", "district", "seat", "election", "special"),
    candidate=("candidate",),
    party=("party",),
    votes=("votes",),
    mode=("mode", "vote_mode", "vote_type", "vote_method", "reporting_group"),
    whole_modes=frozenset({"total", "totals", "all"}),
    registered=("registered", "registered_voters", "reg_voters", "total_registered", "registration", "voters"),
    cast=("ballots_cast", "total_ballots_cast", "total_ballots", "cast", "voters"),
    kinds=r"absentee|early|election_day|mail|provisional|in_person|uocava|military|overseas|advance|affidavit|emergency|^polls?$|"
    r"polling|machine|^paper|one_stop|hand_count|questionable|vote_center|hospital|^federal|^limited|^presidential$",
    passed=frozenset({"winner", "page", "notes", "fips", "vote_pct", "precinct_id", "precinct_code"}),
)
