"""Uploaded pictures: checked, decoded and written again, so that nothing of the uploaded file itself is ever served.

JPEG, PNG and WebP are known by their content, never by their name. Moving pictures are refused, animated WebP and PNG
as well as GIF. At most 25 million pixels are decoded, which takes less than a second and, for that time, up to 40 MB of
memory for a JPEG, 220 MB for a PNG and 420 MB for a WebP.
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

FORMATS = ("JPEG", "PNG", "WEBP")
JPEG_FORMATS = {"JPEG", "MPO"}  # MPO: the JPEG of many phones, with a second picture behind the first
LARGEST_FILE = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
LARGEST_PROFILE = 1024 * 1024
PORTRAIT_SIZE = 384
LOGO_SIZE = (480, 240)
FEW_COLOURS = 4096

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
    """A WebP file under a random name, its `width` and `height` known in pixels."""

    content_type = "image/webp"

    def __init__(self, content: bytes, width: int, height: int):
        super().__init__(content, name=f"{secrets.token_hex(16)}.webp")
        self.width = width
        self.height = height


def check_image(file) -> None:
    """Raise ValidationError, with a sentence for the editor, unless the file is a whole JPEG, PNG or WebP picture.

    The file is decoded to its end and left at its beginning.
    """
    _open(file)


def square_webp(file, size: int = PORTRAIT_SIZE) -> Picture:
    """Return the middle of the picture as a square of `size` pixels, or of its shorter side if that is less.

    Raises ValidationError as `check_image` does.
    """
    image = _open(file, (size, size))
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    target = min(size, side)
    return _encode(_reduced(image, (target, target), (left, top, left + side, top + side)))


def fit_webp(file, width: int = LOGO_SIZE[0], height: int = LOGO_SIZE[1]) -> Picture:
    """Return the whole picture within `width` by `height` pixels, never enlarged, transparency kept.

    Raises ValidationError as `check_image` does.
    """
    image = _open(file, (width, height))
    if _orientation(image) >= 5:
        width, height = height, width
    scale = min(1, width / image.width, height / image.height)
    target = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    small = _reduced(image, target, (0, 0, *image.size))
    return _encode(small, lossless=image.format not in JPEG_FORMATS and _has_few_colours(small))


def _open(file, wanted: tuple[int, int] | None = None) -> Image.Image:
    """Return the decoded picture, in a JPEG no larger than needed for the `wanted` size; raise ValidationError."""
    if _size_of(file) > LARGEST_FILE:
        raise ValidationError(_("This file is larger than 10 MB; please upload a smaller one."), code="file_size")
    try:
        _verify(file)
        image = Image.open(file, formats=FORMATS)
        if wanted and image.format in JPEG_FORMATS:
            side = max(wanted) * 2
            image.draft(None, (side, side))
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
    image.verify()
    file.seek(0)


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


def _reduced(image: Image.Image, size: tuple[int, int], box: tuple[int, int, int, int]) -> Image.Image:
    """Return the box of the picture at a size, upright and in sRGB."""
    orientation, profile = _orientation(image), image.info.get("icc_profile")
    small = _with_plain_mode(image).resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
    if orientation in UPRIGHT:
        small = small.transpose(UPRIGHT[orientation])
    return _in_srgb(small, profile)


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


def _encode(image: Image.Image, lossless: bool = False) -> Picture:
    """Return the pixels alone, without metadata, as WebP."""
    plain = Image.frombytes(image.mode, image.size, image.tobytes())
    content = io.BytesIO()
    plain.save(content, "WEBP", lossless=lossless, quality=85, method=4)
    return Picture(content.getvalue(), *plain.size)
