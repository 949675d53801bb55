"""Files of sources, as readers are given them."""

from numerim.declare.sources import SourceFile
from numerim.read.rawtable import Opened


def opened(shown: str, content: str | bytes, **said: object) -> Opened:
    """A file with this content, of which `election.yml` says this."""
    declared = {"reader": "csv", "tables": [{"columns": "same"}]} | {k: v for k, v in said.items() if v is not None}
    whole = content.encode() if isinstance(content, str) else content
    return Opened(shown, whole, SourceFile.model_validate(declared))
