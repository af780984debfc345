"""Leads a client to another node: this one carries the bytes between the two until either ends."""

import trio

from gateway.transport.http import Asked
from gateway.transport.stream import Stream

AT_ONCE = 16 * 1024
"""Bytes carried at once."""
BROKEN = OSError, trio.BrokenResourceError, trio.ClosedResourceError


async def lead(client: Stream, node: trio.SocketStream, asked: Asked) -> None:
    """Carry bytes between a client, which has sent ``asked``, and a node; close both."""
    try:
        async with node, trio.open_nursery() as nursery:
            await node.send_all(asked.head + asked.more)
            nursery.start_soon(_from_node, client, node, nursery.cancel_scope)
            while data := await client.receive_some(AT_ONCE):
                await node.send_all(data)
            nursery.cancel_scope.cancel()
    except* BROKEN:
        pass
    finally:
        client.close()


async def _from_node(client: Stream, node: trio.SocketStream, both: trio.CancelScope) -> None:
    while data := await node.receive_some(AT_ONCE):
        await client.send_all(data)
    both.cancel()
