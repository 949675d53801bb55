"""What a validator under measurement prints: its version, the errors it places, and the seconds it took."""

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

FOLDER = Path(sys.argv[1])
PARTIES = ["ALPHA", "BETA", "GAMMA", "DELTA"]


def tell(package: str, judge: Any) -> None:
    """Judge, and print it; `judge` gives pairs of row (the header is row 1) and field, or a count without places."""
    start, cpu = time.perf_counter(), time.process_time()
    found = judge()
    said: dict[str, Any] = {
        "version": version(package),
        "seconds": time.perf_counter() - start,
        "cpu": time.process_time() - cpu,
    }
    said |= (
        {"count": found}
        if isinstance(found, int)
        else {"found": sorted({(int(row), str(field)) for row, field in found})}
    )
    print(json.dumps(said))
