"""Uploaded pictures."""

import csv
import io
import re
import struct
import warnings
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from papers.frames import Frame
from papers.images import MOST_PIXELS, SHORTER_SIDE, check_image, sizes, whole_webp

UNREADABLE = "This file cannot be read as a picture: please upload a complete JPEG, PNG or WebP file."
TOO_MANY_PIXELS = "This picture has more than 25 million pixels; please upload a smaller one."
MOVING = "Moving pictures are not shown; please upload a still one."
ORIENTATION = 0x0112
SQUARE = Frame(192, 192, narrowest=1, widest=1, fallback="JPEG")
ANY_SHAPE = Frame(320, 160, narrowest=0.001, widest=5000, fallback="PNG")
CORNERS = {"red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}


def quarters(size=(40, 20), mode="RGB"):
    """Return a picture of four colours: red, green above blue, white."""
    image = Image.new("RGB", size)
    half = (size[0] // 2, size[1] // 2)
    for place, colour in enumerate(CORNERS):
        image.paste(CORNERS[colour], (half[0] * (place % 2), half[1] * (place // 2), *size))
        if place % 2 == 0:
            image.paste(CORNERS[colour], (0, half[1] * (place // 2), half[0], size[1]))
    return image.convert(mode)


def stored(image, kind="PNG", name="picture", **options):
    content = io.BytesIO()
    image.save(content, kind, **options)
    return SimpleUploadedFile(name, content.getvalue())


def seen(content, kind="WEBP"):
    """Return the written picture, read by Pillow as a file of its kind."""
    return Image.open(io.BytesIO(getattr(content, "bytes", content)), formats=[kind])


def made(file, frame=SQUARE, **options):
    """Return the sizes made from a file, as Pillow reads them."""
    written = sizes(whole_webp(file), frame, **options)
    kinds = {"1x": "WEBP", "2x": "WEBP", "fallback": frame.fallback}
    return {size: seen(content, kinds[size]) for size, content in written.items()}


def colours(image):
    """Return the names of the nearest colours in the four corners, from left to right and down."""
    image = image.convert("RGB")
    right, bottom = image.width - 1, image.height - 1

    def nearest(pixel):
        return min(CORNERS, key=lambda name: sum(abs(a - b) for a, b in zip(CORNERS[name], pixel, strict=True)))

    return [nearest(image.getpixel(place)) for place in [(0, 0), (right, 0), (0, bottom), (right, bottom)]]


def refusal(file):
    with pytest.raises(ValidationError) as caught:
        check_image(file)
    return caught.value.messages


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_three_formats_are_accepted_by_content_whatever_their_name(kind):
    file = stored(quarters(), kind, name="portrait.exe")
    check_image(file)
    assert file.tell() == 0


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "PPM", "JPEG2000"])
def test_other_formats_are_refused_whatever_their_name(kind):
    assert refusal(stored(quarters(), kind, name="portrait.png")) == [UNREADABLE]


@pytest.mark.parametrize(
    "content",
    [b"", b"\x89PNG\r\n\x1a\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"GIF89a/*"],
)
def test_what_is_no_picture_is_refused(content):
    assert refusal(ContentFile(content, name="portrait.png")) == [UNREADABLE]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_short_is_refused(kind):
    content = stored(Image.effect_noise((200, 200), 90).convert("RGB"), kind).read()
    assert refusal(ContentFile(content[: len(content) // 2])) == [UNREADABLE]


def test_a_png_with_a_wrong_checksum_is_refused():
    content = bytearray(stored(quarters()).read())
    content[content.index(b"IDAT") + 6] ^= 1
    assert refusal(ContentFile(bytes(content))) == [UNREADABLE]


@settings(max_examples=300)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.data())
def test_a_damaged_picture_is_decoded_or_refused_but_never_an_error(kind, data):
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    content = bytearray(stored(quarters((16, 16)), kind, exif=exif).read())
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=4)):
        content[place] = data.draw(st.integers(0, 255))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # Pillow warns of the damage it reads past
        try:
            picture = seen(whole_webp(ContentFile(bytes(content))))
        except ValidationError as error:
            assert error.messages[0] in {UNREADABLE, TOO_MANY_PIXELS, MOVING}  # noqa: PT017 - either may happen
        else:
            assert min(picture.size) <= SHORTER_SIDE


def png(width, height, *chunks, colour_type=0):
    """Return a PNG of one bit a pixel with the given (kind, content) chunks between header and end."""
    header = (b"IHDR", struct.pack(">IIBBBBB", width, height, 1, colour_type, 0, 0, 0))
    content = b"\x89PNG\r\n\x1a\n"
    for kind, data in [header, *chunks, (b"IEND", b"")]:
        content += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return ContentFile(content)


def test_a_png_without_pixels_is_refused():
    assert refusal(png(1, 1)) == [UNREADABLE]


def test_a_png_of_palette_colours_without_a_palette_is_refused():
    assert refusal(png(1, 1, (b"IDAT", zlib.compress(b"\0\0")), colour_type=3)) == [UNREADABLE]


@pytest.mark.parametrize("height", [5001, 7000, 60_000])
def test_more_than_25_million_pixels_are_refused_before_they_are_decoded(height):
    assert refusal(png(5000, height, (b"IDAT", b""))) == [TOO_MANY_PIXELS]


def test_the_limit_on_pixels_holds_where_warnings_are_ignored():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert refusal(png(5000, 5001, (b"IDAT", b""))) == [TOO_MANY_PIXELS]


def test_25_million_pixels_are_accepted():
    assert MOST_PIXELS == 5000 * 5000
    check_image(stored(Image.new("1", (5000, 5000))))


def test_a_file_over_10_mb_is_refused_unread():
    content = stored(quarters()).read().ljust(10 * 1024 * 1024 + 1, b"\0")
    assert refusal(ContentFile(content)) == ["This file is larger than 10 MB; please upload a smaller one."]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_moving_picture_is_refused(kind):
    file = stored(quarters(), kind, save_all=True, append_images=[Image.new("RGB", (40, 20))], duration=100)
    assert refusal(file) == [MOVING]


def test_the_jpeg_of_a_phone_with_a_second_picture_inside_is_accepted():
    file = stored(quarters((400, 400)), "MPO", save_all=True, append_images=[Image.new("RGB", (10, 10))])
    assert seen(whole_webp(file)).size == (384, 384)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        *(((4000, 3000), (512, 384)), ((300, 400), (300, 400)), ((384, 9000), (175, 4096)), ((1, 1), (1, 1))),
        *(((20000, 1), (4096, 1)), ((600, 600), (384, 384))),
    ],
)
def test_the_whole_picture_is_kept_and_never_enlarged(size, expected):
    assert seen(whole_webp(stored(Image.new("RGB", size)))).size == expected


def test_sizes_are_made_for_ordinary_and_fine_screens_and_for_old_browsers():
    shown = made(stored(Image.new("RGB", (800, 600), "teal")))
    assert {size: (picture.format, picture.size) for size, picture in shown.items()} == {
        "1x": ("WEBP", (96, 96)),
        "2x": ("WEBP", (192, 192)),
        "fallback": ("JPEG", (192, 192)),
    }


@pytest.mark.parametrize(("focus", "colour"), [((0, 50), "red"), ((50, 50), "blue"), ((100, 50), "white")])
def test_sizes_are_cut_around_the_focus(focus, colour):
    image = Image.new("RGB", (300, 100), "red")
    image.paste(CORNERS["blue"], (100, 0, 200, 100))
    image.paste(CORNERS["white"], (200, 0, 300, 100))
    shown = made(stored(image), focus=focus)
    assert {size: colours(picture) for size, picture in shown.items()} == dict.fromkeys(shown, [colour] * 4)


def test_a_jpeg_of_a_transparent_picture_lies_on_white():
    image = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    image.paste((255, 0, 0, 255), (20, 0, 40, 40))
    assert colours(made(stored(image))["fallback"]) == ["white", "red", "white", "red"]


def test_a_logo_keeps_its_transparency():
    image = Image.new("RGBA", (40, 20), (255, 0, 0, 0))
    image.paste((255, 0, 0, 255), (20, 0, 40, 20))
    for written in made(stored(image), ANY_SHAPE).values():
        assert written.mode == "RGBA"
        assert [written.getpixel(place)[3] for place in [(2, 10), (37, 10)]] == [0, 255]


def test_a_palette_with_a_transparent_colour_keeps_it():
    image = Image.new("P", (20, 20), 0)
    image.putpalette([255, 255, 255, 255, 0, 0])
    image.paste(1, (10, 0, 20, 20))
    written = seen(whole_webp(stored(image, transparency=0)))
    assert [written.getpixel(place)[3] for place in [(2, 10), (17, 10)]] == [0, 255]


def test_a_drawn_logo_is_written_without_loss():
    image = quarters()
    assert {shown.convert("RGB").tobytes() for shown in made(stored(image), ANY_SHAPE).values()} == {image.tobytes()}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("orientation", "upright"),
    [
        (1, ["red", "green", "blue", "white"]),
        (2, ["green", "red", "white", "blue"]),
        (3, ["white", "blue", "green", "red"]),
        (4, ["blue", "white", "red", "green"]),
        (5, ["red", "blue", "green", "white"]),
        (6, ["blue", "red", "white", "green"]),
        (7, ["white", "green", "blue", "red"]),
        (8, ["green", "white", "red", "blue"]),
    ],
)
def test_a_picture_taken_sideways_is_shown_upright(kind, orientation, upright):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    picture = whole_webp(stored(quarters((160, 160)), kind, exif=exif, **({} if kind == "PNG" else {"quality": 95})))
    assert colours(seen(picture)) == upright


def test_a_picture_taken_sideways_has_its_sides_changed():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    picture = whole_webp(stored(Image.new("RGB", (400, 200)), "JPEG", exif=exif))
    assert seen(picture).size == (200, 400)


def test_nothing_but_the_pixels_is_kept():
    exif = Image.Exif()
    exif[ORIENTATION] = 1
    exif[0x010E] = "secret place"
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "<script>secret</script>")
    for file in (
        stored(quarters(), "JPEG", exif=exif, comment=b"secret"),
        stored(quarters(), "PNG", exif=exif, pnginfo=text),
        stored(quarters(), "WEBP", exif=exif, xmp=b"secret"),
    ):
        whole = whole_webp(file)
        for content in (whole.bytes, *sizes(whole, SQUARE).values(), *sizes(whole, ANY_SHAPE).values()):
            assert b"secret" not in content
            known = {"loop", "background", "timestamp", "duration"}
            known |= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
            assert set(Image.open(io.BytesIO(content)).info) <= known


def test_what_follows_the_picture_is_dropped():
    content = stored(quarters(), "JPEG").read() + b"<script>alert(1)</script>"
    assert b"script" not in whole_webp(ContentFile(content)).bytes


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_pngs_of_every_mode_keep_their_light_and_dark(mode):
    image = Image.new("L", (40, 40), 0)
    image.paste(255, (20, 0, 40, 40))
    written = seen(whole_webp(stored(image.convert(mode)))).convert("L")
    assert written.getpixel((2, 20)) < 20
    assert written.getpixel((37, 20)) > 235


def test_a_png_of_16_bits_keeps_its_greys():
    row = struct.pack("<40H", *[0] * 10, *[32768] * 10, *[65535] * 20)
    written = seen(whole_webp(stored(Image.frombytes("I;16", (40, 40), row * 40)))).convert("L")
    assert [round(written.getpixel((x, 20)) / 255, 1) for x in (2, 15, 37)] == [0.0, 0.5, 1.0]


def test_a_cmyk_jpeg_is_shown_in_its_colours():
    assert colours(seen(whole_webp(stored(quarters((160, 160), "CMYK"), "JPEG", quality=95)))) == list(CORNERS)


def test_a_colour_profile_is_applied():
    red_and_blue_swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for tag, other in [(b"rXYZ", b"?"), (b"bXYZ", b"rXYZ"), (b"?", b"bXYZ")]:
        red_and_blue_swapped = red_and_blue_swapped.replace(tag, other, 1)
    image = Image.new("RGBA", (40, 40), (255, 0, 0, 128))
    written = seen(whole_webp(stored(image, icc_profile=red_and_blue_swapped)))
    assert colours(written) == ["blue"] * 4
    assert abs(written.getpixel((20, 20))[3] - 128) <= 2


@pytest.mark.parametrize("profile", [b"not a profile", b"\0" * (1024 * 1024 + 1)])
def test_a_broken_colour_profile_is_left_out(profile):
    picture = whole_webp(stored(quarters((160, 160)), "JPEG", icc_profile=profile, quality=95))
    assert colours(seen(picture)) == list(CORNERS)


def test_the_file_gets_a_name_by_chance():
    names = {whole_webp(stored(quarters(), name="../../Ada.php.png")).name for _ in range(3)}
    assert len(names) == 3
    assert all(re.fullmatch(r"[0-9a-f]{32}-whole\.webp", name) for name in names)


@pytest.mark.corpus
def test_every_file_of_the_corpus_is_treated_as_its_manifest_says(corpus):
    folder = corpus / "images"
    with (folder / "manifest.tsv").open(encoding="utf-8", newline="") as manifest:
        expected = {row["file"]: row["expected"] for row in csv.DictReader(manifest, delimiter="\t")}
    accepted = set()
    for name in expected:
        with (folder / name).open("rb") as file:
            try:
                check_image(file)
            except ValidationError:
                continue
            for frame in (SQUARE, ANY_SHAPE):
                shown = made(file, frame)
                assert shown["2x"].size == shown["fallback"].size == frame.shown(seen(whole_webp(file)).size)
            accepted.add(name)
    must = {name for name, word in expected.items() if word == "accept"}
    may = {name for name, word in expected.items() if "accept" in word or "server-chosen name" in word}
    assert must <= accepted
    assert accepted <= may
