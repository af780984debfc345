"""A mark for tests that need two cores: a comparison gives the server and the load one each."""

import pytest

from scripts import _capacity

two_cores = pytest.mark.skipif(
    _capacity.usable_processors() < 2, reason="a comparison of servers needs two processors"
)
