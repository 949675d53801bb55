"""Transfers."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R538",
    title="The votes of every stage of a transferable vote are those of the first",
    severity="error",
    each="contest",
    law_asks="stage adds up",
    says="{label}: {counted} add up to {has}, but the count began with {valid:valid vote|valid votes}",
    expected="valid",
    actual="has",
    why="Votes are transferred, none is added or lost: at each stage the votes of all candidates, with those that are not transferable, are the valid votes of the first. A stage at which no non-transferable votes are printed is not checked; if fractions of votes pass on and whole ones are printed, one vote may be lost for each candidate who is still in the count.",
    law="The law that the election declares",
)
