"""The publication formats: one file, one format, found by its name.

Every module has `export(draft)`, which writes its files into the folder of a release that is being made; `FORMS`, what
catalogues and the README say of them; and `STAGE`: `data` for what the version is computed from, `made` for what needs
the version, `told` for what tells of the others, `packed` for what lies in the archive only, `whole` for what holds all
the others. One that has nothing to say of some packages has `has(draft)`, too: whether it writes a file of this one.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Literal, Protocol, cast

from numerim.publish.draft import Draft
from numerim.publish.forms import DESCRIPTOR, Form

Stage = Literal["data", "made", "told", "packed", "whole"]


class Exporter(Protocol):
    """A publication format."""

    STAGE: Stage
    FORMS: tuple[Form, ...]

    def export(self, draft: Draft) -> None:
        """Write the files of the format."""
        ...


def exporters(stage: Stage | None = None) -> list[Exporter]:
    """The exporters, of a stage or all, in the order of their names."""
    modules = [import_module(f"{__name__}.{m.name}") for m in sorted(iter_modules(__path__), key=lambda m: m.name)]
    return [cast(Exporter, module) for module in modules if stage in (None, module.STAGE)]


def written(draft: Draft) -> list[tuple[Form, bool]]:
    """What a release has beside its tables, each with whether it lies in the archive alone."""
    return [
        (form, exporter.STAGE == "packed")
        for exporter in exporters()
        if exporter.STAGE in ("made", "told", "packed")
        if (has := getattr(exporter, "has", None)) is None or has(draft)
        for form in exporter.FORMS
        if not form.of_tables
    ]


def forms(stage: Stage | None = None) -> list[Form]:
    """What the exporters of a stage, or all, say of their files, in the order of their names.

    Raises:
        RuntimeError: two of them write a file of one name.
    """
    found: dict[str, Form] = {DESCRIPTOR.path: DESCRIPTOR} if stage is None else {}
    for exporter in exporters(stage):
        for form in exporter.FORMS:
            if form.path in found:
                raise RuntimeError(f"two publication formats write {form.path}")
            found[form.path] = form
    return list(found.values())
