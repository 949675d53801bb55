"""Winners of second rounds."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R516",
    title="A second round has a winner where the source names winners",
    severity="info",
    each="contest",
    law_asks="second round: winner",
    says="{label}: the source gives figures and names winners elsewhere, but none here",
    why="A second round elects. If the source is silent, the reader should know that nothing was left out on the way.",
)
