"""One Prefect server for all tests of flows: starting it takes longer than any of them. It ends with the last."""

import os

import pytest


@pytest.fixture(scope="package")
def prefect_server():
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    from prefect.settings import PREFECT_API_URL
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield PREFECT_API_URL.value()


@pytest.fixture(autouse=True)
def _ungated(ungated):
    """What flows publish in this process needs no gate here; what a person starts by hand in the heavy tests has it."""
