"""A page of the site made a page of the copy: links lead from file to file, and what asks the server is left out."""

import html
from collections.abc import Callable
from html.parser import HTMLParser

LINKS = {("a", "href"), ("link", "href"), ("img", "src"), ("script", "src")}
LISTS_OF_LINKS = {("source", "srcset"), ("img", "srcset")}
# Metadata names the address at which the copy is served, and stays as it is.
ABSOLUTE = {"canonical"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
LEFT_OUT_CLASSES = {"sorts", "rail"}


class StaticPage(HTMLParser):
    """The page `text` with each link replaced by `relink(link)`, or dropped where that is None.

    Forms, filters and orders are left out, and preloaded fonts; `in_place_of_forms` stands where the first form stood.
    """

    def __init__(self, text: str, relink: Callable[[str], str | None], in_place_of_forms: str = ""):
        super().__init__(convert_charrefs=False)
        self.relink = relink
        self.in_place_of_forms = in_place_of_forms
        self.parts: list[str] = []
        self.left_out: list[str] = []  # the open elements, outermost first, while something is left out
        self.feed(text)
        self.close()

    @property
    def text(self) -> str:
        """The page."""
        return "".join(self.parts)

    def handle_starttag(self, tag, attrs):
        """Write a tag with its links replaced, or begin to leave out."""
        if dict(attrs).get("as") == "font":  # it stands in the style sheet
            return
        classes = set((dict(attrs).get("class") or "").split())
        if self.left_out or tag == "form" or classes & LEFT_OUT_CLASSES:
            if tag not in VOID:
                self._leave_out(tag)
            return
        self.parts.append(self._written(tag, attrs))

    def _leave_out(self, tag):
        if not self.left_out:
            self.parts.append(self.in_place_of_forms)
            self.in_place_of_forms = ""
        self.left_out.append(tag)

    def handle_startendtag(self, tag, attrs):
        """Write a tag that closes itself."""
        if not self.left_out:
            self.parts.append(self._written(tag, attrs))

    def _written(self, tag, attrs) -> str:
        own = {name: value for name, value in attrs if value is not None}
        changed = {}
        for name, value in own.items():
            if (tag, name) in LINKS and own.get("rel") not in ABSOLUTE:
                changed[name] = self.relink(value)
            elif (tag, name) in LISTS_OF_LINKS:
                changed[name] = ", ".join(self._one_of_list(one) for one in value.split(", "))
            elif (tag, name, own.get("property")) == ("meta", "content", "og:image"):
                self.relink(value)  # only fetched
        if all(own[name] == value for name, value in changed.items()):
            return self.get_starttag_text()
        kept = [(name, changed.get(name, value)) for name, value in attrs if changed.get(name, "") is not None]
        return f"<{tag}{''.join(_attribute(name, value) for name, value in kept)}>"

    def _one_of_list(self, one: str) -> str:
        link, _space, size = one.partition(" ")
        return f"{self.relink(link)} {size}"

    def handle_endtag(self, tag):
        """Write a closing tag, or end what is left out."""
        if not self.left_out:
            self.parts.append(f"</{tag}>")
        elif tag in self.left_out:
            while self.left_out.pop() != tag:
                pass

    def _write(self, text: str) -> None:
        if not self.left_out:
            self.parts.append(text)

    def handle_data(self, data):
        """Write text."""
        self._write(data)

    def handle_entityref(self, name):
        """Write a character by name."""
        self._write(f"&{name};")

    def handle_charref(self, name):
        """Write a character by number."""
        self._write(f"&#{name};")

    def handle_comment(self, data):
        """Write a comment."""
        self._write(f"<!--{data}-->")

    def handle_decl(self, decl):
        """Write the doctype."""
        self._write(f"<!{decl}>")


def _attribute(name: str, value: str | None) -> str:
    return f" {name}" if value is None else f' {name}="{html.escape(value)}"'
