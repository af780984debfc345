"""The nginx of compose.yml before nodes that take a request and die: what it sends once more."""

import os
import signal
import socket
import ssl
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import trio
from deploy import images
from deploy.compose import ComposeError, read
from deploy.main import FILE
from deploy.places import Places

from gateway.start.certificate import self_signed
from tests.gateway.client import Client, until
from tests.programs import program

NODES = ("node1", "node2", "node3")
OUTSIDE = 4443


class Proxy(Client):
    """A browser before the proxy."""

    def __init__(self, address: str, certificate: Path) -> None:
        super().__init__(OUTSIDE, ssl.create_default_context(cafile=certificate))
        self.host = f"{address}:{OUTSIDE}"
        self.site = f"https://{self.host}"
        self.taken: list[tuple[str, str]] = []
        """The node and the method of each request that was taken."""

    async def _open(self) -> trio.abc.Stream:
        assert self.trust is not None
        host = self.host.partition(":")[0]
        stream = await trio.open_tcp_stream(host, self.port)
        return trio.SSLStream(stream, self.trust, server_hostname=host, https_compatible=True)


@pytest.fixture
async def proxy(tmp_path: Path, nursery: trio.Nursery) -> AsyncIterator[Proxy]:
    """Run nginx, and in place of each node a server that takes a request and closes."""
    services = read(FILE, {})
    service, places = services["proxy"], Places(services, tmp_path)
    try:
        here = images.program(service, places)
    except ComposeError as error:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(str(error))
    certificate = tmp_path / "volumes" / "certificate" / "tls.pem"
    browsing = places.addresses["proxy"]
    context = self_signed(certificate, [browsing]).context
    proxy = Proxy(browsing, certificate)

    async def take(name: str, stream: trio.SocketStream) -> None:
        async with trio.SSLStream(stream, context, server_side=True) as secured:
            head = bytes(await secured.receive_some())
            proxy.taken.append((name, head.partition(b" ")[0].decode()))

    for name in NODES:
        listeners = await trio.open_tcp_listeners(OUTSIDE, host=places.addresses[name])
        nursery.start_soon(trio.serve_listeners, partial(take, name), listeners)
    log = tmp_path / "log"
    images.first(service, places, log)
    with (
        log.open("wb") as output,
        program(
            [images.found(here), *here.command[1:]],
            stop=signal.SIGTERM,
            env=here.environment,
            stderr=output,
        ) as nginx,
    ):
        await until(lambda: nginx.poll() is not None or _listens(browsing))
        assert nginx.poll() is None, log.read_text()
        yield proxy
    nursery.cancel_scope.cancel()


def _listens(address: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((address, OUTSIDE)) == 0


@pytest.mark.parametrize(
    ("method", "times"), [("GET", 3), ("POST", 1), ("PATCH", 1), ("PUT", 1), ("DELETE", 1)]
)
async def test_what_may_have_changed_something_is_not_sent_again(
    proxy: Proxy, method: str, times: int
):
    answer = await proxy.request(method, "/api/v1/profile", b"{}")
    assert (answer.status, answer.headers["retry-after"]) == (503, "2")
    assert [taken for _, taken in proxy.taken] == [method] * times
    assert len({name for name, _ in proxy.taken}) == times


@pytest.mark.parametrize("node", NODES)
async def test_a_socket_for_a_node_goes_there_first_and_without_it_to_another(
    proxy: Proxy, node: str
):
    assert (await proxy.get(f"/ws?node={node}")).status == 503
    names = [name for name, _ in proxy.taken]
    assert names[0] == node
    assert sorted(names) == sorted(NODES)


async def test_a_node_that_nobody_knows_is_any_node(proxy: Proxy):
    assert (await proxy.get("/ws?node=node4")).status == 503
    assert len(proxy.taken) == 3
