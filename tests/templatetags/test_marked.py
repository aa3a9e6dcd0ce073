"""What was searched for, marked in a list."""

import pytest
from django.template import Context, Template

from papers.search import parse


@pytest.mark.parametrize(
    ("text", "query", "html"),
    [
        ("The <b>engine</b>", "engine", "The &lt;b&gt;<mark>engine</mark>&lt;/b&gt;"),
        ("The <b>engine</b>", None, "The &lt;b&gt;engine&lt;/b&gt;"),
        ("The engine", "year:2020", "The engine"),
        (
            '<script>alert("x")</script>',
            "script",
            "&lt;<mark>script</mark>&gt;alert(&quot;x&quot;)&lt;/<mark>script</mark>&gt;",
        ),
    ],
)
def test_hits_are_marked_and_everything_else_is_text(text, query, html):
    template = Template("{% load papers %}{{ text|marked:search }}")
    assert template.render(Context({"text": text, "search": query and parse(query)})) == html
