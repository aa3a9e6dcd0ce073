"""The files in deploy/, as far as they can be checked where no container is built."""

import re

import yaml

from scripts.running_site import READ_BY_THE_SITE, ROOT

DEPLOY = ROOT / "deploy"


def services() -> dict[str, dict]:
    """Return the services of the compose file."""
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]


def test_compose_gives_the_site_what_it_reads():
    given = services()["site"]["environment"]
    assert given.keys() - READ_BY_THE_SITE == set()
    assert {"PUBLIC_URL", "BEHIND_TLS_PROXY", "DATABASE_URL"} <= given.keys()


def test_compose_mounts_and_builds_what_is_there():
    paths = [mount.partition(":")[0] for service in services().values() for mount in service["volumes"]]
    built = services()["site"]["build"]
    context = (DEPLOY / built["context"]).resolve()
    assert (context, (context / built["dockerfile"]).is_file()) == (ROOT, True)
    assert [path for path in paths if path.startswith(".") and not (DEPLOY / path).is_file()] == []


def test_compose_holds_no_password():
    text = (DEPLOY / "compose.yaml").read_text()
    assert re.findall(r"PASSWORD: (.*)", text) == ["${POSTGRES_PASSWORD:?write it to deploy/.env}"]


def test_the_container_has_all_that_the_site_runs_from():
    copied = re.findall(r"^COPY (.+) \S+$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)
    names = " ".join(copied).split()
    assert [name for name in names if not (ROOT / name).exists()] == []
    assert {"manage.py", "profile_site", "papers", "templates", "static", "fixtures", "pyproject.toml"} <= set(names)
