"""A page's frames reach an actor together with the household of the page."""

from typing import cast
from unittest.mock import Mock

import pytest

from actors.core.address import Address
from actors.frames import From
from actors.player.messages import Watch
from gateway.auth.sessions import SignedIn
from gateway.services import Services
from gateway.socket.conversation import Conversation
from gateway.socket.sockets import OpenConnection


@pytest.mark.parametrize(
    ("address", "home"), [("10.1.2.3", "10.1.2.3"), ("2001:db8::5", "20010db800000000")]
)
def test_who_asks_to_watch_does_so_from_a_household(address: str, home: str):
    services, connection = Mock(stopping=False), Mock(heard=0.0, id="c1")
    services.now.return_value, services.kernel.edges = 0.0, {}
    signed_in = Mock(user=Mock(id="ada", display_name="Ada"))
    conversation = Conversation(
        cast("Services", services),
        cast("SignedIn", signed_in),
        cast("OpenConnection", connection),
        address,
    )
    conversation.hear(b'{"t": "hello"}')
    conversation.hear(b'{"t": "watch", "match": "m1"}')
    to, told = services.kernel.tell.call_args.args
    assert to == Address("player", "ada")
    assert isinstance(told, From)
    assert told.frame == Watch("m1", home)
