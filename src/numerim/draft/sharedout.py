"""Lists that share out seats among themselves, whoever else stood."""

from numerim.draft.described import Described


def is_shared_out_among_some(word: str) -> bool:
    """Whether a law of seats gives some lists the same seats, out of those that they have together, as among all.

    Methods of divisors do (M. L. Balinski and H. P. Young, Fair Representation, 1982, on uniformity), quotas do not.
    """
    from numerim.schemas.law import laws

    return not getattr(laws()[word], "needs_all", True)


def take_for_all(said: Described, law: str, threshold: str) -> None:
    """Take the lists of a table for all where nothing says whether they are, and it does not matter to the law.

    Args:
        said: the table.
        law: how votes make an outcome.
        threshold: the share that a list must have, of votes among which blank ones may be; empty where there is none.
    """
    words = [word for some in said.columns.values() for column in some for word in column.words.values()]
    shows_otherwise = any(said.of(role) for role in ("share", "valid", "cast")) or (threshold and "blank" in words)
    if said.of("seats") and said.of("votes") and not said.complete and not shows_otherwise:
        said.complete += ["votes", "seats"] if is_shared_out_among_some(law) else []
