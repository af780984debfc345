"""Usage: python -m tests.gateway.hasty [options of gateway.main]

The server with the cheapest password hashes and a short lease for mails, so that one that was being
sent when the server was killed is soon sent again.
"""

import sys
from functools import partial

import gateway.main as program
from gateway.auth.passwords import Passwords
from gateway.mail import worker

if __name__ == "__main__":
    program.__dict__["Passwords"] = partial(Passwords, 4)
    worker.__dict__.update(LEASE=400, POLL=0.1)
    sys.exit(program.main(sys.argv[1:]))
