"""Take the pictures in docs/ from the running site: start it on a scratch data folder, open it, write the files."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
# file name: path on the site, width, height, colour scheme
PICTURES = {
    "profile.png": ("/", 1280, 800, "light"),
    "profile-dark.png": ("/", 1280, 800, "dark"),
}


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served() -> Iterator[str]:
    """Serve the reference profile for the duration; yield its address."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DATA_DIR": folder, "PORT": str(port)}
        environment.pop("DATABASE_URL", None)
        server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment)
        try:
            wait_for(f"http://127.0.0.1:{port}/", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)


def wait_for(address: str, server: subprocess.Popen) -> None:
    """Return once `address` answers; end with a sentence where it does not."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, TimeoutError):
            if server.poll() is not None:
                break
            time.sleep(0.1)
    sys.exit(f"profile_site: {address} did not answer, so no picture was taken.")


def take(address: str, folder: Path) -> None:
    """Write the pictures of the site at `address` to `folder`."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not program:
        sys.exit("profile_site: pictures need Chromium: install Debian's package chromium, or name it with CHROMIUM.")
    arguments = ["--disable-gpu", "--disable-background-networking", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        for name, (path, width, height, scheme) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(address + path, wait_until="networkidle")
            page.screenshot(path=folder / name)
            page.close()
            print(f"docs/{name}")
        browser.close()


if __name__ == "__main__":
    with served() as site:
        take(site, ROOT / "docs")
