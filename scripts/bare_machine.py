"""Prove that a clone needs nothing but a bare Debian 12 with python3, make and git.

Builds one in a scratch folder, or in the folder given, which is then kept for the next time. There it runs the
site from a fresh clone, runs it again without a network, and runs the tests. Needs root.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGES = "python3,make,git,ca-certificates"
CLONE = "/root/profile_site"
PORT = 8765
# How this machine reaches the network, the new one does too.
NETWORK = re.compile(r"PIP_CERT|PIP_DEFAULT_TIMEOUT|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|\w+_proxy", re.IGNORECASE)


def build_debian(root: Path) -> None:
    """Install a minimal Debian 12 in `root`, unless it is there."""
    if (root / "etc" / "debian_version").exists():
        return
    if not shutil.which("debootstrap"):
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "debootstrap"], check=True)
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", "bookworm", str(root)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def connect(root: Path) -> None:
    """Give the Debian in `root` this machine's name servers and certificates."""
    for name in ("resolv.conf", "hosts"):
        shutil.copy(Path("/etc") / name, root / "etc" / name)
    certificates = Path("ssl/certs/ca-certificates.crt")
    shutil.copy(Path("/etc") / certificates, root / "etc" / certificates)


@contextmanager
def mounted(root: Path) -> Iterator[None]:
    """Mount processes, shared memory and terminals in `root` for the duration; nothing of this machine's is there."""
    mounts = {"proc": root / "proc", "tmpfs": root / "dev" / "shm", "devpts": root / "dev" / "pts"}
    with ExitStack() as taken_down:
        for kind, folder in mounts.items():
            options = ["-o", "newinstance,ptmxmode=666,mode=620"] if kind == "devpts" else []
            subprocess.run(["mount", "-t", kind, *options, kind, folder], check=True)
            taken_down.callback(subprocess.run, ["umount", folder], check=True)
        yield


def inside(root: Path, command: str, *, network: bool = True, **variables: str) -> subprocess.Popen:
    """Start `command` in the clone in `root`, in a session of its own, and return it."""
    passed = {name: value for name, value in os.environ.items() if NETWORK.fullmatch(name)}
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8"} | passed | variables
    arguments = ["chroot", str(root), "/bin/bash", "-c", f"cd {CLONE} && {command}"]
    if not network:
        arguments = ["unshare", "--net", "/bin/sh", "-c", 'ip link set lo up && exec "$@"', "sh", *arguments]
    return subprocess.Popen(arguments, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)


def visit_page(root: Path, server: subprocess.Popen) -> str:
    """Return the home page once it answers; it is fetched inside, since the server may have a network of its own."""
    fetch = f"import urllib.request as u; print(u.urlopen('http://127.0.0.1:{PORT}/', timeout=5).read().decode())"
    command = ["nsenter", f"--target={server.pid}", "--net", "python3", "-c", fetch]
    for _ in range(300):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode == 0:
            return done.stdout
        if server.poll() is not None:
            break
        time.sleep(1)
    sys.exit(f"profile_site: make run did not answer ({server.poll()}).")


def run_site(root: Path, *, network: bool) -> None:
    """Run the site, visit it and stop it as Ctrl-C does."""
    server = inside(root, "make run", network=network, DATA_DIR="/root/data", PORT=str(PORT))
    page = visit_page(root, server)
    os.killpg(server.pid, signal.SIGINT)
    server.wait(timeout=60)
    if "Amanda Askell" not in page:
        sys.exit(f"profile_site: the page had {len(page)} characters, but not those of the reference profile.")
    print(f"make run {'with' if network else 'without'} a network: {len(page)} characters of the reference profile")


def prove(root: Path) -> None:
    """Build, clone, run, run again, test."""
    build_debian(root)
    connect(root)
    for leftover in (root / CLONE.lstrip("/"), root / "root" / "data"):
        shutil.rmtree(leftover, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", REPOSITORY, root / CLONE.lstrip("/")], check=True)
    with mounted(root):
        run_site(root, network=True)
        run_site(root, network=False)
        if code := inside(root, "make test").wait():
            sys.exit(code)


def main() -> None:
    """Use the folder given, or a scratch folder."""
    if os.geteuid() != 0:
        sys.exit("profile_site: make proof builds a Debian of its own: run it as root.")
    if len(sys.argv) > 1:
        root = Path(sys.argv[1]).absolute()
        root.mkdir(parents=True, exist_ok=True)
        prove(root)
    else:
        with tempfile.TemporaryDirectory() as scratch:
            prove(Path(scratch))


if __name__ == "__main__":
    main()
