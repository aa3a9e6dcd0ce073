"""Take the pictures in docs/ from the running site."""

import sys
import tempfile
from pathlib import Path

from scripts.chromium import chromium, program
from scripts.running_site import ROOT, running_site

# file name: path on the site, width, height, colour scheme
PICTURES = {
    "profile.png": ("/", 1280, 900, "light"),
}


def take(address: str, folder: Path) -> None:
    """Write the pictures of the site at `address` to `folder`."""
    with chromium() as browser:
        for name, (path, width, height, scheme) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(address + path, wait_until="networkidle")
            page.screenshot(path=folder / name)
            page.close()
            print(f"docs/{name}")


def main() -> None:
    """Serve the reference profile from a scratch folder and take every picture."""
    if not program():
        sys.exit("profile_site: pictures need Chromium: install Debian's package chromium, or name it with CHROMIUM.")
    with tempfile.TemporaryDirectory() as scratch, running_site(Path(scratch) / "data", Path(scratch) / "log") as site:
        take(site.address, ROOT / "docs")


if __name__ == "__main__":
    main()
