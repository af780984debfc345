"""One of several servers that one command runs; `gateway.start.workers` starts it.

The first argument is what it is handed, the others are those of the command.
"""

import sys

if __name__ == "__main__":  # before the imports that take long
    from gateway.process import output, signals

    output.install()
    signals.process.obey()

from gateway.main import main
from gateway.start.handed import read

if __name__ == "__main__":
    sys.exit(main(sys.argv[2:], read(sys.argv[1])))
