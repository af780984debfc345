"""Usage: python -m tests.gateway.quick [options of gateway.main]

The server with the cheapest password hashes, for tests that are not about passwords.
"""

import sys
from functools import partial

import pytest

from gateway.auth.passwords import Passwords
from gateway.main import main

if __name__ == "__main__":
    pytest.MonkeyPatch().setattr("gateway.main.Passwords", partial(Passwords, 4))
    sys.exit(main(sys.argv[1:]))
