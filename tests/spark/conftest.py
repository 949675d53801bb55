"""One small Spark for all tests."""

import shutil

import pytest

from tests.spark.everything import SMALL


@pytest.fixture(scope="session")
def session():
    """A session of Spark on this machine."""
    pytest.importorskip("pyspark", reason="numerim[spark] is not installed: pip install -r requirements-spark.lock")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java 17: apt install openjdk-17-jre-headless")
    from numerim.check import sparkengine

    session = sparkengine.start("local[2]", SMALL)
    yield session
    session.stop()
