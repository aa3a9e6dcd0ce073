"""Uploaded pictures: checked, decoded and written again, so that nothing of the uploaded file itself is ever served.

JPEG, PNG and WebP are known by their content, never by their name. Moving pictures are refused, animated WebP and PNG
as well as GIF. At most 25 million pixels are decoded, fewer where a format takes more memory for each: reading a
picture takes about a second and, for that time, less than 150 MB.
"""

import io
import secrets
import struct
import warnings
import zlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms

from papers.frames import MIDDLE, Frame

FORMATS = ("JPEG", "PNG", "WEBP")
JPEG_FORMATS = {"JPEG", "MPO"}  # MPO: the JPEG of many phones, with a second picture behind the first
LARGEST_FILE = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
MOST_BYTES = 130_000_000  # of memory, to decode a picture
BYTES_OF_WEBP = 16  # a pixel: its decoder keeps several copies
LARGEST_PROFILE = 1024 * 1024
SHORTER_SIDE = 384  # of the whole picture as it is kept
LONGER_SIDE = 4096
FEW_COLOURS = 4096
BAND = 64  # lines of the smaller picture

# Pillow only warns between the limit and twice the limit.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)

TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# What Pillow raises, depending on where the damage is.
UNREADABLE = (OSError, SyntaxError, ValueError, LookupError, EOFError, OverflowError, struct.error, zlib.error)

ORIENTATION_TAG = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Picture(ContentFile):
    """A picture as `whole_webp` writes it, under a random name; `bytes` is its content."""

    def __init__(self, content: bytes):
        super().__init__(content, name=f"{secrets.token_hex(16)}-whole.webp")
        self.bytes = content


def check_image(file) -> None:
    """Raise ValidationError, with a sentence for the editor, unless the file is a whole JPEG, PNG or WebP picture.

    The file is decoded to its end and left at its beginning.
    """
    _open(file)


def whole_webp(file) -> Picture:
    """Return the whole picture, upright and in sRGB, its shorter side at most 384 pixels; transparency is kept.

    Raises ValidationError as `check_image` does.
    """
    image = _open(file)
    scale = min(1, SHORTER_SIDE / min(image.size), LONGER_SIDE / max(image.size))
    small = _reduced(image, (max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    return Picture(_webp(small, lossless=image.format not in JPEG_FORMATS and _has_few_colours(small)))


def sizes(whole: Picture, frame: Frame, focus: tuple[int, int] = MIDDLE) -> dict[str, bytes]:
    """Return the files made from a picture for `frame`, cut around `focus`, by the keys of `Frame.size_names`."""
    image = Image.open(io.BytesIO(whole.bytes), formats=["WEBP"])
    box = frame.box(image.size, focus)
    small, fine = [
        image.resize(frame.shown(image.size, density), Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
        for density in (1, 2)
    ]
    fallback = _jpeg(fine) if frame.fallback == "JPEG" else _encoded(fine, "PNG", optimize=True)
    made = {key: _webp(drawn, lossless=_has_few_colours(drawn)) for key, drawn in {"1x": small, "2x": fine}.items()}
    return made | {"fallback": fallback}


def _open(file) -> Image.Image:
    """Return the decoded picture, in a JPEG no larger than needed; raise ValidationError."""
    if _size_of(file) > LARGEST_FILE:
        raise ValidationError(_("This file is larger than 10 MB; please upload a smaller one."), code="file_size")
    try:
        _verify(file)
        image = Image.open(file, formats=FORMATS)
        if image.format in JPEG_FORMATS:
            image.draft(None, (SHORTER_SIDE * 2, SHORTER_SIDE * 2))
        image.load()
        _orientation(image)
        if image.mode == "P" and image.palette is None:
            raise ValueError("a picture of palette colours has no palette")
    except TOO_LARGE as error:
        raise _too_many_pixels() from error
    except UNREADABLE as error:
        raise ValidationError(
            _("This file cannot be read as a picture: please upload a complete JPEG, PNG or WebP file."),
            code="unreadable",
        ) from error
    finally:
        file.seek(0)
    return image


def _verify(file) -> None:
    """Raise for a wrong kind, size or checksum, before a pixel is decoded."""
    file.seek(0)
    image = Image.open(file, formats=FORMATS)
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels()
    if image.format not in JPEG_FORMATS and getattr(image, "is_animated", False):
        raise ValidationError(_("Moving pictures are not shown; please upload a still one."), code="animated")
    if _bytes_to_decode(image) > MOST_BYTES:
        raise ValidationError(
            _("This picture takes too much memory; please upload one of at most 8 million pixels, or a plain JPEG."),
            code="memory",
        )
    image.verify()
    file.seek(0)


def _bytes_to_decode(image: Image.Image) -> int:
    """Return about how much memory the picture takes while it is read, measured for each format."""
    pixels = image.width * image.height
    if image.format == "WEBP":
        return pixels * BYTES_OF_WEBP
    if image.format in JPEG_FORMATS:
        if not image.info.get("progressive"):
            return 0  # read line by line, into fewer pixels
        samples = [across * down for _name, across, down, _table in image.layer]  # of each component, kept to the end
        return 2 * pixels * sum(samples) // max(samples)
    return pixels * 4


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("This picture has more than 25 million pixels; please upload a smaller one."), code="pixels"
    )


def _size_of(file) -> int:
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(0)
    return size


def _orientation(image: Image.Image) -> int:
    return image.getexif().get(ORIENTATION_TAG, 1)


def _reduced(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return the picture at a size, upright and in sRGB."""
    orientation, profile = _orientation(image), image.info.get("icc_profile")
    factor = max(1, min(image.width // (2 * size[0]), image.height // (2 * size[1])))
    small = _averaged(image, factor).resize(size, Image.Resampling.LANCZOS)
    if orientation in UPRIGHT:
        small = small.transpose(UPRIGHT[orientation])
    return _in_srgb(small, profile)


def _averaged(image: Image.Image, factor: int) -> Image.Image:
    """Return the picture in a plain mode, a pixel for each square of `factor` by `factor`.

    Band by band, since converting a whole one would take its memory once or twice more.
    """
    if factor == 1:
        return _with_plain_mode(image)
    height = BAND * factor
    bands = [
        _with_plain_mode(image.crop((0, top, image.width, min(top + height, image.height)))).reduce(factor)
        for top in range(0, image.height, height)
    ]
    whole = Image.new(bands[0].mode, (bands[0].width, sum(band.height for band in bands)))
    for number, band in enumerate(bands):
        whole.paste(band, (0, number * BAND))
    return whole


def _with_plain_mode(image: Image.Image) -> Image.Image:
    """Return the picture in a mode that can be resized: L, LA, RGB, RGBA or CMYK."""
    if image.mode.startswith(("I", "F")):
        return image.point(lambda value: value / 256).convert("L")
    if image.mode in {"L", "RGB", "RGBA", "LA", "CMYK"} and "transparency" not in image.info:
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture as RGB or RGBA; a colour profile that cannot be applied is left out."""
    mode = "RGBA" if image.mode in {"RGBA", "LA"} else "RGB"
    if not profile or len(profile) > LARGEST_PROFILE or image.mode not in {"RGB", "RGBA", "CMYK"}:
        return image.convert(mode)
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return image.convert(mode)


def _has_few_colours(image: Image.Image) -> bool:
    """Whether the picture is drawn rather than photographed, as most logos are."""
    return image.getcolors(FEW_COLOURS) is not None


def _webp(image: Image.Image, lossless: bool) -> bytes:
    return _encoded(image, "WEBP", lossless=lossless, quality=85, method=4)


def _jpeg(image: Image.Image) -> bytes:
    """Return the picture as JPEG, on white where it is transparent."""
    if image.mode == "RGBA":
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    return _encoded(image, "JPEG", quality=85, optimize=True)


def _encoded(image: Image.Image, kind: str, **options) -> bytes:
    """Return the pixels alone, without metadata, as a file of a kind."""
    plain = Image.frombytes(image.mode, image.size, image.tobytes())
    content = io.BytesIO()
    plain.save(content, kind, **options)
    return content.getvalue()
