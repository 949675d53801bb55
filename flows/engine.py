"""A run that a worker starts: Prefect's own, but that its process ends as soon as all is sent and written.

Prefect leaves threads behind that hold on to what the run has used. When Python then takes itself apart, DuckDB tells
of each of its classes that it was leaked: forty lines a run, in logs that else are of JSON.
"""

import atexit
import os
import runpy
import sys
import threading


def main() -> None:
    """Run what the environment names, and end."""
    code = 0
    try:
        runpy.run_module("prefect.engine", run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    threading._shutdown()  # type: ignore[attr-defined]  # as Python does, in this order
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
