"""An editor gives a person a portrait and clicks the face."""

import pytest
from PIL import Image

from tests.browser.checkers import axe_violations
from tests.browser.contexts import follow

pytestmark = pytest.mark.browser

RED, BLUE = (200, 30, 30), (30, 30, 200)


@pytest.fixture
def photograph(tmp_path):
    """A file with a picture that is red but for its right third."""
    image = Image.new("RGB", (900, 300), RED)
    image.paste(BLUE, (600, 0, 900, 300))
    image.save(tmp_path / "ada.png")
    return tmp_path / "ada.png"


def test_face_that_was_clicked_is_what_the_page_shows(visit, signed_in, site, photograph):
    visited = visit("/authors/amanda-askell/", storage_state=signed_in)
    page = visited.page
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Portrait:").set_input_files(photograph)
    picture = page.locator("canvas.picture")
    picture.wait_for()
    width = picture.bounding_box()["width"]
    picture.click(position={"x": width * 0.9, "y": 20})
    assert page.get_by_label("Focus across (%):").input_value() == "90"
    page.locator("#id_portrait_alt").fill("Amanda Askell, in blue")
    assert visited.messages == []
    assert axe_violations(page) == []
    follow(page.get_by_role("button", name="Save", exact=True))
    page.goto(f"{site.address}/authors/amanda-askell/")
    shown = page.get_by_role("img", name="Amanda Askell, in blue")
    assert shown.evaluate("image => image.currentSrc.slice(-8)") == "-1x.webp"
    colour = shown.evaluate(
        """image => {
            const context = new OffscreenCanvas(1, 1).getContext("2d");
            context.drawImage(image, 0, 0, 1, 1);
            return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
        }"""
    )
    assert [round(value / 100) for value in colour] == [0, 0, 2]
