"""Usage: python -m tests.gateway.quick [options of gateway.main]

The server with passwords at the least cost there is, for a test that is not about it.
"""

import sys
from functools import partial

import pytest

from gateway.auth.passwords import Passwords
from gateway.main import main

if __name__ == "__main__":
    pytest.MonkeyPatch().setattr("gateway.main.Passwords", partial(Passwords, 4))
    sys.exit(main(sys.argv[1:]))
