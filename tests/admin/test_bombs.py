"""Uploads made to harm: refused with a sentence in the form, in little memory; and the largest that are taken."""

import csv
import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from papers.images import check_image
from scripts.running_site import ROOT
from tests.admin.forms import errors, filled
from tests.factories import AuthorFactory

MOST_MEMORY = 150 * 1024  # KiB, more than the programs themselves need
# Prints by how many KiB the files grow a process that looks at each, and which of them it accepted.
PEAK = """
import resource, sys
from pathlib import Path
from django.conf import settings
settings.configure(USE_I18N=False)
from django.core.exceptions import ValidationError
from django.core.files import File
from papers.frames import Frame
from papers.images import check_image, sizes, whole_webp
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before, accepted = peak(), []
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        try:
            check_image(File(file))
            sizes(whole_webp(File(file)), Frame(192, 192, narrowest=1, widest=1, fallback="JPEG"))
            accepted.append(Path(name).name)
        except ValidationError:
            continue
print(peak() - before, *accepted)
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


def looked_at(files: list[Path]) -> tuple[int, list[str]]:
    """Return by how many KiB the files grow a process that looks at each, and the names of those that it accepts."""
    done = subprocess.run([sys.executable, "-c", PEAK, *files], cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == ""
    peak, *accepted = done.stdout.split()
    return int(peak), accepted


def test_bombs_are_refused_in_the_form(editor, bombs):
    assert refusals(editor, bombs) == dict.fromkeys(bombs, 1)


def test_bombs_are_refused_in_little_memory(bombs, tmp_path):
    for name, content in bombs.items():
        (tmp_path / name).write_bytes(content)
    peak, accepted = looked_at(sorted(tmp_path.iterdir()))
    assert (peak < MOST_MEMORY, accepted) == (True, [])


@pytest.mark.parametrize(
    ("name", "mode", "side", "options", "taken"),
    [
        ("colours.png", "RGB", 5000, {}, True),
        ("transparent.png", "RGBA", 5000, {}, True),
        ("palette.png", "P", 5000, {"transparency": 0}, True),
        ("deep.png", "I;16", 5000, {}, True),
        ("photo.jpg", "RGB", 5000, {}, True),
        ("print.jpg", "CMYK", 5000, {}, True),
        ("progressive.jpg", "RGB", 5000, {"progressive": True, "subsampling": 2}, True),
        ("fine-progressive.jpg", "RGB", 5000, {"progressive": True, "subsampling": 0}, False),
        ("lossy.webp", "RGB", 2828, {}, True),
        ("lossless.webp", "RGBA", 2828, {"lossless": True}, True),
        ("large.webp", "RGB", 3000, {}, False),
    ],
)
def test_largest_pictures_are_read_in_little_memory_or_refused(tmp_path, name, mode, side, options, taken):
    Image.new(mode, (side, side)).save(tmp_path / name, **options)
    peak, accepted = looked_at([tmp_path / name])
    assert (peak < MOST_MEMORY, accepted) == (True, [name] if taken else [])


def test_picture_that_takes_too_much_memory_is_refused_with_what_would_do(tmp_path):
    Image.new("RGB", (3000, 3000)).save(tmp_path / "large.webp")
    with (tmp_path / "large.webp").open("rb") as file, pytest.raises(ValidationError) as caught:
        check_image(file)
    assert caught.value.messages == [
        "This picture takes too much memory; please upload one of at most 8 million pixels, or a plain JPEG."
    ]


def test_hostile_files_of_the_corpus_are_refused_in_the_form_and_in_little_memory(editor, corpus):
    folder = corpus / "images"
    with (folder / "manifest.tsv").open(encoding="utf-8", newline="") as manifest:
        rows = list(csv.DictReader(manifest, delimiter="\t"))
    names = [row["file"] for row in rows if row["expected"] == "reject" and (folder / row["file"]).stat().st_size]
    assert refusals(editor, {name: (folder / name).read_bytes() for name in names}) == dict.fromkeys(names, 1)
    peak, accepted = looked_at([folder / name for name in names])
    assert (peak < MOST_MEMORY, accepted) == (True, [])
