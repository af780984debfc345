"""Numbers about the running server: counters that are filled, gauges that are read."""

from collections import Counter
from collections.abc import Callable

Gauge = Callable[[], float]


class Metrics:
    """One of these is handed to whoever counts; names are ``what_happened``."""

    def __init__(self) -> None:
        self._counters: Counter[str] = Counter()
        self._gauges: dict[str, Gauge] = {}

    def count(self, name: str, by: int = 1) -> None:
        """Add to a counter."""
        self._counters[name] += by

    def gauge(self, name: str, read: Gauge) -> None:
        """Have ``read`` called when somebody wants to know."""
        self._gauges[name] = read

    def statistics(self) -> dict[str, float]:
        """Return everything there is to know now."""
        return {**self._counters, **{name: read() for name, read in self._gauges.items()}}
