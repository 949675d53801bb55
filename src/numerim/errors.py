"""What goes wrong through no fault of the program, told so that a person can mend it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager


class _Told(Exception):  # noqa: N818
    def __init__(self, place: str, problem: str, cure: str = "") -> None:
        super().__init__(place, problem, cure)
        self.place = place
        self.problem = problem
        self.cure = cure

    def __str__(self) -> str:
        """One message: place, problem and cure."""
        return f"{self.place}: {self.problem}" + (f"\n  {self.cure}" if self.cure else "")


class InputError(_Told):
    """Input that cannot be read without guessing.

    Attributes:
        place: the file, and where known the line and cell: `raw/al/…/article.csv:L3.C2`.
        problem: what is wrong, with the text that is wrong.
        cure: what can be done about it.
    """


class NothingYetError(InputError):
    """Sources whose columns of figures are all empty, as before the first count: there is nothing to publish yet."""


class CombinedInputError(InputError):
    """Several things that are wrong with the input, told together; place, problem and cure are those of the first.

    Attributes:
        errors: all of them, in the order in which one would mend them, each once.
    """

    MOST = 20
    """How many are told; the others are counted."""

    def __init__(self, errors: Sequence[InputError]) -> None:
        apart: dict[str, InputError] = {}
        for error in errors:
            for one in error.errors if isinstance(error, CombinedInputError) else (error,):
                apart.setdefault(str(one), one)
        self.errors: list[InputError] = list(apart.values())
        super().__init__(self.errors[0].place, self.errors[0].problem, self.errors[0].cure)

    def __str__(self) -> str:
        """One message: every place, problem and cure; a cure of several in a row once, below them."""
        shown = self.errors[: self.MOST]
        told: list[str] = []
        for error, after in zip(shown, [*shown[1:], None], strict=True):
            is_shared = after is not None and bool(error.cure) and after.cure == error.cure  # told once, below the last
            told.append(f"{error.place}: {error.problem}" if is_shared else str(error))
        more = len(self.errors) - len(shown)
        return "\n".join([*told, f"and {more} more"] if more else told)


@contextmanager
def going_on(wrong: list[InputError]) -> Iterator[None]:
    """Go on where input cannot be read, so that what else is wrong is told, too.

    Args:
        wrong: what is wrong is put down there.
    """
    try:
        yield
    except InputError as error:
        wrong.append(error)


def tell_all(wrong: Sequence[InputError]) -> None:
    """Tell all that is wrong at once.

    Raises:
        InputError: something is.
    """
    if wrong:
        raise CombinedInputError(wrong) if len(wrong) > 1 else wrong[0]


class DiskError(_Told):
    """Something that could not be written: the disk is full, may not be written to, or fails.

    Attributes:
        place: what was to be written.
        problem: what the disk refused.
        cure: what can be done about it.
    """


def nearest(word: str, known: list[str]) -> str:
    """A hint at the known word that is most like an unknown one, or at all of them where none is.

    Args:
        word: the unknown word.
        known: the words that would do.
    """
    from difflib import get_close_matches

    close = get_close_matches(word, known, n=1, cutoff=0.5)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known here: {', '.join(sorted(known))}" if known else "None is known here."
