"""The command of scripts/admin about the providers that people sign in with."""

import argparse
import sys

from _admin_desk import Desk
from _admin_words import written

from gateway.auth.providers.settings import read_providers
from store.identities.records import SecretState

DAY = 24 * 3600 * 1000


async def list_providers(desk: Desk, _: argparse.Namespace) -> None:
    """Print each provider, the address to register there, and how long our secret is good."""
    states = {state.provider: state for state in await desk.store.identities.secrets()}
    if desk.providers is None:
        print("This command knows of no file of providers (RALLY_PROVIDERS).", file=sys.stderr)
    listed = [] if desk.providers is None else read_providers(desk.providers)
    for one in listed:
        address = f"{desk.site}/sign-in/{one.id}"
        said = _said(desk, states.pop(one.id, None))
        print(one.id, one.name, one.issuer, address, said, sep="\t")
    for state in states.values():
        print(state.provider, "", "", "", _said(desk, state), sep="\t")


def _said(desk: Desk, state: SecretState | None) -> str:
    """Say what the provider has said of our secret."""
    if state is None:
        return "nobody has signed in yet"
    if state.refused_at is not None:
        return f"refuses our secret since {written(state.refused_at, '')}: put in a new one"
    if state.valid_until is None:
        return "takes our secret"
    days = (state.valid_until - desk.now) // DAY
    return f"our secret ends {written(state.valid_until, '')} (in {days} days)"
