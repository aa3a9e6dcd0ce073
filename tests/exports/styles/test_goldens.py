"""Every style against what pandoc's citation processor makes of the same references; see scripts/style_goldens.py."""

import json
from pathlib import Path

import pytest

from papers.exports import STYLES
from tests.exports.styles.references import REFERENCES

GOLDENS = Path(__file__).resolve().parents[2] / "data" / "styles"

# Where we part from pandoc on purpose: (what it writes, what we write), in turn for each reference.
RETRIEVED = ("Retrieved https", "https")  # APA asks for the word only together with a day of retrieval
HAN_INITIAL = ("王小明.", "王小明")  # a given name in Chinese script has no initial
FORMULA = (r"\Log n", r"\log n")  # a formula is no headline
LAST_WORD = ("Engine up.", "Engine Up.")  # the last word has a capital in italics too, as it has in quotation marks
DIFFERENCES = {
    "apa": {
        "article-no-date-url": RETRIEVED,
        "preprint-no-doi": RETRIEVED,
        "name-chinese-parts": ("王小明.,", "王小明,"),
    },
    "mla": {
        "article-same-page": ("pp. 7–,", "pp. 7–7,"),
        "title-math": FORMULA,
        "book-last-word": LAST_WORD,
    },
    "chicago": {
        "article-doi-only": ("ahead of print, ", ""),  # that volume and pages are not known does not say so
        "software-url": ("Released. ", ""),  # no day, no word before it
        "software-year": (", released.", "."),
        "software-place": ("London, Released", "London, released"),
        "title-math": FORMULA,
        "book-last-word": LAST_WORD,
    },
    "ieee": {
        "chapter-everything": ("vol. 2., London", "vol. 2, London"),
        "chapter-series": ("Engine Series., ", "Engine Series, "),
        "name-chinese-parts": HAN_INITIAL,
        "name-arabic": ("محمد. ", "محمد "),  # nor one in Arabic script, where nothing was shortened
    },
}


def goldens(style: str) -> dict[str, str]:
    """Return what pandoc wrote, changed where we part from it."""
    written = json.loads((GOLDENS / f"{style}.json").read_text(encoding="utf-8"))
    for key, (theirs, ours) in DIFFERENCES[style].items():
        assert theirs in written[key]
        written[key] = written[key].replace(theirs, ours)
    return written


@pytest.mark.parametrize("style", STYLES)
def test_references_are_those_of_pandoc(style):
    assert {key: STYLES[style].reference(work) for key, work in REFERENCES.items()} == goldens(style)
