"""The OpenAPI document is true: schemathesis sends a running server what the document allows.

It sends a few requests per route, in CI always the same ones.
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS
from schemathesis.generation import GenerationMode

from gateway.api import openapi
from gateway.app import make_app
from gateway.guard.origin import Site
from gateway.process.metrics import Metrics
from tests import frames
from tests.e2e.server import Process
from tests.gateway.client import PASSWORD, Client
from tests.patience import examples

EXAMPLES = max(2, examples(8))
SITE = Site(1, ["localhost"], secure=False)
DOCUMENT = openapi.document(make_app(SimpleNamespace(site=SITE, store=None, metrics=Metrics())))  # type: ignore[arg-type]
SCHEMA: Any = schemathesis.openapi.from_dict(deepcopy(DOCUMENT))  # it changes what it reads
SCHEMA.config.checks.negative_data_rejection.expected_statuses += ["413"]  # it is too large as well
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
CASES = [
    (operation, mode)
    for operation in OPERATIONS
    for mode in GenerationMode
    # there nothing can be wrong
    if mode.is_positive or not operation.path.endswith((".json", "/sign-in"))
]
# A schema cannot say which names and passwords are allowed, or whose they are.
UNSAYABLE = CHECKS.get_by_names(["positive_data_acceptance"])
_numbers = count(1)


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    folder = tmp_path_factory.mktemp("openapi") / "data"
    process = Process(folder, "--people-per-address", "1000000")
    yield process
    process.stop()
    assert "Traceback" not in process.log.read_text()


@pytest.fixture
def headers(process: Process) -> dict[str, str]:
    """The headers of a signed-in person, new for each route, as some routes end the session."""
    name = f"tester{next(_numbers)}"
    body = {"name": name, "display_name": name, "email": "t@example.org", "password": PASSWORD}
    origin = {"Origin": process.url}
    url = f"{process.url}/api/v1/register"
    answer = requests.post(url, json=body, headers=origin, timeout=9)
    assert answer.status_code == 201, answer.text
    return origin | {"Authorization": f"Bearer {answer.json()['access_token']}"}


@pytest.mark.parametrize(
    ("operation", "mode"), CASES, ids=[f"{o.method} {o.path} {m.value}" for o, m in CASES]
)
def test_the_server_answers_as_the_document_says(
    operation: Any, mode: GenerationMode, process: Process, headers: dict[str, str]
):
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
    )
    def ask(case: Any) -> None:
        case.call_and_validate(
            base_url=f"{process.url}/api/v1", headers=headers, excluded_checks=UNSAYABLE
        )

    ask()


async def test_the_document_is_served(client: Client):
    answer = await client.get("/api/v1/openapi.json")
    assert answer.json() == json.loads(json.dumps(DOCUMENT))
    assert {"/guest", "/account", "/sessions/{session_id}"} <= set(DOCUMENT["paths"])


async def test_the_schema_of_frames_is_served(client: Client):
    assert (await client.get("/api/v1/frames.json")).json() == frames.DOCUMENT


def test_a_route_that_nobody_described_is_found():
    app = make_app(SimpleNamespace(site=SITE, store=None, metrics=Metrics()))  # type: ignore[arg-type]
    app.add_url_rule("/api/v1/forgotten", "forgotten", lambda: "")
    with pytest.raises(KeyError, match="forgotten"):
        openapi.document(app)
