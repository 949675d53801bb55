"""A run that a worker starts: Prefect's own, which ends as `numerim serve` does."""

import runpy
import sys

from numerim.flows import processes

if __name__ == "__main__":
    try:
        runpy.run_module("prefect.engine", run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        if isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
        processes.leave(ended.code if isinstance(ended.code, int) else int(ended.code is not None))
    processes.leave(0)
