"""Votes that fall."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R540",
    title="Nobody in a transferable vote loses votes without being elected or eliminated",
    severity="error",
    each="contest",
    law_asks="votes fall",
    says="{label}: {name} falls from {had:vote|votes} to {has}, but was neither elected with a surplus nor eliminated",
    expected="had",
    actual="has",
    why="Only the elected, down to the quota, and those eliminated pass votes on. An elimination may take several stages, at the end of which nothing is left.",
    law="The law that the election declares",
)
