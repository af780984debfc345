"""What cannot be tested on one core: a comparison gives the server and the load one each."""

import pytest

from scripts import _capacity

two_cores = pytest.mark.skipif(
    _capacity.usable_processors() < 2, reason="a comparison of servers needs two processors"
)
