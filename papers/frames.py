"""The part of a picture that is shown and how large: geometry, and the names of the files made from a picture."""

import re
from dataclasses import dataclass

MIDDLE = (50, 50)
WHOLE = re.compile(r"-whole\.webp\Z")
SIZE = re.compile(r"-[12]x\.(webp|jpg|png)\Z")


@dataclass(frozen=True)
class Frame:
    """Where a picture is shown: at most `width` by `height` pixels on a fine screen, in a shape within two bounds.

    `narrowest` and `widest` are widths divided by heights. `fallback` is the format, JPEG or PNG, for browsers that
    cannot read WebP.
    """

    width: int
    height: int
    narrowest: float
    widest: float
    fallback: str

    def box(self, size: tuple[int, int], focus: tuple[int, int] = MIDDLE) -> tuple[int, int, int, int]:
        """Return the largest part of a picture of `size` that has an allowed shape, as left, top, right and bottom.

        `focus` is a point in percent of width and height, which stays as near to the middle as the edges let it.
        """
        width, height = size
        wide = min(width, max(1, round(height * self.widest)))
        high = min(height, max(1, round(width / self.narrowest)))
        left, top = _start(width, wide, focus[0]), _start(height, high, focus[1])
        return left, top, left + wide, top + high

    def shown(self, size: tuple[int, int], density: int = 2) -> tuple[int, int]:
        """Return the pixels at which that part is drawn for a screen of `density` 1 or 2, never enlarged."""
        left, top, right, bottom = self.box(size)
        width, height = right - left, bottom - top
        scale = min(1, self.width * density / 2 / width, self.height * density / 2 / height)
        return max(1, round(width * scale)), max(1, round(height * scale))

    def size_names(self, whole: str) -> dict[str, str]:
        """Return the names of the files made from the one called `whole`: "1x", "2x" and "fallback"; {} for one alone.

        A picture that was uploaded before sizes were made is kept alone.
        """
        stem, made = WHOLE.subn("", whole)
        if not made:
            return {}
        ending = "jpg" if self.fallback == "JPEG" else "png"
        return {"1x": f"{stem}-1x.webp", "2x": f"{stem}-2x.webp", "fallback": f"{stem}-2x.{ending}"}


def is_whole(name: str) -> bool:
    """Return whether the file called `name` is a whole picture, of which others show a part."""
    return bool(WHOLE.search(name))


def whole_name(name: str) -> str:
    """Return the name of the file from which the one called `name` was made, or `name` itself."""
    return SIZE.sub("-whole.webp", name)


def _start(length: int, part: int, percent: int) -> int:
    return min(max(round(length * percent / 100 - part / 2), 0), length - part)
