"""Shares and the votes that they are of."""

from numerim.schemas.relations.ratio import Ratio
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R411",
    title="A printed share is the votes divided by the total that it is of",
    severity="error",
    each="report",
    needs=("votes", "share"),
    relation=Ratio(
        share="share",
        part="votes",
        same=("contest_id", "selection_id"),
        subject="f.about || ' ' || f.selection_id",
        label="f.label || ': ' || f.what",
    ),
    says="{label} has {part} of {base:vote|votes}, which is {computed} per cent, but {share} is printed; that would be {would_be:vote|votes}",
    why="A share is of the valid votes, the ballots cast or the people registered, as the election declares. The base is what the source states for the unit, or, of valid votes, the sum of a list that has everybody. The printed share may be off by half a unit of its last decimal place; it is blamed, not the counts that it is made of.",
    passes=[
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole label",
                ("e", "c", "mayor", "u", 1, True, "mayor of U"),
            ),
            "core.offices": rows("election_id office shares_of", ("e", "mayor", "valid")),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c", "a", "list", "A"),
                ("e", "c", "b", "list", "B"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals complete place",
                ("e", "c", "u", "s", "t", "a", 66.7, 1, False, "sa"),
                ("e", "c", "u", "s", "t", "b", 33.3, 1, False, "sb"),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id votes complete place",
                ("e", "c", "u", "s", "t", "a", 200, True, "va"),
                ("e", "c", "u", "s", "t", "b", 100, True, "vb"),
            ),
        },
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole label",
                ("e", "c", "mayor", "u", 1, True, "mayor of U"),
            ),
            "core.offices": rows("election_id office shares_of", ("e", "mayor", "registered")),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c", "a", "list", "A"),
                ("e", "c", "b", "list", "B"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals complete place",
                ("e", "c", "u", "s", "t", "a", 20.0, 1, False, "sa"),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id votes complete place",
                ("e", "c", "u", "s", "t", "a", 200, False, "va"),
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "mayor", "u", 1, "s", "registered", 1000, "b"),
            ),
        },
    ],
    fails=[
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole label",
                ("e", "c", "mayor", "u", 1, True, "mayor of U"),
            ),
            "core.offices": rows("election_id office shares_of", ("e", "mayor", "valid")),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c", "a", "list", "A"),
                ("e", "c", "b", "list", "B"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals complete place",
                ("e", "c", "u", "s", "t", "a", 67.6, 1, False, "sa"),
                ("e", "c", "u", "s", "t", "b", 32.4, 1, False, "sb"),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id votes complete place",
                ("e", "c", "u", "s", "t", "a", 200, True, "va"),
                ("e", "c", "u", "s", "t", "b", 100, True, "vb"),
            ),
        },
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole label",
                ("e", "c", "mayor", "u", 1, True, "mayor of U"),
            ),
            "core.offices": rows("election_id office shares_of", ("e", "mayor", "cast")),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c", "a", "list", "A"),
                ("e", "c", "b", "list", "B"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals complete place",
                ("e", "c", "u", "s", "t", "a", 66.7, 1, False, "sa"),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id votes complete place",
                ("e", "c", "u", "s", "t", "a", 200, False, "va"),
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "mayor", "u", 1, "s", "cast", 310, "b"),
            ),
        },
    ],
)
