"""What is shown of a picture, and what its files are called."""

import pytest

from papers.frames import Frame, is_whole, whole_name

SQUARE = Frame(192, 192, narrowest=1, widest=1, fallback="JPEG")
LOGO = Frame(320, 160, narrowest=1 / 2, widest=6, fallback="PNG")


@pytest.mark.parametrize(
    ("size", "focus", "box"),
    [
        ((300, 100), (50, 50), (100, 0, 200, 100)),
        ((300, 100), (0, 0), (0, 0, 100, 100)),
        ((300, 100), (90, 50), (200, 0, 300, 100)),
        ((300, 100), (40, 50), (70, 0, 170, 100)),
        ((100, 300), (50, 25), (0, 25, 100, 125)),
        ((100, 100), (0, 100), (0, 0, 100, 100)),
        ((4000, 1), (50, 50), (2000, 0, 2001, 1)),
    ],
)
def test_square_lies_around_the_focus_and_within_the_picture(size, focus, box):
    assert SQUARE.box(size, focus) == box


@pytest.mark.parametrize(
    ("size", "box"),
    [
        ((300, 100), (0, 0, 300, 100)),
        ((100, 200), (0, 0, 100, 200)),
        ((1000, 100), (200, 0, 800, 100)),
        ((100, 400), (0, 100, 100, 300)),
    ],
)
def test_shape_within_the_bounds_is_shown_whole_and_a_longer_one_cut(size, box):
    assert LOGO.box(size) == box


@pytest.mark.parametrize(
    ("size", "ordinary", "fine"),
    [
        ((1000, 500), (160, 80), (320, 160)),
        ((200, 100), (160, 80), (200, 100)),
        ((30, 20), (30, 20), (30, 20)),
        ((400, 400), (80, 80), (160, 160)),
        ((1, 1), (1, 1), (1, 1)),
    ],
)
def test_picture_is_drawn_as_large_as_the_screen_shows_it_but_never_enlarged(size, ordinary, fine):
    assert (LOGO.shown(size, 1), LOGO.shown(size, 2)) == (ordinary, fine)


@pytest.mark.parametrize(("frame", "fallback"), [(SQUARE, "logos/a-2x.jpg"), (LOGO, "logos/a-2x.png")])
def test_files_made_from_a_picture_are_named_after_it(frame, fallback):
    assert frame.size_names("logos/a-whole.webp") == {
        "1x": "logos/a-1x.webp",
        "2x": "logos/a-2x.webp",
        "fallback": fallback,
    }


def test_picture_kept_alone_has_no_other_files():
    assert (SQUARE.size_names("logos/a.webp"), is_whole("logos/a.webp")) == ({}, False)


@pytest.mark.parametrize("name", ["a-1x.webp", "a-2x.webp", "a-2x.jpg", "a-2x.png", "a-whole.webp"])
def test_name_leads_back_to_the_whole_picture(name):
    assert (whole_name(name), is_whole(whole_name(name))) == ("a-whole.webp", True)
