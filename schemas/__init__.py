"""The contract: what the published tables are and what must hold in them.

Nothing here reads a file or opens a database; the engine (`numerim`) and the schedule (`flows`) import it,
never the other way round.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numerim.schemas.flat import Results, results

__all__ = ["Results", "results"]


def __getattr__(name: str) -> Any:
    """What a stranger needs, imported when it is asked for: pandera takes its time."""
    if name in __all__:
        from numerim.schemas import flat

        return getattr(flat, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
