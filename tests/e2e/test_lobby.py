"""The lobby comes to a page in four frames: what has not come yet is not shown as nothing."""

import json

from playwright.sync_api import Browser, WebSocketRoute, expect

from tests.e2e.player import Player
from tests.e2e.server import Process

GAMES, CROWD = ".games-card", ".lobby-head"
OF_LOBBY = {"games", "waiting", "playing", "online"}
ASKING, WHO = "Asking for the list…", "Asking who is here…"


def test_each_part_says_that_it_is_asked_for_until_its_own_frame_has_come(
    browser: Browser, server: Process
):
    ada = Player.as_guest(browser, server.url, "Ada")
    page = ada.context.new_page()
    held = list[str]()
    sockets = list[WebSocketRoute]()

    def pass_on(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        socket.connect_to_server().on_message(sort)

    def sort(message: str | bytes) -> None:
        """Pass on what is not of the lobby; a message may have several frames."""
        for line in str(message).split("\n"):
            of_lobby = json.loads(line)["t"] in OF_LOBBY
            (held.append if of_lobby else sockets[-1].send)(line)

    def let_through(kind: str) -> None:
        (frame,) = (line for line in held if line.startswith(f'{{"t":"{kind}"'))
        sockets[-1].send(frame)

    page.route_web_socket("**/ws", pass_on)
    page.goto(server.url)
    games, crowd = page.locator(GAMES), page.locator(CROWD)
    expect(games).to_contain_text(ASKING)
    expect(crowd).to_contain_text(WHO)
    while len(held) < len(OF_LOBBY):
        page.wait_for_timeout(20)
    let_through("waiting")
    let_through("online")
    expect(games).to_contain_text(ASKING)
    expect(crowd).to_contain_text(WHO)
    let_through("playing")
    expect(crowd).to_contain_text("1 player here · 0 matches being played · 0 players looking")
    expect(crowd).not_to_contain_text(WHO)
    expect(games).to_contain_text(ASKING)
    let_through("games")
    expect(games).to_contain_text("Nobody has an open game just now.")
    expect(games).not_to_contain_text(ASKING)
    assert ada.problems == []
    ada.context.close()
