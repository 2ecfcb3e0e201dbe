"""The files of deploy/ say what the product has: services, folders, options, versions."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from streamlit import config

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"


def test_compose_names_what_is_there() -> None:
    """Volumes in use are declared, the image is built from our file, the password comes from outside."""
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    used = {each.split(":")[0] for service in services.values() for each in service["volumes"]}
    assert {name for name in used if not name.startswith(".")} == set(compose["volumes"])
    for name in ("studio-a", "studio-b"):
        build = services[name]["build"]
        assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()
        assert services[name]["read_only"] is True
        assert "?set a password" in services[name]["environment"]["STUDIO_DATABASE_URL"]
        assert set(services[name]["depends_on"]) <= set(services)
    assert "ports" not in services["database"]


def test_the_proxy_reaches_the_serving_processes() -> None:
    """The hosts of the proxy are services of compose at the port that the container opens."""
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    _, proxied = (DEPLOY / "Caddyfile").read_text(encoding="utf-8").split("reverse_proxy")
    hosts = re.findall(r"([\w-]+):(\d+)", proxied)
    assert {name for name, _ in hosts if name.startswith("studio")} == {"studio-a", "studio-b"}
    opened = re.search(r"EXPOSE (\d+)", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"))
    assert opened is not None
    assert {port for _, port in hosts} == {opened[1]}
    assert set(compose["services"]) >= {"studio-a", "studio-b"}


def test_the_container_copies_what_exists() -> None:
    """Sources of COPY are in the project; the pins hold every requirement and fit its range."""
    for line in (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines():
        if line.startswith("COPY"):
            *sources, _ = [word for word in line.split()[1:] if not word.startswith("--")]
            assert all((ROOT / source).exists() for source in sources), line
    lines = (DEPLOY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if "==" in line)
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if text := line.split("#")[0].strip():
            wanted = Requirement(text)
            assert pins[canonicalize_name(wanted.name)] in wanted.specifier, text


def test_the_servers_options_exist() -> None:
    """What the container and the unit hand to `streamlit run` are options that it knows."""
    texts = [(DEPLOY / name).read_text(encoding="utf-8") for name in ("Dockerfile", "chalk-and-cart.service")]
    options = {option for text in texts for option in re.findall(r"--((?:server|browser)\.\w+)", text)}
    assert options >= {"server.address", "server.port", "server.maxUploadSize"}
    for option in options:
        config.get_option(option)  # raises for one that does not exist


def test_systemd_reads_the_unit() -> None:
    """Every line of the unit is understood; only the program itself is not installed here."""
    if (verify := shutil.which("systemd-analyze")) is None:
        assert "[Service]" in (DEPLOY / "chalk-and-cart.service").read_text(encoding="utf-8")
        return
    done = subprocess.run(
        [verify, "verify", str(DEPLOY / "chalk-and-cart.service")], capture_output=True, text=True
    )
    mine = [line for line in done.stderr.splitlines() if "chalk-and-cart" in line]
    assert [line for line in mine if "is not executable" not in line] == []
