"""Have MDN's HTTP Observatory judge the home page of a public site, as a proxy that ends TLS serves it.

    python -m scripts.observatory

Ends with 1 below 130 points or where a test fails. What it cannot tell here: whether browsers preload the host,
since the list that it downloads is left empty, and whether the certificate of a real site is good.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.running_site import ROOT, environment, free_port, wait_for_page

FOLDER = ROOT / "scripts" / "observatory"
PRELOADED = FOLDER / "node_modules" / "@mdn" / "mdn-http-observatory" / "conf" / "hsts-preload.json"
LEAST, TESTS = 130, 10
NODE = ROOT / ".venv" / "bin" / "node"


def install() -> None:
    """Install what the lock file names, unless it is there, and give the scanner an empty list of preloaded hosts."""
    if not PRELOADED.parent.is_dir():
        path = f"{NODE.parent}:{os.environ['PATH']}"
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=FOLDER, env=os.environ | {"PATH": path}, check=True)
    PRELOADED.write_text("{}")


def make_certificate(folder: Path) -> dict[str, Path]:
    """Make a certificate for localhost, and return its files by the names that tls.mjs reads."""
    files = {"TLS_KEY": folder / "key.pem", "TLS_CERTIFICATE": folder / "certificate.pem"}
    kind = [
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    names = ["-addext", "subjectAltName=DNS:localhost"]
    where = ["-keyout", files["TLS_KEY"], "-out", files["TLS_CERTIFICATE"]]
    subprocess.run(["openssl", "req", "-x509", *kind, *names, *where], check=True, capture_output=True)
    return files


@contextmanager
def running(command: list, log: Path, variables: dict[str, str]) -> Iterator[subprocess.Popen]:
    """Run a program for the duration; what it prints goes to `log`."""
    with (
        log.open("w") as output,
        subprocess.Popen(command, cwd=ROOT, env=variables, stdout=output, stderr=output) as program,
    ):
        try:
            yield program
        finally:
            program.terminate()


def scan(folder: Path) -> dict:
    """Return what the scanner says of a public site with the reference profile."""
    ports = {name: free_port() for name in ("PORT", "HTTP_PORT", "HTTPS_PORT")}
    address = f"https://localhost:{ports['HTTPS_PORT']}"
    site = environment(DATA_DIR=folder / "data", PUBLIC_URL=address, BEHIND_TLS_PROXY=1, PORT=ports["PORT"])
    files = make_certificate(folder)
    tools = environment(**ports, **files, NODE_EXTRA_CA_CERTS=files["TLS_CERTIFICATE"])
    with (
        running([sys.executable, "manage.py", "serve"], folder / "site.log", site) as server,
        running([NODE, FOLDER / "tls.mjs"], folder / "tls.log", tools) as proxy,
    ):
        wait_for_page(f"http://127.0.0.1:{ports['PORT']}/healthz", server)
        wait_for_page(f"http://127.0.0.1:{ports['HTTP_PORT']}/healthz", proxy)
        done = subprocess.run([NODE, FOLDER / "scan.mjs"], env=tools, capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise ChildProcessError(done.stderr)
    return json.loads(done.stdout)


def main() -> int:
    """Print what each test says, and return 1 where the site falls short."""
    install()
    with tempfile.TemporaryDirectory(prefix="profile_site-") as folder:
        found = scan(Path(folder))
    for name, test in found["tests"].items():
        print(f"{'passed' if test['pass'] else 'FAILED'} {test['modifier']:+4} {name}: {test['result']}")
    print(
        f"HTTP Observatory: {found['score']} points, grade {found['grade']}, {found['passed']} of {found['of']} passed."
    )
    return int(found["score"] < LEAST or found["passed"] < TESTS)


if __name__ == "__main__":
    sys.exit(main())
