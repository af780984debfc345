"""compose.yml and its variants: what they promise, and that others read them as scripts/cluster."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from deploy.compose import ComposeError, read, seconds
from deploy.images import ROOT
from deploy.places import Places

DEPLOY = ROOT / "scripts" / "deploy"
FILE = ROOT / "compose.yml"
VARIANTS = ("development.yml", "caddy.yml")
ONE_SHOT = {"prepare"}
PODMAN = '#!/bin/sh\necho "podman version 5.4.0"\n'
"""All that podman-compose asks of podman before it reads a file."""


def normalised(tmp_path: Path, *files: Path) -> str:
    """Read files as podman-compose does: merged, and with variables put in."""
    podman = tmp_path / "podman"
    podman.write_text(PODMAN)
    podman.chmod(0o755)
    named = [word for file in files for word in ("-f", str(file))]
    return subprocess.run(
        [Path(sys.prefix) / "bin" / "podman-compose", *named, "config"],
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "RALLY_NAME": "pong.example.org"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    return yaml.safe_load(FILE.read_text())["services"]


def test_others_read_the_same_in_it(tmp_path: Path):
    theirs = tmp_path / "compose.yml"
    theirs.write_text(normalised(tmp_path, FILE))
    (tmp_path / "scripts").symlink_to(ROOT / "scripts")
    ours = read(FILE, {})
    found = read(theirs, {})
    assert found.keys() == ours.keys() >= {"node1", "node2", "node3", "proxy"}
    for name, service in ours.items():
        files = {target: path.read_text() for target, path in service.configs.items()}
        assert {k: path.read_text() for k, path in found[name].configs.items()} == files
        for field in set(service.__struct_fields__) - {"configs"}:
            assert getattr(found[name], field) == getattr(service, field), (name, field)


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_changes_what_it_says_and_no_more(tmp_path: Path, variant: str):
    plain = yaml.safe_load(normalised(tmp_path, FILE))["services"]
    varied = yaml.safe_load(normalised(tmp_path, FILE, DEPLOY / variant))["services"]
    changed = {name for name in varied if varied[name] != plain[name]}
    nodes = {"node1", "node2", "node3"}
    if variant == "caddy.yml":
        assert changed == {*nodes, "proxy", "prepare"}
        assert varied["proxy"]["ports"] == ["80:80", "443:443", "443:443/udp"]
        assert varied["proxy"]["healthcheck"]["test"][1] == "wget"
        for name in nodes:
            assert varied[name]["environment"] == {
                **plain[name]["environment"],
                "RALLY_PUBLIC_URLS": "https://pong.example.org",
            }
    else:
        assert changed == nodes
        sources = [text for text in varied["node1"]["volumes"] if text.startswith("./")]
        folders = sorted(text.split(":")[0] for text in sources)
        assert folders == ["./actors", "./gateway", "./scripts", "./store", "./webui"]
        assert all(text.endswith(":ro") for text in sources)


def test_docker_itself_reads_them():
    docker = ["docker", "compose"]
    if not shutil.which("docker") or subprocess.run([*docker, "version"], check=False).returncode:
        pytest.skip("there is no docker compose here, so podman-compose alone has read the files")
    for variant in ((), *((DEPLOY / each,) for each in VARIANTS)):
        named = [word for file in (FILE, *variant) for word in ("-f", str(file))]
        environment = {**os.environ, "RALLY_NAME": "pong.example.org"}
        subprocess.run([*docker, *named, "config", "-q"], env=environment, check=True)


def test_nothing_but_the_proxy_is_reached_from_outside(services: dict[str, Any]):
    assert {name for name, each in services.items() if "ports" in each} == {"proxy"}
    for name in ("postgres", "redis"):
        assert services[name]["networks"] == ["back"]
    assert services["proxy"]["networks"] == ["front"]
    networks = yaml.safe_load(FILE.read_text())["networks"]
    assert networks == {"front": {}, "back": {"internal": True}}
    assert services["prepare"]["network_mode"] == "none"
    assert not any(each.get("network_mode") == "host" for each in services.values())


def test_each_service_is_watched_started_again_limited_and_has_few_rights(
    services: dict[str, Any],
):
    for name, each in services.items():
        assert each["restart"] == ("on-failure:3" if name in ONE_SHOT else "unless-stopped"), name
        assert ("healthcheck" in each) == (name not in ONE_SHOT), name
        assert each["deploy"]["resources"]["limits"].keys() == {"cpus", "memory", "pids"}, name
        assert each["read_only"], name
        assert each["cap_drop"] == ["ALL"], name
        assert each["security_opt"] == ["no-new-privileges:true"], name
        assert name in ONE_SHOT or "stop_grace_period" in each, name
        assert each.get("user") not in {"root", "0"}, name
        assert each["image"] == "rally" or "user" in each, name
        # Somebody else's image of this name must not take the place of ours.
        assert ("pull_policy" in each) == (each["image"] == "rally"), name


def test_no_secret_is_in_the_file_and_only_named_volumes_are_mounted(services: dict[str, Any]):
    volumes = yaml.safe_load(FILE.read_text())["volumes"]
    for name, each in services.items():
        for variable, value in each.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|TOKEN|KEY", variable):
                assert str(value).startswith("/run/rally/"), (name, variable)
            assert not re.search(r"//[^/]*:[^/]*@", str(value)), (name, variable)
        for mount in each.get("volumes", []):
            assert mount.partition(":")[0] in volumes, (name, mount)
    assert {
        name for name, each in services.items() if "keys:/run/rally/keys" in each["volumes"]
    } == {
        *("prepare", "node1", "node2", "node3"),
    }


def test_who_reads_a_password_sees_no_other(services: dict[str, Any]):
    def seen(name: str) -> set[str]:
        return {text.partition(":")[0] for text in services[name]["volumes"]}

    assert seen("proxy") == {"certificate"}
    assert seen("redis") == {"redis-password"}
    assert seen("postgres") == {"database", "postgres-password"}
    assert {name for name in services if "keys" in seen(name)} == {
        *("prepare", "node1", "node2", "node3"),
    }


def test_the_proxies_know_the_nodes(services: dict[str, Any]):
    nodes = {name for name, each in services.items() if "RALLY_NODE" in each.get("environment", {})}
    for name in nodes:
        said = services[name]["environment"]
        assert said["RALLY_NODE"] == name
        [alias] = services[name]["networks"]["back"]["aliases"]
        assert said["RALLY_INNER"].startswith(f"{alias}:")
    for file in ("nginx.conf", "Caddyfile", "caddy.yml"):
        assert set(re.findall(r"\bnode\d+\b", (DEPLOY / file).read_text())) == nodes


def test_the_image_gets_all_that_it_copies():
    text = (DEPLOY / "Dockerfile").read_text()
    lines = text.replace("\\\n", " ").splitlines()
    copied = [line.split()[1:-1] for line in lines if line.startswith("COPY ")]
    paths = [path for words in copied for path in words]
    assert "scripts/requirements*.lock" in paths
    for path in paths:
        assert path == "." or list(ROOT.glob(path)), path
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {line[1:] for line in ignored if line.startswith("!")} == {
        *("actors", "gateway", "scripts", "store", "webui"),
    }
    assert "USER 10001:10001" in text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("privileged: true", "services.one.privileged"),
        ("volumes: [./here:/there]", "no named volume"),
        ("command: rally --all", "give a list"),
        ("stop_grace_period: 1h", "no duration"),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path: Path, line: str, said: str):
    command = "" if line.startswith("command") else "command: [rally]"
    text = f"services:\n  one:\n    image: rally\n    {command}\n    {line}\n"
    (tmp_path / "compose.yml").write_text(text)
    with pytest.raises(ComposeError, match=said):
        read(tmp_path / "compose.yml", {})


def test_variables_and_durations():
    assert read(FILE, {})["node1"].environment["RALLY_PUBLIC_URLS"] == "https://localhost:4443"
    said = {"RALLY_PUBLIC_URLS": "https://pong.example.org"}
    assert read(FILE, said)["node2"].environment["RALLY_PUBLIC_URLS"] == "https://pong.example.org"
    check = read(FILE, {})["redis"].health
    assert check is not None
    assert "$(cat /run" in check.command[2]
    assert [seconds(text) for text in ("4s", "1m30s", "2m")] == [4.0, 90.0, 120.0]


def test_names_and_paths_become_addresses_and_folders(tmp_path: Path):
    services = read(FILE, {})
    places = Places(services, tmp_path)
    at = places.addresses
    assert len(set(at.values())) == len(services)
    assert places.addresses == Places(services, tmp_path).addresses
    node = places.translator(services["node1"])
    password = tmp_path / "volumes" / "postgres-password" / "password"
    for text, here in {
        "postgresql://rally@postgres/rally": f"postgresql://rally@{at['postgres']}/rally",
        "redis://redis:6379/0": f"redis://{at['redis']}:6379/0",
        "node1-inner:7000": f"{at['node1']}:7000",
        "node1": "node1",
        "0.0.0.0": at["node1"],  # noqa: S104 - nothing listens here
        "127.0.0.0/8,10.0.0.0/8": "127.0.0.0/8,10.0.0.0/8",
        "https://127.0.0.1:4443/": f"https://{at['node1']}:4443/",
        "https://127.0.0.15:4443/": "https://127.0.0.15:4443/",
        "/run/rally/postgres/password": str(password),
        "/run/rally/postgres-old": "/run/rally/postgres-old",
        "/data/rally": f"{tmp_path}/services/node1/data/rally",
        "/var/data/rally": "/var/data/rally",
    }.items():
        assert node(text) == here
