"""The publication formats: one file, one format, found by its name.

Every module has `export(draft)`, which writes its files into the folder of a release that is being made, and
`STAGE`: `data` for what the version is computed from, `made` for what needs the version, `packed` for what lies in the
archive only, `whole` for what holds all the others.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Literal, Protocol, cast

from numerim.publish.draft import Draft

Stage = Literal["data", "made", "packed", "whole"]


class Exporter(Protocol):
    """A publication format."""

    STAGE: Stage

    def export(self, draft: Draft) -> None:
        """Write the files of the format."""
        ...


def exporters(stage: Stage) -> list[Exporter]:
    """The exporters of a stage, in the order of their names."""
    modules = [import_module(f"{__name__}.{m.name}") for m in sorted(iter_modules(__path__), key=lambda m: m.name)]
    return [cast(Exporter, module) for module in modules if stage == module.STAGE]
