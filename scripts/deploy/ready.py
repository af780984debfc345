"""The health check of a node: exits with 0 if it is ready for work, else says why and exits with 1.

It reads the address from the same variables as the node. It imports little, as it runs often.
"""

import os
import ssl
import sys
from http.client import HTTPException, HTTPSConnection

PORT = "4443"
WITHIN = 3.0
"""Seconds for the answer."""


def main() -> int:
    """Ask, and return the exit code."""
    host = os.environ["RALLY_HOST"].replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - asked, not opened
    # Who runs here may look at the node anyhow, and its certificate may be signed by itself.
    context = ssl._create_unverified_context()  # noqa: S323, SLF001 - it has no other name
    port = int(os.environ.get("RALLY_PORT") or PORT)
    connection = HTTPSConnection(host, port, timeout=WITHIN, context=context)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        said = answer.read().decode(errors="replace").strip()
    except (OSError, HTTPException) as error:
        print(f"{host}:{port} does not answer: {error}")
        return 1
    print(said)
    return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
