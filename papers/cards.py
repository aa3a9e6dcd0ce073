"""Share images: what a preview of a link shows of a paper or a person, drawn in the site's own type.

Letters of other scripts are drawn in Noto where the machine has it (Debian: fonts-noto-core, fonts-noto-cjk). A symbol
that no font has is left out, and so is a whole text with such a letter.
"""

import functools
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders
from PIL import Image, ImageColor, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
MARGIN = 80
MEASURE = WIDTH - 2 * MARGIN
SHADES = 16  # from the ground to a colour
PAPER, INK, MUTED = "#fcfaf6", "#1c1916", "#544e47"
ACCENTS = {  # those of static/css/tokens.css on light ground
    "brick": "#7c2a1c",
    "ink": "#1f3b63",
    "forest": "#1d4a31",
    "plum": "#5f2752",
    "ochre": "#634300",
    "slate": "#35424d",
}
HEADING_SIZES = (84, 72, 62, 54, 46)
HEADING_HEIGHT = HEIGHT - 320
LINE_HEIGHT = 1.16
SUBSETS = ("latin", "latin-ext", "greek", "cyrillic", "vietnamese")
NOTO = (Path("/usr/share/fonts/truetype/noto"), Path("/usr/share/fonts/opentype/noto"))
EAST_ASIAN = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC", "FULLWIDTH"}
IDEOGRAPH = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
PART = re.compile(rf"[{IDEOGRAPH}]|[^\s{IDEOGRAPH}]+\s*|\s+")  # a line may break after each
NO_LETTER = "\U0010fffe"


@dataclass(frozen=True)
class Card:
    """What a share image says: a heading and its direction, a line below it, the site's title and its accent."""

    heading: str
    line: str
    site: str
    accent: str = "brick"
    direction: str = "ltr"


@dataclass(frozen=True)
class Type:
    """A family of the site's fonts in a size in pixels and a weight."""

    family: str
    size: int
    weight: int

    def font(self, file: str) -> ImageFont.FreeTypeFont:
        """Return the font in `file` in this size, and weight where the file has several."""
        return load_font(file, self.size, self.weight)


@functools.lru_cache(maxsize=64)
def png(card: Card) -> bytes:
    """Return the card as a PNG of 1200 × 630 pixels, the size that previews ask for."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 16), fill=ACCENTS[card.accent])
    draw.line((MARGIN, HEIGHT - 130, WIDTH - MARGIN, HEIGHT - 130), fill=INK, width=3)
    draw_heading(draw, card)
    draw_line(draw, card.line, Type("inter", 32, 400), HEIGHT - 160, MUTED)
    draw_line(draw, card.site, Type("source-serif-4", 36, 600), HEIGHT - 70, INK)
    file = io.BytesIO()
    image.quantize(palette=palette(card.accent), dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


@functools.lru_cache
def palette(accent: str) -> Image.Image:
    """Return the colours of a card: from its ground to each that is drawn on it, in steps for the edges of letters."""
    ground, steps = ImageColor.getrgb(PAPER), range(SHADES)
    colours = [ImageColor.getrgb(colour) for colour in (INK, MUTED, ACCENTS[accent])]
    image = Image.new("P", (1, 1))
    image.putpalette(
        [
            round(low + (high - low) * step / (SHADES - 1))
            for colour in colours
            for step in steps
            for low, high in zip(ground, colour, strict=True)
        ]
    )
    return image


def draw_heading(draw: ImageDraw.ImageDraw, card: Card) -> None:
    """Draw the heading as large as it fits; one that fits in no size ends in an ellipsis."""
    for size in HEADING_SIZES:
        style = Type("source-serif-4", size, 600)
        lines = broken(card.heading, style)
        if len(lines) * size * LINE_HEIGHT <= HEADING_HEIGHT:
            break
    shown = lines[: int(HEADING_HEIGHT / (size * LINE_HEIGHT))]
    if len(shown) < len(lines):
        shown[-1] = shortened([*shown[-1], "…"], style)
    for number, parts in enumerate(shown):
        draw_parts(draw, parts, style, MARGIN + size * (0.8 + LINE_HEIGHT * number), INK, card.direction)


def draw_line(draw: ImageDraw.ImageDraw, text: str, style: Type, baseline: float, colour: str) -> None:
    """Draw a text on one line, cut where it is too long."""
    lines = broken(text, style)
    if lines:
        parts = lines[0] if len(lines) == 1 else shortened([*lines[0], "…"], style)
        draw_parts(draw, parts, style, baseline, colour)


def draw_parts(draw, parts: list[str], style: Type, baseline: float, colour: str, direction: str = "ltr") -> None:
    """Draw parts of a line one after the other, from the right where the text runs that way."""
    x = MARGIN if direction == "ltr" else WIDTH - MARGIN
    for part in parts:
        width = width_of(part, style)
        start = x if direction == "ltr" else x - width
        for text, file in runs(part, style.family):
            draw.text((start, baseline), text, colour, style.font(file), anchor="ls")
            start += style.font(file).getlength(text)
        x += width if direction == "ltr" else -width


def broken(text: str, style: Type) -> list[list[str]]:
    """Return the lines of a text, each as the parts that it may break after; none for one that cannot be drawn."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    undrawable = {letter for letter in text if file_with(letter, style.family) is None}
    if any(unicodedata.category(letter)[0] in "LNM" for letter in undrawable):
        return []
    parts = PART.findall("".join(letter for letter in text if letter not in undrawable))
    lines, room = [], 0.0
    for part in parts:
        width = width_of(part.rstrip(), style)
        if not lines or width > room:
            lines.append([])
            room = MEASURE
        lines[-1].append(part)
        room -= width_of(part, style)
    return lines


def shortened(parts: list[str], style: Type) -> list[str]:
    """Return the parts of a line without those before its last that find no room."""
    while len(parts) > 2 and sum(width_of(part, style) for part in parts) > MEASURE:
        parts = [*parts[:-2], parts[-1]]
    return [*parts[:-2], parts[-2].rstrip(), parts[-1]]


def width_of(part: str, style: Type) -> float:
    """Return how many pixels a part of a line takes."""
    return sum(style.font(file).getlength(text) for text, file in runs(part, style.family))


@functools.lru_cache(maxsize=1024)
def runs(part: str, family: str) -> list[tuple[str, str]]:
    """Return the pieces of a text that one font can draw, each with its font's file."""
    pieces: list[tuple[str, str]] = []
    for letter in part:
        file = file_with(letter, family)
        if pieces and (pieces[-1][1] == file or unicodedata.combining(letter) or letter.isspace()):
            pieces[-1] = (pieces[-1][0] + letter, pieces[-1][1])
        else:
            pieces.append((letter, file))
    return pieces


@functools.lru_cache(maxsize=4096)
def file_with(letter: str, family: str) -> str | None:
    """Return the file of the first font that has the letter; None if no font has."""
    return next((file for file in candidates(letter, family) if has_letter(file, letter)), None)


def candidates(letter: str, family: str) -> Iterator[str]:
    """Yield the files that may have a letter: the site's own, then Noto's for its script."""
    yield from filter(None, (finders.find(f"fonts/{family}-{subset}.woff2") for subset in SUBSETS))
    script = unicodedata.name(letter, "").partition(" ")[0]
    names = ["NotoSerifCJK-Bold.ttc", "NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc"]
    if script not in EAST_ASIAN:
        word = script.title()
        names = [f"NotoSerif{word}-Regular.ttf", f"NotoSans{word}-Regular.ttf", "NotoSerif-Regular.ttf"]
        names += ["NotoNaskhArabic-Regular.ttf", "NotoSansMath-Regular.ttf", "NotoSansSymbols2-Regular.ttf"]
    yield from (str(folder / name) for name in names for folder in NOTO if (folder / name).exists())


def has_letter(file: str, letter: str) -> bool:
    """Return whether a font draws the letter otherwise than one that it does not have."""
    if letter.isspace():
        return True
    font = load_font(file, 24, 400)
    drawn, missing = font.getmask(letter), font.getmask(NO_LETTER)
    return drawn.size != missing.size or bytes(drawn) != bytes(missing)


@functools.lru_cache(maxsize=128)
def load_font(file: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    """Return a font in a size, and in a weight where the file holds several."""
    font = ImageFont.truetype(file, size)
    if file.endswith(".woff2"):
        axes = font.get_variation_axes()
        font.set_variation_by_axes([weight, *(min(size, axis["maximum"]) for axis in axes[1:])])
    return font
