"""A browser over TLS: the page, and our own transport for the WebSocket."""

import signal
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser

from tests.e2e.server import ROOT
from tests.programs import program

OPTIONS = ["--host", "0.0.0.0", "--port", "0", "--redirect-port", "none"]  # noqa: S104
SIGN_IN = """async () => (await fetch('/api/v1/guest', {
    method: 'POST', headers: {'content-type': 'application/json'}, body: '{"name": "Ada"}'
})).status"""
PROTOCOL = "() => performance.getEntriesByType('navigation')[0].nextHopProtocol"


def test_a_browser_uses_http_1_1_and_the_own_transport(browser: Browser, tmp_path: Path):
    command = [sys.executable, "-m", "gateway.main", *OPTIONS, "--data", str(tmp_path / "data")]
    with program(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        port = server.stdout.readline().strip().rpartition(":")[2]
        assert "SHA-256" in server.stdout.readline()
        context = browser.new_context(ignore_https_errors=True)  # the certificate is self-signed
        page = context.new_page()
        page.goto(f"https://127.0.0.1:{port}/")
        assert page.evaluate(PROTOCOL) == "http/1.1"
        assert page.evaluate(SIGN_IN) == 201
        with page.expect_websocket() as opened:
            page.reload()
        socket = opened.value
        assert socket.url == f"wss://127.0.0.1:{port}/ws"
        socket.wait_for_event("framereceived")
        with socket.expect_event("close"):
            server.send_signal(signal.SIGTERM)
        assert server.wait() == 0
        context.close()
