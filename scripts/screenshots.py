"""Take the pictures in docs/ from the running site."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts.running_site import ROOT, running_site

# file name: path on the site, width, height, colour scheme
PICTURES = {
    "profile.png": ("/", 1280, 900, "light"),
}


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


def main() -> None:
    """Serve the reference profile from a scratch folder and take every picture."""
    with tempfile.TemporaryDirectory() as scratch, running_site(Path(scratch) / "data", Path(scratch) / "log") as site:
        take(site.address, ROOT / "docs")


if __name__ == "__main__":
    main()
