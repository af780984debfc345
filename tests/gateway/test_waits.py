"""Every wait of the gateway is in this list, with what ends it. Add each new wait to it.

`test_half_dead.py` tests what is claimed here.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

GATEWAY = Path(__file__).parents[2] / "gateway"
WAITING = {
    *("wait", "park", "sleep_forever", "acquire", "wait_readable", "wait_writable", "receive"),
    *("receive_some", "send_all", "turn", "wait_task_rescheduled", "start"),
}
"""The names of functions that may wait for ever, on whatever object."""

SERVER = "lives as long as the server, whatever peers do"
DEADLINE = "within a deadline of its own"
LED = "until the client, or the node that has its player, is gone"
SCOPE = "in the scope of its connection, which has a deadline at every moment"
WAITS = {
    ("api/common.py", "attempt", "wait"): "asks how long; waits for nothing",
    ("api/shown.py", "_note_wrong", "wait"): "asks how long; waits for nothing",
    ("cluster/cluster.py", "run", "wait"): f"{DEADLINE}: PATIENCE; then until it has its shards",
    ("cluster/forward.py", "_answer", "receive_some"): f"{DEADLINE}: WITHIN",
    ("cluster/forward.py", "forward", "send_all"): f"{DEADLINE}: WITHIN",
    ("cluster/inner.py", "_handle", "send_all"): "a few bytes, to a peer that has just asked",
    ("cluster/inner.py", "open_led", "send_all"): f"{DEADLINE}: WITHIN",
    ("cluster/inner.py", "probe", "receive_some"): f"{DEADLINE}: PATIENCE",
    ("cluster/inner.py", "probe", "send_all"): f"{DEADLINE}: PATIENCE",
    ("cluster/lease.py", "wait", "wait"): "until the next beat, or the node ends",
    ("cluster/member.py", "_act", "wait"): SERVER,
    ("cluster/member.py", "_resync", "wait"): SERVER,
    ("cluster/neighbours.py", "run", "wait_readable"): SERVER,
    ("guard/shared_rates.py", "wait", "wait"): "asks how long; waits for nothing",
    ("guard/fair_queue.py", "_enter", "wait"): f"{DEADLINE}: the patience of the queue",
    ("main.py", "_run", "start"): SERVER,
    ("main.py", "_run", "wait"): SERVER,
    ("main.py", "_stop_in_order", "wait"): SERVER,
    ("main.py", "serve", "start"): SERVER,
    ("process/workers.py", "work", "wait"): f"{DEADLINE}: when the next piece of work is due",
    (
        "socket/connection.py",
        "write",
        "park",
    ): "cut off 1 s after the close; another server's only",
    ("play/connection.py", "_wait", "wait"): f"{DEADLINE}: ANSWERED_WITHIN",
    ("socket/conversation.py", "expect_hello", "wait"): f"{DEADLINE}: HELLO_WITHIN",
    ("socket/route.py", "_cut_off", "wait"): "cancelled with its socket; another server's only",
    ("socket/route.py", "_listen", "receive"): "cancelled with its socket; another server's only",
    ("socket/route.py", "_turn_away", "receive"): f"{DEADLINE}: GRACE",
    ("socket/sockets.py", "close_all", "wait"): f"{DEADLINE}: its patience",
    ("start/handed.py", "end_with_the_command", "wait_readable"): SERVER,
    ("start/redirect.py", "_answer", "receive_some"): f"{DEADLINE}: PATIENCE",
    ("start/redirect.py", "_answer", "send_all"): f"{DEADLINE}: PATIENCE",
    ("start/workers.py", "_end_all", "wait"): f"{DEADLINE}: ENDS_WITHIN, from a signal on",
    ("start/workers.py", "_keep", "wait"): f"{DEADLINE}: the pause before the next start",
    ("start/workers.py", "_run_once", "wait"): SERVER,
    ("start/workers.py", "run", "start"): SERVER,
    ("start/workers.py", "run", "wait"): SERVER,
    ("transport/application.py", "__call__", "turn"): SCOPE,
    ("transport/epoll.py", "run", "wait_readable"): SERVER,
    ("transport/grace.py", "run", "wait"): SERVER,
    ("transport/http.py", "_pass_on", "park"): SCOPE,
    ("transport/http.py", "_read_ahead", "park"): SCOPE,
    ("transport/http.py", "_read_ahead", "receive_some"): SCOPE,
    ("transport/http.py", "_read_ahead", "sleep_forever"): SCOPE,
    ("transport/http.py", "_send_bytes", "send_all"): SCOPE,
    ("transport/lead.py", "_from_node", "receive_some"): LED,
    ("transport/lead.py", "_from_node", "send_all"): f"{DEADLINE}: PATIENCE",
    ("transport/lead.py", "lead", "receive_some"): LED,
    ("transport/lead.py", "lead", "send_all"): LED,
    ("transport/server.py", "_accept", "turn"): SERVER,
    ("transport/server.py", "_accept", "wait_readable"): SERVER,
    ("transport/server.py", "_finish", "wait"): f"{DEADLINE}: LAST_ANSWERS",
    ("transport/server.py", "run", "start"): SERVER,
    ("transport/stream.py", "_receive", "turn"): "as long as who receives: see there",
    ("transport/stream.py", "_receive", "wait_readable"): "as long as who receives: see there",
    ("transport/stream.py", "_send_some", "wait_writable"): f"{DEADLINE}: PATIENCE",
    ("transport/stream.py", "read_ahead", "receive_some"): "ADMITTED_WITHIN of the upgrade",
    ("transport/tasks.py", "_read", "wait_readable"): "until its socket is forgotten",
    ("transport/tasks.py", "_write", "wait_writable"): "until its socket is forgotten",
    ("transport/tasks.py", "run", "sleep_forever"): SERVER,
    ("transport/upgrade.py", "_answer", "send_all"): f"{DEADLINE}: ADMITTED_WITHIN",
    ("transport/upgrade.py", "_answer", "turn"): f"{DEADLINE}: ADMITTED_WITHIN",
    ("transport/upgrade.py", "run", "start"): SERVER,
    ("ways/worker.py", "_next_push", "acquire"): "until a push has been sent, each in its patience",
}


def _awaited(node: ast.AST, inside: str = "") -> Iterator[tuple[str, ast.expr]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _awaited(child, f"{inside}.{child.name}".lstrip("."))
        else:
            if isinstance(child, ast.Await) and isinstance(child.value, ast.Call):
                yield inside, child.value.func
            yield from _awaited(child, inside)


def test_every_wait_is_known_and_has_an_end():
    found = {
        (str(path.relative_to(GATEWAY)), inside, called.attr)
        for path in GATEWAY.rglob("*.py")
        for inside, called in _awaited(ast.parse(path.read_text()))
        if isinstance(called, ast.Attribute) and called.attr in WAITING
    }
    assert found == set(WAITS)


def test_nothing_is_shielded():
    """Only the store shields something: queries of some seconds, which must not be cancelled."""
    for path in GATEWAY.rglob("*.py"):
        tree = ast.walk(ast.parse(path.read_text()))
        named = {node.arg for node in tree if isinstance(node, ast.keyword)}
        assert "shield" not in named, path
        assert ".shield" not in path.read_text(), path
