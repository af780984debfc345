"""Makes `.venv` in the image with the packages that a server needs. Lies beside `_bootstrap.py`."""

from _bootstrap import ensure

ensure("runtime")
