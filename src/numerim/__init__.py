"""numerim turns raw election tallies into open data that a stranger can trust."""

from pathlib import Path as _Path

__version__ = "0.17.1"

if not (_Path(__file__).parent / "schemas").is_dir():
    raise ImportError(
        "src/numerim/schemas is no symbolic link to schemas/: git made a file of it. Clone again where "
        "there are symbolic links (on Windows in Developer Mode), with: git clone -c core.symlinks=true ..."
    )


def __getattr__(name: str) -> object:
    if name == "validate":
        from importlib import import_module

        return import_module("numerim.validation").validate
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
