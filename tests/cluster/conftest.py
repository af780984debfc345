"""A cluster for each test."""

import pytest

from tests.cluster.cluster import Cluster


@pytest.fixture
def cluster() -> Cluster:
    """Three nodes that have shared the actors among them."""
    return Cluster()
