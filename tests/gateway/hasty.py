"""Usage: python -m tests.gateway.hasty [options of gateway.main]

The server with the cheapest password hashes and a short lease for mails, so that one that was being
sent when the server was killed is soon sent again.
"""

import sys
from functools import partial

import pytest

from gateway.auth.passwords import Passwords
from gateway.main import main

if __name__ == "__main__":
    patch = pytest.MonkeyPatch()
    patch.setattr("gateway.main.Passwords", partial(Passwords, 4))
    patch.setattr("gateway.mail.worker.LEASE", 400)
    patch.setattr("gateway.mail.worker.POLL", 0.1)
    sys.exit(main(sys.argv[1:]))
