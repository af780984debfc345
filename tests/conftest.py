"""Hypothesis profiles: new examples at a desk, the same ones on every CI run."""

import os

from hypothesis import settings

# No deadline in either: a busy machine is not a failure of the code under test.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
