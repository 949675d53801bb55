"""The whole way, for every election under `raw/` or those named, one after the other.

An election that cannot be read, or a source that fails, holds up no other: the rest is published, and the run ends as
failed and says which it was.
"""

if __name__ == "__main__":  # without Prefect
    import sys

    from numerim.flows.by_hand import main

    main("pipeline", "Read, check and publish elections.")
    sys.exit()

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from numerim.errors import DiskError
from numerim.flows import said
from numerim.flows.election import checkout, run_election
from numerim.flows.publish import Made, index


@flow(name="pipeline", flow_run_name="all elections: fetch, check, publish")
def pipeline(elections: list[str] | None = None, root: str | None = None) -> "State[list[Made]]":
    """Run elections through all stages.

    Args:
        elections: their ids; all of `raw/` where absent.
        root: the checkout; where absent the one that `NUMERIM_HOME` names, or else the one that this file lies in.

    Returns:
        What was made of each election that could be published; in a state that failed, where anything did, and whose
        message says what.

    Raises:
        InputError: there is no such checkout.
        DiskError: the disk is full, or cannot be written to.
    """
    house = checkout(root)
    made: list[Made] = []
    wrong: list[str] = []
    told: list[str] = []
    for election in elections or house.elections():
        state: State[Any] = run_election(election, str(house.root), return_state=True)
        came: Any = state.result(raise_on_failure=False)
        if isinstance(came, DiskError):
            raise came
        if isinstance(came, said.RunError):
            came = came.made
        if isinstance(came, dict):
            made.append(came)
        (told if state.is_completed() else wrong).append(f"{election}: {state.message}")
    if house.published.is_dir():
        index(str(house.root))
    if wrong:
        message = "\n".join([*wrong, *told])
        return Failed(message=message, data=said.RunError(message, made))
    return Completed(message="\n".join(told), data=made)
