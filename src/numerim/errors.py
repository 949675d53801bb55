"""What goes wrong through no fault of the program, told so that a person can mend it."""


class InputError(Exception):
    """Input that cannot be read without guessing.

    Attributes:
        place: the file, and where known the line and cell: `raw/al/…/article.csv:L3.C2`.
        problem: what is wrong, with the text that is wrong.
        cure: what can be done about it.
    """

    def __init__(self, place: str, problem: str, cure: str = "") -> None:
        super().__init__(place, problem, cure)
        self.place = place
        self.problem = problem
        self.cure = cure

    def __str__(self) -> str:
        """One message: place, problem and cure."""
        return f"{self.place}: {self.problem}" + (f"\n  {self.cure}" if self.cure else "")


def nearest(word: str, known: list[str]) -> str:
    """A hint at the known word that is most like an unknown one, or at all of them where none is.

    Args:
        word: the unknown word.
        known: the words that would do.
    """
    from difflib import get_close_matches

    close = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else f"known here: {', '.join(sorted(known))}"
