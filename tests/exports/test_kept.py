"""What a bibliography said that the site has no place for: written back, but for what is somebody's own affair."""

import json

import pytest

from papers.exports import FORMATS, json_lines
from papers.exports.atom import Feed
from papers.exports.kept import PRIVATE_NAMES, PRIVATE_TAGS, is_private, is_script, public_fields
from papers.models import Paper

SECRET = "keep this to yourself"
OTHERS = (
    "bdsk-file-1",
    "mendeley-tags",
    "citeulike-article-id",
    "comment-ada",
    "OPTannote",
    "Note_to_Self",
    "Priv Note",
)


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_private(name):
    assert is_private(name)


@pytest.mark.parametrize(
    "name", ["note", "addendum", "C1", "opt", "readership", "edition", "publisher-place", "tp_filed"]
)
def test_what_is_not(name):
    assert not is_private(name)


def test_the_public_fields_stand_in_one_order():
    assert list(public_fields({"b": "1", "owner": "ada", "a": "2"}).items()) == [("a", "2"), ("b", "1")]


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", " JavaScript :x", "data:text/html,x", "vbscript:x", "java\tscript:x"),
        *("https://example.org/\njavascript:x", "\\url{javascript:x}", "\\href{ javascript:x}{here}", "<javascript:x>"),
    ],
)
@pytest.mark.parametrize("name", ["url", "year", "howpublished"])
def test_what_would_be_run_is_not_public(name, address):
    assert public_fields({name: address}) == {}


@pytest.mark.parametrize("text", ["about javascript: a note", "(data: on request)", "JavaScript", "in data: x"])
def test_what_only_speaks_of_it_is_public(text):
    assert public_fields({"note-on-it": text}) == {"note-on-it": text}


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*FORMATS])
def test_nothing_private_is_in_a_public_file(loaded_paper, name):
    paper = loaded_paper()
    paper.extra = dict.fromkeys([*PRIVATE_NAMES, *PRIVATE_TAGS, *OTHERS], SECRET) | {"M1": "7"}
    feed = Feed("Papers", "https://example.org/", "https://example.org/papers.atom", paper.updated)
    text = "".join(FORMATS[name].render([paper], feed) if FORMATS[name].is_feed else FORMATS[name].render([paper]))
    assert (paper.title in text, SECRET in text) == (True, False)


@pytest.mark.django_db
def test_everything_private_is_in_a_complete_export(loaded_paper):
    extra = dict.fromkeys([*PRIVATE_NAMES, *PRIVATE_TAGS, *OTHERS], SECRET)
    Paper.objects.filter(pk=loaded_paper().pk).update(extra=extra)
    (line,) = json_lines.render_full(Paper.objects.for_full_export())
    assert json.loads(line)["extra"] == extra


@pytest.mark.parametrize(("end", "is_one"), [("", False), (" javascript:a()", True), ("a javascript:a()", False)])
def test_what_would_be_run_is_seen_after_very_many_blank_lines(end, is_one):
    assert is_script(" \n" * 100_000 + end) is is_one
