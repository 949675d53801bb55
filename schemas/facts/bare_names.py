"""The fact `bare_names`."""

from numerim.schemas.fact import Fact
from numerim.schemas.table import column


class BareNames(Fact, key=("printed",)):
    """A name of a unit that the seeds lack and that has a word for the kind of unit, such as “Bashkia”, beside it."""

    printed: str = column("Printed", "The name, as a source prints it.")
    bare: str = column("Bare", "The name without that word, in small letters and without accents.")
