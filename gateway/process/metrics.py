"""Numbers about the running server: counters that code adds to, gauges that are read."""

from collections import Counter
from collections.abc import Callable

Gauge = Callable[[], float]


class Metrics:
    """The server's metrics, passed to everything that counts; names are ``what_happened``."""

    def __init__(self) -> None:
        self._counters: Counter[str] = Counter()
        self._gauges: dict[str, Gauge] = {}

    def count(self, name: str, by: int = 1) -> None:
        """Add to a counter."""
        self._counters[name] += by

    def gauge(self, name: str, read: Gauge) -> None:
        """Add a gauge; ``read`` is called when somebody asks for its value."""
        self._gauges[name] = read

    def statistics(self) -> dict[str, float]:
        """Return all values as they are now."""
        return {**self._counters, **{name: read() for name, read in self._gauges.items()}}
