"""Uploads made to harm: refused with a sentence in the form, in little memory."""

import csv
import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from scripts.running_site import ROOT
from tests.admin.forms import errors, filled
from tests.factories import AuthorFactory

MOST_MEMORY = 150 * 1024  # KiB, more than the programs themselves need
# Prints by how many KiB the files grow a process that looks at each.
PEAK = """
import resource, sys
from django.conf import settings
settings.configure(USE_I18N=False)
from django.core.exceptions import ValidationError
from django.core.files import File
from papers.images import whole_webp
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = peak()
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        try:
            whole_webp(File(file))
        except ValidationError:
            continue
        raise SystemExit(f"{name} was accepted")
print(peak() - before)
"""


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """Return a PNG of RGB with a right checksum for each chunk, whatever that holds."""
    header = (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    content = b"\x89PNG\r\n\x1a\n"
    for kind, data in [header, *chunks, (b"IEND", b"")]:
        content += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return content


def drawn(kind: str, cut: int, **options) -> bytes:
    """Return a picture of 25 million pixels without its last bytes."""
    content = io.BytesIO()
    Image.new("RGB", (5000, 5000), "teal").save(content, kind, **options)
    return content.getvalue()[:-cut]


@pytest.fixture(scope="module")
def bombs() -> dict[str, bytes]:
    """Small files that stand for very large ones, and large ones that end too soon."""
    packed = zlib.compress(bytes(200_000_000), 9)
    return {
        "text.png": png(1, 1, (b"zTXt", b"a\0\0" + packed), (b"IDAT", zlib.compress(bytes(4)))),
        "profile.png": png(1, 1, (b"iCCP", b"a\0\0" + packed), (b"IDAT", zlib.compress(bytes(4)))),
        "wide.png": png(60_000, 60_000, (b"IDAT", b"")),
        "short.png": drawn("PNG", 200),
        "short.webp": drawn("WEBP", 60),
        "short.jpg": drawn("JPEG", 2000, progressive=True),
        "page.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    }


def refusals(editor, files: dict[str, bytes]) -> dict[str, int]:
    """Return for each file, uploaded as a portrait, how many errors the form names."""
    author = AuthorFactory()
    address = f"/admin/papers/author/{author.pk}/change/"
    form = filled(editor.get(address)) | {"portrait_alt": "Ada"}
    return {
        name: len(errors(editor.post(address, form | {"portrait": SimpleUploadedFile(name, content)})))
        for name, content in files.items()
    }


def memory(files: list[Path]) -> int:
    done = subprocess.run([sys.executable, "-c", PEAK, *files], cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == ""
    return int(done.stdout)


def test_bombs_are_refused_in_the_form(editor, bombs):
    assert refusals(editor, bombs) == dict.fromkeys(bombs, 1)


def test_bombs_are_refused_in_little_memory(bombs, tmp_path):
    for name, content in bombs.items():
        (tmp_path / name).write_bytes(content)
    assert memory(sorted(tmp_path.iterdir())) < MOST_MEMORY


def test_hostile_files_of_the_corpus_are_refused_in_the_form_and_in_little_memory(editor, corpus):
    folder = corpus / "images"
    with (folder / "manifest.tsv").open(encoding="utf-8", newline="") as manifest:
        rows = list(csv.DictReader(manifest, delimiter="\t"))
    names = [row["file"] for row in rows if row["expected"] == "reject" and (folder / row["file"]).stat().st_size]
    assert refusals(editor, {name: (folder / name).read_bytes() for name in names}) == dict.fromkeys(names, 1)
    assert memory([folder / name for name in names]) < MOST_MEMORY
