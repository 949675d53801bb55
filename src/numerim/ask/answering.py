"""A person's answer to an objection, written into its file."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from numerim import disk
from numerim.ask.advise import entry
from numerim.ask.objection import judge
from numerim.declare.house import House
from numerim.declare.objected import FOLDER
from numerim.declare.objection import Objection, checked, read_objection
from numerim.errors import InputError
from numerim.publish.versions import today


@dataclass(frozen=True)
class Answered:
    """What came of it.

    Attributes:
        objection: what the file says now.
        entry: the correction to declare, where it is accepted and not declared yet.
        where: the `election.yml` that it belongs to.
        unnamed: whether a name was taken out that may not be published.
        belongs: the folder to which the file belongs, where it does not lie there.
    """

    objection: Objection
    entry: str
    where: str
    unnamed: bool
    belongs: str


def answer(house: House, path: Path, state: str, because: str, by: str) -> Answered:
    """Write an answer into the file of an objection, in the place of one that is there; nothing is corrected.

    Args:
        house: where things lie.
        path: the file.
        state: a word of `OBJECTION_STATES`.
        because: why.
        by: who answers.

    Raises:
        InputError: the file cannot be read, its election is not here, or it is accepted and the figure is not there,
            or the election could not be read with it.
        DiskError: it could not be written; it is as it was.
    """
    shown = str(path)
    one = read_objection(path, shown)
    file = house.election_file(one.package)
    made = ""
    if state == "accepted":
        follows = judge(house, one, shown).follows
        if follows is None or follows.unreadable:
            problem = f"the election could not be read with it: {follows.unreadable if follows else 'it is not here'}"
            raise InputError(
                shown, problem, "Correct what stands beside the figure, too, or decline it with the reason."
            )
        if follows.corrected is None or follows.corrected.set != follows.mended:
            at = (follows.source, follows.locator)
            made = entry(*at, follows.printed, follows.mended, re.sub(r"\s+", " ", because).strip())
    said = one.model_dump(exclude={"answer"}, exclude_none=True)
    unnamed = one.by is not None and not one.credit
    if unnamed:
        del said["by"]
    said["answer"] = {"state": state, "because": because, "by": by, "on": date.fromisoformat(today())}
    answered = checked(said, "numerim answer")
    with disk.told(shown, path.with_name(f".{path.name}.unfinished")):
        disk.write(path, answered.text())
    home = file.parent / FOLDER
    belongs = "" if path.resolve().parent == home.resolve() else f"{house.shown(home)}/"
    return Answered(answered, made, house.shown(file), unnamed, belongs)
