"""XML read safely, entry by entry."""

import pytest

from papers.imports.record import UnreadableFile
from papers.imports.xml_text import BrokenXml, child, children, read_elements, root_of, text_at, text_of

DTD = '<!DOCTYPE a PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://dtd.example/a.dtd">'


def read(text):
    """Return the texts of the elements e."""
    return [text_of(element) for element in read_elements(text, {"e"})]


def test_elements_are_yielded_with_the_line_they_begin_on():
    elements = read_elements("<a>\n<e>one</e>\n\n<b><e>two</e></b></a>", {"e"})
    assert [(element.line, text_of(element)) for element in elements] == [(2, "one"), (4, "two")]


def test_an_element_within_an_element_belongs_to_it():
    assert read("<a><e>one <e>two</e></e></a>") == ["one two"]


def test_names_are_told_without_their_namespace():
    (element,) = read_elements('<a xmlns="urn:x" xmlns:y="urn:y"><y:e><b c="1">x</b></y:e></a>', {"e"})
    assert (element.name, text_at(element, "b"), child(element, "b").get("c")) == ("e", "x", "1")


def test_children_are_found_step_by_step():
    (element,) = read_elements("<e><b><c>1</c></b><b><c>2</c></b></e>", {"e"})
    assert ([text_of(found) for found in children(element, "b", "c")], child(element, "d")) == (["1", "2"], None)


def test_a_declared_encoding_of_bytes_counts_and_that_of_text_does_not():
    text = '<?xml version="1.0" encoding="iso-8859-1"?><a><e>é</e></a>'
    assert (read(text.encode("latin-1")), read(text)) == (["é"], ["é"])


def test_a_dtd_elsewhere_is_not_read():
    assert read(f"{DTD}<a><e>x</e></a>") == ["x"]


def test_entities_that_html_knows_are_characters():
    assert read(f"{DTD}<a><e>&alpha;&nbsp;&lt;</e></a>") == ["α <"]


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY x "lol">',
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1/"> %p;',
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;&b;&b;&b;&b;">',
        "<!ELEMENT e ANY>",
    ],
)
def test_declarations_are_refused(declaration):
    with pytest.raises(UnreadableFile) as refusal:
        read(f"<!DOCTYPE a [{declaration}]><a><e>&x;</e></a>")
    assert str(refusal.value) == "It declares its own entities or elements, which is not safe to read."


def broken(text):
    """Return the texts that could be read and the sentence that says why there are no more."""
    found = []
    elements = read_elements(text, {"e"})
    with pytest.raises((BrokenXml, UnreadableFile)) as refusal:
        found.extend(text_of(element) for element in elements)
    return found, type(refusal.value), str(refusal.value)


def test_what_came_before_a_break_is_read():
    assert broken("<a><e>1</e><e>2</e>\n<e>3") == (
        ["1", "2"],
        BrokenXml,
        "The XML is broken at line 2: no element found.",
    )


def test_an_unknown_entity_is_refused_with_its_name():
    assert broken(f"{DTD}<a><e>1</e><e>&foo;</e></a>") == (
        ["1"],
        BrokenXml,
        "It uses “&foo;”, which stands for nothing here.",
    )


def test_deep_nesting_is_refused():
    assert broken("<e>" * 100_000) == ([], BrokenXml, "Its elements are nested more than 200 deep.")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "The XML is broken at line 1: no element found."),
        ("no markup", "The XML is broken at line 1: syntax error."),
        ("<a>\x00<e/></a>", "The XML is broken at line 1: not well-formed (invalid token)."),
        ("<a><e>\ud800</e></a>", "It holds a character that cannot be stored (half of a pair)."),
    ],
)
def test_a_text_without_a_readable_element_is_unreadable(text, reason):
    assert broken(text) == ([], UnreadableFile, reason)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('<?xml version="1.0"?>\n<!-- a --><feed xmlns="x">', "feed"),
        (f"{DTD}\n<PubmedArticleSet>", "PubmedArticleSet"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a>', "a"),
        ("<work:work put-code='1'>", "work"),
        ("<!---->" * 2000, ""),
        ("a < b", ""),
        ("", ""),
    ],
)
def test_the_root_is_found_behind_whatever_stands_before_it(text, name):
    assert root_of(text) == name
