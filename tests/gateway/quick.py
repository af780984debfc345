"""Usage: python -m tests.gateway.quick [options of gateway.main]

The server with the cheapest password hashes, for tests that are not about passwords.
"""

import sys
from functools import partial

import gateway.main as program
from gateway.auth.passwords import Passwords

if __name__ == "__main__":
    program.__dict__["Passwords"] = partial(Passwords, 4)
    sys.exit(program.main(sys.argv[1:]))
