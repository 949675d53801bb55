"""What can be said of a lead where not all is known of everybody who stood."""

from decimal import Decimal

from numerim.site.release import Contest

ONE_VOTE = ("plurality", "majority", "two_round_majority", "top_two", "top_three")
"""Laws by which everybody has one vote, so that shares add up to 100."""


def is_among_named(contest: Contest) -> bool:
    """Whether a remainder has more than the second who is named, so that somebody in it may have more, too."""
    if contest.lead is None:
        return False
    measure, _ = contest.lead
    rest = [one.number(measure) for one in contest.selections if one.kind == "remainder"]
    named = [one.number(measure) for one in contest.selections if one.kind != "remainder"]
    return bool(rest) and max(rest) > sorted(named)[-2]


def lead_of_all(contest: Contest) -> tuple[str, Decimal] | None:
    """The lead, if it is one before everybody who stood: nobody is without a figure, no remainder may have more."""
    lead = contest.lead
    if lead is None or is_among_named(contest) or any(one.number(lead[0]) < 0 for one in contest.named):
        return None
    return lead


def winning_lead(contest: Contest) -> tuple[str, Decimal] | None:
    """By how much the one winner won; None where that is not known, or most votes did not decide it.

    Drawing lots decides a tie, and of a ranked choice the first preferences do not tell by how much it was won.
    """
    lead = lead_of_all(contest)
    if lead is None or not lead[1] or len(contest.winners) != 1 or contest.law == "ranked_choice":
        return None
    most = max(one.number(lead[0]) for one in contest.named)
    return lead if contest.winners[0].number(lead[0]) == most else None


def least_lead(contest: Contest) -> Decimal | None:
    """By how much somebody is ahead who alone has more than half, were all other votes those of one opponent.

    Returns:
        Points; None where nobody is known to have more than half, or everybody has several votes.
    """
    share = contest.winners[0].figures.get("share") if len(contest.winners) == 1 else None
    if contest.law not in ONE_VOTE or share is None or share.value is None:
        return None
    least = 2 * (share.value - Decimal("0.5").scaleb(-share.decimals)) - 100
    return least if least > 0 else None
