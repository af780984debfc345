"""Exchanges a code for tokens, with each of our secrets until the provider takes one."""

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import quote_plus

from msgspec import Struct

from gateway.auth.providers.errors import CodeRefused, ProviderDown, SecretRefused
from gateway.auth.providers.fetch import Answer, Fetcher
from gateway.auth.providers.secret_files import Secrets
from gateway.auth.providers.settings import ProviderSettings
from store.identities.records import Attempt

OURS = frozenset({"invalid_client", "unauthorized_client"})
"""Errors that only the operator can mend."""


class Exchange(Struct, frozen=True):
    """What a code is exchanged with; ``in_header``: the secret is sent as a password (RFC 6749)."""

    fetcher: Fetcher
    settings: ProviderSettings
    secrets: Secrets
    in_header: bool

    async def tokens(self, url: str, attempt: Attempt, code: str) -> dict[str, Any]:
        """Return the answer with the tokens; raises `errors.ProviderError`."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": attempt.redirect,
            "client_id": self.settings.client_id,
        }
        if self.settings.uses_pkce:
            form["code_verifier"] = attempt.verifier
        refused = "no secret can be read"
        for secret in self.secrets.by_turns():
            answer = await self._ask(url, form, secret)
            error = _error(answer)
            if not error:
                self.secrets.worked(secret)
                return answer.fields
            if error == "invalid_grant":
                raise CodeRefused("the provider does not know the code (any more)")
            if error not in OURS:
                raise ProviderDown(f"the token endpoint answered {answer.status} {error}")
            refused = error
        raise SecretRefused(refused)

    async def _ask(self, url: str, form: Mapping[str, str], secret: str) -> Answer:
        if not self.in_header:
            return await self.fetcher.post(url, {**form, "client_secret": secret})
        pair = f"{quote_plus(self.settings.client_id)}:{quote_plus(secret)}"
        headers = {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
        return await self.fetcher.post(url, form, headers)


def challenge(verifier: str) -> str:
    """Return the S256 challenge of a verifier (RFC 7636)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _error(answer: Answer) -> str:
    """Return the error of an answer of the token endpoint; empty if it has none."""
    if answer.status == 200 and "error" not in answer.fields:
        return ""
    error = answer.fields.get("error")
    if isinstance(error, str) and error.isascii():
        return error[:40]
    return "invalid_client" if answer.status == 401 else "no_error"
