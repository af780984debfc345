"""Whether this server is one of several, as its options say."""

import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from gateway.start.handed import Handed
from gateway.start.listen import listen
from gateway.start.options import Options
from store.protocol import Store

if TYPE_CHECKING:
    from gateway.cluster.cluster import Cluster


@asynccontextmanager
async def joined(
    options: Options, store: Store, handed: Handed | None = None
) -> AsyncGenerator["Cluster | None", None]:
    """Join the cluster within the block; None: this server is alone. Raises CannotStart."""
    url = options.redis_url
    if url is None:
        yield None
        return
    from gateway.cluster.cluster import Settings, open_cluster  # Redis takes a while to load

    host, port = options.inner
    settings = Settings(options.node or socket.gethostname(), url, host)
    opening = open_cluster(settings, store, lambda: listen(host, port, "--inner"))
    async with opening as cluster:
        if handed is not None:
            cluster.peers.neighbours = handed.neighbours()
        yield cluster
