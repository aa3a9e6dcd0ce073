"""Share images: what is drawn, and what is left out."""

import io

import pytest
from PIL import Image

from papers import cards
from papers.cards import MEASURE, Card, Type, broken, png, width_of

SERIF = Type("source-serif-4", 46, 600)
ARABIC = "الخوارزميات وتعلم الآلة"
MATHEMATICAL = "Sums of ℝ and √2 in 𝔽₂"


def picture(**fields) -> Image.Image:
    return Image.open(
        io.BytesIO(png(Card(**{"heading": "Engines", "line": "Ada Lovelace", "site": "Papers", **fields})))
    )


def test_a_card_has_the_size_that_previews_ask_for():
    image = picture()
    assert (image.format, image.size) == ("PNG", (1200, 630))


def test_a_card_is_small():
    assert len(png(Card("Towards Measuring the Representation of Global Opinions " * 5, "x " * 99, "Papers"))) < 60_000


def test_what_a_card_says_can_be_seen():
    seen = {png(Card(*said)) for said in [("A", "B", "C"), ("D", "B", "C"), ("A", "D", "C"), ("A", "B", "D")]}
    assert len(seen) == 4


@pytest.mark.parametrize("accent", cards.ACCENTS)
def test_a_card_has_the_site_s_accent(accent):
    colour = picture(accent=accent).convert("RGB").getpixel((600, 8))
    assert "#{:02x}{:02x}{:02x}".format(*colour) == cards.ACCENTS[accent]


def ink(image: Image.Image, box: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """Return where within a box something darker than paper was drawn."""
    return image.crop(box).convert("L").point(lambda value: 255 * (value < 128)).getbbox()


def test_nothing_is_drawn_in_the_margins():
    image = picture(heading="wide " * 200, line="wide " * 200, site="wide " * 200)
    assert [ink(image, box) for box in ((0, 20, 78, 630), (1122, 20, 1200, 630), (0, 590, 1200, 630))] == [None] * 3


def test_no_line_is_wider_than_the_measure():
    lines = broken("Measuring the Representation of Subjective Global Opinions " * 4, SERIF)
    widest = max(sum(width_of(part, SERIF) for part in [*line[:-1], line[-1].rstrip()]) for line in lines)
    assert (len(lines) > 3, widest <= MEASURE) == (True, True)


@pytest.mark.parametrize(
    "name", ["Kamilė Lukošiūtė", "Łukasz Ørsted", "Nguyễn Thị", "Σωκράτης", "Лев Толстой", "Noël “x” – y…"]
)
def test_letters_of_the_site_s_own_type_are_drawn(name):
    assert "".join(part for line in broken(name, SERIF) for part in line) == name
    assert {cards.file_with(letter, "source-serif-4").endswith(".woff2") for letter in name} == {True}


@pytest.fixture
def without_noto(monkeypatch):
    """A machine that has no font but the site's own."""
    monkeypatch.setattr(cards, "NOTO", ())
    for known in (cards.file_with, cards.runs):
        known.cache_clear()
    yield
    for known in (cards.file_with, cards.runs):
        known.cache_clear()


def test_a_letter_that_no_font_has_takes_its_text_away(without_noto):
    assert broken(f"On {ARABIC}", SERIF) == []


def test_a_symbol_that_no_font_has_is_left_out(without_noto):
    assert broken("Engines 🚀!", SERIF) == [["Engines ", "!"]]


def test_text_from_right_to_left_stands_at_the_right():
    if cards.file_with("ا", "source-serif-4") is None:
        pytest.skip("this machine has no Arabic font")
    left, _, right, _ = ink(picture(heading=ARABIC, direction="rtl"), (0, 20, 1200, 300))
    assert (left > 300, right > 1100) == (True, True)


@pytest.mark.parametrize("text", ["", " ", "\n", "\u200b", "a" * 500, "中" * 80, MATHEMATICAL])
def test_any_text_makes_a_card(text):
    assert picture(heading=text, line=text, site=text).size == (1200, 630)
